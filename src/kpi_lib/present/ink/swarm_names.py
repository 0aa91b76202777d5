"""The names of the beeswarm's dots, in rows above and below them, each with a leader to its dot.

No name is over another, over a dot or over a comparator's line; one without room is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.ink.canvas import IN_PIXELS, LINE_HEIGHT, Size, text_width, write
from kpi_lib.present.ink.strokes import pen
from kpi_lib.present.ink.theme import HAIRLINE
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, format_figure, is_missing

ABOVE_DOTS = 16.0
"""From the centre of the highest dot to the nearest row of names, in pixels."""
ROW = 1.6
"""From one row of names to the next, in sizes of text."""
EDGE_OF_NAMES = 4.0
"""Pixels that names keep from the picture's edges."""
GAP = 10.0
"""Least distance between two names in a row, in pixels."""


def name_dots(
    axes: Axes,
    neighbours: pd.DataFrame,
    estimate: Row,
    neighbourhood: Neighbourhood,
    indicator: Indicator,
    size: Size,
    *,
    lines: Mapping[int, float | None],
) -> None:
    """Write the name of every dot that finds room, the home area's first.

    Parameters
    ----------
    neighbours : their rows in the order of the dots, whose swarm has been drawn.
    lines : side (1 above, −1 below) → the comparator whose line is there, or nothing.
    """
    heights, labels = _heights(axes), []
    for (_, row), height in zip(neighbours.iterrows(), heights, strict=True):
        labels.append(_label(axes, row, height, neighbourhood, indicator, size))
    if has_home := not is_missing(estimate["value"]):
        heights.insert(0, 0.0)
        labels.insert(0, _label(axes, estimate, 0.0, neighbourhood, indicator, size, is_bold=True))
    start = max(map(abs, heights)) + ABOVE_DOTS
    room = axes.get_window_extent().height / 2 - start - size.text * LINE_HEIGHT
    placed = place_labels(
        labels,
        left=EDGE_OF_NAMES,
        right=size.width - EDGE_OF_NAMES,
        rows=1 + int(room / (size.text * ROW)),
        gap=GAP,
        lines={side: [_across(axes, x)] for side, x in lines.items() if x is not None},
    )
    height_of = dict(zip(labels, heights, strict=True))
    for spot in placed:
        is_home = has_home and spot.label is labels[0]
        _write_name(axes, spot, size, height_of[spot.label], start, is_home=is_home)


def _heights(axes: Axes) -> list[float]:
    """Return how far each neighbour's dot is above the line, in pixels."""
    dots = next(dots for dots in axes.collections if dots.get_gid() == "neighbours")
    middle = axes.transData.transform((0, 0))[1]
    return [float(y - middle) for _, y in axes.transData.transform(np.asarray(dots.get_offsets()))]


def _across(axes: Axes, value: float) -> float:
    return float(axes.transData.transform((value, 0))[0])


def _label(
    axes: Axes,
    row: Row,
    height: float,
    neighbourhood: Neighbourhood,
    indicator: Indicator,
    size: Size,
    *,
    is_bold: bool = False,
) -> Label:
    name = neighbourhood.name(row["area_code"])
    text = name if size.is_narrow else f"{name} {format_figure(row, indicator).number}"
    side = 0 if abs(height) < 1 else 1 if height > 0 else -1
    return Label(text, _across(axes, row["value"]), text_width(text, size.text, is_bold=is_bold), side)


def _write_name(axes: Axes, spot: Placed, size: Size, height: float, start: float, *, is_home: bool) -> None:
    side = 1 if spot.row > 0 else -1
    middle = float(axes.transData.transform((0, 0))[1])
    level = middle + side * (start + (abs(spot.row) - 1) * size.text * ROW)
    # The leader of a leaning name runs on along the name: the two are then seen to belong together.
    is_leaning = not spot.left <= spot.label.x <= spot.right
    tip = level + side * size.text if is_leaning else level
    ends = axes.transData.inverted().transform([(spot.label.x, middle + height), (spot.label.x, tip)])
    axes.plot(*ends.T, **pen("other", HAIRLINE), zorder=1.5, gid="leader")
    x, across = _anchor(spot)
    anchor, role = ("S" if side > 0 else "N") + across, "home" if is_home else "text"
    look = {"role": role, "is_bold": is_home, "coords": IN_PIXELS, "zorder": 5}
    write(axes, spot.label.text, (x, level), "name", anchor=anchor, **look)


def _anchor(spot: Placed) -> tuple[float, str]:
    """Hold a leaning name by the end at its leader: a page's own font may be narrower than the picture's."""
    to_left, to_right = spot.label.x - spot.left, spot.right - spot.label.x
    third = spot.label.width / 3
    if to_left < third:
        return spot.left, "W"
    return (spot.right, "E") if to_right < third else (spot.centre, "")


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be placed: where its dot is and how wide the name is drawn, in pixels.

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


FROM_LEADER, PASSING = 3.0, 2.0
"""How far a leaning name is from its own leader, and the least it keeps from any other's, in pixels."""

CLEAR_OF_LINE = 4.0
"""Least distance between a name and an upright line on its side, in pixels."""

TRIES = 20
"""How often a try is repeated with those left out before the others."""

LEANINGS = (0.0, -1.0, 1.0, -0.5, 0.5, -0.75, 0.75, -0.25, 0.25)
"""Where a name may be above its dot, most wanted first: centred (0), ending (−1) or beginning (1) there."""

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
        has_place = {spot.label for spot in placed}
        order = [*order[:1], *sorted(order[1:], key=lambda label: label in has_place)]


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
            centre = label.x + lean * (half + FROM_LEADER)
            yield Placed(label, min(max(centre, room.left + half), room.right - half), row)
        for line in room.lines_by(row):
            away = 1 if label.x >= line else -1
            clear = Placed(label, line + away * (half + CLEAR_OF_LINE), row)
            if clear.left - CLEAR_OF_LINE <= label.x <= clear.right + CLEAR_OF_LINE:
                yield clear


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
