"""Delimited text as a grid: comma, tab, semicolon or bar between cells, quoted where needed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.csv

from kpi_lib.ingest.files.grid import Grid, grid_of_rows, index_of_texts, letters_of
from kpi_lib.ingest.files.limits import need_fewer_texts, need_room
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
    grid = _parse_quickly(body, delimiter, name)
    if grid is None:
        grid = _parse_patiently(body, delimiter, name)
    check_quotes(data, delimiter, grid, name)
    return grid


def _find_delimiter(head: str) -> str:
    """Return the mark that splits the most of the first lines into one width; a comma in a title is none."""
    lines = [line for line in head.splitlines() if line.strip()][:HEAD_LINES]
    widths = {mark: [_width(line, mark) for line in lines] for mark in DELIMITERS}
    return max(
        DELIMITERS, key=lambda mark: max((widths[mark].count(n) for n in set(widths[mark]) - {1}), default=0)
    )


def _width(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:
        return 1


def _parse_quickly(body: Body, delimiter: str, name: str = "") -> Grid | None:
    head = bytes(body[:_HEAD_BYTES]).decode("utf-8", "ignore")
    width = _first_width(head, delimiter)
    if not width:
        return None
    need_room(1, width, name)
    try:
        return _grid_of_table(_table(body, delimiter, width), delimiter, name)
    except pa.ArrowInvalid:
        return None


def _table(body: Body, delimiter: str, width: int) -> pa.Table:
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


def _first_width(head: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
    except csv.Error:
        return 0


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
    need_fewer_texts(0, sum(letters_of(own) for own in words), name)
    together = pa.concat_arrays(words).dictionary_encode()
    need_fewer_texts(len(together.dictionary), 0, name)
    place, start = together.indices.to_numpy(), 0
    for index, own in enumerate(words):
        codes[:, index] = place[start : start + len(own)][codes[:, index]]
        start += len(own)
    return Grid("", index_of_texts(together.dictionary), codes, {}, delimiter)


def _checked(lines: Iterable[str], delimiter: str, name: str) -> Iterator[str]:
    """Yield the lines; one with too many cells is refused before they are in memory one by one."""
    for line in lines:
        if len(line) > _LONG_LINE:
            need_room(1, _QUOTED.sub("", line).count(delimiter) + 1, name)
        yield line


def _parse_patiently(body: Body, delimiter: str, name: str = "") -> Grid:
    limit = csv.field_size_limit(max(len(body), 131_072) + 1)
    lines = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline="")
    try:
        rows = csv.reader(_checked(lines, delimiter, name), delimiter=delimiter)
        return grid_of_rows(rows, delimiter=delimiter, where=name)
    finally:
        csv.field_size_limit(limit)
