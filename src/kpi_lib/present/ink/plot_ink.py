"""Where a plot has ink: lines as points along them, bands as outlines, to find ground for words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.path import Path
from matplotlib.transforms import Bbox

STEP = 3.0
"""Distance of two points along a line, in pixels: less than any word is high."""


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

    def moved(self, across: float, up: float) -> Box:
        """Return the same rectangle so many pixels away."""
        return Box(self.left + across, self.bottom + up, self.right + across, self.top + up)

    def away(self, x: float, y: float) -> float:
        """Return how far a point is from the rectangle; 0 within it."""
        across = max(self.left - x, 0.0, x - self.right)
        return float(np.hypot(across, max(self.bottom - y, 0.0, y - self.top)))

    def meets_band(self, band: Path) -> bool:
        """Say whether the rectangle and a filled outline in pixels share any ground."""
        return band.intersects_bbox(
            Bbox.from_extents(self.left, self.bottom, self.right, self.top), filled=True
        )

    def covered(self, ink: np.ndarray) -> int:
        """Count the points of ink that lie within the rectangle."""
        is_across = (self.left < ink[:, 0]) & (ink[:, 0] < self.right)
        return int((is_across & (self.bottom < ink[:, 1]) & (ink[:, 1] < self.top)).sum())


def line_ink(axes: Axes, *, without: Collection[str] = ()) -> np.ndarray:
    """Return points along every line, limit and whisker of a plot, in pixels; shape (points, 2).

    Marks, grid lines and lines whose mark `gid` is in `without` are not in it.
    """
    pieces = [_along(start, end) for path in _paths(axes, without) for start, end in pairwise(path)]
    return np.vstack([np.empty((0, 2)), *pieces])


def bands_of(axes: Axes) -> list[Path]:
    """Return the outlines of a plot's filled bands, in pixels."""
    bands = [band for band in axes.collections if isinstance(band, PolyCollection)]
    return [axes.transData.transform_path(path) for band in bands for path in band.get_paths()]


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
