"""TestedTrend trends of many series: OHID's recent trend for years, the quarterly test for quarters.

A rolling year is never tested, for its points share three quarters in four; nor is a stock by
quarter, for successive counts are largely of the same children.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.quarterly_trend import (
    LEAST_QUARTERS,
    MOST_QUARTERS,
    Family,
    QuarterlyTrend,
    fit_quarterly_trend,
)
from kpi_lib.analysis.change.recent_trend import POINTS, Marker, RecentTrend, trend_of_intervals
from kpi_lib.analysis.change.year_on_year import CANNOT_SAY, DOWN, NO_CLEAR_CHANGE, UP, change_word
from kpi_lib.analysis.estimates.bases import ROLLING_YEAR, YEAR, ordinals
from kpi_lib.analysis.estimates.rates import KEY, add_counts
from kpi_lib.analysis.estimates.series import each_series, newest_unbroken
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import parse_period

RECENT_TREND = "recent_trend"
FAMILIES = {Measure.PROPORTION: Family.SHARE, Measure.AMOUNT: Family.AMOUNT}


@dataclass(frozen=True)
class TestedTrend:
    """One series' trend in the indicator's units per year, or why there is none."""

    method: str
    n_points: int
    reason: str
    verdict: str = CANNOT_SAY
    slope: float = np.nan
    slope_lower: float = np.nan
    slope_upper: float = np.nan
    p_value: float = np.nan
    dispersion: float = np.nan
    least_detectable: float = np.nan


TRENDS = [*KEY, *(field.name for field in fields(TestedTrend))]


def summarise_trends(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per indicator, area and basis (quarter, year), at its newest period.

    Returns
    -------
    `slope` per year with its 95 % interval, and `least_detectable`, the slope that would have shown
    four times in five, in the indicator's units at the series' mean level; `p_value`; `dispersion`
    φ; `verdict` (`improved`, `got_worse`, `rose`, `fell`, `no_clear_change`, `cannot_say`) with the
    `reason`. Quarters: the newest unbroken 12 to 24. Years: the newest unbroken five.
    """
    plain = estimates.loc[estimates["basis"].ne(ROLLING_YEAR)]
    trends = []
    for rows in each_series(plain):
        last = rows.iloc[-1]
        trend = _test(rows, catalogue[last["indicator_id"]], catalogue)
        trends.append({name: last[name] for name in KEY} | trend.__dict__)
    return pd.DataFrame(trends, columns=TRENDS)


def fit_series(rows: pd.DataFrame, catalogue: Catalogue) -> QuarterlyTrend:
    """Return the quarterly trend of one series' newest unbroken quarters (24 at most).

    Raises AnalysisError where the series cannot carry it: see `fit_quarterly_trend`; also for a
    stock, and for a figure without counts that is no amount.
    """
    quarters = quarters_of_series(rows, catalogue)
    return fit_quarterly_trend(
        quarters["numerator"], quarters["denominator"], quarters["quarter"], family_of(rows, catalogue)
    )


def family_of(rows: pd.DataFrame, catalogue: Catalogue) -> Family:
    """Return how one series' figures vary.

    Raises AnalysisError for a stock: its quarters are not separate.
    """
    indicator = catalogue[rows["indicator_id"].iloc[0]]
    if indicator.kind is Kind.STOCK:
        raise AnalysisError("Successive counts of a stock are largely of the same children")
    return FAMILIES.get(indicator.measure, Family.RATE)


