"""Where the names of dots on one line go: in rows above and below it, none over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be placed: where its dot stands and how wide the name is drawn, in pixels."""

    text: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A name in its place: `row` counts from the line, 1 nearest, above positive and below negative."""

    label: Label
    centre: float
    row: int

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.centre - self.label.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.centre + self.label.width / 2


LEAN_OVER = 3.0
"""How far a leaning name still reaches past its leader, in pixels."""

MORE_ORDERS = 8
"""How many more orders are tried where left to right and right to left leave a label out."""

LEANINGS = ((0.0, -1.0, 1.0), (-1.0, 1.0, 0.0), (1.0, -1.0, 0.0))
"""How a name may stand to its dot, most wanted first: centred (0), ending (−1) or beginning (1) there."""


def place_labels(
    labels: Sequence[Label], *, left: float, right: float, rows: int, gap: float
) -> list[Placed]:
    """Return the labels in the nearest free rows; one without room anywhere is left out.

    A few ways of leaning and orders are tried, always the same; the first that leaves out fewest wins.

    Parameters
    ----------
    labels : the first is the most important and always chooses first; the others from left to right.
    left, right : the edges that no label may cross.
    rows : rows on each side of the line.
    gap : least distance between two labels in a row, and between a label and a leader passing it.
    """
    best: list[Placed] = []
    for order in _orders(labels):
        for leaning in LEANINGS:
            tried = _placed(order, leaning, left, right, rows, gap)
            best = tried if len(tried) > len(best) else best
            if len(best) == len(labels):
                return best
    return best


def _orders(labels: Sequence[Label]) -> Iterator[Sequence[Label]]:
    first, others = list(labels[:1]), list(labels[1:])
    yield [*first, *others]
    yield [*first, *reversed(others)]
    chance = Random(0)
    for _ in range(MORE_ORDERS):
        yield [*first, *chance.sample(others, len(others))]


def _placed(
    labels: Sequence[Label], leaning: Sequence[float], left: float, right: float, rows: int, gap: float
) -> list[Placed]:
    placed: list[Placed] = []
    for label in labels:
        spots = _spots(label, leaning, left, right, rows)
        chosen = next((spot for spot in spots if all(_are_clear(spot, other, gap) for other in placed)), None)
        placed += [chosen] if chosen else []
    return placed


def _spots(label: Label, leaning: Sequence[float], left: float, right: float, rows: int) -> Iterator[Placed]:
    half = label.width / 2
    for row in _nearest_first(rows):
        for lean in leaning:
            centre = label.x + lean * (half - LEAN_OVER)
            yield Placed(label, min(max(centre, left + half), right - half), row)


def _nearest_first(rows: int) -> Iterator[int]:
    for row in range(1, rows + 1):
        yield row
        yield -row


def _are_clear(one: Placed, other: Placed, gap: float) -> bool:
    if one.row * other.row < 0:
        return True
    if one.row == other.row:
        return one.right + gap <= other.left or other.right + gap <= one.left
    far, near = (one, other) if abs(one.row) > abs(other.row) else (other, one)
    return not near.left - gap / 2 <= far.label.x <= near.right + gap / 2
