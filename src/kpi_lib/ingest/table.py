"""One rectangle of cells under one header; its cells as rows, for reading on and for writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi_lib.catalogue.contracts import CELLS, ROLES
from kpi_lib.core.status import Status
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.sheets.tokens import STATUSES, Meanings

KEY, VALUE = ROLES
_OK, _EMPTY_KEY = STATUSES.index(Status.OK), STATUSES.index(Status.NOT_APPLICABLE)


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

    def texts(self, place: int) -> pd.Series:
        """Return a column's tokens without outer spaces, one per row."""
        distinct, back = np.unique(self.codes[:, place], return_inverse=True)
        words = self.meanings.tokens.take(distinct).str.strip()
        return pd.Series(words.take(back), dtype="str")

    def tokens(self, place: int) -> pd.Series:
        """Return a column's tokens, untouched."""
        return pd.Series(self.meanings.tokens.take(self.codes[:, place]), dtype="str")

    def numbers(self, place: int) -> np.ndarray:
        """Return a column's numbers, NaN where it holds none."""
        return self.meanings.numbers[self.codes[:, place]]

    def statuses(self, place: int) -> np.ndarray:
        """Return a column's statuses as places in `STATUSES`."""
        return self.meanings.statuses[self.codes[:, place]]

    @property
    def is_value(self) -> np.ndarray:
        """Whether each column holds figures."""
        return np.array([role == VALUE for role in self.roles], dtype=bool)

    def status_codes(self) -> np.ndarray:
        """Return the status of every cell as places in `STATUSES`, rows × columns."""
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
    columns = np.arange(1, grid.shape[1] + 1, dtype="int32")
    codes = rows_of_body(grid, body)
    rows = body.astype("int32") + 1
    return Table(
        grid.sheet, tuple(grid.row(header)), tuple(roles), rows, columns, codes, meanings,
        header_rows=(header + 1,),
    )  # fmt: skip


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
