"""Whole numbers that add up: splitting totals, and counts that give a published percentage."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.core.rounding import round_half_up

ROUNDED_WITHIN = 2  # a count that DfE rounded to the nearest 5 is at most this far from the true one

Whole = NDArray[np.int64]


def split_total(total: int, weights: ArrayLike) -> Whole:
    """Split a whole number in proportion to weights, the largest remainders first.

    >>> split_total(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    weight = np.asarray(weights, dtype=float)
    exact = total * weight / weight.sum()
    parts = np.floor(exact).astype(np.int64)
    for place in np.argsort(parts - exact, kind="stable")[: total - parts.sum()]:
        parts[place] += 1
    return parts


def split_within(total: int, wanted: ArrayLike, room: Whole) -> Whole:
    """Split a whole number in proportion to what is wanted, no part larger than its room.

    >>> split_within(9, [1.0, 1.0], np.array([3, 8])).tolist()
    [3, 6]
    """
    parts = np.minimum(split_total(total, wanted), room)
    while (left := total - int(parts.sum())) > 0:
        free = room - parts
        if not free.any():
            raise ValueError(f"{total} does not fit into {room.tolist()}")
        parts = np.minimum(parts + split_total(left, np.where(free > 0, np.asarray(wanted) + 1e-9, 0)), room)
    return parts


def numerator_for(value: float, denominator: float, multiplier: int, decimals: int) -> int:
    """Return the whole numerator nearest to a published value, which it must reproduce when rounded."""
    nearest = int(round_half_up(value * denominator / multiplier))
    for step in (0, 1, -1):
        if float(round_half_up((nearest + step) / denominator * multiplier, decimals)) == value:
            return nearest + step
    return nearest


def counts_for(value: float, numerator: float, denominator: float, decimals: int) -> tuple[int, int]:
    """Return the counts nearest to published ones that give the published percentage.

    Published counts may be rounded to the nearest 5; the pair returned is within that rounding where a
    pair that gives the percentage exists there, else the numerator alone moves.
    """
    steps = sorted(range(-ROUNDED_WITHIN, ROUNDED_WITHIN + 1), key=abs)
    pairs = ((int(numerator) + up, int(denominator) + down) for down in steps for up in steps)
    for above, below in pairs:
        if float(round_half_up(above / below * 100, decimals)) == value:
            return above, below
    return numerator_for(value, denominator, 100, decimals), int(denominator)
