"""Charts and tables as data: what a page shows of figures, before it is markup and after.

A page's downloads, the links under its charts and tables and `Shown.frame` are made from these, never from
markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from kpi_lib.core.apostrophes import straighten
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.core.status import Status
from kpi_lib.present.words.numbers import parse_number, status_words

EXHIBITS = "application/vnd.kpi.exhibits+json"
"""The type of the exhibits attached to the output of an executed notebook."""
COLUMNS = ("table", "group", "row_heading", "row", "column", "unit", "value", "shown", "note", "status")
"""Columns of `rows_of`: one row a cell next to the one that names its row."""
_WITHHELD = (status_words(Status.SUPPRESSED), f"under {SMALLEST_COUNT_SHOWN}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its unit, and whether it holds numbers (set flush right)."""

    label: str
    unit: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, a smaller note after it, a mark before it, a role that tints it, a link.

    `order` is what the cell sorts by where its text does not tell, such as the day of a period.
    """

    text: str
    note: str = ""
    mark: str = ""
    role: str = ""
    href: str = ""
    is_missing: bool = False
    order: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.mark, self.text, self.note) if part)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together under a label; an empty label shows none."""

    rows: Sequence[Sequence[Cell]]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table before it is shown; the first cell of a row names the row.

    `kind` adds a style of its own (`heat`); notes are below. `name` is what its address is made of where
    the caption tells a finding or a day. A caption that a heading above says already is hidden: it is for
    screen readers alone. `has_links`: to take the table home, and to cite it.
    """

    caption: str
    columns: Sequence[Column]
    groups: Sequence[Group]
    notes: Sequence[str] = ()
    kind: str = ""
    is_caption_hidden: bool = False
    has_links: bool = True
    name: str = ""


def machine_value(cell: Cell, column: Column) -> str:
    """Return what a cell sorts and downloads by where its text is no plain number: no finer than it shows.

    "£7.6 million" is 7.6; a count that is withheld and a reason for a gap are nothing.
    """
    if cell.order or cell.is_missing or not column.is_number:
        return cell.order
    number = parse_number(cell.text)
    is_plain = str(number) == cell.text and not (cell.note or cell.mark)
    return "" if number is None or is_plain else str(number)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart or table with an address of its own on its page.

    `title` is what it is called; `has_links` says whether the row of links is under it; `is_cited`
    whether what is around it knows a sentence to cite.
    """

    anchor: str
    title: str
    tables: tuple[Table, ...]
    has_links: bool = True
    is_cited: bool = False


def anchor_of(kind: str, title: str) -> str:
    """Return the id of a chart or table, made from what it is of, never from what it finds or its place.

    >>> anchor_of("figure", "Assessments on time, by year")
    'figure-assessments-on-time-by-year'
    """
    plain = unicodedata.normalize("NFKD", straighten(title).lower()).replace("'", "")
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain).split()
    return "-".join([kind, *words])


def links_place(anchor: str) -> str:
    """Return the empty row of links under an exhibit as its template has it; a run fills it."""
    return f'<p class="kpi-tools" data-of="{anchor}"></p>'


def bare(html: str, exhibits: Sequence[Exhibit]) -> str:
    """Return markup in which exhibits have neither address nor links: they stand within another's."""
    for exhibit in exhibits:
        html = html.replace(f' id="{exhibit.anchor}"', "").replace(links_place(exhibit.anchor) + "\n", "")
    return html


def cited(exhibits: Sequence[Exhibit]) -> tuple[Exhibit, ...]:
    """Return exhibits within something that has a sentence to cite."""
    return tuple(replace(exhibit, is_cited=True) for exhibit in exhibits)


def payload_of(exhibits: Sequence[Exhibit]) -> list[dict[str, Any]]:
    """Return exhibits as plain data for JSON."""
    return [
        {
            "anchor": exhibit.anchor,
            "title": exhibit.title,
            "has_links": exhibit.has_links,
            "is_cited": exhibit.is_cited,
            "tables": [_plain(table) for table in exhibit.tables],
        }
        for exhibit in exhibits
    ]


def _plain(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [[column.label, column.unit, column.is_number] for column in table.columns],
        "rows": [[group.label, *_cells(row, table)] for group in table.groups for row in group.rows],
    }


def _cells(row: Sequence[Cell], table: Table) -> list[list[Any]]:
    return [
        [_spaced(cell.text), _spaced(cell.note), machine_value(cell, column), cell.is_missing]
        for cell, column in zip(row, table.columns, strict=True)
    ]


def _spaced(text: str) -> str:
    """Return a text with plain spaces: those that hold a line together are of the page."""
    return " ".join(text.split())


def rows_of(table: Mapping[str, Any]) -> Iterator[tuple[str | float | None, ...]]:
    """Yield the cells of a table in the form of `payload_of`, one row each; see `COLUMNS`.

    A value is no finer than its cell shows it; a gap has none, and a status that says why.
    """
    heading, *columns = table["columns"]
    for group, (name, name_note, *_), *cells in table["rows"]:
        label = f"{name} ({name_note})" if name_note else name
        for (head, unit, is_number), (text, note, stated, is_missing) in zip(columns, cells, strict=False):
            is_figure = is_number and not is_missing
            number = parse_number(stated or text) if is_figure else None
            value = None if number is None else float(number)
            shown = _unit(unit, text, is_figure=is_figure), value, text, note
            yield table["caption"], group, heading[0], label, head, *shown, _status(text, value, is_missing)


def frame_of_exhibits(exhibits: Sequence[Exhibit]) -> pd.DataFrame:
    """Return the cells of all tables of exhibits: columns `COLUMNS`."""
    rows = [row for exhibit in exhibits for table in exhibit.tables for row in rows_of(_plain(table))]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _unit(unit: str, text: str, *, is_figure: bool) -> str:
    if unit or not is_figure:
        return unit
    if text.startswith("£"):
        return "£ million" if text.endswith("million") else "£"
    return "per cent" if text.endswith("%") else ""


def _status(text: str, value: float | None, is_missing: bool) -> str:
    """Return "ok" for a number, why there is none, and nothing for a cell of words."""
    if text in _WITHHELD:
        return Status.SUPPRESSED.value
    return text if is_missing else "" if value is None else Status.OK.value
