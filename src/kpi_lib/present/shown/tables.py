"""Tables of any kind as one plain model and one template.

great_tables was tried first: 20 ms and 8.5 kB of style for every table, rules that reach out of it
to every other table of the page, and no custom properties as colours, so no dark theme. A template
with the page's one style sheet has none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from kpi_lib.core.status import Status
from kpi_lib.present.shown.display import Shown, render, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Exhibit, Group, Table, anchor_of, machine_value
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, format_count, parse_number, status_words

LONGEST_WITHOUT_FILTER = 15
"""Rows; a longer table gets a box to filter them."""

FEWEST_WORDY_COLUMNS, TWO_LINES = 3, 80
"""Columns of words, and the characters of their longest cells, from which a row does not fit a telephone:
there it stands as a block of its own."""

MOST_COLUMNS = 5
"""Columns that are next to each other in full size; one fewer where there are many words."""

LONG_NAME = 30
"""Characters of a row's name next to which no three figures fit a telephone."""

MOST_WITHHELD = 0.5
"""Share of withheld figures up to which a table is shown as it is, and a row of any other kept."""

NAMED = 3
"""Withheld rows that a note names; of more it says how many."""


def show_table(table: Table) -> Shown:
    """Return a table as markup, and as lines of text with a bar between cells.

    Where most figures are withheld, a note stands for the rows that say nothing else; where no row is left,
    the note is all.
    """
    table = without_withheld_rows(table)
    if not table.groups and table.notes:
        return show_note(" ".join(table.notes))
    lines = [table.caption, " | ".join(column.label for column in table.columns)]
    for group in table.groups:
        lines += [group.label] if group.label else []
        lines += [" | ".join(str(cell) for cell in row) for row in group.rows]
    anchor = anchor_of("table", table.name or table.caption)
    html = render(
        "table.html.j2",
        table=table,
        anchor=anchor,
        is_long=sum(len(group.rows) for group in table.groups) > LONGEST_WITHOUT_FILTER,
        is_stacked=is_stacked(table),
        is_wide=len(table.columns) + _is_wordy(table) > MOST_COLUMNS,
        value_of=machine_value,
    )
    exhibit = Exhibit(anchor, table.caption, (table,), has_links=table.has_links)
    return Shown(html=html, text="\n".join([*lines, *table.notes]), exhibits=(exhibit,))


def show_rows(
    caption: str,
    rows: pd.DataFrame | Mapping[str, pd.DataFrame],
    columns: Mapping[Any, Callable[[Row], Cell | str]],
    **options: Any,
) -> Shown:
    """Return a table with a row for each of a frame, or of several under their labels.

    Parameters
    ----------
    columns : heading → what a row shows under it; a text, or for numbers what `number` makes of one.
    options : of `Table`, such as `notes`.
    """
    groups = rows if isinstance(rows, Mapping) else {"": rows}
    headings = [Column(heading) if isinstance(heading, str) else heading for heading in columns]
    made = [
        Group([[_as_cell(make(row)) for make in columns.values()] for _, row in own.iterrows()], label)
        for label, own in groups.items()
    ]
    return show_table(Table(caption, headings, made, **options))


def number(label: str, unit: str = "") -> Column:
    """Return the heading of a column of numbers."""
    return Column(label, unit, is_number=True)


def _as_cell(shown: Cell | str) -> Cell:
    return Cell(shown) if isinstance(shown, str) else shown


def without_withheld_rows(table: Table) -> Table:
    """Return a table without its mostly withheld rows, and a note that names them.

    A table that has as many figures as gaps, or more, stays as it is. One with 120 of 126 figures withheld
    keeps the rows with the six, such as its totals.
    """
    rows = [(group, row) for group in table.groups for row in group.rows]
    if not _is_mostly_withheld([cell for _, row in rows for cell in row[1:]]):
        return table
    left = [
        replace(group, rows=[row for row in group.rows if not _is_mostly_withheld(row[1:])])
        for group in table.groups
    ]
    gone = [
        ", ".join(filter(None, [group.label, row[0].text]))
        for group, row in rows
        if _is_mostly_withheld(row[1:])
    ]
    note = _withheld_note(table, gone, len(rows))
    return replace(table, groups=[group for group in left if group.rows], notes=[*table.notes, note])


def _is_mostly_withheld(cells: Sequence[Cell]) -> bool:
    withheld = status_words(Status.SUPPRESSED)
    return sum(cell.text == withheld for cell in cells) > MOST_WITHHELD * len(cells)


def _withheld_note(table: Table, gone: Sequence[str], n_rows: int) -> str:
    why = f"{Status.SUPPRESSED.words}: counts of 1 to 5 are, with what would tell them."
    if len(gone) == n_rows:
        return f"{table.caption}: all figures are {why}"
    more = f" and {format_count(len(gone) - NAMED)} more" if len(gone) > NAMED else ""
    named = "; ".join(gone[:NAMED])
    return f"{format_count(len(gone))} of {format_count(n_rows)} rows are {why} They are: {named}{more}."


def is_stacked(table: Table) -> bool:
    """Say whether the rows stand one below the other on a telephone, each figure under its own heading."""
    return _is_wordy(table) or _is_named_at_length(table)


def _is_wordy(table: Table) -> bool:
    columns = zip(table.columns, _columns_of(table), strict=True)
    wordy = [cells for column, cells in columns if not column.is_number and any(map(_is_words, cells))]
    return len(wordy) >= FEWEST_WORDY_COLUMNS and sum(map(_longest, wordy)) > TWO_LINES


def _is_named_at_length(table: Table) -> bool:
    return len(table.columns) > FEWEST_WORDY_COLUMNS and _longest(_columns_of(table)[0]) > LONG_NAME


def _columns_of(table: Table) -> list[tuple[Cell, ...]]:
    rows = [row for group in table.groups for row in group.rows]
    return list(zip(*rows, strict=True)) or [()] * len(table.columns)


def _longest(cells: Sequence[Cell]) -> int:
    return max((len(cell.text) for cell in cells), default=0)


def _is_words(cell: Cell) -> bool:
    return not cell.is_missing and parse_number(cell.text) is None


def marked(mark: Mark, note: str = "") -> Cell:
    """Return a cell that shows a verdict: mark, word and tint."""
    return Cell(mark.word, note=note, mark=mark.symbol, role=mark.role)


def missing(words: str) -> Cell:
    """Return a cell that says why there is no figure."""
    return Cell(words, is_missing=True)
