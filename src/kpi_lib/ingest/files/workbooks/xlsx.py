"""Office Open XML workbooks (.xlsx, .xlsm): every sheet, every cell, as the file states them.

The cells are read from the XML itself, by namespace and in one pass. Readers that are quicker leave out a
number in CDATA, a formula without a result and every number format without a word, and end the process at
a row beyond the last. What is known of formats, dates and escapes comes from openpyxl.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.escape import unescape

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grid import Grid, Hidden, Merge, SheetBuilder, column_letters
from kpi_lib.ingest.files.limits import (
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_SHEET_ROWS,
    MOST_WRITTEN,
    need_fewer_texts,
)
from kpi_lib.ingest.files.workbooks.number_formats import dated_cell, number_token, parse_moment
from kpi_lib.ingest.files.workbooks.package import (
    JOINT,
    Attributes,
    Events,
    Handler,
    Package,
    cell_error,
    damaged,
    too_large,
)

T = TypeVar("T")
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_SPACES = " \t\r\n"
_SPACE = f"http://www.w3.org/XML/1998/namespace{JOINT}space"
_LINK = f"http://schemas.openxmlformats.org/package/2006/relationships{JOINT}Relationship"
_IDS = tuple(
    f"http://{address}{JOINT}id"
    for address in (
        "schemas.openxmlformats.org/officeDocument/2006/relationships",
        "purl.oclc.org/ooxml/officeDocument/relationships",
    )
)
_STATES = {"hidden": "hidden", "veryHidden": "very hidden"}
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", re.ASCII)
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*", re.ASCII)
_UNKNOWN = "…"
"""In place of a formula that the file does not spell out."""


@dataclass
class _Book:
    """What the sheets of a workbook share: texts, the number format of each style, how dates count.

    `asks_to_calculate`: its results are to be calculated on opening, so a zero may be no result.
    """

    texts: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False
    asks_to_calculate: bool = False


def parse_xlsx(package: Package) -> Iterator[Grid]:
    """Yield one grid per sheet of cells, in the workbook's order; charts and dialogs are none.

    Raises
    ------
    ReadError : a part is missing or damaged, or a cell is not as spreadsheets write it; names the cell.
    """
    book, sheets, links = _open(package)
    left = MOST_WRITTEN
    for sheet in sheets:
        name = sheet.get("name", "")
        kind, path = next((links[sheet[key]] for key in _IDS if sheet.get(key) in links), ("", ""))
        if path not in package:
            raise damaged(package.name, f"sheet '{name}' has no part")
        if kind == "worksheet":
            events = _SheetEvents(book, package.name, name, left)
            package.read(path, events)
            left -= events.written
            yield events.grid(_STATES.get(sheet.get("state", ""), ""))


def _open(package: Package) -> tuple[_Book, list[Attributes], dict[str, tuple[str, str]]]:
    """Return what the sheets share, the sheets as the workbook lists them, and where its links lead."""
    roots = _links(package, "").values()
    main = next((path for kind, path in roots if kind == "officeDocument"), "xl/workbook.xml")
    book, sheets = _Book(), list[Attributes]()
    package.read(main, _workbook_events(book, sheets))
    links = _links(package, main)
    for kind, path in links.values():
        if kind == "sharedStrings" and path in package:
            package.read(path, _TextEvents(book.texts, package.name))
        elif kind == "styles" and path in package:
            package.read(path, _StyleEvents(book.formats))
    return book, sheets, links


def _links(package: Package, path: str) -> dict[str, tuple[str, str]]:
    """Return the links of a part by their id, of the package itself for an empty path.

    Each is its type, the last word of its address, and the part to which it leads.
    """
    folder, file = posixpath.split(path)
    links: dict[str, tuple[str, str]] = {}

    def link(at: Attributes) -> None:
        if at.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, at.get("Target", ""))).lstrip("/")
            links[at.get("Id", "")] = (at.get("Type", "").rpartition("/")[2], target)

    page = posixpath.join(folder, "_rels", f"{file}.rels")
    if page in package:
        package.read(page, Events({_LINK: link}, {}))
    return links


def _workbook_events(book: _Book, sheets: list[Attributes]) -> Events:
    def properties(at: Attributes) -> None:
        book.since_1904 = _is_true(at.get("date1904"))

    def calculation(at: Attributes) -> None:
        book.asks_to_calculate = _is_true(at.get("fullCalcOnLoad"))

    return Events(_names({"sheet": sheets.append, "workbookPr": properties, "calcPr": calculation}), {})


def _names(handlers: Mapping[str, T]) -> dict[str, T]:
    """Return the handlers of SpreadsheetML's elements under their full names, in either edition of it."""
    return {
        f"{namespace}{JOINT}{local}": handle
        for namespace in _NAMESPACES
        for local, handle in handlers.items()
    }


def _is_true(text: str | None) -> bool:
    """Say whether an attribute is switched on."""
    return text in {"1", "true", "on"}


