"""Local figures next to DfE's: the report's statements, the quarters of each year, and a line for a page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.catalogue.indicators import PER_TEN_THOUSAND, Catalogue, Indicator, Kind, Measure
from kpi_lib.present.shown.display import Shown, render, show_lines, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import marked, missing, number, show_rows, show_table
from kpi_lib.present.words.marks import CANNOT_SAY, DOWN, LEVEL, UP, Mark
from kpi_lib.present.words.numbers import EN_DASH, Row, axis_unit, format_millions, is_missing
from kpi_lib.present.words.reconciliation import (
    agreement_sentence,
    claim_sentence,
    difference_words,
    figure_words,
    period_of,
    quotation,
    share_words,
    summary_sentences,
    what_is_compared,
)

COMPACT = "compact"
VERDICTS = {
    "unexplained": "Differs for no known reason",
    "explained": "Differs for a known reason",
    "agrees": "Agrees",
    "cannot_say": "Nothing published to set it beside",
}
LEGEND = (
    "“DfE’s own”: both sides are DfE’s, so their agreement says nothing of the council’s counts.",
    "Where DfE gives a rate and no count, the count is worked back from the rate.",
)


def verdict_mark(row: Row) -> Mark:
    """Return what a row of the ledger shows as mark and word; agreement that proves nothing says so."""
    status, evidence = str(row["status"]), str(row["evidence"])
    way = UP if not is_missing(row["residual"]) and row["residual"] > 0 else DOWN
    if status == "cannot_say":
        return CANNOT_SAY
    if status == "agrees":
        return Mark(LEVEL, "DfE’s own" if evidence == "same_source" else "agrees", "similar")
    return Mark(way, status, "neutral")  # a difference between two counts is neither better nor worse


def show_summary(ledger: pd.DataFrame, claims: pd.DataFrame) -> Shown:
    """Return how many statements and years agree, differ, or prove nothing, one sentence each."""
    sentences = summary_sentences(ledger, claims)
    return Shown(html=render("sentences.html.j2", sentences=sentences), text="\n".join(sentences))


def show_claims(claims: pd.DataFrame, catalogue: Catalogue, *, link: str) -> Shown:
    """Return the figures that reports state next to DfE's, by verdict, then their words and the reasons.

    Parameters
    ----------
    claims : `summarise_claims` of one area. link : address of an indicator's page, with `{slug}`.
    """
    if claims.empty:
        return show_note("No report states a figure of this area.")
    said = [
        (verdict_mark(row), quotation(row, catalogue[row["indicator_id"]]))
        for name in VERDICTS
        for _, row in claims.loc[claims["status"].eq(name)].iterrows()
    ]
    table = show_table(claims_table(claims, catalogue, link=link))
    return show_together(table, show_note("The report’s words, and what is known:"), show_lines(said))


def show_sums(sums: pd.DataFrame) -> Shown:
    """Return the sums that reports state of money set aside, for which nothing is published.

    Parameters
    ----------
    sums : `allocations`, one row a sum: `statement`, `year`, `amount` in pounds, `paragraph`.
    """
    columns = {
        "What the report states": lambda row: Cell(row["statement"], note=_where_words(row)),
        number("Report"): lambda row: format_millions(row["amount"]),
    }
    return show_rows("Sums that the council’s report states", sums, columns)


def _where_words(row: Row) -> str:
    """Return the year of a sum and the paragraph that states it: "2018–19; paragraph 11"."""
    year = str(row["year"]).replace("-", EN_DASH)
    return year if is_missing(row["paragraph"]) else f"{year}; paragraph {int(row['paragraph'])}"


def claims_table(claims: pd.DataFrame, catalogue: Catalogue, *, link: str) -> Table:
    """Return the table of the figures that reports state next to DfE's, by verdict; see `show_claims`."""
    found = {label: claims.loc[claims["status"].eq(name)] for name, label in VERDICTS.items()}
    groups = [
        Group([_claim_cells(row, catalogue[row["indicator_id"]], link) for _, row in rows.iterrows()], label)
        for label, rows in found.items()
        if len(rows)
    ]
    numbers = [Column(name, is_number=True) for name in ("Report", "DfE", "Difference")]
    columns = [Column("What the report states"), *numbers]
    return Table("What the council’s report says, and what DfE publishes", columns, groups, kind=COMPACT)


def _claim_cells(row: Row, indicator: Indicator, link: str) -> list[Cell]:
    when = period_of(row, "local", indicator)
    href = link.format(slug=indicator.slug)
    return [Cell(what_is_compared(row, indicator), note=when, href=href), *_figure_cells(row, indicator)]


def _figure_cells(row: Row, indicator: Indicator, unit: str = "") -> list[Cell]:
    """Return both figures and their difference; a figure of another period, or of another unit, names it."""
    ours, theirs = (figure_words(row, side, indicator) for side in ("local", "published"))
    when = "" if row["is_same_period"] or not theirs else period_of(row, "published", indicator)
    apart = difference_words(row, indicator)
    return [
        Cell(ours, note=unit) if ours else missing("none"),
        Cell(theirs, note=" ".join(filter(None, (when, unit)))) if theirs else missing("none"),
        Cell(apart, note=share_words(row)) if apart else missing("none"),
    ]


def show_reconciled_years(ledger: pd.DataFrame, indicators: Sequence[Indicator]) -> Shown:
    """Return the quarters of each year next to DfE's year, newest year first, one group per indicator."""
    groups = []
    for indicator in indicators:
        rows = ledger.loc[ledger["indicator_id"].eq(indicator.id)].sort_values("year", ascending=False)
        cells = [_year_cells(row, indicator) for _, row in rows.iterrows()]
        groups += [Group(cells, _group_title(indicator))] if cells else []
    if not groups:
        return show_note("There are no quarters with a national figure to set beside them.")
    numbers = [Column(name, is_number=True) for name in ("Ours", "DfE", "Difference")]
    columns = [Column("Year"), *numbers, Column("What it shows")]
    name = f"Our quarters beside DfE’s year, {indicators[0].theme}"
    table = Table("Our quarters beside DfE’s year", columns, groups, LEGEND, kind=COMPACT, name=name)
    return show_table(table)


def _group_title(indicator: Indicator) -> str:
    is_rate = indicator.measure == Measure.RATE and indicator.multiplier == PER_TEN_THOUSAND
    name = indicator.numerator.removesuffix(" in the period") if is_rate else indicator.title
    if indicator.kind is Kind.STOCK:
        return name if is_rate else f"{name}, on the census day"
    return f"{name}, {'quarters added up' if is_rate else 'quarters pooled'}"


def _year_cells(row: Row, indicator: Indicator) -> list[Cell]:
    note = str(row["reason"]) if row["status"] in ("explained", "unexplained") else ""
    year = Cell(str(row["year"]).replace("-", "–"))
    is_rate = indicator.measure == Measure.RATE and row["compared"] == "value"
    unit = axis_unit(indicator).lower() if is_rate else ""
    return [year, *_figure_cells(row, indicator, unit), marked(verdict_mark(row), note=note)]


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
