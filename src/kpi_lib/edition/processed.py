"""The cleaned data that a pack is made from, cleaned first where the raw files have changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kpi_lib.edition.project import Project
from kpi_lib.ingest.store import Processed, load_processed
from kpi_lib.ingest.verbs import clean_raw


def load_fresh(project: Project) -> Processed:
    """Return the processed set of `project`, made anew where its raw files or rules have changed.

    The same set is returned for the same data, so that what is computed from it can be kept.

    Raises
    ------
    ManifestError, ReadError, DataError : the raw files are not fit to use.
    """
    summary = clean_raw(project.raw, project.processed, home_area=project.settings.home_area)
    return _loaded(project.processed, summary.data_hash)


@lru_cache(maxsize=2)
def _loaded(folder: Path, data_hash: str) -> Processed:
    """Read the set once for each state of the data; frozen dataclasses of frames compare by identity."""
    return load_processed(folder)
