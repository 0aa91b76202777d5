"""The words next to a control chart's signals: one for each stretch, the newest first.

None is over another, over a point, a limit, a whisker or the series; one without room is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import IN_PIXELS, TEXT_HEIGHT, Size, text_width, write
from kpi_lib.present.ink.free_ground import (
    boxes_about,
    count_ink,
    count_met,
    frame_of,
    is_within,
    line_ink,
    words_in,
)
from kpi_lib.present.words.control_charts import ABOVE, signal_words

CLEARANCE = 9.0
"""Pixels between a stretch's outermost point and its words."""
POINT = 5.0
"""How far from its centre a point is kept free of words, in pixels."""
FARTHEST, FARTHEST_ACROSS, PACE = 60, 36, 4
"""How far words may move from that place to free ground, and in what steps, in pixels.

Farther sideways they would seem to speak of other points.
"""
MOVES = np.array(
    [
        move
        for move in product(
            range(-FARTHEST_ACROSS, FARTHEST_ACROSS + 1, PACE), range(-FARTHEST, FARTHEST + 1, PACE)
        )
        if np.hypot(*move) <= FARTHEST
    ]
)
FAINT = ("event", "rebase", "year-break")
"""Dotted and upright lines, which words may rather cross than a limit, a whisker or the series."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring points with one and the same signal: which rule, which side, which rows."""

    signal: str
    side: int
    rows: tuple[int, ...]


def stretches_of(limits: pd.DataFrame) -> list[Stretch]:
    """Return the stretches of one series' points, oldest first; points without a signal are in none."""
    marks = zip(limits["signal"].astype(str), limits["side"].astype(int), strict=True)
    grouped = groupby(enumerate(marks), key=lambda numbered: numbered[1])
    return [
        Stretch(signal, side, tuple(row for row, _ in members))
        for (signal, side), members in grouped
        if signal
    ]


def name_signals(axes: Axes, points: np.ndarray, limits: pd.DataFrame, size: Size) -> None:
    """Write the rule next to each stretch of signals that finds room, the newest first."""
    solid, every = _inks(axes)
    for stretch in reversed(stretches_of(limits)):
        words = signal_words(stretch.signal, stretch.side)
        boxes = _wanted(axes, points[list(stretch.rows)], stretch.side, words, size) + np.tile(MOVES, 2)
        is_free = is_within(boxes, frame_of(axes)) & (count_met(boxes, _taken(axes, points)) == 0)
        is_free &= count_ink(boxes, solid) == 0
        if is_free.any():
            # A faint line counts as some way farther: better beside an event's line than on it.
            moves, free = MOVES[is_free], boxes[is_free]
            far = np.hypot(*moves.T)
            left, bottom, right, _ = free[np.lexsort((far, far + count_ink(free, every)))[0]]
            write(
                axes,
                words,
                ((left + right) / 2, bottom),
                "signal-name",
                anchor="S",
                coords=IN_PIXELS,
                zorder=5,
            )


def _inks(axes: Axes) -> tuple[np.ndarray, np.ndarray]:
    return line_ink(axes, without=FAINT), line_ink(axes)


def _taken(axes: Axes, points: np.ndarray) -> np.ndarray:
    """Return the ground of the points and of the words that are in the plot already."""
    return np.vstack([boxes_about(points, POINT), words_in(axes)])


def _wanted(axes: Axes, points: np.ndarray, side: int, words: str, size: Size) -> np.ndarray:
    """Return where words would be best: in the middle of their points, on the side to which they signal."""
    left, _, right, _ = frame_of(axes)
    width, height = text_width(words, size.text), size.text * TEXT_HEIGHT
    start = min(max(points[:, 0].mean() - width / 2, left), right - width)
    bottom = points[:, 1].max() + CLEARANCE if side == ABOVE else points[:, 1].min() - CLEARANCE - height
    return np.array([start, bottom, start + width, bottom + height])
