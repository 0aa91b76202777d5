"""What changed since the last run: between two processed sets, and in a run's own summary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kpi_lib.analysis.editions.differences import (
    GONE,
    NEW,
    REVISED,
    summarise_differences,
)
from kpi_lib.core.errors import DataError
from kpi_lib.ingest.previous import PREVIOUS_FOLDER, has_previous, load_figures, reported_hash, save_reported
from kpi_lib.ingest.store import load_processed
from kpi_lib.pack.project import Project


@dataclass(frozen=True, slots=True)
class RunChanges:
    """How many figures are new, revised and gone since the last run; nothing to compare on the first."""

    is_first: bool
    n_new: int = 0
    n_revised: int = 0
    n_gone: int = 0

    @property
    def words(self) -> str:
        """The summary's line: "Since the last run: 12 new figures, 3 revised, none gone; …"."""
        if self.is_first:
            return "This is the first run here: there is nothing yet to compare its figures with"
        if not self.n_new + self.n_revised + self.n_gone:
            return "Since the last run: no figure has changed"
        new = f"{self.n_new:,} new figure{'s' * (self.n_new != 1)}" if self.n_new else "no new figure"
        others = f"{_count(self.n_revised)} revised, {_count(self.n_gone)} gone"
        return f"Since the last run: {new}, {others}; kpi diff shows them"


def compare_sets(project: Project, old: Path | None = None, new: Path | None = None) -> pd.DataFrame:
    """Return what differs between two processed folders; see `summarise_differences`.

    Parameters
    ----------
    old : the set before; the one kept by the project's last run when left out.
    new : the set now; the project's own when left out.

    Raises
    ------
    DataError : a folder holds no whole set, or there was no earlier run.
    """
    if old is None and not has_previous(project.processed):
        raise DataError(
            "There is no earlier set to compare with",
            where=str(project.processed / PREVIOUS_FOLDER),
            expected="the figures of an earlier run",
            hint="they are kept from the second run with other figures on; or name two folders: OLD NEW",
        )
    before = load_figures(old or project.processed / PREVIOUS_FOLDER)
    return summarise_differences(before, load_figures(new or project.processed))


def report_changes(project: Project) -> RunChanges:
    """Return what changed since the last run that reported it, and note that this one has.

    Raises
    ------
    DataError : nothing was cleaned yet. StorageError : the folder cannot be written.
    """
    processed = load_processed(project.processed)
    data_hash = str(processed.run["data_hash"])
    reported = reported_hash(project.processed)
    if reported == data_hash:
        return RunChanges(is_first=False)
    is_first = not reported or not has_previous(project.processed)
    changes = [] if is_first else compare_sets(project)["change"].tolist()
    save_reported(project.processed, data_hash)
    return RunChanges(is_first, *(changes.count(kind) for kind in (NEW, REVISED, GONE)))


def _count(number: int) -> str:
    return f"{number:,}" if number else "none"
