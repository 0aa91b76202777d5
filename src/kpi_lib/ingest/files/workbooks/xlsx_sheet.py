"""One sheet of an Office Open XML workbook, from its XML to a grid."""

from __future__ import annotations

import re

from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.escape import unescape

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grid import Grid, Hidden, Merge, SheetBuilder, column_letters
from kpi_lib.ingest.files.limits import MOST_COLUMNS, MOST_MERGES, MOST_SHEET_ROWS
from kpi_lib.ingest.files.workbooks.number_formats import is_date, moment_token, number_token, parse_moment
from kpi_lib.ingest.files.workbooks.package import Attributes, cell_error, too_large
from kpi_lib.ingest.files.workbooks.spreadsheetml import Book, RunEvents, is_true

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", re.ASCII)
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*", re.ASCII)
_ISO_DATE = "yyyy-mm-dd"
_UNKNOWN = "…"
"""What stands for a formula that the file does not spell out."""


class SheetEvents(RunEvents):
    """Makes the grid of one sheet out of its XML.

    Parameters
    ----------
    name, sheet : of file and sheet, for errors.
    most : how many cells may be written down.
    """

    def __init__(self, book: Book, name: str, sheet: str, most: int) -> None:
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
            raise self._error(
                "A row of the workbook is where none can be", f"A{text or number}",
                f"row {text or number} after row {self._row}", f"rows in order, up to {MOST_SHEET_ROWS:,}",
            )  # fmt: skip
        self._row, self._row_text, self._column = number, str(number), 0
        if is_true(at.get("hidden")):
            self._hidden_rows.append(number - 1)

    def _start_cell(self, at: Attributes) -> None:
        place = at.get("r")
        column = self._column + 1 if place is None else self._column_of(place)
        if not (self._row and self._column < column <= MOST_COLUMNS):
            raise self._error(
                "A cell of the workbook is where none can be", place or f"number {column} of row {self._row}",
                f"it in row {self._row} after column {self._column}",
                f"cells in order, each in its row, up to {MOST_COLUMNS:,} columns",
            )  # fmt: skip
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
        """Say whether the formula of a cell was never calculated; an empty text is a result."""
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
        if moment is None:
            return self._value or "", ""
        number_format = self._format()
        return moment_token(moment), number_format if is_date(number_format) else _ISO_DATE

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
            raise self._error(
                "A cell points to a text that the workbook does not have", self._place, f"text {value}",
                f"one of {len(self._book.texts):,}",
            )  # fmt: skip
        return self._book.texts[place]

    def _hide_columns(self, at: Attributes) -> None:
        if is_true(at.get("hidden")):
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
