"""What was read from one file: tables of cells, with their headers, notes and issues beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi_lib.catalogue.contracts import ROLES
from kpi_lib.core.status import Status
from kpi_lib.disk.replace import replaced_file
from kpi_lib.ingest.cells import arrow_of_cells, frame_of_cells
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.issues import Issue, frame_of_issues
from kpi_lib.ingest.sheets.tokens import STATUSES, Meanings

KEY, VALUE = ROLES
_OK, _EMPTY_KEY = STATUSES.index(Status.OK), STATUSES.index(Status.NOT_APPLICABLE)


@dataclass(frozen=True)
class Table:
    """One rectangle of body cells under one header.

    `codes` (rows × columns) points into the tokens of `meanings`; `rows` and `columns` say where each
    stands in its sheet, counted from 1; `roles` says of each column whether it is a key or a figure.
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
    """Return the table whose header stands in row `header` and whose rows are `body`, both from 0."""
    columns = np.arange(1, grid.shape[1] + 1, dtype="int32")
    codes = rows_of_body(grid, body)
    rows = body.astype("int32") + 1
    return Table(
        grid.sheet, tuple(grid.row(header)), tuple(roles), rows, columns, codes, meanings,
        header_rows=(header + 1,),
    )  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One file, read: `tables` hold its cells; titles and footnotes are `notes`.

    `edition` is the one given, or the one that the file's own newest period implies. `provenance` and
    `area` are what the manifest says of the file, for layouts that do not say it row by row; `published`
    is the day from which its figures were known, see `known.known_from`; `title` is the file's own;
    `quarters` says which its quarters are, where that was asked.
    """

    file: str
    layout: str
    dataset: str
    edition: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    found: tuple[Issue, ...]
    provenance: str = ""
    area: str = ""
    published: date | None = None
    title: str = ""
    quarters: str = ""

    @property
    def rows(self) -> int:
        """Number of body rows."""
        return sum(table.codes.shape[0] for table in self.tables)

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header, as in the file; the rows of a stacked one joined by a bar."""
        return tuple(header for table in self.tables for header in table.headers)

    @property
    def issues(self) -> pd.DataFrame:
        """The `issues` frame of this file."""
        return frame_of_issues(self.found)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The `cells` frame: one row per body cell, in reading order."""
        return frame_of_cells(self.file, self.tables)

    def arrow_cells(self) -> Iterator[pa.Table]:
        """Yield the cells as they are written to disk, some rows at a time."""
        for table in self.tables:
            yield from arrow_of_cells(self.file, table)

    def status_counts(self) -> dict[str, int]:
        """Return the number of cells by status, leaving out statuses that none has."""
        counts = np.zeros(len(STATUSES), dtype="int64")
        for table in self.tables:
            counts += np.bincount(table.status_codes().ravel(), minlength=len(STATUSES))
        return {status.value: int(count) for status, count in zip(STATUSES, counts, strict=True) if count}

    def summary(self) -> dict[str, object]:
        """Return the summary that `kpi read --json` prints.

        `cells` is the sum over `status`; `issues` counts those that `found` lists.
        """
        cells = sum(table.codes.size for table in self.tables)
        return {
            "layout": self.layout,
            "rows": self.rows,
            "cells": cells,
            "status": self.status_counts(),
            "issues": len(self.found),
            "headers": len(self.headers),
            "notes": len(self.notes),
            "found": [asdict(issue) for issue in self.found],
        }

    def save(self, out_dir: Path) -> None:
        """Write `cells.parquet` and `issues.parquet` to a folder; raises StorageError, half written never."""
        from kpi_lib.ingest.store import CELLS_FILE, ISSUES_FILE, save_cells

        with replaced_file(out_dir / CELLS_FILE) as cells, replaced_file(out_dir / ISSUES_FILE) as issues:
            save_cells(cells, self.arrow_cells())
            self.issues.to_parquet(issues, index=False)

    def parts(self) -> tuple[Reading, ...]:
        """Return one reading per table, without notes and issues."""
        return tuple(
            replace(
                self, layout=table.layout or self.layout, dataset=table.dataset or self.dataset,
                tables=(table,), notes=(), found=(),
            )
            for table in self.tables
        )  # fmt: skip

    def with_issues(self, *issues: Issue) -> Reading:
        """Return the same reading with more issues."""
        return replace(self, found=(*self.found, *issues))