class _RunEvents(Events):
    """Gathers the runs of one text in `runs`; readings in kana, which are next to it, are left out."""

    def __init__(self, starts: Mapping[str, Handler], ends: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(
            _names({"t": self._start_run, "rPh": self._start_reading, **starts}),
            _names({"t": self._end_run, "rPh": self._end_reading, **ends}),
        )
        self.runs: list[str] = []
        self._keeps_spaces = self._is_reading = False

    def _start_run(self, at: Attributes) -> None:
        self.pieces.clear()
        self._keeps_spaces = at.get(_SPACE) == "preserve"

    def _end_run(self) -> None:
        if not self._is_reading:
            text = self.text()
            self.runs.append(text if self._keeps_spaces else text.strip(_SPACES))

    def _start_reading(self, at: Attributes) -> None:
        self._is_reading = True

    def _end_reading(self) -> None:
        self._is_reading = False


class _TextEvents(_RunEvents):
    """Gathers the texts that the cells of all sheets share."""

    def __init__(self, texts: list[str], name: str) -> None:
        super().__init__({"si": lambda _: self.runs.clear()}, {"si": self._end_item})
        self._texts, self._name, self._letters = texts, name, 0

    def _end_item(self) -> None:
        text = unescape("".join(self.runs))
        self._texts.append(text)
        self._letters += len(text)
        need_fewer_texts(len(self._texts), self._letters, self._name)


class _StyleEvents(Events):
    """Gathers the number format of every cell style; empty for the general one."""

    def __init__(self, formats: list[str]) -> None:
        super().__init__(
            _names({"numFmts": self._start, "numFmt": self._define, "cellXfs": self._start, "xf": self._add}),
            _names({"numFmts": self._end, "cellXfs": self._end}),
        )
        self._formats, self._own, self._is_inside = formats, dict[str, str](), False

    def _start(self, at: Attributes) -> None:
        self._is_inside = True

    def _end(self) -> None:
        self._is_inside = False

    def _define(self, at: Attributes) -> None:
        if self._is_inside:  # those of conditional formats are not
            self._own[at.get("numFmtId", "")] = at.get("formatCode", "")

    def _add(self, at: Attributes) -> None:
        if self._is_inside:  # those of named styles are not
            number = at.get("numFmtId", "0")
            builtin = BUILTIN_FORMATS.get(int(number), "") if number.isdigit() else ""
            self._formats.append(self._own.get(number, builtin).replace("General", ""))


class _SheetEvents(_RunEvents):
    """Makes the grid of one sheet out of its XML.

    Parameters
    ----------
    name, sheet : of file and sheet, for errors.
    most : how many cells may be written down.
    """

    def __init__(self, book: _Book, name: str, sheet: str, most: int) -> None:
        super().__init__(
            {
                "row": self._start_row, "c": self._start_cell, "f": self._start_formula,
                "v": self._start_value, "col": self._hide_columns, "mergeCell": self._merge,
            },
            {"c": self._end_cell, "f": self._end_formula, "v": self._end_value},
        )  # fmt: skip
        self._book, self._name, self._sheet, self._most = book, name, sheet, most
        self._builder = SheetBuilder(sheet, f"{name}, sheet '{sheet}'")
        self._columns = {column_letters(number): number for number in range(1, 27)}
        self._row, self._row_text, self._column, self.written = 0, "0", 0, 0
        self._cell: Attributes = {}
        self._value: str | None = None
        self._formula: Attributes | None = None
        self._formula_text = ""
        self._shared: dict[str, str] = {}
        self._hidden_rows: list[int] = []
        self._hidden_columns: set[int] = set()
        self._merges: list[Merge] = []

    def grid(self, state: str) -> Grid:
        """Return the grid of what was read; `state` says whether the sheet is hidden."""
        hidden = Hidden(state, tuple(self._hidden_rows), tuple(sorted(self._hidden_columns)))
        return self._builder.grid(self._merges, hidden)

    def _error(self, what: str, cell: str, got: object, expected: str = "") -> ReadError:
        return cell_error(what, self._name, self._sheet, cell, got, expected)

    @property
    def _place(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def _start_row(self, at: Attributes) -> None:
        text = at.get("r")
        number = self._row + 1 if text is None else _whole(text)
        if not self._row < number <= MOST_SHEET_ROWS:
            what, cell = "A row of the workbook is where none can be", f"A{text or number}"
            got = f"row {text or number} after row {self._row}"
            expected = f"rows in order, up to {MOST_SHEET_ROWS:,}"
            raise self._error(what, cell, got, expected)
        self._row, self._row_text, self._column = number, str(number), 0
        if _is_true(at.get("hidden")):
            self._hidden_rows.append(number - 1)

    def _start_cell(self, at: Attributes) -> None:
        place = at.get("r")
        column = self._column + 1 if place is None else self._column_of(place)
        if not (self._row and self._column < column <= MOST_COLUMNS):
            what, cell = "A cell of the workbook is where none can be", f"number {column} of row {self._row}"
            got = f"it in row {self._row} after column {self._column}"
            expected = f"cells in order, each in its row, up to {MOST_COLUMNS:,} columns"
            raise self._error(what, place or cell, got, expected)
        self.written += 1
        if self.written > self._most:
            raise too_large(self._name, f"more than {self.written - 1:,} cells written down")
        self._cell, self._column = at, column
        self._value = self._formula = None
        self.runs.clear()

    def _column_of(self, place: str) -> int:
        """Return the column of a cell's place, 0 where it is not one in the row at hand."""
        letters = place.removesuffix(self._row_text)
        if letters not in self._columns:
            match = _PLACE.fullmatch(place)
            if match is None or match[2] != self._row_text:
                return 0
            self._columns[letters] = column_index_from_string(match[1])
        return self._columns[letters]

    def _start_value(self, at: Attributes) -> None:
        self.pieces.clear()

    def _start_formula(self, at: Attributes) -> None:
        self.pieces.clear()
        self._formula = at

    def _end_value(self) -> None:
        self._value = self.text()

    def _end_formula(self) -> None:
        text, at = self.text(), self._formula or {}
        if at.get("t") == "shared":  # only the first cell of those that share it spells it out
            text = self._shared.setdefault(at.get("si", ""), text)
        self._formula_text = text

    def _end_cell(self) -> None:
        if self._formula is None and not self._value and not self.runs:
            return
        kind = self._cell.get("t", "n")
        if self._formula is not None and self._has_no_result(kind):
            self._builder.add(self._row - 1, self._column - 1, f"={self._formula_text or _UNKNOWN}")
            return
        if kind == "n":
            token, number_format = self._number()
        elif kind == "d":
            token, number_format = self._day()
        else:
            token, number_format = self._text(kind), ""
        self._builder.add(self._row - 1, self._column - 1, token, number_format)

    def _has_no_result(self, kind: str) -> bool:
        """Say whether the formula of a cell was never calculated; an empty text is a result.

        A program that writes workbooks puts a 0 as the result of every formula and asks for calculation.
        """
        value = self._value
        if value is None or not value.strip():
            return kind != "inlineStr" if value is None else kind not in {"str", "inlineStr"}
        return self._book.asks_to_calculate and kind == "n" and value.strip() == "0"

    def _number(self) -> tuple[str, str]:
        value = self._value or ""
        if not _NUMBER.fullmatch(value):
            return value, ""  # no number: it stays the text that it is
        number_format = self._format()
        return number_token(float(value), number_format, since_1904=self._book.since_1904), number_format

    def _format(self) -> str:
        style, formats = self._cell.get("s") or "0", self._book.formats
        if not formats:
            return ""
        place = _whole(style)
        if not 0 <= place < len(formats):
            raise self._error("A cell has a style that the workbook does not define", self._place, style)
        return formats[place]

    def _day(self) -> tuple[str, str]:
        moment = parse_moment((self._value or "").strip())
        return dated_cell(moment, self._format()) if moment is not None else (self._value or "", "")

    def _text(self, kind: str) -> str:
        value = self._value or ""
        if kind == "inlineStr":
            return unescape("".join(self.runs))
        if kind == "str":
            return unescape(value)
        if kind == "e":
            return value
        if kind == "b":
            return str(value.strip() in {"1", "true"}).upper() if value.strip() else ""
        if kind != "s":
            raise self._error("A cell is of a kind that no spreadsheet writes", self._place, f't="{kind}"')
        if not value.strip():
            return ""
        place = _whole(value.strip())
        if not 0 <= place < len(self._book.texts):
            what, expected = "A cell points to a text that the workbook does not have", len(self._book.texts)
            raise self._error(what, self._place, f"text {value}", f"one of {expected:,}")
        return self._book.texts[place]

    def _hide_columns(self, at: Attributes) -> None:
        if _is_true(at.get("hidden")):
            first, last = _whole(at.get("min", "")), _whole(at.get("max", ""))
            self._hidden_columns.update(range(max(first - 1, 0), min(last, MOST_COLUMNS)))

    def _merge(self, at: Attributes) -> None:
        place = at.get("ref", "")
        ends = [_PLACE.fullmatch(end) for end in place.split(":")]
        corners = [(int(end[2]) - 1, column_index_from_string(end[1]) - 1) for end in ends if end]
        inside = all(0 <= row < MOST_SHEET_ROWS and column < MOST_COLUMNS for row, column in corners)
        if None in ends or not inside or len(self._merges) >= MOST_MERGES:
            raise self._error("Cells are merged where none can be", place, f"{len(corners)} corners")
        self._merges.append((corners[0], corners[-1]))


def _whole(text: str) -> int:
    """Return a whole number, −1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
