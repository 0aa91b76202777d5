"""A sheet as it stands: every token in its place, each distinct token kept once."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from kpi_lib.core.errors import ReadError

MOST_CELLS = 20_000_000  # in one sheet; the largest file of the field has 4.5 million
DELIMITERS = (",", "\t", ";", "|")
BETWEEN = " | "  # the cells of a row where the file has no delimiter
HEAD_LINES = 30
_BLOCK_BYTES = 1 << 24
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet of rows × columns tokens.

    `tokens` holds each distinct text once; `codes` (rows × columns, int32) points into it. `widths`
    gives how many cells a row had in the file where that differs from the widest row. `delimiter` stands
    between the cells of a row when it is written as one line. `merges` are the first and last cell (row,
    column from 0) of what a workbook shows as one.
    """

    sheet: str
    tokens: pd.Index
    codes: np.ndarray
    widths: dict[int, int]
    delimiter: str = BETWEEN
    merges: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the sheet, header and titles included."""
        return self.codes.shape[0], self.codes.shape[1]

    def row(self, index: int) -> list[str]:
        """Return the tokens of one row, counted from 0."""
        return [str(token) for token in self.tokens.take(self.codes[index]).tolist()]

    def line(self, index: int) -> str:
        """Return one row as a line of text, without empty cells at its end (a workbook's: without any)."""
        tokens = [token.strip() for token in self.row(index)]
        return self.delimiter.join(filter(None, tokens) if self.delimiter == BETWEEN else tokens).rstrip(
            f"{self.delimiter} "
        )

    def head(self, rows: int = 30) -> list[list[str]]:
        """Return the first rows."""
        return [self.row(index) for index in range(min(rows, self.shape[0]))]


def parse_text(data: bytes) -> Grid:
    """Return the grid of a delimited text in UTF-8.

    The quick reader takes files whose rows are all of one width; anything else (titles above the
    header, blank lines, short rows) goes through the patient one. Both give the same grid.
    """
    body = data.rstrip(b"\r\n")
    delimiter = _find_delimiter(body[:_HEAD_BYTES].decode("utf-8", "ignore"))
    quick = _parse_quickly(body, delimiter)
    return quick if quick is not None else _parse_patiently(body, delimiter)


def grid_of_rows(rows: list[list[str]], sheet: str = "", delimiter: str = BETWEEN) -> Grid:
    """Return the grid of ragged rows; short rows are filled with empty tokens and remembered.

    Raises
    ------
    ReadError : one very wide row makes the rectangle larger than `MOST_CELLS`.
    """
    width = max((len(row) for row in rows), default=0)
    need_room(len(rows), width, sheet)
    widths = {index: len(row) for index, row in enumerate(rows) if len(row) != width}
    flat = np.empty(sum(map(len, rows)) + 1, dtype=object)
    flat[0] = ""
    flat[1:] = [token for row in rows for token in row]
    codes, tokens = pd.factorize(flat)
    shaped = np.zeros((len(rows), width), dtype="int32")
    lengths = np.array([len(row) for row in rows], dtype="int64")
    shaped[np.arange(width) < lengths[:, None]] = codes[1:]
    return Grid(sheet, pd.Index(tokens, dtype="str"), shaped, widths, delimiter)


def grid_of_columns(names: list[str], columns: list[pa.DictionaryArray]) -> Grid:
    """Return the grid whose first row is `names` over columns of distinct texts and places."""
    joined = pa.concat_arrays([pa.array(names, pa.string()), *(column.dictionary for column in columns)])
    together = joined.dictionary_encode()
    place = together.indices.to_numpy()
    start = len(names)
    codes = np.empty((len(columns[0]) + 1, len(columns)), dtype="int32")
    codes[0] = place[:start]
    for index, column in enumerate(columns):
        codes[1:, index] = place[start : start + len(column.dictionary)][column.indices.to_numpy()]
        start += len(column.dictionary)
    return Grid("", pd.Index(together.dictionary.to_pylist(), dtype="str"), codes, {})


def need_room(rows: int, width: int, sheet: str) -> None:
    """Raise ReadError where a sheet would have more than `MOST_CELLS` cells."""
    if rows * width > MOST_CELLS:
        raise ReadError(
            "The file is too large to be laid out as a table",
            where=sheet or None,
            got=f"{rows:,} rows, the widest of {width:,} cells",
            expected=f"at most {MOST_CELLS:,} cells",
            hint="look for one very long row, or split the file",
        )


def _find_delimiter(head: str) -> str:
    """Return the mark that splits the first line, or else the most of the first lines, into one width."""
    lines = [line for line in head.splitlines() if line.strip()][:HEAD_LINES]
    widths = {mark: [_width(line, mark) for line in lines] for mark in DELIMITERS}
    if lines and widths[","][0] > 1:
        return ","
    return max(
        DELIMITERS, key=lambda mark: max((widths[mark].count(n) for n in set(widths[mark]) - {1}), default=0)
    )


def _width(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:
        return 1


def _parse_quickly(body: bytes, delimiter: str) -> Grid | None:
    head = body[:_HEAD_BYTES].decode("utf-8", "ignore")
    names = [str(index) for index in range(_first_width(head, delimiter))]
    if not names:
        return None
    encoded = pa.dictionary(pa.int32(), pa.string())
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(body),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, encoded), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    need_room(table.num_rows, table.num_columns, "")
    return _grid_of_table(table, delimiter)


def _first_width(head: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
    except csv.Error:
        return 0


def _grid_of_table(table: pa.Table, delimiter: str) -> Grid:
    columns = [column.combine_chunks() for column in table.unify_dictionaries().columns]
    columns = [column.chunk(0) if isinstance(column, pa.ChunkedArray) else column for column in columns]
    together = pa.concat_arrays([column.dictionary for column in columns]).dictionary_encode()
    place = together.indices.to_numpy()
    codes = np.empty((table.num_rows, len(columns)), dtype="int32")
    start = 0
    for index, column in enumerate(columns):
        own = place[start : start + len(column.dictionary)]
        codes[:, index] = own[column.indices.to_numpy()]
        start += len(column.dictionary)
    return Grid("", pd.Index(together.dictionary.to_pylist(), dtype="str"), codes, {}, delimiter)


def _parse_patiently(body: bytes, delimiter: str) -> Grid:
    limit = csv.field_size_limit(max(len(body), 131_072) + 1)
    try:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8"), newline=""), delimiter=delimiter))
    finally:
        csv.field_size_limit(limit)
    return grid_of_rows(rows, delimiter=delimiter)
