"""One rectangle of cells under one header, and its cells as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi_lib.catalogue.contracts import CELLS, ROLES
from kpi_lib.core.status import Status
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.sheets.tokens import STATUS_WORDS, STATUSES, Meanings

KEY, VALUE = ROLES
_OK, _EMPTY_KEY = STATUSES.index(Status.OK), STATUSES.index(Status.NOT_APPLICABLE)
_NUMBERS = {"row": pa.int32(), "column": pa.int32(), "number": pa.float64()}
CELLS_SCHEMA = pa.schema(
    [
        pa.field(name, _NUMBERS.get(name, pa.dictionary(pa.int32(), pa.string())), nullable=name == "number")
        for name in CELLS
    ]
)
PIECE = 2_000_000
"""Cells that are made into rows at a time: each takes some 40 bytes while it is written."""


@dataclass(frozen=True)
class Table:
    """One rectangle of body cells under one header.

    `codes` (rows × columns) points into the tokens of `meanings`; `rows` and `columns` say where each
    is in its sheet, counted from 1; `roles` says of each column whether it is a key or a figure.
    `layout` and `dataset` are those of its sheet, where they differ from sheet to sheet; `header_rows`
    are the rows, counted from 1, whose texts `headers` joins.
    """

    sheet: str
    headers: tuple[str, ...]
    roles: tuple[str, ...]
    rows: np.ndarray
    columns: np.ndarray
    codes: np.ndarray
    meanings: Meanings
    layout: str = ""
    dataset: str = ""
    header_rows: tuple[int, ...] = ()

    def find(self, *names: str) -> int | None:
        """Return the place of the first column with one of these headers, ignoring case and outer spaces."""
        plain = [" ".join(header.split()).casefold() for header in self.headers]
        wanted = [" ".join(name.split()).casefold() for name in names]
        return next((plain.index(name) for name in wanted if name in plain), None)

    def texts(self, place: int | None) -> pd.Series:
        """Return a column's tokens without outer spaces, one per row; empty ones where there is no column."""
        if place is None:
            return pd.Series("", index=range(len(self.rows)), dtype="str")
        distinct, back = np.unique(self.codes[:, place], return_inverse=True)
        words = self.meanings.tokens.take(distinct).str.strip()
        return pd.Series(words.take(back), dtype="str")

    def numbers(self, place: int | None) -> np.ndarray:
        """Return a column's numbers, NaN where it holds none and where there is no column."""
        if place is None:
            return np.full(len(self.rows), np.nan)
        return self.meanings.numbers[self.codes[:, place]]

    @property
    def is_value(self) -> np.ndarray:
        """Whether each column holds figures."""
        return np.array([role == VALUE for role in self.roles], dtype=bool)

    def status_codes(self) -> np.ndarray:
        """Return the status of every cell as places in `STATUSES`, rows × columns.

        Whatever a key holds is `ok`, and an empty one `not_applicable`: "c" in a column of names is a name,
        and only in a column of figures a suppressed figure.
        """
        as_key = np.where(self.meanings.is_blank, _EMPTY_KEY, _OK).astype("int8")
        result = np.empty(self.codes.shape, dtype="int8")
        for place, is_value in enumerate(self.is_value):
            result[:, place] = (self.meanings.statuses if is_value else as_key)[self.codes[:, place]]
        return result


def rows_of_body(grid: Grid, body: np.ndarray) -> np.ndarray:
    """Return the codes of some rows, from 0; those that follow each other without making a copy."""
    is_all = len(body) and body[-1] - body[0] + 1 == len(body)
    return grid.codes[body[0] : body[-1] + 1] if is_all else grid.codes[body]


def cut_table(grid: Grid, header: int, body: np.ndarray, roles: list[str], meanings: Meanings) -> Table:
    """Return the table whose header is in row `header` and whose rows are `body`, both from 0."""
    rows = body.astype("int32") + 1
    columns = np.arange(1, grid.shape[1] + 1, dtype="int32")
    codes, headers = rows_of_body(grid, body), tuple(grid.row(header))
    return Table(grid.sheet, headers, tuple(roles), rows, columns, codes, meanings, header_rows=(header + 1,))


def arrow_of_cells(file: str, table: Table) -> Iterator[pa.Table]:
    """Yield one row per cell, in reading order, as `CELLS_SCHEMA` says, some rows of the table at a time."""
    step = max(1, PIECE // max(1, table.codes.shape[1]))
    for start in range(0, max(1, len(table.rows)), step):
        part = slice(start, start + step)
        columns = _cell_columns(file, replace(table, rows=table.rows[part], codes=table.codes[part]))
        yield pa.Table.from_arrays(columns, schema=CELLS_SCHEMA)


def _cell_columns(file: str, table: Table) -> list[pa.Array]:
    """Return each column of `CELLS`; texts as places in the distinct ones."""
    rows, width = table.codes.shape
    numbers = table.meanings.numbers[table.codes]
    numbers[:, ~table.is_value] = np.nan
    headers, distinct = pd.factorize(np.array(table.headers, dtype=object))
    nowhere = np.zeros(rows * width, dtype="int32")
    return [
        _dictionary(nowhere, [file]),
        _dictionary(nowhere, [table.sheet]),
        pa.array(np.repeat(table.rows, width)),
        pa.array(np.tile(table.columns, rows)),
        _dictionary(np.tile(headers, rows), list(distinct)),
        _dictionary(np.tile(table.is_value, rows), list(ROLES)),
        _dictionary(table.codes.ravel(), table.meanings.tokens),
        pa.array(numbers.ravel(), from_pandas=True),
        _dictionary(table.status_codes().ravel(), STATUS_WORDS),
    ]


def _dictionary(places: np.ndarray, words: pd.Index | list[str]) -> pa.DictionaryArray:
    indices = pa.array(places.astype("int32", copy=False))
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))
