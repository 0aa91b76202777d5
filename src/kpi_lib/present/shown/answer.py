"""The answer a page gives first: verdict in words, figure, comparisons, how sure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.charts.series import select_comparator
from kpi_lib.present.shown.display import Shown, render
from kpi_lib.present.words.dates import model_words, period_words
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import (
    Row,
    format_estimate,
    format_interval,
    is_missing,
    join_words,
    lower_first,
)
from kpi_lib.present.words.stability import WAYS
from kpi_lib.present.words.statements import FIGURE, Statement, key_of, verdict_statements
from kpi_lib.present.words.verdicts import comparator_words, finding, has_comparator, neighbours_counted

METHOD_WORDS = {
    "wilson": "Wilson score interval",
    "exact_poisson": "exact Poisson interval",
    "byar": "Byar’s interval",
    "t": "t interval",
}

NO_INTERVAL = "No interval can be calculated for this figure."
COMPARATORS = ("neighbours", "region", "england", "target")
"""The order in which an answer names them."""


def show_answer(
    headline: Headline,
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
    headline : the figure and its change; its own comparison is not used, since `comparisons` holds it.
    comparisons : all comparisons of that figure, or of the year it is compared in: one row per
        comparator (and average); only `average` is used of the neighbours' rows.
    stability : how many ways of comparing with the neighbours agree (`stability.stability_clause`).
    power : the smallest change that the figure could have shown (`trends.change_power`).
    """
    indicator, estimate, change = headline.indicator, headline.estimate, headline.change
    rows = _chosen(comparisons, neighbourhood, average)
    statements = verdict_statements(headline, rows, neighbourhood.region_name, stability)
    lines = _with_leads(statements)
    near = next((row for row in rows if row["comparator"] == "neighbours"), None)
    figure = format_estimate(estimate, indicator)
    finding = _finding(change, near, indicator)
    where = f"{neighbourhood.home_name}, {period_words(estimate, indicator)}"
    sure = how_sure(estimate, near, neighbourhood, indicator) + _absent(rows, neighbourhood)
    sure += [power] if power else []
    sure += [WAYS] if stability else []
    html = render(
        "answer.html.j2",
        finding=finding,
        name=indicator.plain_title,
        figure=figure,
        where=where,
        lines=lines,
        sure=" ".join(sure),
    )
    head = f"{indicator.plain_title}: {figure}. {where}."
    return Shown(
        html=html,
        text="\n".join([f"{finding}.", head, *(text for _, text in lines), " ".join(sure)]),
        statements={key_of(estimate, FIGURE): head, **{item.key: item.sentence for item in statements}},
    )


def _finding(change: Row | None, near: Row | None, indicator: Indicator) -> str:
    """Return what is found of a figure; where there is nothing to compare it with, of which measure."""
    words = finding(change, near)
    is_compared = near is not None and has_comparator(near)
    has_change = change is not None and not is_missing(change["change"])
    return words if is_compared or has_change else f"{indicator.plain_title}: {lower_first(words)}"


def _chosen(comparisons: pd.DataFrame, neighbourhood: Neighbourhood, average: str) -> list[Row]:
    picked = [
        select_comparator(comparisons, name, average=average, model=neighbourhood.model)
        for name in COMPARATORS
    ]
    return [row for rows in picked for _, row in rows.iterrows()]


def _with_leads(statements: Sequence[Statement]) -> list[tuple[Mark | None, str]]:
    """Put a line before those sentences that are about another figure than the answer's own."""
    lines: list[tuple[Mark | None, str]] = []
    before = ""
    for statement in statements:
        lines += [(None, statement.lead)] if statement.lead not in ("", before) else []
        lines.append((statement.mark, statement.sentence))
        before = statement.lead
    return lines


def how_sure(
    estimate: Row, comparison: Row | None, neighbourhood: Neighbourhood, indicator: Indicator
) -> list[str]:
    """Return how certain a figure is: its interval and method, and how many neighbours have a figure."""
    interval = format_interval(estimate["lower"], estimate["upper"], indicator)
    method = METHOD_WORDS.get(str(estimate["interval_method"]), "interval")
    ends = interval.replace(" to ", " and ")
    sure = [f"The true figure probably lies between {ends} (95% {method})." if interval else NO_INTERVAL]
    if comparison is not None and has_comparator(comparison):
        model = f", on the {model_words(neighbourhood.model)} list" if neighbourhood.model else ""
        sure.append(f"Compared with {neighbours_counted(comparison)}{model}.")
        if not is_missing(comparison["missing"]) and (absent := str(comparison["missing"]).strip()):
            names = [neighbourhood.name(name.strip()) for name in absent.split(";")]
            sure.append(f"Without a figure: {join_words(names)}.")
    return sure


def _absent(rows: list[Row], neighbourhood: Neighbourhood) -> list[str]:
    wanted = [row for row in rows if not has_comparator(row) and row["comparator"] != "target"]
    names = [comparator_words(row, neighbourhood.region_name) for row in wanted]
    return [f"No figure to compare with for {join_words(names)}."] if names else []
