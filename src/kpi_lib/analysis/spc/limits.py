"""Centre and limits of control charts: XmR from moving ranges, P and U from counts, and Laney's P′ and U′.

P and U limits narrow as the denominator grows. With large denominators they are narrower than real
processes are steady; Laney's charts widen them by the spread that the series itself shows.

References
----------
.. [1] Wheeler, D.J. (2000), Understanding variation, 2nd ed.
.. [2] NHS England, Making Data Count; NHS-R Community, NHSRplotthedots, "Deviations".
.. [3] Montgomery, D.C., Introduction to statistical quality control, ch. 6 (d₂ = 1.128) and 7.
.. [4] Laney, D.B. (2002), Improved control charts for attributes, Qual. Eng. 14:531-537.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.estimates.intervals import Floats, check_counts
from kpi_lib.core.errors import AnalysisError

OUTER_SIGMAS, INNER_SIGMAS = 3.0, 2.0
LEAST_POINTS = 2


@dataclass(frozen=True)
class ControlLimits:
    """Centre and limits of one series, one number per point.

    lower, upper : three standard deviations out. lower_inner, upper_inner : two thirds of that.
    moving_range : the average moving range behind them (NaN for charts that use counts alone).
    sigma_z : Laney's ratio of the actual to the counted spread (NaN where none is used).
    """

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    lower_inner: Floats
    upper_inner: Floats
    moving_range: float = np.nan
    sigma_z: float = np.nan


def limits_around(
    value: Floats,
    centre: float,
    sigma: ArrayLike,
    *,
    floor: float = -np.inf,
    ceiling: float = np.inf,
    moving_range: float = np.nan,
    sigma_z: float = np.nan,
) -> ControlLimits:
    """Return limits three (outer) and two (inner) sigmas from the centre, cut at floor and ceiling."""
    middle = np.full(value.shape, float(centre))
    spread = np.broadcast_to(np.asarray(sigma, dtype=float), value.shape)
    low, high, inner_low, inner_high = (
        np.clip(middle + way * spread, floor, ceiling)
        for way in (-OUTER_SIGMAS, OUTER_SIGMAS, -INNER_SIGMAS, INNER_SIGMAS)
    )
    return ControlLimits(value, middle, low, high, inner_low, inner_high, moving_range, sigma_z)


def baseline_of(n: int, freeze_after: int | None, include: ArrayLike | None) -> NDArray[np.bool_]:
    """Return which of `n` points the limits are made from: the first `freeze_after`, less exclusions."""
    used = np.ones(n, dtype=bool) if include is None else np.asarray(include, dtype=bool).copy()
    if freeze_after is not None:
        used[freeze_after:] = False
    return used


def check_series(value: Floats, *counts: Floats) -> None:
    """Raise AnalysisError on a series with a gap, an infinite figure, or too short for a chart."""
    bad = ~np.isfinite(value)
    for count in counts:
        bad = bad | ~np.isfinite(count) | (count < 0)
    if value.size < LEAST_POINTS or bad.any():
        where = f"point {int(bad.argmax()) + 1} of {value.size}" if bad.any() else f"{value.size} points"
        raise AnalysisError(
            "A control chart needs an unbroken series",
            where=where,
            got="a missing or impossible figure" if bad.any() else "too few points",
            expected=f"{LEAST_POINTS} points or more, each with its figure",
            hint="chart the newest unbroken stretch (select_series) and say what was left out",
        )


D2 = 1.128  # the mean distance of two draws from a normal distribution, in standard deviations
XMR_FACTOR = 2.66  # 3 ÷ 1.128, as printed: the moving range turned into three standard deviations
SCREEN_FACTOR = 3.267  # the upper limit of moving ranges over their mean; beyond it the process itself moved
TRIAL_BELOW = 12


def xmr_limits(
    values: ArrayLike,
    *,
    factor: float = XMR_FACTOR,
    screen: bool = True,
    use_median: bool = False,
    freeze_after: int | None = None,
    include: ArrayLike | None = None,
) -> ControlLimits:
    """Return the limits of an XmR chart: mean ± 2.66 × the mean moving range [1]_ [2]_.

    Parameters
    ----------
    values : an unbroken series, oldest first.
    factor : 2.66 (the default, as printed), or 3/1.128 = 2.6596 as other tools have it [3]_;
        3.145 with the median moving range.
    screen : drop, once, moving ranges of 3.267 × their mean or more before averaging.
    freeze_after, include : make the limits from the first `freeze_after` points, less those not included.

    A series that never moves has limits on its mean, so that any later departure is outside them.
    40, 44, 42, 46 have moving ranges 4, 2, 4 with a mean of 3.33: limits 43 ± 2.66 × 3.33, 34.1 to 51.9.

    Raises
    ------
    AnalysisError : a gap, or fewer than two points.
    """
    value = np.asarray(values, dtype=float)
    check_series(value)
    used = baseline_of(value.size, freeze_after, include)
    ranges = np.abs(np.diff(value[used]))
    average = _average(ranges, screen=screen, use_median=use_median)
    return limits_around(value, value[used].mean(), factor * average / OUTER_SIGMAS, moving_range=average)


def _average(ranges: Floats, *, screen: bool, use_median: bool) -> float:
    middle = np.median if use_median else np.mean
    if ranges.size == 0:
        return 0.0
    if screen and ranges.any():
        ranges = ranges[ranges < SCREEN_FACTOR * ranges.mean()]
    return float(middle(ranges))


def p_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    multiplier: float = 1.0,
    laney: bool = False,
    freeze_after: int | None = None,
    include: ArrayLike | None = None,
) -> ControlLimits:
    """Return the limits of a P chart, or P′ with `laney`: p̄ ± 3√(p̄(1 − p̄)/nᵢ), cut at 0 and 1 [3]_.

    Raises AnalysisError on gaps and on counts that cannot be.
    """
    x, n, used = _counts(numerator, denominator, freeze_after, include)
    check_counts(x, n, is_share=True)
    centre = x[used].sum() / n[used].sum()
    sigma = np.sqrt(centre * (1 - centre) / n)
    return _scaled(x / n, centre, sigma, used, multiplier, laney=laney, ceiling=1.0)


def u_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    multiplier: float = 1.0,
    laney: bool = False,
    freeze_after: int | None = None,
    include: ArrayLike | None = None,
) -> ControlLimits:
    """Return the limits of a U chart, or U′ with `laney`: ū ± 3√(ū/nᵢ), cut at 0 [3]_.

    Raises AnalysisError on gaps and on counts that cannot be.
    """
    x, n, used = _counts(numerator, denominator, freeze_after, include)
    check_counts(x, n)
    centre = x[used].sum() / n[used].sum()
    return _scaled(x / n, centre, np.sqrt(centre / n), used, multiplier, laney=laney, ceiling=np.inf)


def _counts(
    numerator: ArrayLike, denominator: ArrayLike, freeze_after: int | None, include: ArrayLike | None
) -> tuple[Floats, Floats, np.ndarray]:
    x, n = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    n = np.broadcast_to(n, x.shape)
    check_series(x, n)
    return x, n, baseline_of(x.size, freeze_after, include)


def _scaled(
    value: Floats,
    centre: float,
    sigma: Floats,
    used: np.ndarray,
    multiplier: float,
    *,
    laney: bool,
    ceiling: float,
) -> ControlLimits:
    ratio = sigma_z(value[used], centre, sigma[used])
    spread = sigma * ratio if laney else sigma
    floor, top = 0.0, ceiling * multiplier
    return limits_around(
        value * multiplier, centre * multiplier, spread * multiplier, floor=floor, ceiling=top, sigma_z=ratio
    )


def sigma_z(value: Floats, centre: float, sigma: Floats) -> float:
    """Return Laney's ratio: the mean moving range of the z-scores ÷ 1.128 [4]_; 1 is chance alone.

    0 for a series that lies on its centre throughout, or has a single point. At 1.5 the series moves
    half as much again from one point to the next as its counts alone would make it.
    """
    if value.size < 2 or not (sigma > 0).all():
        return 0.0
    z = (value - centre) / sigma
    return float(np.abs(np.diff(z)).mean() / D2)
