"""A sheet as it is: every token in its place, each distinct token kept once."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_lib.ingest.files.limits import MOST_SHEET_ROWS, need_fewer_texts, need_room

BETWEEN = " | "  # the cells of a row where the file has no delimiter
_LINES = 4_096
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Hidden:
    """What a workbook does not show of a sheet: the sheet itself, rows and columns, counted from 0.

    `sheet` is empty, `hidden` or `very hidden` (which only a macro can undo).
    """

    sheet: str = ""
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet of rows × columns tokens.

    `tokens` holds each distinct text once; `codes` (rows × columns, int32) points into it. `widths`
    gives how many cells a row had in the file where that differs from the widest row. `delimiter` is
    between the cells of a row when it is written as one line.

    Of workbooks alone: `merges` are the first and last cell (row, column from 0) of what is shown as one;
    `formats` and `format_codes` (rows × columns, uint16) say which number format a number or a date has,
    see `number_format`; `hidden` is what is not shown.
    """

    sheet: str
    tokens: pd.Index
    codes: np.ndarray
    widths: dict[int, int]
    delimiter: str = BETWEEN
    merges: tuple[Merge, ...] = ()
    formats: tuple[str, ...] = ("",)
    format_codes: np.ndarray | None = None
    hidden: Hidden = field(default_factory=Hidden)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the sheet, header and titles included."""
        return self.codes.shape[0], self.codes.shape[1]

    def row(self, index: int) -> list[str]:
        """Return the tokens of one row, counted from 0."""
        return [str(token) for token in self.tokens.take(self.codes[index]).tolist()]

    def line(self, index: int) -> str:
        """Return one row as a line of text, without empty cells at its end (a workbook's: without any)."""
        return next(self.lines([index]))

    def lines(self, indices: Sequence[int]) -> Iterator[str]:
        """Yield rows as lines of text, see `line`; some thousand at a time, as a text may have millions."""
        for start in range(0, len(indices), _LINES):
            codes = self.codes[np.asarray(indices[start : start + _LINES], dtype="int64")]
            distinct, back = np.unique(codes, return_inverse=True)
            words = [str(token).strip() for token in self.tokens.take(distinct).tolist()]
            for row in back.reshape(codes.shape).tolist():
                tokens = [words[place] for place in row]
                shown = filter(None, tokens) if self.delimiter == BETWEEN else tokens
                yield self.delimiter.join(shown).rstrip(f"{self.delimiter} ")

    def number_format(self, row: int, column: int) -> str:
        """Return the number format of a number or a date, as Excel spells it: `0.0%`, `mmm-yy`.

        Empty for texts, for numbers without one, and in files that know none. A cell whose format is one
        of dates (`workbooks.number_formats.is_date`) holds a real date, whose token is ISO text.
        """
        return self.formats[int(self.format_codes[row, column])] if self.format_codes is not None else ""


def place_in_sheet(sheet: str, row: int, column: int) -> str:
    """Return a cell as a spreadsheet names it, row and column counted from 1.

    >>> place_in_sheet("Scorecard", 3, 28)
    "sheet 'Scorecard', cell AB3"
    """
    return f"sheet '{sheet}', cell {column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """Return a column, counted from 1, as spreadsheets name it: `A` is 1, `AA` is 27."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def spans(numbers: Iterable[int], name: Callable[[int], str] = str) -> list[str]:
    """Return rows or columns by name, those that follow each other joined.

    >>> spans([3, 4, 5, 9]), spans([1, 2, 28], column_letters)
    (['3 to 5', '9'], ['A to B', 'AB'])
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [" to ".join(map(name, dict.fromkeys([run[0], run[-1]]))) for run in runs]


class Places(dict[str, int]):
    """The place of every distinct token, in the order in which they come; the empty one is the first."""

    def __init__(self, where: str = "") -> None:
        super().__init__({"": 0})
        self._where, self._letters = where, 0

    def __missing__(self, token: str) -> int:
        place = len(self)
        self._letters += len(token)
        need_fewer_texts(place, self._letters, self._where)
        self[token] = place
        return place

    def tokens(self) -> pd.Index:
        """Return the distinct tokens in the order of their places."""
        return pd.Index(list(self), dtype="str")


class SheetBuilder:
    """Gathers the filled cells of one sheet of a workbook, wherever they are."""

    def __init__(self, sheet: str, where: str) -> None:
        self._sheet, self._where = sheet, where
        self._places, self._formats = Places(where), {"": 0}
        self._rows, self._columns, self._codes = array("i"), array("i"), array("i")
        self._format_codes = array("H")
        self._height = self._width = 0

    def add(self, row: int, column: int, token: str, number_format: str = "") -> None:
        """Put a token into a cell, counted from 0; an empty text makes the sheet reach as far as it.

        Raises
        ------
        ReadError : the sheet becomes too large.
        """
        if row >= self._height or column >= self._width:
            self._height, self._width = max(self._height, row + 1), max(self._width, column + 1)
            need_room(self._height, self._width, self._where, MOST_SHEET_ROWS)
        if not token:
            return
        self._rows.append(row)
        self._columns.append(column)
        self._codes.append(self._places[token])
        self._format_codes.append(self._formats.setdefault(number_format, len(self._formats)))

    def grid(self, merges: Iterable[Merge], hidden: Hidden) -> Grid:
        """Return the grid of all cells put in; what is hidden is kept as far as it holds anything."""
        shape = (self._height, self._width)
        places = (np.frombuffer(self._rows, "int32"), np.frombuffer(self._columns, "int32"))
        codes = np.zeros(shape, dtype="int32")
        codes[places] = self._codes
        format_codes = np.zeros(shape, dtype="uint16") if len(self._formats) > 1 else None
        if format_codes is not None:
            format_codes[places] = self._format_codes
        rows, columns = (set(np.unique(axis).tolist()) for axis in places)
        seen = Hidden(
            hidden.sheet,
            tuple(row for row in hidden.rows if row in rows),
            tuple(column for column in hidden.columns if column in columns),
        )
        tokens, formats = self._places.tokens(), tuple(self._formats)
        return Grid(
            self._sheet, tokens, codes, {}, BETWEEN, tuple(merges), formats, format_codes, hidden=seen
        )


def grid_of_rows(
    rows: Iterable[Sequence[str]], sheet: str = "", delimiter: str = BETWEEN, where: str = ""
) -> Grid:
    """Return the grid of ragged rows; short rows are filled with empty tokens and remembered.

    Parameters
    ----------
    where : the file, for errors; the sheet where not given.

    Raises
    ------
    ReadError : too many rows, columns or cells, one very wide row makes the rectangle large.
    """
    where = where or sheet
    places, codes, lengths, width = Places(where), array("i"), array("i"), 0
    for row in rows:
        codes.extend(map(places.__getitem__, row))
        lengths.append(len(row))
        width = max(width, len(row))
        need_room(len(lengths), width, where)
    counts = np.frombuffer(lengths, "int32") if lengths else np.zeros(0, dtype="int32")
    shaped = np.zeros((len(counts), width), dtype="int32")
    shaped[np.arange(width) < counts[:, None]] = codes
    short = np.flatnonzero(counts != width)
    widths = dict(zip(short.tolist(), counts[short].tolist(), strict=True))
    return Grid(sheet, places.tokens(), shaped, widths, delimiter)


def join_texts(parts: Sequence[pa.Array], where: str) -> tuple[pd.Index, list[np.ndarray]]:
    """Return the distinct texts of all parts, and for each part the places of its texts among them.

    Raises
    ------
    ReadError : too many texts, or they are too long.
    """
    need_fewer_texts(0, sum(map(letters_of, parts)), where)
    together = pa.concat_arrays(parts).dictionary_encode()
    need_fewer_texts(len(together.dictionary), 0, where)
    starts = np.cumsum([len(part) for part in parts])[:-1]
    places = np.split(together.indices.to_numpy(), starts)
    return index_of_texts(together.dictionary), places


def letters_of(texts: pa.Array) -> int:
    """Return the length of all texts together, in bytes."""
    return pc.sum(pc.binary_length(texts)).as_py() or 0


def index_of_texts(texts: pa.Array) -> pd.Index:
    """Return texts as an index without making each of them a Python object on the way."""
    return pd.Index(pd.Series(pd.array(texts, dtype="str")))
