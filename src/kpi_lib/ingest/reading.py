"""What was read from one file: tables of cells, with their headers, notes and issues next to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi_lib.ingest.issues import Issue, frame_of_issues
from kpi_lib.ingest.sheets.tokens import STATUSES
from kpi_lib.ingest.table import Table, arrow_of_cells, frame_of_cells


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
