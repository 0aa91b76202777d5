"""What was read from one file: tables of cells, with their headers, notes and issues next to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi_lib.ingest.issues import Issue
from kpi_lib.ingest.sheets.tokens import STATUS_WORDS
from kpi_lib.ingest.table import CELLS_SCHEMA, Table, arrow_of_cells


@dataclass(frozen=True)
class Reading:
    """One file, read: `tables` hold its cells; titles and footnotes are `notes`.

    `edition` is the one given, or the one that the file's own newest period implies. `provenance` and
    `area` are what the manifest says of the file, for layouts that do not say it row by row; `published`
    is the day from which its figures were known, see `ManifestEntry.known_from`; `title` is the file's own;
    `quarters` says which its quarters are, where that was asked.
    """

    file: str
    layout: str
    dataset: str
    edition: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    issues: tuple[Issue, ...]
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

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The `cells` frame: one row per body cell, in reading order."""
        parts = [CELLS_SCHEMA.empty_table(), *self.arrow_cells()]
        return pa.concat_tables(parts).unify_dictionaries().to_pandas()

    def arrow_cells(self) -> Iterator[pa.Table]:
        """Yield the cells as they are written to disk, some rows at a time."""
        for table in self.tables:
            yield from arrow_of_cells(self.file, table)

    def status_counts(self) -> dict[str, int]:
        """Return the number of cells by status, leaving out statuses that none has."""
        counts = np.zeros(len(STATUS_WORDS), dtype="int64")
        for table in self.tables:
            counts += np.bincount(table.status_codes().ravel(), minlength=len(STATUS_WORDS))
        return {status: int(count) for status, count in zip(STATUS_WORDS, counts, strict=True) if count}

    def summary(self) -> dict[str, object]:
        """Return the summary that `kpi read --json` prints.

        `cells` is the sum over `status`; `issues` counts those that `found` lists.
        """
        return {
            "layout": self.layout,
            "rows": self.rows,
            "cells": sum(table.codes.size for table in self.tables),
            "status": self.status_counts(),
            "issues": len(self.issues),
            "headers": len(self.headers),
            "notes": len(self.notes),
            "found": [asdict(issue) for issue in self.issues],
        }

    def parts(self) -> tuple[Reading, ...]:
        """Return one reading per table, without notes and issues."""
        whole = replace(self, notes=(), issues=())
        return tuple(
            replace(
                whole,
                layout=table.layout or self.layout,
                dataset=table.dataset or self.dataset,
                tables=(table,),
            )
            for table in self.tables
        )

    def with_issues(self, *issues: Issue) -> Reading:
        """Return the same reading with more issues."""
        return replace(self, issues=(*self.issues, *issues))
