"""The answer a page gives first: verdict in words, figure, comparisons, how sure."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.alternatives import is_illustrative
from kpi_lib.present.display import Shown, render
from kpi_lib.present.marks import Mark, change_mark, comparison_mark
from kpi_lib.present.neighbourhood import Neighbourhood
from kpi_lib.present.prose import change_sentence, comparison_sentence, finding, is_above, neighbours_counted
from kpi_lib.present.series import select_comparator
from kpi_lib.present.words import Row, format_estimate, format_interval, is_missing, join_words, period_words

METHOD_WORDS = {
    "wilson": "Wilson score interval",
    "exact_poisson": "exact Poisson interval",
    "byar": "Byar’s interval",
    "t": "t interval",
}

COMPARATORS = ("neighbours", "region", "england", "target")
"""The order in which an answer names them."""


def show_answer(
    indicator: Indicator,
    estimate: Row,
    change: Row | None,
    comparisons: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    average: str = "mean",
) -> Shown:
    """Return the verdict box of one figure.

    Parameters
    ----------
    estimate : one row of `estimates` of the home area.
    change : its row of `changes`, where there is one.
    comparisons : all comparisons of that figure, or of the year it is compared in: one row per
        comparator (and average); only `average` is used of the neighbours' rows.
    """
    rows = [
        row
        for comparator in COMPARATORS
        for _, row in select_comparator(
            comparisons, comparator, average=average, model=neighbourhood.model
        ).iterrows()
    ]
    first = next((row for row in rows if row["comparator"] == "neighbours"), None)
    lines = (
        [(change_mark(change["verdict"], change["direction"]), change_sentence(change, indicator))]
        if change is not None
        else []
    )
    lines += [_line(row, indicator) for row in rows]
    figure = format_estimate(estimate, indicator)
    where = f"{neighbourhood.home_name}, {period_words(estimate['period'], estimate['basis'])}"
    headed, sure = finding(change, first), how_sure(estimate, first, neighbourhood, indicator)
    html = render(
        "answer.html.j2", finding=headed, name=indicator.plain_title, figure=figure, where=where,
        lines=lines, sure=sure, is_illustrative=is_illustrative(estimate),
    )  # fmt: skip
    mark = " Illustrative figure, not a real one." if is_illustrative(estimate) else ""
    head = f"{indicator.plain_title}: {figure}. {where}.{mark}"
    return Shown(html=html, text="\n".join([f"{headed}.", head, *(text for _, text in lines), sure]))


def _line(row: Row, indicator: Indicator) -> tuple[Mark, str]:
    return comparison_mark(row["verdict"], is_above=is_above(row)), comparison_sentence(row, indicator)


def how_sure(
    estimate: Row, comparison: Row | None, neighbourhood: Neighbourhood, indicator: Indicator
) -> str:
    """Return how certain a figure is: its interval and method, and how many neighbours answered."""
    interval = format_interval(estimate["lower"], estimate["upper"], indicator)
    sure = [
        f"The true figure probably lies between {interval.replace(' to ', ' and ')} "
        f"(95% {METHOD_WORDS.get(str(estimate['interval_method']), 'interval')})."
        if interval
        else "No interval can be calculated for this figure."
    ]
    if comparison is not None and neighbours_counted(comparison):
        model = f", list of {neighbourhood.model}" if neighbourhood.model else ""
        sure.append(f"Figures from {neighbours_counted(comparison)}{model}.")
        if not is_missing(comparison["missing"]) and (absent := str(comparison["missing"]).strip()):
            names = [neighbourhood.name(name.strip()) for name in absent.split(";")]
            sure.append(f"Without a figure: {join_words(names)}.")
    return " ".join(sure)
