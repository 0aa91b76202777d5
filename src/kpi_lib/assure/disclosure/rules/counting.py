"""Which counts a printed share or interval leaves possible."""

from __future__ import annotations

from math import ceil, floor

import numpy as np

from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN

SLACK = 1e-9
Z_95 = 1.959963984540054
LARGEST_BASE = 20_000
"""Beyond it an interval is not turned back into a count: its limits are rounded too coarsely to tell."""


def is_small(count: float) -> bool:
    """Say whether a count is 1 to 5."""
    return 1 - SLACK <= count < SMALLEST_COUNT_SHOWN - SLACK


def counts_of_share(share: float, decimals: int, base: float, per: float = 100.0) -> range:
    """Return the counts that print as `share` per `per` of `base`, rounded half up to `decimals`."""
    half = 0.5 * 10.0**-decimals
    low, high = (share - half) * base / per, (share + half) * base / per
    return range(max(0, ceil(low - 1e-6)), min(floor(high + 1e-6), floor(base)) + 1)


def counts_of_interval(lower: float, upper: float, decimals: int, base: int) -> tuple[int, ...]:
    """Return the counts of `base` whose Wilson interval (95 %) prints as these two percentages."""
    if not 0 < base <= LARGEST_BASE:
        return ()
    counts = np.arange(0, base + 1)
    share, z2 = counts / base, Z_95**2
    middle = (share + z2 / (2 * base)) / (1 + z2 / base)
    reach = Z_95 * np.sqrt(share * (1 - share) / base + z2 / (4 * base**2)) / (1 + z2 / base)
    step = 0.5 * 10.0**-decimals + SLACK
    fits = (abs(100 * (middle - reach) - lower) <= step) & (abs(100 * (middle + reach) - upper) <= step)
    return tuple(int(count) for count in counts[fits])


def tells_small(counts: range | tuple[int, ...], base: float | None = None) -> bool:
    """Say whether all possible counts, or all their complements, are 1 to 5, and more closely than that."""
    most = SMALLEST_COUNT_SHOWN - 1
    if not counts or len(counts) >= most:
        return False
    if all(is_small(count) for count in counts):
        return True
    return base is not None and float(base).is_integer() and all(is_small(base - count) for count in counts)
