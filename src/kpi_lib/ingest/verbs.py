"""What the command line asks of this room: check a raw folder, clean it, add a file to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import KpiError, KpiErrors, raise_all
from kpi_lib.core.status import Provenance
from kpi_lib.disk.replace import clear_leftovers, replaced_folder
from kpi_lib.ingest.clean import Cleaned, check_across_files, clean_each, join_observations
from kpi_lib.ingest.issues import STOP, Issue, frame_of_issues
from kpi_lib.ingest.known import known_from
from kpi_lib.ingest.manifest import Manifest, ManifestEntry, check_manifest
from kpi_lib.ingest.previous import carry_over
from kpi_lib.ingest.read import read_file
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.records.clean import add_records
from kpi_lib.ingest.store import data_hash, load_run, save_processed

Progress = Callable[[str, int, int], None]
"""Told after each file: its path, how many are done, how many there are."""


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


def read_raw(raw_dir: Path, manifest: Manifest, progress: Progress | None = None) -> list[Reading]:
    """Read every listed file; raises all the ReadErrors together."""
    readings: list[Reading] = []
    faults: list[KpiError] = []
    for done, entry in enumerate(manifest, start=1):
        try:
            readings.append(_read_entry(raw_dir, entry))
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
    """
    return judge_raw(raw_dir, home_area=home_area)[1]


def judge_raw(raw_dir: Path, *, home_area: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the observations and the issues of a raw folder without writing anything; raises likewise."""
    readings = read_raw(raw_dir, check_manifest(raw_dir))
    cleaned, _ = _clean_all(readings, home_area)
    observations = join_observations(item.observations for item in cleaned)
    return observations, frame_of_issues(_all_issues(readings, cleaned))


def clean_raw(
    raw_dir: Path,
    processed_dir: Path,
    *,
    home_area: str = "",
    force: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Read and clean a raw folder into a processed one.

    Nothing is done where the set is whole and neither files, manifest, settings nor rules have changed,
    unless `force`.

    Raises
    ------
    ManifestError, ReadError : the folder and its manifest disagree, or files cannot be read.
    DataError : figures that cannot be, all of them; the earlier processed set is untouched.
    StorageError : the processed folder cannot be written; the earlier set is untouched.
    """
    manifest = check_manifest(raw_dir)
    hashed = data_hash(raw_dir, manifest, {"home_area": home_area})
    clear_leftovers(processed_dir)
    run = load_run(processed_dir)
    if run is not None and run["data_hash"] == hashed and not force:
        listed = tuple(FileSummary(**item) for item in run["files"])
        return Summary(listed, run["observations"], run["issues"], hashed, is_fresh=False)
    return _clean_anew(read_raw(raw_dir, manifest, progress), manifest, processed_dir, home_area, hashed)


def _clean_anew(
    readings: list[Reading], manifest: Manifest, processed_dir: Path, home_area: str, hashed: str
) -> Summary:
    cleaned, records = _clean_all(readings, home_area)
    issues = _all_issues(readings, cleaned)
    raise_all(issue.as_error() for issue in issues if issue.severity == STOP)
    observations = join_observations(item.observations for item in cleaned)
    listed = tuple(map(_file_summary, manifest, readings, cleaned))
    run = {
        "data_hash": hashed,
        "observations": len(observations),
        "issues": len(issues),
        "records": {kind: len(rows) for kind, rows in records.items()},
        "files": [vars(item) for item in listed],
        "manifest": [entry.model_dump(mode="json") for entry in manifest],
    }
    cells = (table for item in readings for table in item.arrow_cells())
    with replaced_folder(processed_dir, is_private=True) as folder:
        carry_over(processed_dir, folder)
        save_processed(folder, observations, frame_of_issues(issues), cells, run, records)
    return Summary(listed, len(observations), len(issues), hashed, is_fresh=True)


def _clean_all(
    readings: Sequence[Reading], home_area: str
) -> tuple[list[Cleaned], Mapping[str, pd.DataFrame]]:
    """Return what each file says of indicators, counted from records too, and the records by kind."""
    catalogue, areas = load_catalogue(), load_areas()
    cleaned = clean_each(readings, catalogue, areas, home_area=home_area)
    return add_records(readings, cleaned, catalogue, areas, home_area=home_area)


def _read_entry(raw_dir: Path, entry: ManifestEntry) -> Reading:
    reading = read_file(
        raw_dir / entry.path, entry.edition or None, entry.layout, entry.dataset or None, name=entry.path
    )
    provenance = (entry.provenance or Provenance.LOCAL).value
    return replace(
        reading, provenance=provenance, area=entry.area, published=known_from(entry), title=entry.title
    )


def _all_issues(readings: Sequence[Reading], cleaned: Sequence[Cleaned]) -> list[Issue]:
    observations = join_observations(item.observations for item in cleaned)
    within = [issue for item in cleaned for issue in item.issues]
    return [*within, *check_across_files(observations, readings)]


def _file_summary(entry: ManifestEntry, reading: Reading, cleaned: Cleaned) -> FileSummary:
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
