"""The cleaned data that a pack is made from, cleaned first where the raw files have changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

import pandas as pd

from kpi_lib.ingest.store import Processed, load_processed
from kpi_lib.ingest.verbs import clean_raw
from kpi_lib.pack.project import Project


def load_fresh(project: Project) -> Processed:
    """Return the processed set of `project`, made anew where its raw files or rules have changed.

    The same set is returned for the same data, so that what is computed from it can be kept.

    Raises
    ------
    ManifestError, ReadError, DataError : the raw files are not fit to use.
    """
    summary = clean_raw(project.raw, project.processed, home_area=project.settings.home_area)
    return _loaded(project.processed, summary.data_hash)


def narrow_to(
    processed: Processed,
    observations: pd.DataFrame,
    records: Mapping[str, pd.DataFrame],
    files: Collection[str],
) -> Processed:
    """Return a processed set with some of its figures and records, as if only these files had been read.

    Its issues are those of the files, and `run` lists them and counts what is left.
    """
    issues = processed.issues.loc[processed.issues["file"].isin([*files, ""])].reset_index(drop=True)
    stated = observations["source"].astype("str").value_counts()
    listed = [item for item in processed.run["files"] if item["path"] in files]
    run = {
        **processed.run,
        "observations": len(observations),
        "issues": len(issues),
        "records": {kind: len(rows) for kind, rows in records.items()},
        "files": [{**item, "observations": int(stated.get(item["path"], 0))} for item in listed],
        "manifest": [item for item in processed.run["manifest"] if item["path"] in files],
    }
    targets, comments = (
        rows.loc[rows["source"].isin(files)].reset_index(drop=True)
        for rows in (processed.targets, processed.comments)
    )
    return Processed(observations, issues, run, records, targets, comments)


@lru_cache(maxsize=2)
def _loaded(folder: Path, data_hash: str) -> Processed:
    """Read the set once for each state of the data; frozen dataclasses of frames compare by identity."""
    return load_processed(folder)
