"""The cleaned data that a pack is made from: cleaned first where need be, and narrowed to one area."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.neighbours import areas_around
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.clean_folder import clean_raw
from kpi_lib.ingest.home_area import own_words, summarise_hand_written, summarise_own
from kpi_lib.ingest.national import is_national_figure
from kpi_lib.ingest.store import Processed, load_processed
from kpi_lib.pack.project import Project


def load_fresh(project: Project) -> Processed:
    """Return the processed set of `project`, made anew where its raw files or rules have changed.

    The same set is returned for the same data, so that what is computed from it can be kept.

    Raises
    ------
    ManifestError, ReadError, DataError : the raw files are not fit to use.
    """
    settings = project.settings
    summary = clean_raw(
        project.raw, project.processed, home_area=settings.home_area, national=settings.national
    )
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
    listed = [file for file in processed.run["files"] if file["path"] in files]
    run = {
        **processed.run,
        "observations": len(observations),
        "issues": len(issues),
        "records": {kind: len(rows) for kind, rows in records.items()},
        "files": [{**file, "observations": int(stated.get(file["path"], 0))} for file in listed],
        "manifest": [entry for entry in processed.run["manifest"] if entry["path"] in files],
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


def select_of_area(processed: Processed, area_code: str, folder: Path | None = None) -> Processed:
    """Return the processed set without what councils of other areas say of themselves.

    Left out are all records of other areas and what is counted from them, and other areas' reported figures.
    A file that holds such rows, and nothing of the area, is left out whole, with the published figures that
    it repeats. Published and local figures of other areas stay, for comparisons; of the packaged ones those
    of areas that the area is read with (`areas_around`).

    Parameters
    ----------
    folder : the council's folder, whose own lists of neighbours count as well.
    """
    processed = _select_national(processed, areas_around(area_code, folder))
    figures, records = processed.observations, processed.records
    own = summarise_own(figures, records)
    others = set(own.loc[own["area_code"].ne(area_code), "file"])
    if not others and all(rows["area_code"].eq(area_code).all() for rows in records.values()):
        return processed
    is_ours = figures["area_code"].eq(area_code)
    ours = {*own.loc[own["area_code"].eq(area_code), "file"], *figures.loc[is_ours, "source"]}
    counted = {str(file) for rows in records.values() for file in rows["file"].unique()}
    is_own = figures["provenance"].eq(Provenance.REPORTED.value) | figures["source"].isin(
        [*counted, *(others - ours)]
    )
    kept = {kind: _of(rows, area_code) for kind, rows in records.items()}
    files = _files_of(processed) - (others - ours)
    return narrow_to(processed, figures.loc[is_ours | ~is_own].reset_index(drop=True), kept, files)


def _select_national(processed: Processed, around: Collection[str]) -> Processed:
    figures = processed.observations
    is_apart = is_national_figure(figures) & ~figures["area_code"].isin(around)
    if not is_apart.any():
        return processed
    kept = figures.loc[~is_apart].reset_index(drop=True)
    return narrow_to(processed, kept, processed.records, _files_of(processed) - _emptied(figures, kept))


def _files_of(processed: Processed) -> set[str]:
    return {str(file["path"]) for file in processed.run["files"]}


def _emptied(figures: pd.DataFrame, kept: pd.DataFrame) -> set[str]:
    """Return the sources of which no figure is kept."""
    return {*figures["source"].unique()} - {*kept["source"].unique()}


def left_out_words(project: Project, area_code: str) -> str:
    """Return in one line what an edition of an area leaves out; an empty text where that is nothing."""
    processed = load_fresh(project)
    listed = summarise_own(processed.observations, processed.records)
    own = pd.concat([listed, summarise_hand_written(project.raw)], ignore_index=True)
    return own_words(own.loc[own["area_code"].ne(area_code)])


def _of(rows: pd.DataFrame, area_code: str) -> pd.DataFrame:
    return rows.loc[rows["area_code"].eq(area_code)].reset_index(drop=True)
