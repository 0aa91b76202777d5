"""The words next to a control chart's signals: one for each stretch, the newest first.

None is over another, over a point, a limit, a whisker or the series; one without room is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.core.status import Provenance
from kpi_lib.present.ink.canvas import TEXT_HEIGHT, Size, text_width
from kpi_lib.present.ink.plot_ink import Box, line_ink
from kpi_lib.present.ink.theme import light
from kpi_lib.present.words.control_charts import ABOVE, signal_words

CLEARANCE = 9.0
"""Pixels between a stretch's outermost point and its words."""
FARTHEST, FARTHEST_ACROSS, PACE = 60, 36, 4
"""How far words may move from that place to free ground, and in what steps, in pixels.

Farther sideways they would seem to speak of other points.
"""
FAINT = ("event", "rebase", "year-break")
"""Dotted and upright lines, which words may rather cross than a limit, a whisker or the series."""
EDGE_PACE = 12
"""Steps in which a place is sought along the plot's upper and lower edge, in pixels."""


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
    """Say at the emptiest place of the upper or lower edge that hollow points are illustrative.

    Return where, or nothing. Corners come first.
    """
    if not limits["provenance"].eq(Provenance.ILLUSTRATIVE).any():
        return None
    words, points, inks = "hollow, dotted: illustrative", _taken(axes, places, limits), _inks(axes)
    width, height, frame = text_width(axes, words, size.text), size.text * 1.3, axes.get_window_extent()
    first, last = frame.x0 + 3, frame.x1 - width
    boxes = [
        Box(x, y, x + width, y + height)
        for x in (first, last, *np.arange(first, last, EDGE_PACE).tolist())
        for y in (frame.y0 + 3, frame.y1 - height)
    ]
    box = min(boxes, key=lambda box: (sum(box.meets(point) for point in points), *_covered(box, inks)))
    axes.annotate(words, (box.left, box.bottom), xycoords="figure points", ha="left", va="bottom",
                  fontsize=size.text, color=light("muted"), gid="illustrative")  # fmt: skip
    return box


def name_signals(
    axes: Axes, places: Sequence[int], limits: pd.DataFrame, size: Size, taken: Sequence[Box] = ()
) -> None:
    """Write the rule next to each stretch of signals that finds room, the newest first."""
    taken, inks = [*_taken(axes, places, limits), *taken], _inks(axes)
    for stretch in reversed(stretches_of(limits)):
        words = signal_words(stretch.signal, stretch.side)
        wanted = _box(axes, places, limits, stretch, text_width(axes, words, size.text), size)
        box = _nearest_free(axes, wanted, taken, inks)
        if box is None:
            continue
        taken.append(box)
        axes.annotate(
            words, ((box.left + box.right) / 2, box.bottom), xycoords="figure points", ha="center",
            va="bottom", fontsize=size.text, color=light("text"), zorder=5, gid="signal-name",
        )  # fmt: skip


def _nearest_free(axes: Axes, wanted: Box, taken: Sequence[Box], inks: Sequence[np.ndarray]) -> Box | None:
    """Return the nearest place free of points, words and lines; a faint line counts as some way farther."""
    plot = axes.get_window_extent()
    frame = Box(plot.x0, plot.y0, plot.x1, plot.y1)
    solid, every = inks
    across, up = (range(-far, far + 1, PACE) for far in (FARTHEST_ACROSS, FARTHEST))
    found = [(float(np.hypot(*move)), wanted.moved(*move)) for move in product(across, up)]
    free = [
        (far + box.covered(every), box)
        for far, box in sorted(found, key=lambda spot: spot[0])
        if far <= FARTHEST and frame.holds(box) and not any(box.meets(other) for other in taken)
        if not box.covered(solid)
    ]
    return min(free, key=lambda spot: spot[0], default=(0.0, None))[1]


def _inks(axes: Axes) -> tuple[np.ndarray, np.ndarray]:
    return line_ink(axes, without=FAINT), line_ink(axes)


def _covered(box: Box, inks: Sequence[np.ndarray]) -> tuple[int, ...]:
    return tuple(box.covered(ink) for ink in inks)


def _taken(axes: Axes, places: Sequence[int], limits: pd.DataFrame) -> list[Box]:
    """Return the ground of the points and of the words that are in the plot already."""
    written = [text.get_window_extent() for text in axes.texts]
    return [*_points(axes, places, limits), *(Box(*box.extents) for box in written)]


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
    height = size.text * TEXT_HEIGHT
    if stretch.side == ABOVE:
        bottom = float(points[:, 1].max()) + CLEARANCE
    else:
        bottom = float(points[:, 1].min()) - CLEARANCE - height
    return Box(left, bottom, left + width, bottom + height)
