"""Where words may be in a plot: boxes of text set against its lines, its dots and the words already there.

Boxes are rows of an array in pixels: left, bottom, right, top. Many are looked at at once, for one name has
hundreds of places that it could take.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import LineCollection

STEP = 3.0
"""Distance of two points along a line, in pixels: less than any word is high."""


def frame_of(axes: Axes) -> np.ndarray:
    """Return the plot as a box."""
    return np.asarray(axes.get_window_extent().extents)


def boxes_about(points: np.ndarray, reach: float) -> np.ndarray:
    """Return a square box about each point, from `reach` before it to `reach` beyond it."""
    return np.hstack([points - reach, points + reach])


def boxes_at(corners: np.ndarray, width: float, height: float) -> np.ndarray:
    """Return boxes of one size by their lower left corners; shape (corners, 4)."""
    return np.hstack([corners, corners + np.array([width, height])])


def words_in(axes: Axes) -> np.ndarray:
    """Return the boxes of all words written so far; shape (words, 4)."""
    return np.array([text.get_window_extent().extents for text in axes.texts]).reshape(-1, 4)


def is_within(boxes: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """Say of each box whether it lies wholly in a frame."""
    return np.all(boxes[:, :2] >= frame[:2], axis=1) & np.all(boxes[:, 2:] <= frame[2:], axis=1)


def count_met(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return of each box how many of the others it shares ground with."""
    starts, ends = boxes[:, None, :2], boxes[:, None, 2:]
    return np.all((starts < others[None, :, 2:]) & (others[None, :, :2] < ends), axis=2).sum(axis=1)


def count_ink(boxes: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Return of each box how many points of ink lie within it."""
    return count_met(boxes, np.hstack([ink, ink]))


def distances(boxes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return how far each box is from each point, 0 where the point lies within; shape (boxes, points)."""
    gaps = np.maximum(boxes[:, None, :2] - points[None], points[None] - boxes[:, None, 2:])
    return np.asarray(np.linalg.norm(np.maximum(gaps, 0.0), axis=2))


def line_ink(axes: Axes, *, without: Collection[str] = ()) -> np.ndarray:
    """Return points along every line, limit and whisker of a plot, in pixels; shape (points, 2).

    Marks, grid lines and lines whose mark `gid` is in `without` are not in it.
    """
    pieces = [_along(start, end) for path in _paths(axes, without) for start, end in pairwise(path)]
    return np.vstack([np.empty((0, 2)), *pieces])


def _paths(axes: Axes, without: Collection[str]) -> Iterator[np.ndarray]:
    for line in axes.get_lines():
        if line.get_linestyle() not in ("None", "none") and line.get_gid() not in without:
            across, up = STEP_LOOKUP_MAP[line.get_drawstyle()](*np.asarray(line.get_xydata(), dtype=float).T)
            yield line.get_transform().transform(np.column_stack([across, up]))
    for collection in axes.collections:
        if isinstance(collection, LineCollection):
            yield from (axes.transData.transform(segment) for segment in collection.get_segments())


def _along(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    length = float(np.hypot(*(end - start)))
    if not np.isfinite(length):
        return np.empty((0, 2))
    return np.linspace(start, end, int(length / STEP) + 2)
