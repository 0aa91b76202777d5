"""OHID's recent trend of an annual series: up, down, no change, or not to be calculated.

The newest five years, unbroken back from the newest, are fitted with a straight line. A trend needs
χ² beyond 99.8 % and a slope that keeps its sign when each year in turn is left out. For annual
series only: quarters carry seasons, and a rolling year's points share three quarters in four.

References
----------
.. [1] OHID Fingertips, technical guidance: recent trends.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.estimates.intervals import Floats

POINTS = 5
CRITICAL_CHI2 = 9.54953570608324  # beyond it by chance 2 times in 1,000, on one degree of freedom
INTERVAL_WIDTHS = 3.92  # a 95 % interval is 2 × 1.96 standard errors wide


class Marker(StrEnum):
    """The direction of a recent trend."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no_change"
    CANNOT_BE_CALCULATED = "cannot_be_calculated"


@dataclass(frozen=True)
class RecentTrend:
    """One tested trend: slope per year in the figure's units, χ² and what follows."""

    marker: Marker
    slope: float = np.nan
    chi_square: float = np.nan
    is_steady: bool = False
    reason: str = ""


def trend_of_intervals(value: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> RecentTrend:
    """Return the recent trend from one series' values and their 95 % limits, oldest first.

    Weighted least squares, w = (3.92 / (upper − lower))²; χ² = b²·(ΣwΣwt² − (Σwt)²) / Σw [1]_.
    A year without a figure is NaN: the points used are those after the newest of them. Without limits there
    is no test, where OHID's newest code says "no change".
    """
    v, low, high = (np.asarray(column, dtype=float)[-POINTS:] for column in (value, lower, upper))
    if v.size < POINTS or np.isnan(v).any():
        return _cannot("fewer than five unbroken years with a figure")
    if not np.isfinite(high - low).all():
        return _cannot("the figures have no intervals")
    if (high <= low).any():
        return _cannot("a year's interval has no width")
    weight = (INTERVAL_WIDTHS / (high - low)) ** 2
    slope = slope_of(v, weight)
    return judge_trend(slope, slope**2 * _information(weight), slopes_left_out(v, weight))


def slope_of(v: Floats, w: Floats, t: Floats | None = None) -> float:
    """Return the slope of weighted least squares of `v` on `t` (1, 2, 3 … by default)."""
    t = np.arange(1.0, v.size + 1) if t is None else t
    top = w.sum() * (w * v * t).sum() - (w * t).sum() * (w * v).sum()
    return float(top / (w.sum() * (w * t**2).sum() - (w * t).sum() ** 2))


def _information(w: Floats) -> float:
    t = np.arange(1.0, w.size + 1)
    return float((w.sum() * (w * t**2).sum() - (w * t).sum() ** 2) / w.sum())


def slopes_left_out(v: Floats, w: Floats) -> list[float]:
    """Return the slope with each point in turn left out."""
    t = np.arange(1.0, v.size + 1)
    keep = [np.arange(v.size) != out for out in range(v.size)]
    return [slope_of(v[kept], w[kept], t[kept]) for kept in keep]


def judge_trend(slope: float, chi_square: float, left_out: list[float]) -> RecentTrend:
    """Return the marker; a slope of exactly 0 counts as positive, as in the source [1]_."""
    is_steady = len({part >= 0 for part in [slope, *left_out]}) == 1
    if not (chi_square > CRITICAL_CHI2 and is_steady):
        why = "the line hangs on a single year" if chi_square > CRITICAL_CHI2 else "no more than chance"
        return RecentTrend(Marker.NO_CHANGE, slope, chi_square, is_steady, why)
    marker = Marker.INCREASING if slope >= 0 else Marker.DECREASING
    return RecentTrend(marker, slope, chi_square, is_steady)


def _cannot(reason: str) -> RecentTrend:
    return RecentTrend(Marker.CANNOT_BE_CALCULATED, reason=reason)
