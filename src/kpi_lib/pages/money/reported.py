"""What reports and DfE say of money, next to what the records hold."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.pages.money.words import millions, pounds
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import EN_DASH, join_words


@dataclass(frozen=True, slots=True)
class Statement:
    """One sum that a report states, in pounds, and what the records say of the same (None: nothing).

    `where` names its paragraph; `href` leads to the indicator that holds it.
    """

    about: str
    year: str
    amount: float
    where: str
    recorded: float | None
    href: str = ""


def stated_sentence(statements: list[Statement], report: str, *, is_illustrative: bool) -> str:
    """Return for which years a report states sums, and whether their split is illustrative; else nothing."""
    if not statements:
        return ""
    years = join_words([year.replace("-", EN_DASH) for year in sorted({item.year for item in statements})])
    split = "; how they split by type of placement is illustrative" * is_illustrative
    return f"{report} states sums for {years}{split}."


def show_statements(statements: list[Statement], *, is_illustrative: bool) -> Shown:
    """Return the statements as a table; records that are illustrative are marked."""
    if not statements:
        return show_note("No report on this area’s money in this quarter is in the raw files.")
    mark = "illustrative" * is_illustrative
    columns = [
        Column("What the report states"),
        Column("As reported", is_number=True),
        Column("In the records", is_number=True),
    ]
    rows = [
        [
            Cell(item.about, note=f"{item.year.replace('-', EN_DASH)}; {item.where}", href=item.href),
            Cell(millions(item.amount)),
            missing("no records") if item.recorded is None else Cell(millions(item.recorded), note=mark),
        ]
        for item in statements
    ]
    return show_table(
        Table(
            "What the report says of money", columns, [Group(rows)], is_caption_hidden=True, has_links=False
        )
    )


def show_published_cost(figures: pd.DataFrame) -> Shown:
    """Return the newest published cost of a week, of all types together, in a sentence."""
    row = figures.iloc[-1]
    year = str(row["year"]).replace("-", EN_DASH)
    return show_note(
        f"Published beside it: {pounds(row['value'])} a week for each child looked after in {year}, all "
        "spending on them counted, not placements alone (DfE, Section 251 outturn)."
    )
