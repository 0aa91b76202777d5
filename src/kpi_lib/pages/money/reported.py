"""What reports and DfE say of money, next to what the records hold."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.pages.money.words import pounds
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.numbers import EN_DASH, format_millions, is_missing, join_words


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


def stated_sentence(statements: list[Statement], report: str) -> str:
    """Return for which years a report states sums; an empty text where it states none."""
    if not statements:
        return ""
    years = join_words(
        [year.replace("-", EN_DASH) for year in sorted({stated.year for stated in statements})]
    )
    return f"{report} states sums for {years}."


def show_statements(statements: list[Statement]) -> Shown:
    """Return the statements as a table, each next to what the records hold."""
    if not statements:
        return show_note("No report on this area’s money in this quarter is in the raw files.")
    columns = {
        "What the report states": lambda row: Cell(
            row["about"], note=f"{row['year'].replace('-', EN_DASH)}; {row['where']}", href=row["href"]
        ),
        number("As reported"): lambda row: format_millions(row["amount"]),
        number("In the records"): lambda row: (
            missing("no records") if is_missing(row["recorded"]) else format_millions(row["recorded"])
        ),
    }
    rows, options = pd.DataFrame(statements), {"is_caption_hidden": True, "has_links": False}
    return show_rows("What the report says of money", rows, columns, **options)


def show_published_cost(figures: pd.DataFrame) -> Shown:
    """Return the newest published cost of a week, of all types together, in a sentence."""
    row = figures.iloc[-1]
    year = str(row["year"]).replace("-", EN_DASH)
    return show_note(
        f"Published beside it: {pounds(row['value'])} a week for each child looked after in {year}, all "
        "spending on them counted, not placements alone (DfE, Section 251 outturn)."
    )
