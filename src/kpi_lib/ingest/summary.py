"""What became of the raw files, in counts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.ingest.clean import Cleaned
from kpi_lib.ingest.manifest import ManifestEntry
from kpi_lib.ingest.reading import Reading


@dataclass(frozen=True)
class FileSummary:
    """What became of one raw file: counts of rows, cells by status, observations and issues."""

    path: str
    layout: str
    dataset: str
    publisher: str
    edition: str
    rows: int
    cells: int
    status: dict[str, int]
    observations: int
    wanted: int
    left_out: int
    issues: int


@dataclass(frozen=True)
class Summary:
    """What became of a raw folder; `is_fresh` is False where nothing had changed and nothing was done."""

    files: tuple[FileSummary, ...]
    observations: int
    issues: int
    data_hash: str
    is_fresh: bool

    @property
    def frame(self) -> pd.DataFrame:
        """One row per file, with one column per count."""
        return pd.DataFrame([vars(item) for item in self.files])


def summarise_file(entry: ManifestEntry, reading: Reading, cleaned: Cleaned) -> FileSummary:
    """Return the counts of one file."""
    status = reading.status_counts()
    return FileSummary(
        path=entry.path,
        layout=reading.layout,
        dataset=reading.dataset,
        publisher=entry.publisher,
        edition=reading.edition,
        rows=reading.rows,
        cells=sum(status.values()),
        status=status,
        observations=len(cleaned.observations),
        wanted=cleaned.wanted,
        left_out=cleaned.left_out,
        issues=len(cleaned.issues),
    )
