"""Where the names of dots on one line go: in rows above and below it, none over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


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


def place_labels(
    labels: Sequence[Label], *, left: float, right: float, rows: int, gap: float
) -> list[Placed]:
    """Return the labels in the nearest free rows, in the order given; one without room is left out.

    Parameters
    ----------
    labels : the most important first, since it chooses first.
    left, right : the edges that no label may cross.
    rows : rows on each side of the line.
    gap : least distance between two labels in a row, and between a label and a leader passing it.
    """
    placed: list[Placed] = []
    for label in labels:
        half = label.width / 2
        centre = min(max(label.x, left + half), right - half)
        free = (Placed(label, centre, row) for row in _nearest_first(rows))
        chosen = next((spot for spot in free if all(_are_clear(spot, other, gap) for other in placed)), None)
        placed += [chosen] if chosen else []
    return placed


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
