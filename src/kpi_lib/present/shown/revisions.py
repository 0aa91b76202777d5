"""Figures that a later edition revised: a sentence, and a table with both values."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import Frequency
from kpi_lib.core.rounding import round_half_up
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.dates import period_words
from kpi_lib.present.words.numbers import (
    Row,
    at_source_decimals,
    format_number,
    format_size,
    format_value,
    is_missing,
    sentence_case,
    status_words,
)

SUMMARY = "Revised since: show both values"
EARLIEST = "First published: as the earliest edition in this pack states it."
NO_OTHER_VALUE = "the same value"
SMALL_SHARE = 1.0
"""A revision below this many per cent of the figure is said to be below it; a larger one is counted."""


def show_revised(revisions: pd.DataFrame, indicator: Indicator) -> Shown | None:
    """Return what later editions made of an area's figures; None where none was revised.

    Parameters
    ----------
    revisions : of one indicator and area, as docs/architecture.md has them; unrevised rows are counted.
    """
    revised = revisions.loc[revisions["is_revised"].astype(bool)]
    if revised.empty:
        return None
    rows = [_cells(row, indicator) for _, row in revised.iloc[::-1].iterrows()]
    columns = [
        Column("Period"),
        Column("First published", is_number=True),
        Column("Now", is_number=True),
        Column("Revised by", is_number=True),
    ]
    caption = f"{indicator.plain_title}: figures revised since they were first published"
    table = show_table(Table(caption, columns, [Group(rows)], [EARLIEST]))
    sentence = revised_sentence(revised, indicator, n_restated=len(revisions))
    return show_together(show_note(sentence), show_closed(SUMMARY, table))


def revised_sentence(revised: pd.DataFrame, indicator: Indicator, *, n_restated: int) -> str:
    """Return which figure was revised most, and how many were, of those that a later edition repeats."""
    row = revised.loc[_by_size(revised).index[0]]
    first, now = _stated(row, "first_", indicator), _stated(row, "", indicator)
    said = (
        f"the figure for {_period(row, indicator)} was first published as {first} and is now {now}"
        f"{_size(row, indicator)}."
    )
    if len(revised) == 1:
        return f"Revised since: {said}"
    of_all = f"all {n_restated}" if len(revised) == n_restated else f"{len(revised)} of the {n_restated}"
    return f"Revised since: {of_all} figures that a later edition repeats. The largest revision: {said}"


def _by_size(revised: pd.DataFrame) -> pd.Series:
    """Order by the size of the revision; a figure given or withdrawn comes first, the newest of equals."""
    sizes = revised["difference"].astype("float64").abs().fillna(float("inf"))
    return sizes.iloc[::-1].sort_values(ascending=False, kind="stable")


def _size(row: Row, indicator: Indicator) -> str:
    """Return ", 2.3 lower, which is less than 1% of the first figure"; nothing where it came back."""
    change, first = row["difference"], row["first_value"]
    if is_missing(change) or _is_nothing(change, int(row["decimals"])):
        return ""
    size = format_size(change, at_source_decimals(row, indicator, "value"))
    moved = f", {size} {'higher' if change > 0 else 'lower'}"
    if not first:
        return moved
    share = abs(change / first) * 100
    part = f"less than {SMALL_SHARE:g}%" if share < SMALL_SHARE else f"{format_number(share)}%"
    return f"{moved}, which is {part} of the first figure"


def _cells(row: Row, indicator: Indicator) -> list[Cell]:
    change = row["difference"]
    by = missing("not a number") if is_missing(change) else _change_cell(change, int(row["decimals"]))
    return [
        Cell(sentence_case(_period(row, indicator).removeprefix("the "))),
        _cell(row, "first_", indicator),
        _cell(row, "", indicator),
        by,
    ]


def _change_cell(change: float, decimals: int) -> Cell:
    if _is_nothing(change, decimals):
        return Cell(NO_OTHER_VALUE)
    return Cell(("+" if change > 0 else "") + format_number(change, decimals))


def _is_nothing(change: float, decimals: int) -> bool:
    return round_half_up(change, decimals) == 0


def _cell(row: Row, when: str, indicator: Indicator) -> Cell:
    note = f"{row[f'{when}edition']} edition"
    if is_missing(row[f"{when}value"]):
        return Cell(status_words(row[f"{when}status"]), note=note, is_missing=True)
    return Cell(_number(row, when, indicator), note=note)


def _stated(row: Row, when: str, indicator: Indicator) -> str:
    value, edition = row[f"{when}value"], row[f"{when}edition"]
    words = status_words(row[f"{when}status"]) if is_missing(value) else _number(row, when, indicator)
    return f"{words} ({edition} edition)"


def _number(row: Row, when: str, indicator: Indicator) -> str:
    """Return one statement's figure, to the decimals that all statements of it have."""
    return format_value(row[f"{when}value"], at_source_decimals(row, indicator, "value")).number


def _period(row: Row, indicator: Indicator) -> str:
    basis = "quarter" if row["frequency"] == Frequency.QUARTER else "year"
    return period_words(pd.Series({**row, "basis": basis}), indicator)
