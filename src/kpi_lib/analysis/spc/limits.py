"""What every control chart has: a centre and limits for each of its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.intervals.formulas import Floats
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
            hint="chart the newest unbroken stretch (select_unbroken) and say what was left out",
        )
