"""Where a plot has ink: its lines and bands as points along them, to find ground that words may stand on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import LineCollection, PolyCollection

STEP = 3.0
"""Distance of two points along a line, in pixels: less than any word is high."""


def line_ink(axes: Axes, *, without: Collection[str] = ()) -> np.ndarray:
    """Return points along every line, limit and whisker of a plot, in pixels; shape (points, 2).

    Marks, grid lines and lines whose mark `gid` is in `without` are not in it.
    """
    return _points(_paths(axes, without))


def band_ink(axes: Axes) -> np.ndarray:
    """Return points along the outlines of a plot's filled bands, in pixels; shape (points, 2)."""
    bands = [band for band in axes.collections if isinstance(band, PolyCollection)]
    return _points(axes.transData.transform(path.vertices) for band in bands for path in band.get_paths())


def _points(paths: Iterable[np.ndarray]) -> np.ndarray:
    pieces = [_along(start, end) for path in paths for start, end in pairwise(path)]
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
