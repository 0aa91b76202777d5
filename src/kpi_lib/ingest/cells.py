"""A table's cells as rows: the `cells` frame for reading on, an Arrow table for writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi_lib.catalogue.contracts import CELLS, ROLES
from kpi_lib.core.status import Status
from kpi_lib.ingest.sheets.tokens import STATUSES
from kpi_lib.ingest.table import Table

_NUMBERS = {"row": pa.int32(), "column": pa.int32(), "number": pa.float64()}
PIECE = 2_000_000
"""Cells that are made into rows at a time: each takes some 40 bytes while it is written."""
CELLS_SCHEMA = pa.schema(
    [
        pa.field(name, _NUMBERS.get(name, pa.dictionary(pa.int32(), pa.string())), nullable=name == "number")
        for name in CELLS
    ]
)
_STATUS_WORDS = [status.value for status in STATUSES]
_OK = STATUSES.index(Status.OK)


def arrow_of_cells(file: str, table: Table) -> Iterator[pa.Table]:
    """Yield one row per cell, in reading order, as `CELLS_SCHEMA` says, some rows of the table at a time."""
    step = max(1, PIECE // max(1, table.codes.shape[1]))
    for start in range(0, max(1, len(table.rows)), step):
        part = slice(start, start + step)
        yield _arrow(file, replace(table, rows=table.rows[part], codes=table.codes[part]))


def _arrow(file: str, table: Table) -> pa.Table:
    return pa.Table.from_arrays(
        [
            pa.array(part, from_pandas=True)
            if words is None
            else pa.DictionaryArray.from_arrays(pa.array(part), pa.array(words, pa.string()))
            for part, words in _columns(file, table)
        ],
        schema=CELLS_SCHEMA,
    )


def frame_of_cells(file: str, tables: Sequence[Table]) -> pd.DataFrame:
    """Return the `cells` frame of all tables of a file, in reading order."""
    parts = [_frame(file, table) for table in tables]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return CELLS_SCHEMA.empty_table().to_pandas()
    words = [name for name in CELLS if name not in _NUMBERS]
    joined = {name: pd.api.types.union_categoricals([part[name] for part in parts]) for name in words}
    plain = {name: pd.concat([part[name] for part in parts]) for name in _NUMBERS}
    return pd.DataFrame({name: {**joined, **plain}[name] for name in CELLS}).reset_index(drop=True)


def _frame(file: str, table: Table) -> pd.DataFrame:
    columns = {
        name: part if words is None else _category(part, words)
        for name, (part, words) in zip(CELLS, _columns(file, table), strict=True)
    }
    return pd.DataFrame(columns, columns=list(CELLS), copy=False)


def _columns(file: str, table: Table) -> list[tuple[np.ndarray, pd.Index | list[str] | None]]:
    """Return each column of `CELLS` as places and the words they point to, or as numbers and None."""
    rows, width = table.codes.shape
    status = table.status_codes().ravel()
    numbers = table.meanings.numbers[table.codes]
    numbers[:, ~table.is_value] = np.nan
    headers, words = pd.factorize(np.array(table.headers, dtype=object))
    nowhere = np.zeros(rows * width, dtype="int32")
    roles = (~table.is_value).astype("int32") ^ 1
    return [
        (nowhere, [file]),
        (nowhere, [table.sheet]),
        (np.repeat(table.rows, width), None),
        (np.tile(table.columns, rows), None),
        (np.tile(headers.astype("int32"), rows), list(words)),
        (np.tile(roles, rows), list(ROLES)),
        (table.codes.ravel(), table.meanings.tokens),
        (numbers.ravel(), None),
        (status.astype("int32"), _STATUS_WORDS),
    ]


def _category(codes: np.ndarray, words: pd.Index | list[str]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(words, dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
