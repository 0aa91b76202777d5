"""The answer a page gives first: verdict in words, figure, comparisons, how sure."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.charts.series import select_comparator
from kpi_lib.present.shown.display import Shown, render
from kpi_lib.present.words.alternatives import has_drawn_up_counts, has_illustration, is_illustrative
from kpi_lib.present.words.dates import in_period, model_words, period_words
from kpi_lib.present.words.headline import is_same_figure
from kpi_lib.present.words.marks import Mark, change_mark, comparison_mark
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import (
    Row,
    format_estimate,
    format_figure,
    format_interval,
    is_missing,
    join_words,
    lower_first,
    sentence_case,
)
from kpi_lib.present.words.stability import WAYS
from kpi_lib.present.words.verdicts import (
    change_sentence,
    comparator_words,
    comparison_sentence,
    finding,
    has_comparator,
    is_above,
    neighbours_counted,
)

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
    stability: str = "",
    power: str = "",
) -> Shown:
    """Return the verdict box of one figure.

    Parameters
    ----------
    estimate : one row of `estimates` of the home area.
    change : its row of `changes`, where there is one.
    comparisons : all comparisons of that figure, or of the year it is compared in: one row per
        comparator (and average); only `average` is used of the neighbours' rows.
    stability : how many ways of comparing with the neighbours agree (`stability_words`).
    power : the smallest change that the figure could have shown (`trend_words`).
    """
    rows = _chosen(comparisons, neighbourhood, average)
    told = [] if change is None else [(change, change_line(change, indicator))]
    for row in rows:
        if has_comparator(row):
            clause = stability if row["comparator"] == "neighbours" else ""
            told.append((row, comparison_line(row, indicator, neighbourhood, clause)))
    lines = _with_periods(told, estimate, indicator)
    near = next((row for row in rows if row["comparator"] == "neighbours"), None)
    figure, is_drawn_up = format_estimate(estimate, indicator), is_illustrative(estimate)
    found = _finding(change, near, indicator)
    found = f"Illustrative: {lower_first(found)}" if has_illustration(estimate, change) else found
    where = f"{neighbourhood.home_name}, {period_words(estimate, indicator)}"
    sure = how_sure(estimate, near, neighbourhood, indicator) + _absent(rows, neighbourhood)
    sure += [power] if power else []
    sure += [WAYS] if stability else []
    html = render(
        "answer.html.j2", finding=found, name=indicator.plain_title, figure=figure, where=where, lines=lines,
        sure=" ".join(sure), is_illustrative=is_drawn_up,
    )  # fmt: skip
    head = f"{indicator.plain_title}: {figure}. {where}."
    return Shown(html=html, text="\n".join([f"{found}.", head, *(text for _, text in lines), " ".join(sure)]))


def _finding(change: Row | None, near: Row | None, indicator: Indicator) -> str:
    """Return what is found of a figure; where there is nothing to compare it with, of which measure."""
    found = finding(change, near)
    is_compared = near is not None and has_comparator(near)
    has_change = change is not None and not is_missing(change["change"])
    return found if is_compared or has_change else f"{indicator.plain_title}: {lower_first(found)}"


def _chosen(comparisons: pd.DataFrame, neighbourhood: Neighbourhood, average: str) -> list[Row]:
    picked = [
        select_comparator(comparisons, name, average=average, model=neighbourhood.model)
        for name in COMPARATORS
    ]
    return [row for rows in picked for _, row in rows.iterrows()]


def change_line(change: Row, indicator: Indicator) -> tuple[Mark, str]:
    """Return the mark and the sentence of a change."""
    return change_mark(change["verdict"], change["direction"]), change_sentence(change, indicator)


def comparison_line(
    row: Row, indicator: Indicator, neighbourhood: Neighbourhood, stability: str = ""
) -> tuple[Mark, str]:
    """Return the mark and the sentence of a comparison, with how many ways of drawing it agree."""
    mark = comparison_mark(row["verdict"], is_above=is_above(row))
    told = comparison_sentence(row, indicator, neighbourhood.region_name)
    return mark, f"{told.rstrip('.')}; {stability}." if stability else told


def _with_periods(
    told: list[tuple[Row, tuple[Mark, str]]], estimate: Row, indicator: Indicator
) -> list[tuple[Mark | None, str]]:
    """Put a line before those sentences that are about another figure than the answer's own."""
    lines: list[tuple[Mark | None, str]] = []
    before = ""
    for row, line in told:
        lead = period_lead(row, estimate, indicator)
        lines += [(None, lead)] if lead != before else []
        lines.append(line)
        before = lead
    return [line for line in lines if line[1]]


def period_lead(row: Row, estimate: Row, indicator: Indicator) -> str:
    """Return "In … the figure was 76.4%:" before a verdict on another figure than its own."""
    if is_same_figure(row, estimate, indicator) or is_missing(row["value"]):
        return ""
    figure = format_figure(row, indicator).number
    return f"{sentence_case(in_period(row, indicator))} the figure was {figure}:"


def how_sure(
    estimate: Row, comparison: Row | None, neighbourhood: Neighbourhood, indicator: Indicator
) -> list[str]:
    """Return how certain a figure is: its interval and method, and how many neighbours have a figure."""
    interval = format_interval(estimate["lower"], estimate["upper"], indicator)
    method = METHOD_WORDS.get(str(estimate["interval_method"]), "interval")
    ends = interval.replace(" to ", " and ")
    sure = [
        f"The true figure probably lies between {ends} (95% {method})." if interval else _unsure(estimate)
    ]
    if comparison is not None and has_comparator(comparison):
        model = f", on the list of {model_words(neighbourhood.model)}" if neighbourhood.model else ""
        sure.append(f"Compared with {neighbours_counted(comparison)}{model}.")
        if not is_missing(comparison["missing"]) and (absent := str(comparison["missing"]).strip()):
            names = [neighbourhood.name(name.strip()) for name in absent.split(";")]
            sure.append(f"Without a figure: {join_words(names)}.")
    return sure


def _unsure(estimate: Row) -> str:
    if has_drawn_up_counts(estimate):
        return "The report gives no counts, so how sure one can be of this figure is not known."
    return "No interval can be calculated for this figure."


def _absent(rows: list[Row], neighbourhood: Neighbourhood) -> list[str]:
    wanted = [row for row in rows if not has_comparator(row) and row["comparator"] != "target"]
    names = [comparator_words(row, neighbourhood.region_name) for row in wanted]
    return [f"No figure to compare with for {join_words(names)}."] if names else []
