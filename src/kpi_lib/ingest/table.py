"""One rectangle of cells under one header."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_lib.catalogue.contracts import ROLES
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
