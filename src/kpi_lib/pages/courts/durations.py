"""How long court cases take, on the page: the answer in a sentence a stage, and the table by cohort."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpi_lib.pages.courts.words import NO_CASES, STAGES, length_sentence, year_words
from kpi_lib.present.shown.display import Shown, show_lines, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.marks import CANNOT_SAY, LEVEL, Mark
from kpi_lib.present.words.numbers import Row, format_number, is_missing

WITHHELD = "withheld"
TABLE = "Weeks by stage and by the year the stage began"
LIMIT_SOURCE = (
    "26 weeks: the limit that the Children and Families Act 2014, section 14, sets for care proceedings. The "
    "law sets none for pre-proceedings; the same yardstick is shown for both."
)


SHARES = (
    "A year’s share is of the cases that began in it, and the last row’s of those of all three years, open "
    "cases allowed for. The indicator “Care proceedings finished within 26 weeks” is of the cases that ended "
    "in its period, whenever they began, so it differs from both."
)


def small_count_rule(least: int) -> str:
    """Return the rule of what a published page withholds, in one sentence."""
    return (
        f"Counts of 1 to {least - 1} are withheld, and so is every count or share of the same stage that "
        "would tell them."
    )


def show_lengths(lengths: pd.DataFrame, day: date, least: int, *, is_illustrative: bool) -> Shown:
    """Return how long each stage takes: a sentence a stage, then the table by stage and cohort.

    The table's caption says the day, for of one cohort fewer have ended on an earlier day: without it two
    editions would state different figures, or withhold and print, under the same name.

    Parameters
    ----------
    lengths : from `analysis.practice.courts.summarise_court_times`.
    day : the day on which cases are counted as ended or open.
    least : the smallest count shown, for the rule under the table.
    """
    if lengths.empty:
        return show_note(f"{NO_CASES}.")
    overall = lengths.loc[lengths["cohort"].eq("")]
    said = "Illustrative. " if is_illustrative else ""
    lines = [(_mark(row), f"{said}{length_sentence(row)}") for _, row in overall.iterrows()]
    groups = [
        Group([_cells(row) for _, row in rows.iterrows()], STAGES[str(stage)])
        for stage, rows in lengths.groupby("stage", sort=True)
    ]
    columns = [
        Column("Began in the"), Column("Median", unit="weeks", is_number=True),
        Column("In 26 weeks", unit="%", is_number=True), Column("Begun", is_number=True),
        Column("Ended", is_number=True), Column("Open", is_number=True),
    ]  # fmt: skip
    notes = ["In brackets: 95% intervals.", SHARES, LIMIT_SOURCE, small_count_rule(least)]
    caption = f"{TABLE}, as of {day_words(day)}{', illustrative' * is_illustrative}"
    table = Table(caption, columns, groups, notes, name=TABLE)
    return show_together(show_lines(lines), show_table(table))


def _mark(row: Row) -> Mark:
    if is_missing(row["median"]):
        return CANNOT_SAY
    return Mark(LEVEL, "", "similar")


def _cells(row: Row) -> list[Cell]:
    def count(name: str, flag: str) -> Cell:
        return missing(WITHHELD) if row[flag] else Cell(format_number(row[name]))

    share = missing(WITHHELD) if row["hides_share"] else _with_interval(row, "share_within", "share", 0)
    return [
        Cell(year_words(str(row["cohort"]))),
        missing(WITHHELD) if row["hides_cases"] else _with_interval(row, "median", "median", 1),
        share,
        count("n_cases", "hides_cases"),
        count("n_ended", "hides_ends"),
        count("n_open", "hides_ends"),
    ]


def _with_interval(row: Row, name: str, limits: str, digits: int) -> Cell:
    if is_missing(row[name]):
        return missing("not yet known")
    low, high = (row[f"{limits}_{side}"] for side in ("lower", "upper"))
    ends = ["…" if is_missing(end) else format_number(end, digits) for end in (low, high)]
    return Cell(format_number(row[name], digits), note=f"({ends[0]} to {ends[1]})")
