"""Check a raw folder, or clean it: all of its files, once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import KpiError, KpiErrors, raise_all
from kpi_lib.core.status import Provenance
from kpi_lib.disk.replace import clear_leftovers, replaced_folder
from kpi_lib.ingest.clean import Cleaned, check_across_files, clean_each, join_observations
from kpi_lib.ingest.council.names import NAMES_FILE, NO_NAMES, Names, load_names
from kpi_lib.ingest.council.no_figures import fault_of_no_figures
from kpi_lib.ingest.files.grids import Sheets, load_bytes, parse_sheets
from kpi_lib.ingest.home_area import check_home_area, summarise_own
from kpi_lib.ingest.issues import STOP, Issue, frame_of_issues
from kpi_lib.ingest.layouts.text import NAMES
from kpi_lib.ingest.manifest import Manifest, ManifestEntry, check_manifest, fault_of_change
from kpi_lib.ingest.national import NATIONAL, entries_of, with_national_figures
from kpi_lib.ingest.previous import carry_over
from kpi_lib.ingest.raw_folder import path_in
from kpi_lib.ingest.read import read_sheets
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.records.clean import add_records
from kpi_lib.ingest.store import data_hash, load_run, save_processed


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

    @property
    def is_packaged(self) -> bool:
        """Whether it is a source of packaged figures, of which no file is in the raw folder."""
        return self.layout == NATIONAL


@dataclass(frozen=True)
class Summary:
    """What became of a raw folder; `is_fresh` is False where nothing had changed and nothing was done."""

    files: tuple[FileSummary, ...]
    observations: int
    issues: int
    data_hash: str
    is_fresh: bool


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


Progress = Callable[[str, int, int], None]
"""Called after each file: its path, how many are done, how many there are."""


@dataclass(frozen=True, eq=False)
class CleanedFolder:
    """What all files say together: each file's cleaning, the records by kind, all figures, all issues, and a
    fault for each of a council's own files that gives no figure."""

    cleaned: tuple[Cleaned, ...]
    records: Mapping[str, pd.DataFrame]
    observations: pd.DataFrame
    issues: tuple[Issue, ...]
    empty: tuple[KpiError, ...] = ()
    targets: pd.DataFrame | None = None
    comments: pd.DataFrame | None = None

    @property
    def stops(self) -> list[Issue]:
        """The issues that end a run."""
        return [issue for issue in self.issues if issue.severity == STOP]

    @property
    def own(self) -> pd.DataFrame:
        """What councils say of themselves, by file and area; see `summarise_own`."""
        return summarise_own(self.observations, self.records)


def read_raw(raw_dir: Path, manifest: Manifest, progress: Progress | None = None) -> list[Reading]:
    """Read every listed file, once: the bytes whose fingerprint is checked are those that are read.

    Raises
    ------
    ManifestError, ReadError : files that changed since they were listed, or cannot be read, all together.
    """
    names = names_of(raw_dir, manifest)
    readings: list[Reading] = []
    faults: list[KpiError] = []
    for done, entry in enumerate(manifest, start=1):
        try:
            readings.append(read_entry(raw_dir, entry, names))
        except KpiErrors as errors:
            faults += errors.errors
        except KpiError as error:
            faults.append(error)
        if progress is not None:
            progress(entry.path, done, len(manifest))
    raise_all(faults)
    return readings


def check_raw(raw_dir: Path, *, home_area: str = "") -> pd.DataFrame:
    """Return the issues of a raw folder without writing anything.

    Raises
    ------
    ManifestError, ReadError : the folder and its manifest disagree, or files cannot be read.
    DataError : files of another council's own than the home area's.
    """
    return check_raw_figures(raw_dir, home_area=home_area)[1]