def quarters_of_series(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one series' newest unbroken quarters as a regression takes them (24 at most).

    `period`; `numerator` and `denominator` (for amounts the figure itself and 1); `quarter`, 1 to 4.
    """
    newest = _newest(rows)
    counts = add_counts(newest, catalogue)
    is_amount = catalogue[rows["indicator_id"].iloc[0]].measure is Measure.AMOUNT
    return pd.DataFrame(
        {
            "period": newest["period"],
            "numerator": newest["value"] if is_amount else counts["numerator"],
            "denominator": 1.0 if is_amount else counts["denominator"],
            "quarter": [parse_period(label).as_pandas.quarter for label in newest["period"]],
        }
    )


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest quarters back to the first gap, 24 at most, none when the newest has no figure."""
    ordered = rows if "_order" in rows else rows.assign(_order=ordinals(rows["period"])).sort_values("_order")
    return newest_unbroken(ordered).tail(MOST_QUARTERS)


def _test(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue) -> TestedTrend:
    if rows["basis"].iloc[0] == YEAR:
        return _recent(rows, indicator)
    newest = _newest(rows)
    if len(newest) < LEAST_QUARTERS:
        counted = {0: "No quarter has", 1: "Only 1 quarter has"}.get(
            len(newest), f"Only {len(newest)} quarters in a row have"
        )
        why = f"{counted} a figure; the test needs {LEAST_QUARTERS} in a row."
        return TestedTrend("none", len(newest), why)
    try:
        return _in_units(fit_series(rows, catalogue), newest, indicator, catalogue)
    except AnalysisError as error:
        return TestedTrend("none", len(newest), f"{error.what}{': ' + error.got if error.got else ''}.")


def _in_units(
    fit: QuarterlyTrend, rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue
) -> TestedTrend:
    """Return the fit in the indicator's units per year: the regression's slope times its local rate.

    A slope of 0.1 in log odds is 100 × 0.36 × 0.64 × 0.1 = 2.3 points a year at 36 %, but 0.5 at 5 %.
    """
    counts = add_counts(rows, catalogue)
    middle = float(counts["numerator"].sum() / counts["denominator"].sum())
    rate = {
        Family.SHARE: middle * (1 - middle) * indicator.multiplier,
        Family.RATE: middle * indicator.multiplier,
        Family.AMOUNT: 1.0,
    }[fit.family]
    sign = 0 if not fit.is_significant else int(np.sign(fit.slope))
    reason = {
        0: "Season and spread allowed for, the quarters show no more than chance would.",
        1: "Season and spread allowed for, the quarters rise by more than chance would explain.",
        -1: "Season and spread allowed for, the quarters fall by more than chance would explain.",
    }[sign]
    low, high = fit.slope_limits
    verdict = change_word(UP if sign > 0 else DOWN, indicator.polarity) if sign else NO_CLEAR_CHANGE
    return TestedTrend(
        method=str(fit.family),
        n_points=fit.n_points,
        reason=reason,
        verdict=verdict,
        slope=fit.slope * rate,
        slope_lower=low * rate,
        slope_upper=high * rate,
        p_value=fit.p_value,
        dispersion=fit.dispersion,
        least_detectable=fit.least_detectable * rate,
    )


def _recent(rows: pd.DataFrame, indicator: Indicator) -> TestedTrend:
    years = rows.set_index("_order")[["value", "lower", "upper", "numerator", "denominator"]].astype(float)
    years = years.reindex(range(years.index.min(), years.index.max() + 1)).tail(POINTS)
    if years["numerator"].eq(years["denominator"]).any():
        why = "In one of the years every case counts, so no trend is tested."
        return TestedTrend(RECENT_TREND, len(years), why)
    trend = trend_of_intervals(years["value"], years["lower"], years["upper"])
    if trend.marker is Marker.CANNOT_BE_CALCULATED:
        return TestedTrend(RECENT_TREND, len(years), f"Not tested: {trend.reason}.")
    return _recent_in_words(trend, indicator)


def _recent_in_words(trend: RecentTrend, indicator: Indicator) -> TestedTrend:
    from scipy.special import chdtrc, ndtri

    # χ² is (slope ÷ its standard error)², which OHID does not give
    error = abs(trend.slope) / np.sqrt(trend.chi_square) if trend.chi_square > 0 else np.nan
    half = float(ndtri(0.975)) * error
    directions = {Marker.INCREASING: (UP, "risen"), Marker.DECREASING: (DOWN, "fallen")}
    if trend.marker in directions:
        direction, word = directions[trend.marker]
        verdict = change_word(direction, indicator.polarity)
        reason = f"Over five years the figure has {word} by more than chance would explain."
    else:
        verdict, reason = NO_CLEAR_CHANGE, f"Over five years there is no clear trend: {trend.reason}."
    # the trend is tested at 99.8 %, so what it would have shown is beyond 3.09 standard errors
    least = float(ndtri(0.999) + ndtri(0.8)) * error
    return TestedTrend(
        method=RECENT_TREND,
        n_points=POINTS,
        reason=reason,
        verdict=verdict,
        slope=trend.slope,
        slope_lower=trend.slope - half,
        slope_upper=trend.slope + half,
        p_value=float(chdtrc(1, trend.chi_square)),
        least_detectable=least,
    )
