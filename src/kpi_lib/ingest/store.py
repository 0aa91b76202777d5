"""`data/processed`: the cleaned frames as Parquet, and `run.json`, which says whether they are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kpi_lib.catalogue.contracts import COMMENTS, TARGETS, frame_of
from kpi_lib.core.errors import DataError
from kpi_lib.disk.replace import replaced_file
from kpi_lib.ingest.issues import frame_of_issues
from kpi_lib.ingest.manifest import Manifest, fingerprint
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import CELLS_SCHEMA

RUN_FILE = "run.json"
OBSERVATIONS_FILE, ISSUES_FILE, CELLS_FILE = "observations.parquet", "issues.parquet", "cells.parquet"
RECORDS_PREFIX = "records-"
TARGETS_FILE, COMMENTS_FILE = "targets.parquet", "comments.parquet"
_SEAL = "sha256"
_ROOMS = ("core", "catalogue", "ingest")  # the rooms whose code and data decide what is cleaned


@dataclass(frozen=True, eq=False)
class Processed:
    """What the last cleaning left: the frames, `run` with its data hash and counts, records by kind, and the
    targets and comments of the council's own files (`TARGETS`, `COMMENTS`)."""

    observations: pd.DataFrame
    issues: pd.DataFrame
    run: Mapping[str, Any]
    records: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    targets: pd.DataFrame = field(default_factory=lambda: frame_of([], TARGETS))
    comments: pd.DataFrame = field(default_factory=lambda: frame_of([], COMMENTS))


def data_hash(manifest: Manifest, settings: Mapping[str, str] | None = None) -> str:
    """Return one hash of all that cleaning depends on.

    The manifest with the fingerprints of its files, which are those that the files have (`check_manifest`),
    the settings given, and the library's own rules: its catalogue and the code that reads and cleans.
    """
    entries = [entry.model_dump(mode="json") for entry in manifest]
    digest = hashlib.sha256(json.dumps([entries, dict(settings or {})], sort_keys=True).encode())
    package = Path(str(files("kpi_lib")))
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.suffix in {".py", ".toml", ".csv", ".parquet"}:
                digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def save_processed(
    folder: Path,
    observations: pd.DataFrame,
    issues: pd.DataFrame,
    cells: Iterable[pa.Table],
    run: Mapping[str, object],
    records: Mapping[str, pd.DataFrame] | None = None,
    targets: pd.DataFrame | None = None,
    comments: pd.DataFrame | None = None,
) -> None:
    """Write a processed set into a folder that holds none, `run.json` last.

    Parameters
    ----------
    cells : come file by file, so that they are never in memory as a whole.
    run : what `run.json` is to say besides the fingerprint of every file and of itself.
    records : the records by kind, a file each.
    targets, comments : of the council's own files; none where left out.

    Raises
    ------
    OSError : a file cannot be written.
    """
    observations.to_parquet(folder / OBSERVATIONS_FILE, index=False)
    issues.to_parquet(folder / ISSUES_FILE, index=False)
    save_cells(folder / CELLS_FILE, cells)
    for kind, rows in (records or {}).items():
        rows.to_parquet(folder / f"{RECORDS_PREFIX}{kind}.parquet", index=False)
    for name, rows, columns in ((TARGETS_FILE, targets, TARGETS), (COMMENTS_FILE, comments, COMMENTS)):
        (frame_of([], columns) if rows is None else rows).to_parquet(folder / name, index=False)
    written = {path.name: fingerprint(path) for path in sorted(folder.iterdir()) if is_of_set(path.name)}
    content = {**run, "files_written": written}
    text = json.dumps({**content, _SEAL: _seal_of(content)}, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / RUN_FILE).write_text(text + "\n", encoding="utf-8")


def save_reading(reading: Reading, out_dir: Path) -> None:
    """Write a reading's `cells.parquet` and `issues.parquet` to a folder; raises StorageError, half never."""
    with replaced_file(out_dir / CELLS_FILE) as cells, replaced_file(out_dir / ISSUES_FILE) as issues:
        save_cells(cells, reading.arrow_cells())
        frame_of_issues(reading.issues).to_parquet(issues, index=False)


def is_of_set(name: str) -> bool:
    """Say whether a file of this name belongs to a processed set."""
    is_records = name.startswith(RECORDS_PREFIX) and name.endswith(".parquet")
    figures = {OBSERVATIONS_FILE, ISSUES_FILE, CELLS_FILE, TARGETS_FILE, COMMENTS_FILE}
    return is_records or name in figures or name == RUN_FILE


def _seal_of(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def save_cells(path: Path, cells: Iterable[pa.Table]) -> None:
    """Write tables of cells one after the other into one Parquet file."""
    texts = [field.name for field in CELLS_SCHEMA if pa.types.is_dictionary(field.type)]
    with pq.ParquetWriter(
        path,
        CELLS_SCHEMA,
        use_dictionary=texts,
        write_statistics=["file"],  # of one file its cells can be read alone; other statistics only cost time
        compression="zstd",
        compression_level=1,
    ) as writer:
        for table in cells:
            writer.write_table(table)


def load_run(processed_dir: Path, names: Iterable[str] | None = None) -> Mapping[str, Any] | None:
    """Return what `run.json` says, or None where the set is not whole.

    A set is whole where every byte is as it was written: those of `run.json`, which seals itself, and those
    of the files that it names. Damage of any kind, and a set that another version wrote, is thus found here.

    Parameters
    ----------
    names : the files that are asked about; all that `run.json` names when left out.
    """
    try:
        run: dict[str, Any] = json.loads((processed_dir / RUN_FILE).read_text(encoding="utf-8"))
        content = {key: value for key, value in run.items() if key != _SEAL}
        if run[_SEAL] != _seal_of(content):
            return None
        written = run["files_written"]
        is_whole = all(fingerprint(processed_dir / name) == written[name] for name in names or written)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return run if is_whole else None


def load_processed(processed_dir: Path) -> Processed:
    """Read what the last cleaning left, but for the cells, which fill the memory.

    Raises
    ------
    DataError : nothing was cleaned yet, or the files are not those of one run.
    """
    run = load_run(processed_dir)
    if run is None:
        is_there = (processed_dir / RUN_FILE).exists()
        raise DataError(
            "The cleaned data is damaged or not of one run" if is_there else "There is no cleaned data",
            where=str(processed_dir),
            expected="the files that cleaning leaves",
            hint="run kpi clean",
        )
    records = {
        name.removeprefix(RECORDS_PREFIX).removesuffix(".parquet"): pd.read_parquet(processed_dir / name)
        for name in run["files_written"]
        if name.startswith(RECORDS_PREFIX)
    }
    observations = pd.read_parquet(processed_dir / OBSERVATIONS_FILE)
    kept = (pd.read_parquet(processed_dir / name) for name in (TARGETS_FILE, COMMENTS_FILE))
    return Processed(observations, pd.read_parquet(processed_dir / ISSUES_FILE), run, records, *kept)
