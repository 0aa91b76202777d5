"""The words beside a control chart's signals: one for each stretch, the newest first, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.core.status import Provenance
from kpi_lib.present.canvas import Size, text_width
from kpi_lib.present.spc_words import ABOVE, signal_words
from kpi_lib.present.theme import light

CLEARANCE = 9.0
"""Pixels between a stretch's outermost point and its words."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels that words fill."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles share any ground."""
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.top <= other.bottom or other.top <= self.bottom)

    def holds(self, other: Box) -> bool:
        """Say whether another rectangle lies wholly within this one."""
        is_across = self.left <= other.left and other.right <= self.right
        return is_across and self.bottom <= other.bottom and other.top <= self.top


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring points with one and the same signal: which rule, which side, which rows."""

    signal: str
    side: int
    rows: tuple[int, ...]


def stretches_of(limits: pd.DataFrame) -> list[Stretch]:
    """Return the stretches of one series' points, oldest first; points without a signal are in none."""
    marks = zip(limits["signal"].astype(str), limits["side"].astype(int), strict=True)
    grouped = groupby(enumerate(marks), key=lambda item: item[1])
    found = [Stretch(signal, side, tuple(row for row, _ in members)) for (signal, side), members in grouped]
    return [stretch for stretch in found if stretch.signal]


def name_illustrative(axes: Axes, places: Sequence[int], limits: pd.DataFrame, size: Size) -> Box | None:
    """Say in the emptiest corner that hollow points are illustrative; return where, or nothing."""
    if not limits["provenance"].eq(Provenance.ILLUSTRATIVE).any():
        return None
    words, points = "hollow, dotted: illustrative", _points(axes, places, limits)
    width, height, frame = text_width(axes, words, size.text), size.text * 1.3, axes.get_window_extent()
    corners = [(x, y) for y in (frame.y0 + 3, frame.y1 - height) for x in (frame.x0 + 3, frame.x1 - width)]
    boxes = [Box(x, y, x + width, y + height) for x, y in corners]
    box = min(boxes, key=lambda box: sum(box.meets(point) for point in points))
    axes.annotate(words, (box.left, box.bottom), xycoords="figure pixels", ha="left", va="bottom",
                  fontsize=size.text, color=light("muted"), gid="illustrative")  # fmt: skip
    return box


def name_signals(
    axes: Axes, places: Sequence[int], limits: pd.DataFrame, size: Size, taken: Sequence[Box] = ()
) -> None:
    """Write the rule beside each stretch of signals that finds room, the newest first."""
    frame = axes.get_window_extent()
    taken = [*_points(axes, places, limits), *taken]
    for stretch in reversed(stretches_of(limits)):
        words = signal_words(stretch.signal, stretch.side)
        box = _box(axes, places, limits, stretch, text_width(axes, words, size.text), size)
        is_inside = box.bottom >= frame.y0 and box.top <= frame.y1
        if not is_inside or any(box.meets(other) for other in taken):
            continue
        taken.append(box)
        axes.annotate(
            words, ((box.left + box.right) / 2, box.bottom), xycoords="figure pixels", ha="center",
            va="bottom", fontsize=size.text, color=light("text"), zorder=5, gid="signal-name",
        )  # fmt: skip


def _points(axes: Axes, places: Sequence[int], limits: pd.DataFrame) -> list[Box]:
    at = axes.transData.transform(list(zip(places, limits["value"], strict=True)))
    return [Box(x - 5, y - 5, x + 5, y + 5) for x, y in at]


def _box(
    axes: Axes, places: Sequence[int], limits: pd.DataFrame, stretch: Stretch, width: float, size: Size
) -> Box:
    points = axes.transData.transform([(places[row], limits["value"].iloc[row]) for row in stretch.rows])
    frame = axes.get_window_extent()
    middle = float(points[:, 0].mean())
    left = min(max(middle - width / 2, frame.x0), frame.x1 - width)
    height = size.text * 1.2
    if stretch.side == ABOVE:
        bottom = float(points[:, 1].max()) + CLEARANCE
    else:
        bottom = float(points[:, 1].min()) - CLEARANCE - height
    return Box(left, bottom, left + width, bottom + height)