def check_raw_figures(
    raw_dir: Path, *, home_area: str = "", national: Collection[str] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the observations and the issues of a raw folder without writing anything; raises likewise.

    Where no issue stops the run, a file of another council's own does; see `check_home_area`. The packaged
    figures of the areas `national` (ONS codes) join the others.
    """
    manifest = check_manifest(raw_dir)
    result = _clean_all(read_raw(raw_dir, manifest), manifest, names_of(raw_dir, manifest))
    if not result.stops:
        raise_all(result.empty)
        check_home_area(raw_dir, home_area, result.own)
    observations = result.observations
    if national:
        observations = with_national_figures(observations, national)
    return observations, frame_of_issues(result.issues)


def clean_raw(
    raw_dir: Path,
    processed_dir: Path,
    *,
    home_area: str = "",
    national: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Read and clean a raw folder into a processed one.

    Nothing is done where the set is whole and neither files, manifest, settings nor rules have changed,
    unless `force`. With `national`, the packaged figures of all areas join those of the files.

    Raises
    ------
    ManifestError, ReadError : the folder and its manifest disagree, or files cannot be read.
    DataError : figures that cannot be, all of them, or files of another council's own than the home area's;
        the earlier processed set is untouched.
    StorageError : the processed folder cannot be written; the earlier set is untouched.
    """
    manifest = check_manifest(raw_dir)
    hashed = data_hash(manifest, {"home_area": home_area, "national": str(national)})
    clear_leftovers(processed_dir)
    run = load_run(processed_dir)
    if run is not None and run["data_hash"] == hashed and not force:
        check_home_area(raw_dir, home_area)
        listed = tuple(FileSummary(**file) for file in run["files"])
        return Summary(listed, run["observations"], run["issues"], hashed, is_fresh=False)
    readings = read_raw(raw_dir, manifest, progress)
    result = _clean_all(readings, manifest, names_of(raw_dir, manifest))
    raise_all([*(issue.as_error() for issue in result.stops), *result.empty])
    check_home_area(raw_dir, home_area, result.own)
    listed = tuple(map(summarise_file, manifest, readings, result.cleaned))
    if national:
        joined = with_national_figures(result.observations)
        entries = entries_of(joined)
        result = replace(result, observations=joined)
        manifest = Manifest((*manifest, *entries))
        listed = (*listed, *summaries_of_national(entries, joined))
    return _save(readings, result, listed, manifest, processed_dir, hashed)


def summaries_of_national(entries: Iterable[ManifestEntry], observations: pd.DataFrame) -> list[FileSummary]:
    """Return the counts of the packaged figures by source; no cell of them was read from a raw file."""
    stated = observations["source"].value_counts()
    nothing = {"rows": 0, "cells": 0, "status": {}, "wanted": 0, "left_out": 0, "issues": 0}
    return [
        FileSummary(
            path=entry.path,
            layout=NATIONAL,
            dataset="",
            publisher=entry.publisher,
            edition=entry.edition,
            observations=int(stated[entry.path]),
            **nothing,
        )
        for entry in entries
    ]


def _save(
    readings: list[Reading],
    result: CleanedFolder,
    listed: tuple[FileSummary, ...],
    manifest: Manifest,
    processed_dir: Path,
    hashed: str,
) -> Summary:
    issues, observations = result.issues, result.observations
    run = {
        "data_hash": hashed,
        "observations": len(observations),
        "issues": len(issues),
        "records": {kind: len(rows) for kind, rows in result.records.items()},
        "files": [vars(file) for file in listed],
        "manifest": [entry.model_dump(mode="json") for entry in manifest],
    }
    cells = (table for reading in readings for table in reading.arrow_cells())
    kept = (result.records, result.targets, result.comments)
    with replaced_folder(processed_dir, is_private=True) as folder:
        carry_over(processed_dir, folder)
        save_processed(folder, observations, frame_of_issues(issues), cells, run, *kept)
    return Summary(listed, len(observations), len(issues), hashed, is_fresh=True)


def _clean_all(readings: Sequence[Reading], manifest: Manifest, names: Names) -> CleanedFolder:
    catalogue, areas = load_catalogue(), load_areas()
    each = clean_each(readings, catalogue, areas, names)
    cleaned, records = add_records(readings, each, catalogue, areas)
    observations = join_observations(file.observations for file in cleaned)
    triples = zip(manifest, readings, each, strict=True)
    empty = tuple(fault for triple in triples if (fault := fault_of_no_figures(*triple)) is not None)
    within = [issue for file in cleaned for issue in file.issues]
    issues = [*within, *check_across_files(observations, readings)]
    targets = _together([frame for file in each for frame in file.targets])
    comments = _together([frame for file in each for frame in file.comments])
    return CleanedFolder(tuple(cleaned), records, observations, tuple(issues), empty, targets, comments)


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame | None:
    return pd.concat(frames, ignore_index=True) if frames else None


def names_of(raw_dir: Path, manifest: Manifest) -> Names:
    """Return the council's own names that a manifest lists; raises ManifestError for a fault in them."""
    is_listed = any(entry.path == NAMES_FILE for entry in manifest)
    return load_names(path_in(raw_dir, NAMES_FILE)) if is_listed else NO_NAMES


def read_entry(raw_dir: Path, entry: ManifestEntry, names: Names) -> Reading:
    """Read one listed file as its entry says; raises ManifestError or ReadError."""
    if entry.path == NAMES_FILE:
        return Reading(entry.path, NAMES.name, "", entry.edition, (), (), ())
    sheets = _sheets_of(raw_dir, entry)
    quarters = entry.quarters.value if entry.quarters else ""
    edition, dataset = entry.edition or None, entry.dataset or None
    reading = read_sheets(
        sheets, entry.path, edition, entry.layout, dataset, title=entry.title, quarters=quarters, names=names
    )
    provenance = (entry.provenance or Provenance.LOCAL).value
    return replace(reading, provenance=provenance, area=entry.area, published=entry.known_from)


def _sheets_of(raw_dir: Path, entry: ManifestEntry) -> Sheets:
    raw = load_bytes(path_in(raw_dir, entry.path), entry.path)
    changed = fault_of_change(entry, raw_dir, hashlib.sha256(raw).hexdigest())
    if changed is not None:
        raise changed
    return parse_sheets(raw, entry.path)
