"""Ranks and bands: DfE's LAIT rules, and public health's quantile groups.

References
----------
.. [1] DfE, Local Authority Interactive Tool, user guide: rank and quartile band.
.. [2] Hyndman, R.J. and Fan, Y. (1996), Am. Stat. 50:361-365, definition 7.
.. [3] UKHSA, PHEindicatormethods: `phe_quantile`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.catalogue.indicators import Polarity
from kpi_lib.core.errors import AnalysisError

Floats = NDArray[np.float64]
BANDS = ("A", "B", "C", "D")


def quantile_bounds(values: ArrayLike, n_groups: int = 4) -> Floats:
    """Return the `n_groups` + 1 cut points of each row of `values`, least and greatest included.

    Linear between order statistics at position (n − 1)p + 1: type 7 [2]_. NaN is left out; a row
    without values gives NaN.

    >>> quantile_bounds([1, 2, 3, 4]).tolist()
    [1.0, 1.75, 2.5, 3.25, 4.0]
    """
    rows = np.asarray(values, dtype=float)
    ordered = np.sort(rows, axis=-1)
    n = (~np.isnan(rows)).sum(axis=-1)[..., None]
    position = np.maximum(n - 1, 0) * np.linspace(0, 1, n_groups + 1)
    floor = np.floor(position).astype(int)
    ceiling = np.minimum(floor + 1, np.maximum(n - 1, 0))
    low = np.take_along_axis(ordered, floor, axis=-1)
    high = np.take_along_axis(ordered, ceiling, axis=-1)
    return low + (position - floor) * (high - low)


def quartile_bands(values: ArrayLike, bounds: ArrayLike, polarity: Polarity) -> NDArray[np.object_]:
    """Return the LAIT band of each value, A always best [1]_; empty without value or polarity.

    Low is better: A = [q0, q25], B = (q25, q50], C = (q50, q75], D = (q75, q100]; high reverses the
    letters. A value outside the bounds, or next to a missing one, has no band. `bounds` has five
    columns, or is one such row.
    """
    value, cut = np.asarray(values, dtype=float), np.asarray(bounds, dtype=float)
    if polarity == Polarity.NEUTRAL:
        return np.full(value.shape, "", dtype=object)
    letters = BANDS if polarity == Polarity.LOWER_IS_BETTER else BANDS[::-1]
    over = [value >= cut[..., 0], *(value > cut[..., step] for step in (1, 2, 3))]
    within = [above & (value <= cut[..., step]) for step, above in enumerate(over, start=1)]
    return np.select(within, list(letters), "").astype(object)


def ranks_among(value: ArrayLike, others: ArrayLike, polarity: Polarity) -> Floats:
    """Return the rank of each value among itself and its row of `others`: 1 is best, ties share the least.

    Without polarity there is no rank (NaN), nor without a value.
    """
    own, rest = np.asarray(value, dtype=float), np.asarray(others, dtype=float)
    ahead = rest < own[..., None] if polarity == Polarity.LOWER_IS_BETTER else rest > own[..., None]
    rank = 1.0 + ahead.sum(axis=-1)
    return np.where(np.isnan(own) | (polarity == Polarity.NEUTRAL), np.nan, rank)


def ranks_of(values: ArrayLike, polarity: Polarity) -> Floats:
    """Return the national rank of every value in one list: 1 is best, ties share the least [1]_.

    A missing value has no rank (NaN) and counts for nobody; without polarity nobody has one.
    """
    own = np.asarray(values, dtype=float)
    return ranks_among(own, np.broadcast_to(own, (own.size, own.size)), polarity)


def equal_groups(values: ArrayLike, n_groups: int, *, highest_first: ArrayLike) -> Floats:
    """Return public health's group 1 to `n_groups` of every value in one list [3]_.

    Formula: (k + 1) − ⌈(N + 1 − rank) / (N / k)⌉ and at least 1, rank with ties = least among the N
    values; in whole numbers, so no group hangs on a rounding. NaN for a missing value, and for all
    when there are fewer values than groups. Not the same as quantile cut points.

    Raises
    ------
    AnalysisError : `highest_first`, given per value, is not one and the same for all.
    """
    own, directions = np.asarray(values, dtype=float), np.unique(np.asarray(highest_first, dtype=bool))
    if directions.size > 1:
        raise AnalysisError(
            "One group is counted from both ends",
            got="highest first for some areas, lowest first for others",
            expected="one direction",
        )
    way = Polarity.HIGHER_IS_BETTER if directions.all() else Polarity.LOWER_IS_BETTER
    rank, n = ranks_of(own, way), int((~np.isnan(own)).sum())
    if n < n_groups:
        return np.full(own.shape, np.nan)
    group = (n_groups + 1) + np.floor_divide(-(n + 1 - rank) * n_groups, n)
    return np.maximum(group, 1.0)


def category_of(value: float, values: ArrayLike, n_groups: int, polarity: Polarity) -> int:
    """Return which of `n_groups` quantile categories holds `value`: 1 upwards, 0 for none.

    The category is the first cut point (type 7 over `values`) not below the value; it is counted
    from the other end where higher is better. None without a value or with fewer values than groups.
    """
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    if np.isnan(value) or known.size < n_groups:
        return 0
    cuts = quantile_bounds(known, n_groups)[1:-1]
    place = 1 + int((value > cuts).sum())
    return n_groups + 1 - place if polarity == Polarity.HIGHER_IS_BETTER else place
