"""A Parquet file as a grid: its column names as the first row, its values as they would be typed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grid import Grid, join_texts
from kpi_lib.ingest.files.limits import need_room

MAGIC = b"PAR1"
_WHOLE = 1e15


def parse_parquet(raw: bytes, name: str) -> Grid:
    """Return the grid of a Parquet file; the header counts as row 1, so the first record is row 2.

    Raises
    ------
    ReadError : damaged, empty, or larger than the reader's bounds.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(raw), read_dictionary=_text_columns(raw))
        meta = file.metadata
        need_room(meta.num_rows, meta.num_columns, name)
        table = file.read()
        columns = [_as_text(column) for column in table.columns]
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        raise ReadError(
            "This Parquet file cannot be read",
            where=name,
            got=" ".join(str(error).split())[:120],
            hint="export it again, or save it as CSV UTF-8",
        ) from error
    if not table.num_columns or not table.num_rows:
        raise ReadError("The file is empty", where=name, expected="columns and rows of figures")
    names = pa.array(table.column_names, pa.string())
    tokens, (first, *places) = join_texts([names, *(column.dictionary for column in columns)], name)
    codes = np.empty((table.num_rows + 1, table.num_columns), dtype="int32")
    codes[0] = first
    for index, (column, place) in enumerate(zip(columns, places, strict=True)):
        codes[1:, index] = place[column.indices.to_numpy()]
    return Grid("", tokens, codes, {})


def _text_columns(raw: bytes) -> list[str]:
    schema = pq.read_schema(pa.BufferReader(raw))
    return [field.name for field in schema if pa.types.is_string(field.type)]


def _as_text(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a column as distinct texts and places; nothing becomes an empty text."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    words = [*(_text(value) for value in column.dictionary.to_pylist()), ""]
    places = pc.fill_null(column.indices.cast(pa.int32()), pa.scalar(len(words) - 1, pa.int32()))
    return pa.DictionaryArray.from_arrays(places, pa.array(words, pa.string()))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
