"""Local figures beside DfE's: the report's statements, the quarters of each year, and a line for a page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Measure
from kpi_lib.present.display import Shown, render, show_note
from kpi_lib.present.marks import DOWN, LEVEL, UNKNOWN, UP, Mark
from kpi_lib.present.reconciliation_words import (
    agreement_sentence,
    claim_sentence,
    difference_words,
    figure_words,
    period_of,
    what_is_compared,
)
from kpi_lib.present.tables import Cell, Column, Group, Table, marked, missing, show_table
from kpi_lib.present.words import Row, is_missing, sentence_case

WORKED_BACK = "Where DfE gives a rate and no count, the count is worked back from the rate."


def verdict_mark(row: Row) -> Mark:
    """Return what a row of the ledger shows as mark and word: agreement that proves nothing says so."""
    status, evidence = str(row["status"]), str(row["evidence"])
    way = UP if not is_missing(row["residual"]) and row["residual"] > 0 else DOWN
    if status == "cannot_say":
        return Mark(UNKNOWN, "cannot say", "unknown")
    if evidence == "by_construction":
        word = "illustrative: agrees by construction" if status == "agrees" else "illustrative: differs"
        return Mark(UNKNOWN, word, "unknown")
    if status == "agrees":
        same = "agrees; both are DfE’s" if evidence == "same_source" else "agrees"
        return Mark(LEVEL, same, "similar")
    return Mark(way, "explained", "neutral") if status == "explained" else Mark(way, "unexplained", "worse")


def show_claims(claims: pd.DataFrame, catalogue: Catalogue, *, link: str) -> Shown:
    """Return one row per figure that a report states: its words, both figures, the difference and why.

    Parameters
    ----------
    claims : `summarise_claims` of one area. link : address of an indicator's page, with `{slug}`.
    """
    if claims.empty:
        return show_note("No report states a figure of this area.")
    order = pd.Categorical(claims["status"], ["unexplained", "explained", "agrees", "cannot_say"])
    ranked = claims.assign(_order=order).sort_values("_order", kind="stable")
    rows = [_claim_cells(row, catalogue[row["indicator_id"]], link) for _, row in ranked.iterrows()]
    columns = [
        Column("What is counted"),
        Column("The report", is_number=True),
        Column("DfE", is_number=True),
        Column("Difference", is_number=True),
        Column("What it shows"),
        Column("The report’s words, and what is known of the difference"),
    ]
    return show_table(Table("What the report says, and what DfE publishes", columns, [Group(rows)]))


def _claim_cells(row: Row, indicator: Indicator, link: str) -> list[Cell]:
    words = f"{sentence_case(str(row['claim']))}."
    return [
        Cell(
            what_is_compared(row, indicator),
            note=period_of(row, "local", indicator),
            href=link.format(slug=indicator.slug),
        ),
        *_figure_cells(row, indicator),
        marked(verdict_mark(row)),
        Cell(f"{words} {row['reason']}".strip()),
    ]


def _figure_cells(row: Row, indicator: Indicator) -> list[Cell]:
    published = figure_words(row, "published", indicator)
    note = "" if row["is_same_period"] or not published else period_of(row, "published", indicator)
    cells = [figure_words(row, "local", indicator), published, difference_words(row, indicator)]
    return [
        Cell(text, note=note if place == 1 else "") if text else missing("none")
        for place, text in enumerate(cells)
    ]


def show_reconciled_years(ledger: pd.DataFrame, indicators: Sequence[Indicator]) -> Shown:
    """Return the quarters of each year beside DfE's year, newest year first, one group per indicator."""
    groups = []
    for indicator in indicators:
        rows = ledger.loc[ledger["indicator_id"].eq(indicator.id)].sort_values("year", ascending=False)
        cells = [_year_cells(row, indicator) for _, row in rows.iterrows()]
        groups += [Group(cells, f"{_group_title(indicator)}, {_what_stands(indicator)}")] if cells else []
    if not groups:
        return show_note("There are no quarters with a national figure to set beside them.")
    numbers = [Column(name, is_number=True) for name in ("Our quarters", "DfE", "Difference")]
    columns = [Column("Year"), *numbers, Column("What it shows")]
    return show_table(Table("Our quarters beside DfE’s year", columns, groups, notes=[WORKED_BACK]))


def _group_title(indicator: Indicator) -> str:
    return (
        indicator.numerator
        if indicator.measure == Measure.RATE and indicator.multiplier > 100
        else indicator.title
    )


def _what_stands(indicator: Indicator) -> str:
    if indicator.kind == "stock":
        return "on the census day"
    return "quarters pooled" if indicator.measure == Measure.PROPORTION else "quarters added up"


def _year_cells(row: Row, indicator: Indicator) -> list[Cell]:
    reason = "" if row["status"] in ("agrees",) else str(row["reason"])
    return [
        Cell(str(row["year"]).replace("-", "–")),
        *_figure_cells(row, indicator),
        marked(verdict_mark(row), note=reason),
    ]


def show_agreement(rows: pd.DataFrame, claims: pd.DataFrame, indicator: Indicator, *, link: str) -> Shown:
    """Return the lines of an indicator's page: its newest year, and what reports say of it.

    Parameters
    ----------
    rows, claims : ledger and claims of one area and indicator. link : address of the reconciliation page.
    """
    newest = rows.sort_values("year").tail(1)
    lines = [(verdict_mark(row), agreement_sentence(row, indicator)) for _, row in newest.iterrows()]
    lines += [(verdict_mark(row), claim_sentence(row, indicator)) for _, row in claims.iterrows()]
    if not lines:
        return show_note("There are no quarters of the council’s own to set beside DfE’s years.")
    html = render("agreement.html.j2", lines=lines, link=link)
    return Shown(html=html, text="\n".join(f"{mark.symbol} {sentence}" for mark, sentence in lines))
