"""Oracles of the annual recent trend."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    is_true,
    number,
    polarity,
    printed,
    rows_of,
    same,
    uncounted,
)
from kpi_lib.analysis.change.recent_trend import (
    POINTS,
    Marker,
    RecentTrend,
    judge_trend,
    slope_of,
    slopes_left_out,
    trend_of_intervals,
)
from kpi_lib.analysis.change.year_on_year import DOWN, UP, change_word

TESTABLE = frozenset({"Proportion", "Crude rate", "Directly standardised rate"})
CHI2_DECIMALS = 2
FIGURES = ["count", "denominator", "value", "lower", "upper"]
REPORTS_NO_CHANGE = "FingertipsNext"
DIRECTIONS = {Marker.INCREASING: UP, Marker.DECREASING: DOWN}
ENDINGS = {"improved": "_better", "got_worse": "_worse", "rose": "", "fell": ""}


def _points(tables: Tables, case: str) -> pd.DataFrame:
    """Return a case's figures for every year from its first to its last, NaN for years left out."""
    table = tables["trend_points"]
    own = table.loc[table["case"].eq(case)]
    figures = own[FIGURES].map(number).set_axis(own["year"].astype(int)).sort_index()
    years = [int(year) for year in figures.index]
    return figures.reindex(range(min(years), max(years) + 1)) if years else figures


def _trend(row: Any, points: pd.DataFrame) -> RecentTrend:
    cannot = RecentTrend(Marker.CANNOT_BE_CALCULATED)
    newest = points.tail(POINTS)
    if row.value_type not in TESTABLE or number(row.year_range) != 1:
        return cannot
    if (newest["count"] == newest["denominator"]).any():
        return cannot
    if row.form == "proportion":
        return _trend_of_proportions(newest)
    if REPORTS_NO_CHANGE in row.source and newest[["lower", "upper"]].isna().any(axis=None):
        return RecentTrend(Marker.NO_CHANGE)  # its answer where there are no intervals, not ours
    return trend_of_intervals(points["value"], points["lower"], points["upper"])


def _trend_of_proportions(points: pd.DataFrame) -> RecentTrend:
    """Return the trend of five years' counts: Cochran and Armitage's χ², a line through the logits.

    χ² = N(NΣct − CΣnt)² / (C(N − C)(NΣnt² − (Σnt)²)). No page tests counts: the line, the years left out and
    the judgement are ours, as for intervals.
    """
    c, n = points["count"].to_numpy(), points["denominator"].to_numpy()
    if len(points) < POINTS or np.isnan(c + n).any() or (c >= n).any() or (c <= 0).any():
        return RecentTrend(Marker.CANNOT_BE_CALCULATED)
    t, total, events = np.arange(1.0, POINTS + 1), n.sum(), c.sum()
    top = total * (total * (c * t).sum() - events * (n * t).sum()) ** 2
    bottom = events * (total - events) * (total * (n * t**2).sum() - (n * t).sum() ** 2)
    logit, equal = np.log(c / (n - c)), np.ones(POINTS)
    return judge_trend(slope_of(logit, equal), float(top / bottom), slopes_left_out(logit, equal))


def _verdict(marker: str, polarity_word: str) -> str:
    """Return the marker with what our word for that direction makes of it."""
    way = DIRECTIONS.get(Marker(marker))
    return f"{marker}{ENDINGS[change_word(way, polarity(polarity_word))]}" if way else marker


def _check_case(tables: Tables, row: Any) -> Check:
    found = _trend(row, _points(tables, row.case))
    checks = [
        same(str(found.marker), row.marker),
        same(_verdict(str(found.marker), row.polarity), row.verdict),
    ]
    if row.significant:
        checks.append(same(found.marker in DIRECTIONS, is_true(row.significant)))
    if row.chi_square:
        checks += [close(found.chi_square, row.chi_square), close(found.slope, row.slope)]
        checks.append(same(found.is_steady, is_true(row.leave_one_out_same_sign)))
        checks.append(uncounted(printed(found.chi_square, row.chi_square_source, CHI2_DECIMALS)))
    return all_of(checks)


def _check_cases(tables: Tables) -> Iterable[Check]:
    return (_check_case(tables, row) for row in rows_of(tables["trend_cases"]))


def _check_points(tables: Tables) -> Iterable[Check]:
    """Each point is checked through its case, so it must belong to one, and be a year."""
    cases = set(tables["trend_cases"]["case"])
    for row in rows_of(tables["trend_points"]):
        is_known = row.case in cases and row.year.isdigit()
        yield Check(is_known, 0.0 if is_known else inf)


def _check_polarity(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["trend_polarity"]):
        yield same(_verdict(row.marker, row.polarity), row.expected_verdict)


FAMILIES = (
    Family(
        "trend_cases",
        "case case_type form year_range value_type polarity chi_square_source chi_square slope "
        "leave_one_out_same_sign significant marker verdict note source",
        _check_cases,
        ("trend_points",),
    ),
    Family("trend_points", "case year count denominator value lower upper", _check_points, ("trend_cases",)),
    Family("trend_polarity", "case marker polarity expected_verdict source", _check_polarity),
)
