"""A sheet as it stands: every token in its place, each distinct token kept once."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

DELIMITERS = (",", "\t", ";", "|")
_BLOCK_BYTES = 1 << 24
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True)
class Grid:
    """One sheet of rows × columns tokens.

    `tokens` holds each distinct text once; `codes` (rows × columns, int32) points into it. `widths`
    gives how many cells a row had in the file where that differs from the widest row.
    """

    sheet: str
    tokens: pd.Index
    codes: np.ndarray
    widths: dict[int, int]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the sheet, header and titles included."""
        return self.codes.shape[0], self.codes.shape[1]

    def row(self, index: int) -> list[str]:
        """Return the tokens of one row, counted from 0."""
        return [str(token) for token in self.tokens.take(self.codes[index]).tolist()]

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


def grid_of_rows(rows: list[list[str]], sheet: str = "") -> Grid:
    """Return the grid of ragged rows; short rows are filled with empty tokens and remembered."""
    width = max((len(row) for row in rows), default=0)
    widths = {index: len(row) for index, row in enumerate(rows) if len(row) != width}
    flat = [token for row in rows for token in (*row, *[""] * (width - len(row)))]
    codes, tokens = pd.factorize(np.asarray(flat, dtype=object))
    shaped = codes.astype("int32").reshape(len(rows), width)
    return Grid(sheet, pd.Index(tokens, dtype="str"), shaped, widths)


def _find_delimiter(head: str) -> str:
    first = next((line for line in head.splitlines() if line.strip()), "")
    counts = {mark: len(next(csv.reader([first], delimiter=mark), [])) for mark in DELIMITERS}
    return "," if counts[","] > 1 else max(DELIMITERS, key=lambda mark: counts[mark])


def _parse_quickly(body: bytes, delimiter: str) -> Grid | None:
    head = io.StringIO(body[:_HEAD_BYTES].decode("utf-8", "ignore"), newline="")
    names = [str(index) for index in range(len(next(csv.reader(head, delimiter=delimiter), [])))]
    encoded = pa.dictionary(pa.int32(), pa.string())
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(body),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, encoded), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return _grid_of_table(table)


def _grid_of_table(table: pa.Table) -> Grid:
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
    return Grid("", pd.Index(together.dictionary.to_pylist(), dtype="str"), codes, {})


def _parse_patiently(body: bytes, delimiter: str) -> Grid:
    limit = csv.field_size_limit(max(len(body), 131_072) + 1)
    try:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8"), newline=""), delimiter=delimiter))
    finally:
        csv.field_size_limit(limit)
    return grid_of_rows(rows)
