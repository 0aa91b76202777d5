"""Delimited text as a grid: comma, tab, semicolon or bar between cells, quoted where needed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.csv

from kpi_lib.ingest.files.grid import Grid, grid_of_rows, join_texts
from kpi_lib.ingest.files.limits import need_room
from kpi_lib.ingest.files.quotes import check_quotes

DELIMITERS = (",", "\t", ";", "|")
HEAD_LINES = 30
Body = bytes | memoryview
_LONG_LINE = 1_000_000
_QUOTED = re.compile(r'"[^"]*"')
_BLOCK_BYTES = 1 << 24
_HEAD_BYTES = 1 << 16


def parse_text(data: bytes, name: str = "") -> Grid:
    """Return the grid of a delimited text in UTF-8; `name` is the file's, for errors.

    The quick reader takes files whose rows are all of one width; anything else (titles above the
    header, blank lines, short rows) goes through the patient one. Both give the same grid.

    Raises
    ------
    ReadError : a quote swallows rows, see `check_quotes`; too many rows, columns, cells or texts.
    """
    need_room(max(data.count(b"\n"), data.count(b"\r")), 1, name)  # in a moment, where reading takes long
    body = memoryview(data)[: len(data.rstrip(b"\r\n"))]
    head = bytes(body[:_HEAD_BYTES]).decode("utf-8", "ignore")
    delimiter = _find_delimiter(head)
    grid = _parse_quickly(body, head, delimiter, name)
    if grid is None:
        grid = _parse_patiently(body, delimiter, name)
    check_quotes(data, delimiter, grid, name)
    return grid


def _find_delimiter(head: str) -> str:
    """Return the mark that splits the most of the first lines into one width; a comma in a title is none."""
    lines = [line for line in head.splitlines() if line.strip()][:HEAD_LINES]

    def most_alike(mark: str) -> int:
        widths = Counter(_width([line], mark) for line in lines)
        return max((count for width, count in widths.items() if width > 1), default=0)

    return max(DELIMITERS, key=most_alike)


def _width(lines: Iterable[str], mark: str) -> int:
    """Return the number of cells in the first row, 0 where it is none."""
    try:
        return len(next(csv.reader(lines, delimiter=mark), []))
    except csv.Error:
        return 0


def _parse_quickly(body: Body, head: str, delimiter: str, name: str) -> Grid | None:
    width = _width(io.StringIO(head, newline=""), delimiter)
    if not width:
        return None
    need_room(1, width, name)
    try:
        return _grid_of_table(_table(body, delimiter, width), delimiter, name)
    except pa.ArrowInvalid:
        return None


def _table(body: Body, delimiter: str, width: int) -> pa.Table:
    # every cell stays the text that it is: "NA" and "" are no missing values here, a blank line is a row, and
    # a text in quotes may go on over lines
    names = [str(index) for index in range(width)]
    encoded = pa.dictionary(pa.int32(), pa.string())
    return pyarrow.csv.read_csv(
        pa.BufferReader(body),
        read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, encoded), strings_can_be_null=False, check_utf8=False
        ),
    )


def _grid_of_table(table: pa.Table, delimiter: str, name: str) -> Grid:
    """Return the grid of a table; its columns are let go one by one, as large files fill the memory."""
    shape = (table.num_rows, table.num_columns)
    need_room(*shape, name)
    columns = table.columns[::-1]
    del table
    codes, words = np.empty(shape, dtype="int32"), []
    for index in range(shape[1]):
        column = columns.pop().unify_dictionaries()
        words.append(column.chunk(0).dictionary)
        codes[:, index] = np.concatenate([chunk.indices.to_numpy() for chunk in column.chunks])
    tokens, places = join_texts(words, name)
    for index, place in enumerate(places):  # from places in the column's own texts to those in all
        codes[:, index] = place[codes[:, index]]
    return Grid("", tokens, codes, {}, delimiter)


def _checked(lines: Iterable[str], delimiter: str, name: str) -> Iterator[str]:
    """Yield the lines; one with too many cells is refused before they are in memory one by one."""
    for line in lines:
        if len(line) > _LONG_LINE:
            need_room(1, _QUOTED.sub("", line).count(delimiter) + 1, name)
        yield line


def _parse_patiently(body: Body, delimiter: str, name: str) -> Grid:
    limit = csv.field_size_limit(max(len(body), 131_072) + 1)
    lines = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline="")
    try:
        rows = csv.reader(_checked(lines, delimiter, name), delimiter=delimiter)
        return grid_of_rows(rows, delimiter=delimiter, where=name)
    finally:
        csv.field_size_limit(limit)
