"""The rules that find signals, each an array in and an array out.

Where tools differ both readings exist: `two_of_three_windows` asks for all three points on one side
of the centre (NHS England, the default), `two_of_three_counts` does not (PowerBI-SPC).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Flags = NDArray[np.int64]
RUN_LENGTH = TREND_LENGTH = 7
WINDOW, NEEDED = 3, 2
TOLERANCE = 1e-9


def sides_of_centre(values: ArrayLike, centre: ArrayLike) -> Flags:
    """Return −1, 0 or 1 for points below, on and above the centre.

    "On" allows for floating point: within a billionth of the larger of the two.
    """
    value, middle = np.asarray(values, dtype=float), np.asarray(centre, dtype=float)
    difference = value - middle
    slack = TOLERANCE * np.maximum(np.abs(value), np.abs(middle))
    return np.where(np.abs(difference) <= slack, 0, np.sign(difference)).astype(np.int64)


def outside(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Flags:
    """Return −1 below the lower, 1 above the upper limit, else 0; a point on a limit is inside."""
    value = np.asarray(values, dtype=float)
    low, high = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    above = (value > high) & (sides_of_centre(value, high) != 0)
    below = (value < low) & (sides_of_centre(value, low) != 0)
    return above.astype(np.int64) - below.astype(np.int64)


def run_ends(sides: ArrayLike, length: int = RUN_LENGTH) -> Flags:
    """Return the side wherever it completes or continues `length` points in a row on it, as ±1.

    A point on the centre breaks the run.
    """
    return _window_sums(np.sign(np.asarray(sides, dtype=np.int64)), length)


def trend_ends(values: ArrayLike, length: int = TREND_LENGTH) -> Flags:
    """Return ±1 where `length` points in a row have risen or fallen; equal points break the trend."""
    value = np.asarray(values, dtype=float)
    if value.size == 0:
        return np.zeros(0, dtype=np.int64)
    steps = sides_of_centre(value[1:], value[:-1])
    return np.concatenate([[0], _window_sums(steps, length - 1)]).astype(np.int64)


def part_of_run(ends: ArrayLike, length: int = RUN_LENGTH) -> Flags:
    """Spread each flag back over the `length` points that it completes; a later flag wins."""
    flag = np.asarray(ends, dtype=np.int64)
    spread = np.zeros_like(flag)
    for place in np.flatnonzero(flag):
        spread[max(place - length + 1, 0) : place + 1] = flag[place]
    return spread


def two_of_three_windows(sides: ArrayLike, is_near: ArrayLike) -> Flags:
    """Return 1 on any three points in a row on one side of which two or more are near a limit."""
    side, near = np.asarray(sides, dtype=np.int64), np.asarray(is_near, dtype=np.int64)
    flag = np.zeros(side.size, dtype=np.int64)
    for start in range(side.size - WINDOW + 1):
        window = slice(start, start + WINDOW)
        if abs(side[window].sum()) == WINDOW and near[window].sum() >= NEEDED:
            flag[window] = 1
    return flag


def two_of_three_members(sides: ArrayLike, is_near: ArrayLike) -> Flags:
    """Return 1 on those points of `two_of_three_windows` that are themselves near a limit."""
    return two_of_three_windows(sides, is_near) * np.asarray(is_near, dtype=np.int64)


def two_of_three_counts(flags: ArrayLike, *, whole_window: bool = False) -> Flags:
    """Return PowerBI-SPC's two of three: a net count of two beyond the limits in three points.

    `flags` are −1, 0, 1 from `outside`; the third point may lie anywhere. `whole_window` marks all
    three points, else only those beyond the limit.
    """
    flag = np.asarray(flags, dtype=np.int64)
    found = np.zeros_like(flag)
    for start in range(flag.size - WINDOW + 1):
        window = slice(start, start + WINDOW)
        side = np.sign(flag[window].sum()) if abs(flag[window].sum()) >= NEEDED else 0
        if side:
            member = (flag[window] == side) | whole_window
            found[window] = np.where(member, side, found[window])
    return found


def _window_sums(signs: Flags, length: int) -> Flags:
    """Return the sign where the last `length` signs all agree, else 0."""
    flag = np.zeros(signs.size, dtype=np.int64)
    if signs.size >= length:
        sums = np.convolve(signs, np.ones(length, dtype=np.int64), mode="valid")
        flag[length - 1 :] = np.where(np.abs(sums) == length, np.sign(sums), 0)
    return flag
