"""OpenDocument sheets (.ods): every sheet, every cell, repeated rows and cells written out.

A number format is spelt as Excel would (`0%`, `dd/mm/yyyy`), so that every workbook is asked alike.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kpi_lib.ingest.files.grid import Grid, Hidden, Merge, SheetBuilder
from kpi_lib.ingest.files.limits import MOST_COLUMNS, MOST_MERGES, MOST_WRITTEN
from kpi_lib.ingest.files.workbooks.number_formats import dated_cell, is_date, number_token, parse_moment
from kpi_lib.ingest.files.workbooks.package import (
    JOINT,
    Attributes,
    Events,
    Handler,
    Package,
    locked,
    too_large,
)

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = (f"{_OASIS}{part}:1.0{JOINT}" for part in ("office", "table", "text"))
_STYLE, _DATA = (f"{_OASIS}{part}:1.0{JOINT}" for part in ("style", "datastyle"))
_DATA_STYLES = ("number-style", "percentage-style", "currency-style", "date-style", "time-style")
_PARTS = {  # the short and the long spelling of each part of a format
    "number": ("0", "0"), "scientific-number": ("0E+0", "0E+0"), "fraction": ("# ?/?", "# ?/?"),
    "year": ("yy", "yyyy"), "month": ("m", "mm"), "day": ("d", "dd"), "day-of-week": ("ddd", "dddd"),
    "hours": ("h", "hh"), "minutes": ("m", "mm"), "seconds": ("s", "ss"), "am-pm": ("AM/PM", "AM/PM"),
}  # fmt: skip
_MONTHS = ("mmm", "mmmm")
_BARE = set("/-.:, ")
"""Between the parts of a date these are as they are; any other text is quoted."""
CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_ENCRYPTION = f"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0{JOINT}encryption-data"
_EXTENDED_TYPE = f"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0{JOINT}value-type"
_PERCENTAGE = "0%"
_NOT_SHOWN = {"collapse", "filter"}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_LANGUAGE = re.compile(r"^\w+:(?==)")  # `of:=[.A1]`
_MOST_SPACES = 1_000


def parse_ods(package: Package) -> Iterator[Grid]:
    """Yield one grid per sheet, in the file's order.

    Raises
    ------
    ReadError : damaged, locked, or with more repeated cells than `MOST_WRITTEN`.
    """
    if _MANIFEST in package:
        package.read(_MANIFEST, Events({_ENCRYPTION: lambda _: _refuse(package.name)}, {}))
    events = _ContentEvents(package.name)
    if _STYLES in package:
        package.read(_STYLES, events)
    package.read(CONTENT, events)
    yield from events.grids


def _refuse(name: str) -> None:
    raise locked(name)


class _StyleEvents(Events):
    """Gathers the number format of every cell style, and the styles of tables that are not shown."""

    def __init__(self) -> None:
        super().__init__({}, {})
        self.hidden_tables: set[str] = set()
        self._data_styles: dict[str, str] = {}
        self._by_style: dict[str, str] = {}
        self._style = self._data_style = ""
        self._parts: list[str] = []
        self._is_percentage = False
        self.on_start = {
            f"{_STYLE}style": self._start_style,
            f"{_STYLE}table-properties": self._table_properties,
            f"{_DATA}text": lambda _: self.pieces.clear(),
            **{f"{_DATA}{kind}": self._data_style_starter(kind) for kind in _DATA_STYLES},
            **{f"{_DATA}{part}": self._part_adder(part) for part in _PARTS},
        }
        self.on_end = {
            f"{_DATA}text": self._end_text,
            **{f"{_DATA}{kind}": self._end_data_style for kind in _DATA_STYLES},
        }

    def format_of(self, style: str) -> str:
        """Return the number format of a cell style, empty where it has none."""
        return self._data_styles.get(self._by_style.get(style, ""), "")

    def _start_style(self, at: Attributes) -> None:
        self._style = at.get(f"{_STYLE}name", "")
        parent = self._by_style.get(at.get(f"{_STYLE}parent-style-name", ""), "")
        self._by_style[self._style] = at.get(f"{_STYLE}data-style-name", parent)

    def _table_properties(self, at: Attributes) -> None:
        if at.get(f"{TABLE}display") == "false":
            self.hidden_tables.add(self._style)

    def _data_style_starter(self, kind: str) -> Handler:
        def start(at: Attributes) -> None:
            self._data_style, self._parts = at.get(f"{_STYLE}name", ""), []
            self._is_percentage = kind == "percentage-style"

        return start

    def _part_adder(self, part: str) -> Handler:
        def add(at: Attributes) -> None:
            is_long = at.get(f"{_DATA}style") == "long"
            is_name = part == "month" and at.get(f"{_DATA}textual") == "true"
            self._parts.append((_MONTHS if is_name else _PARTS[part])[is_long])

        return add

    def _end_text(self) -> None:
        text = self.text()
        is_bare = set(text) <= _BARE or (self._is_percentage and text.strip() == "%")
        self._parts.append(text if is_bare else f'"{text}"')

    def _end_data_style(self) -> None:
        self._data_styles[self._data_style] = "".join(self._parts)


class _ContentEvents(_StyleEvents):
    """Makes the grids of all sheets; styles come before the cells that have them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.grids: list[Grid] = []
        self._name, self._written, self._depth, self._cell_depth = name, 0, 0, 0
        self._tables: list[Attributes] = []
        self._starts = self.on_start | {
            f"{TABLE}table": self._start_table, f"{TABLE}table-column": self._add_column,
            f"{TABLE}table-row": self._start_row, f"{TABLE}table-cell": self._start_cell,
            f"{TABLE}covered-table-cell": self._start_cell, f"{TEXT}p": self._start_paragraph,
            f"{TEXT}s": self._add_spaces, f"{TEXT}tab": lambda _: self.pieces.append("\t"),
            f"{TEXT}line-break": lambda _: self.pieces.append("\n"),
        }  # fmt: skip
        self._ends = self.on_end | {
            f"{TABLE}table": self._end_table, f"{TABLE}table-row": self._end_row,
            f"{TABLE}table-cell": self._end_cell, f"{TABLE}covered-table-cell": self._end_cell,
            f"{TEXT}p": self._end_paragraph,
        }  # fmt: skip

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        super().start(name, attributes)

    def end(self, name: str) -> None:
        super().end(name)
        self._depth -= 1

    def _start_table(self, at: Attributes) -> None:
        self._tables.append(at)
        if len(self._tables) > 1:  # a table inside a cell or a drawing
            return
        sheet = at.get(f"{TABLE}name", "")
        self._builder = SheetBuilder(sheet, f"{self._name}, sheet '{sheet}'")
        self._row = self._width = 0
        self._row_at: Attributes = {}
        self._ends_of_columns: list[int] = []
        self._column_styles: list[str] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._merges: list[Merge] = []

    def _end_table(self) -> None:
        at = self._tables.pop()
        if not self._tables:
            state = "hidden" if at.get(f"{TABLE}style-name") in self.hidden_tables else ""
            hidden = Hidden(state, tuple(self._hidden_rows), tuple(self._hidden_columns))
            self.grids.append(self._builder.grid(self._merges, hidden))

    def _add_column(self, at: Attributes) -> None:
        first, count = self._width, _count(at, "number-columns-repeated")
        self._width += count
        self._ends_of_columns.append(self._width)
        self._column_styles.append(at.get(f"{TABLE}default-cell-style-name", ""))
        if at.get(f"{TABLE}visibility") in _NOT_SHOWN:
            self._hidden_columns += range(first, min(self._width, MOST_COLUMNS))

    def _start_row(self, at: Attributes) -> None:
        if len(self._tables) == 1:
            self._row_at, self._column = at, 0
            self._filled: list[tuple[int, int, str, str]] = []

    def _end_row(self) -> None:
        if len(self._tables) != 1:
            return
        times = _count(self._row_at, "number-rows-repeated")
        if self._filled:  # a sheet may end in a million empty rows, written as one
            self._written += times * sum(count for _, count, _, _ in self._filled)
            if self._written > MOST_WRITTEN:
                raise too_large(self._name, f"{self._written:,} cells, repeated ones counted")
            rows = range(self._row, self._row + times)
            if self._row_at.get(f"{TABLE}visibility") in _NOT_SHOWN:
                self._hidden_rows += rows
            for row in rows:
                for first, count, token, number_format in self._filled:
                    for column in range(first, first + count):
                        self._builder.add(row, column, token, number_format)
        self._row += times

    def _start_cell(self, at: Attributes) -> None:
        if len(self._tables) == 1:
            self._cell, self._cell_depth, self._paragraphs = at, self._depth, list[str]()

    def _start_paragraph(self, at: Attributes) -> None:
        if self._is_of_cell:
            self.pieces.clear()

    def _end_paragraph(self) -> None:
        if self._is_of_cell:
            self._paragraphs.append(self.text())

    @property
    def _is_of_cell(self) -> bool:
        """Whether a paragraph is the cell's own, not that of a comment or a drawing in it."""
        return bool(self._cell_depth) and self._depth == self._cell_depth + 1

    def _add_spaces(self, at: Attributes) -> None:
        self.pieces.append(" " * min(int(at.get(f"{TEXT}c", "1")), _MOST_SPACES))

    def _end_cell(self) -> None:
        if len(self._tables) != 1:
            return
        self._cell_depth, count = 0, _count(self._cell, "number-columns-repeated")
        token, number_format = self._token()
        if token:
            self._filled.append((self._column, count, token, number_format))
        down, across = (_count(self._cell, f"number-{way}-spanned") for way in ("rows", "columns"))
        if (down > 1 or across > 1) and len(self._merges) < MOST_MERGES:
            last = (self._row + down - 1, self._column + across - 1)
            self._merges.append(((self._row, self._column), last))
        self._column += count

    def _token(self) -> tuple[str, str]:
        """Return what is in the cell, and under which number format."""
        at, text = self._cell, "\n".join(self._paragraphs)
        kind = at.get(f"{OFFICE}value-type", "")
        value = at.get(f"{OFFICE}value", "").strip()
        formula = at.get(f"{TABLE}formula")
        if at.get(_EXTENDED_TYPE) == "error":
            return text, ""
        if kind in {"float", "percentage", "currency"} and _NUMBER.fullmatch(value):
            number_format = _PERCENTAGE if kind == "percentage" else self._format()
            number_format = "" if is_date(number_format) else number_format
            return number_token(float(value), number_format), number_format
        if kind in {"date", "time"} and (stated := at.get(f"{OFFICE}{kind}-value")):
            moment = parse_moment(stated)
            return dated_cell(moment, self._format()) if moment is not None else (stated, "")
        if kind == "boolean":
            return at.get(f"{OFFICE}boolean-value", "").upper(), ""
        stated = at.get(f"{OFFICE}string-value", text)
        if formula is not None and not stated and kind != "string":
            return f"={_LANGUAGE.sub('', formula).removeprefix('=')}", ""
        return stated, ""

    def _format(self) -> str:
        """Return the number format of the cell, else that of its row, else that of its column."""
        place = bisect_right(self._ends_of_columns, self._column)
        of_column = self._column_styles[place] if place < len(self._column_styles) else ""
        of_row = self._row_at.get(f"{TABLE}default-cell-style-name", of_column)
        return self.format_of(self._cell.get(f"{TABLE}style-name", of_row))


def _count(at: Attributes, name: str) -> int:
    """Return how often something is repeated or how far it spans, at least once.

    Raises
    ------
    ValueError : it is no number.
    """
    return max(1, int(at.get(f"{TABLE}{name}", "1")))
