"""Text alternatives: what a picture finds, and the three numbers that carry it."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, format_estimate, format_figure, is_missing, lower_first
from kpi_lib.present.words.verdicts import comparator_words, finding, neighbours_counted


def trend_alternative(
    indicator: Indicator,
    estimate: Row,
    change: Row | None,
    comparison: Row | None,
    neighbourhood: Neighbourhood,
) -> str:
    """Return a trend's text alternative: the finding, own figure, a year before, neighbours' average."""
    now = f"{neighbourhood.home_name} {format_estimate(estimate, indicator)}"
    parts = [f"{now} {in_period(estimate, indicator)}"]
    if change is not None and not is_missing(change["earlier_value"]):
        parts.append(f"{format_figure(change, indicator, 'earlier_value').number} a year before")
    if comparison is not None and not is_missing(comparison["comparator_value"]):
        parts.append(_comparator_figure(comparison, indicator))
    return f"{indicator.plain_title}: {lower_first(finding(change, comparison))}. {', '.join(parts)}."


def neighbours_alternative(
    indicator: Indicator,
    estimate: Row,
    comparison: Row | None,
    others: pd.DataFrame,
    neighbourhood: Neighbourhood,
) -> str:
    """Return the text alternative of the neighbours' chart: own figure, average, lowest and highest."""
    parts = [f"{neighbourhood.home_name} {format_estimate(estimate, indicator)}"]
    if comparison is not None and not is_missing(comparison["comparator_value"]):
        parts.append(_comparator_figure(comparison, indicator))
    if len(others):
        ordered = others.sort_values("value", kind="stable")
        ends = [
            f"{neighbourhood.name(row['area_code'])} {format_figure(row, indicator).number}"
            for _, row in ordered.iloc[[0, -1]].iterrows()
        ]
        parts.append(f"neighbours from {ends[0]} to {ends[1]}")
    head = f"{indicator.plain_title} {in_period(estimate, indicator)}"
    return f"{head}: {lower_first(finding(None, comparison))}. {', '.join(parts)}."


def _comparator_figure(comparison: Row, indicator: Indicator) -> str:
    number = format_figure(comparison, indicator, "comparator_value").number
    counted = neighbours_counted(comparison)
    return f"{comparator_words(comparison)} {number}" + (f" ({counted})" if counted else "")
