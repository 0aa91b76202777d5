"""Where the names of dots on one line go: in rows above and below it, none over another or a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be placed: where its dot stands and how wide the name is drawn, in pixels.

    `side` is 1 for a dot stacked above the line, −1 for one below it and 0 for one on it.
    """

    text: str
    x: float
    width: float
    side: int = 0


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


BESIDE, PASSING = 3.0, 2.0
"""How far a leaning name is next to its leader, and the least it keeps from any other, in pixels."""

CLEAR_OF_LINE = 4.0
"""Least distance between a name and an upright line on its side, in pixels."""

TRIES = 20
"""How often a try is repeated with those left out before the others."""

LEANINGS = (0.0, -1.0, 1.0, -0.5, 0.5, -0.75, 0.75, -0.25, 0.25)
"""How a name may stand to its dot, most wanted first: centred (0), ending (−1) or beginning (1) there."""

CAUTIONS = (0.0, 1.0, 3.0)
"""How many rows farther out a name goes rather than cover another's dot, tried in this order."""


def place_labels(
    labels: Sequence[Label],
    *,
    left: float,
    right: float,
    rows: int,
    gap: float,
    lines: Mapping[int, Sequence[float]] | None = None,
) -> list[Placed]:
    """Return the labels in the nearest free rows; one without room anywhere is left out.

    A few degrees of caution are tried, and after each try those left out choose sooner; the first try
    that leaves out fewest wins.

    Parameters
    ----------
    labels : the first is the most important and always chooses first; the others from left to right.
    left, right : the edges that no label may cross.
    rows : rows on each side of the line.
    gap : least distance between two labels in a row, unless they lean away from leaders between them.
    lines : side (1 above, −1 below) → where upright lines are there that no label may touch.
    """
    best: list[Placed] = []
    room = _Room(left, right, rows, lines or {})
    spots = {label: [spot for spot in _spots(label, room) if room.holds(spot)] for label in labels}
    for caution in CAUTIONS:
        wanted = {
            label: sorted(spots[label], key=lambda spot: abs(spot.row) + caution * _covered(spot, labels))
            for label in labels
        }
        for start in (labels, [*labels[:1], *reversed(labels[1:])]):
            for tried in _tries(start, wanted, gap):
                best = tried if len(tried) > len(best) else best
                if len(best) == len(labels):
                    return best
    return best


@dataclass(frozen=True, slots=True)
class _Room:
    left: float
    right: float
    rows: int
    lines: Mapping[int, Sequence[float]]

    def lines_by(self, row: int) -> Sequence[float]:
        return self.lines.get(1 if row > 0 else -1, ())

    def holds(self, spot: Placed) -> bool:
        is_inside = self.left <= spot.left and spot.right <= self.right
        return is_inside and not any(
            spot.left - CLEAR_OF_LINE < line < spot.right + CLEAR_OF_LINE for line in self.lines_by(spot.row)
        )


def _tries(
    order: Sequence[Label], wanted: Mapping[Label, Sequence[Placed]], gap: float
) -> Iterator[list[Placed]]:
    for _ in range(TRIES):
        placed = _placed(order, wanted, gap)
        yield placed
        seated = {spot.label for spot in placed}
        order = [*order[:1], *sorted(order[1:], key=lambda label: label in seated)]


def _placed(labels: Sequence[Label], wanted: Mapping[Label, Sequence[Placed]], gap: float) -> list[Placed]:
    placed: list[Placed] = []
    for label in labels:
        free = (spot for spot in wanted[label] if all(_are_clear(spot, other, gap) for other in placed))
        chosen = next(free, None)
        placed += [chosen] if chosen else []
    return placed


def _spots(label: Label, room: _Room) -> Iterator[Placed]:
    half = label.width / 2
    for row in _nearest_first(room.rows, label.side or 1):
        for lean in LEANINGS:
            centre = label.x + lean * (half + BESIDE)
            yield Placed(label, min(max(centre, room.left + half), room.right - half), row)
        for line in room.lines_by(row):
            away = 1 if label.x >= line else -1
            beside = Placed(label, line + away * (half + CLEAR_OF_LINE), row)
            if beside.left - CLEAR_OF_LINE <= label.x <= beside.right + CLEAR_OF_LINE:
                yield beside


def _covered(spot: Placed, labels: Sequence[Label]) -> int:
    crossed = (
        spot.left - PASSING < label.x < spot.right + PASSING for label in labels if label != spot.label
    )
    return sum(crossed)


def _nearest_first(rows: int, side: int) -> Iterator[int]:
    for row in range(1, rows + 1):
        yield side * row
        yield -side * row


def _are_clear(one: Placed, other: Placed, gap: float) -> bool:
    if one.row * other.row < 0:
        return True
    if one.row == other.row:
        left, right = (one, other) if one.left <= other.left else (other, one)
        is_parted = left.right < left.label.x <= right.label.x < right.left
        return left.right + (0 if is_parted else gap) <= right.left
    far, near = (one, other) if abs(one.row) > abs(other.row) else (other, one)
    return not near.left - PASSING < far.label.x < near.right + PASSING
