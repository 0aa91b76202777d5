"""OHID's recent trend of an annual series: up, down, no change, or not to be calculated.

The newest five years, unbroken back from the newest, are fitted with a straight line. A trend needs
χ² beyond 99.8 % and a slope that keeps its sign when each year in turn is left out. For annual
series only: quarters carry seasons, and a rolling year's points share three quarters in four.

References
----------
.. [1] OHID Fingertips, technical guidance: recent trends.
.. [2] Armitage, P. (1955), Tests for linear trends in proportions and frequencies, Biometrics
   11:375-386.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.intervals.formulas import Floats
from kpi_lib.catalogue.indicators import Polarity
from kpi_lib.core.errors import AnalysisError

POINTS = 5
CRITICAL_CHI2 = 9.54953570608324
INTERVAL_WIDTHS = 3.92


class Marker(StrEnum):
    """The direction of a recent trend."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no_change"
    CANNOT_BE_CALCULATED = "cannot_be_calculated"


@dataclass(frozen=True)
class RecentTrend:
    """One tested trend: slope per year (units, or logits for counts), χ² and what follows."""

    marker: Marker
    slope: float = np.nan
    chi_square: float = np.nan
    is_steady: bool = False
    reason: str = ""

    @property
    def is_significant(self) -> bool:
        """Whether the trend is beyond chance and hangs on no single year."""
        return self.marker in (Marker.INCREASING, Marker.DECREASING)


def trend_of_intervals(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    without_intervals: Marker = Marker.CANNOT_BE_CALCULATED,
) -> RecentTrend:
    """Return the recent trend from one series' values and their 95 % limits, oldest first.

    Weighted least squares, w = (3.92 / (upper − lower))²; χ² = b²·(ΣwΣwt² − (Σwt)²) / Σw [1]_.
    A year without a figure stands as NaN: the points used are those after the newest of them.
    `without_intervals` is the answer where limits are missing; OHID's newest code says "no change".
    """
    points = _newest(value, lower, upper, needed=1)
    if points is None:
        return _cannot("fewer than five unbroken years with a figure")
    v, low, high = points
    if not np.isfinite(high - low).all():
        return RecentTrend(without_intervals, reason="the figures have no intervals")
    if (high <= low).any():
        return _cannot("a year's interval has no width")
    weight = (INTERVAL_WIDTHS / (high - low)) ** 2
    slope = _slope(v, weight)
    return _judged(slope, slope**2 * _information(weight), _left_out(v, weight))


def trend_of_proportions(numerator: ArrayLike, denominator: ArrayLike) -> RecentTrend:
    """Return the recent trend from counts, oldest first: Cochran and Armitage's test [2]_.

    χ² = N(NΣct − CΣnt)² / (C(N − C)(NΣnt² − (Σnt)²)); slopes are of the logits. Not calculated
    where a count equals its denominator, or is 0, in any of the five years.
    """
    points = _newest(numerator, denominator, needed=2)
    if points is None:
        return _cannot("fewer than five unbroken years with counts")
    c, n = points
    if (c >= n).any() or (c <= 0).any():
        return _cannot("a year's count is none or all of its denominator")
    t = np.arange(1.0, POINTS + 1)
    total, events = n.sum(), c.sum()
    top = total * (total * (c * t).sum() - events * (n * t).sum()) ** 2
    bottom = events * (total - events) * (total * (n * t**2).sum() - (n * t).sum() ** 2)
    logit = np.log(c / (n - c))
    equal = np.ones(POINTS)
    return _judged(_slope(logit, equal), float(top / bottom), _left_out(logit, equal))


def marker_verdict(marker: Marker, polarity: Polarity) -> str:
    """Return the marker with `_better` or `_worse` where the indicator has a better end."""
    if marker not in (Marker.INCREASING, Marker.DECREASING) or polarity == Polarity.NEUTRAL:
        return str(marker)
    is_better = (marker is Marker.INCREASING) == (polarity == Polarity.HIGHER_IS_BETTER)
    return f"{marker}_{'better' if is_better else 'worse'}"


def _newest(*columns: ArrayLike, needed: int) -> list[Floats] | None:
    """Return the newest five points of each column, or None where a needed column has a gap in them."""
    arrays = [np.asarray(column, dtype=float) for column in columns]
    if any(array.shape != arrays[0].shape or array.ndim != 1 for array in arrays):
        raise AnalysisError(
            "A trend needs columns of one length",
            got=", ".join(str(array.shape) for array in arrays),
            expected="one number per year in each",
        )
    newest = [array[-POINTS:] for array in arrays]
    has_gap = any(np.isnan(column).any() for column in newest[:needed])
    return None if has_gap or newest[0].size < POINTS else newest


def _slope(v: Floats, w: Floats, t: Floats | None = None) -> float:
    t = np.arange(1.0, v.size + 1) if t is None else t
    top = w.sum() * (w * v * t).sum() - (w * t).sum() * (w * v).sum()
    return float(top / (w.sum() * (w * t**2).sum() - (w * t).sum() ** 2))


def _information(w: Floats) -> float:
    t = np.arange(1.0, w.size + 1)
    return float((w.sum() * (w * t**2).sum() - (w * t).sum() ** 2) / w.sum())


def _left_out(v: Floats, w: Floats) -> list[float]:
    t = np.arange(1.0, v.size + 1)
    keep = [np.arange(v.size) != out for out in range(v.size)]
    return [_slope(v[kept], w[kept], t[kept]) for kept in keep]


def _judged(slope: float, chi_square: float, left_out: list[float]) -> RecentTrend:
    """Return the marker; a slope of exactly 0 counts as positive, as in the source [1]_."""
    is_steady = len({part >= 0 for part in [slope, *left_out]}) == 1
    if not (chi_square > CRITICAL_CHI2 and is_steady):
        why = "the line hangs on a single year" if chi_square > CRITICAL_CHI2 else "no more than chance"
        return RecentTrend(Marker.NO_CHANGE, slope, chi_square, is_steady, why)
    marker = Marker.INCREASING if slope >= 0 else Marker.DECREASING
    return RecentTrend(marker, slope, chi_square, is_steady)


def _cannot(reason: str) -> RecentTrend:
    return RecentTrend(Marker.CANNOT_BE_CALCULATED, reason=reason)
