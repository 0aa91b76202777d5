"""`data/processed`: the cleaned frames as Parquet, written beside and moved into place."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kpi_lib.core.errors import DataError, StorageError
from kpi_lib.ingest.cells import CELLS_SCHEMA
from kpi_lib.ingest.manifest import Manifest, fingerprint

RUN_FILE = "run.json"
OBSERVATIONS_FILE, ISSUES_FILE, CELLS_FILE = "observations.parquet", "issues.parquet", "cells.parquet"
RECORDS_PREFIX = "records-"
_OF_RESULTS = ("core", "catalogue", "ingest")  # the rooms whose code and data decide what is cleaned


@dataclass(frozen=True, eq=False)
class Processed:
    """What the last cleaning left: the frames, `run` with its data hash and counts, and records by kind."""

    observations: pd.DataFrame
    issues: pd.DataFrame
    run: Mapping[str, Any]
    records: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def data_hash(manifest: Manifest, settings: Mapping[str, str] | None = None) -> str:
    """Return one hash of all that cleaning depends on.

    The manifest with the fingerprints of its files, which are those that the files have (`check_manifest`),
    the settings given, and the library's own rules: its catalogue and the code that reads and cleans.
    """
    entries = [entry.model_dump(mode="json") for entry in manifest]
    digest = hashlib.sha256(json.dumps([entries, dict(settings or {})], sort_keys=True).encode())
    package = Path(str(files("kpi_lib")))
    for room in _OF_RESULTS:
        for path in sorted((package / room).rglob("*")):
            if path.suffix in {".py", ".toml", ".csv"}:
                digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def save_processed(
    processed_dir: Path,
    observations: pd.DataFrame,
    issues: pd.DataFrame,
    cells: Iterable[pa.Table],
    run: Mapping[str, object],
    records: Mapping[str, pd.DataFrame] | None = None,
) -> None:
    """Write the processed set; `cells` comes file by file, so that it never stands in memory whole.

    `records` are the records by kind, a file each.

    Raises
    ------
    StorageError : the disk is full or the folder cannot be written; the earlier set is untouched.
    """
    with writing_beside(processed_dir) as folder:
        observations.to_parquet(folder / OBSERVATIONS_FILE, index=False)
        issues.to_parquet(folder / ISSUES_FILE, index=False)
        save_cells(folder / CELLS_FILE, cells)
        for kind, rows in (records or {}).items():
            rows.to_parquet(folder / f"{RECORDS_PREFIX}{kind}.parquet", index=False)
        prints = {path.name: fingerprint(path) for path in sorted(folder.iterdir())}
        text = json.dumps({**run, "files_written": prints}, indent=2, sort_keys=True, ensure_ascii=False)
        (folder / RUN_FILE).write_text(text + "\n", encoding="utf-8")


def save_cells(path: Path, cells: Iterable[pa.Table]) -> None:
    """Write tables of cells one after the other into one Parquet file."""
    texts = [field.name for field in CELLS_SCHEMA if pa.types.is_dictionary(field.type)]
    with pq.ParquetWriter(
        path,
        CELLS_SCHEMA,
        use_dictionary=texts,
        write_statistics=["file"],  # what `load_cells` filters by; others only cost time
        compression="zstd",
        compression_level=1,
    ) as writer:
        for table in cells:
            writer.write_table(table)


def load_run(processed_dir: Path) -> Mapping[str, Any] | None:
    """Return what `run.json` says, or None where there is no whole processed set."""
    path = processed_dir / RUN_FILE
    try:
        run: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    names = run.get("files_written", {})
    return run if names and all((processed_dir / name).is_file() for name in names) else None


def load_processed(processed_dir: Path) -> Processed:
    """Read what the last cleaning left; `load_cells` reads the cells.

    Raises
    ------
    DataError : nothing was cleaned yet, or the files are not those of one run.
    """
    run = load_run(processed_dir)
    if run is None:
        raise DataError(
            "There is no cleaned data",
            where=str(processed_dir),
            expected="the files that cleaning leaves",
            hint="run kpi clean",
        )
    kinds = {name: name.removeprefix(RECORDS_PREFIX).removesuffix(".parquet") for name in _record_files(run)}
    for name in (OBSERVATIONS_FILE, ISSUES_FILE, *kinds):
        if fingerprint(processed_dir / name) != run["files_written"][name]:
            raise DataError(
                "The cleaned data is not of one run", where=str(processed_dir / name), hint="run kpi clean"
            )
    observations = pd.read_parquet(processed_dir / OBSERVATIONS_FILE)
    records = {kind: pd.read_parquet(processed_dir / name) for name, kind in kinds.items()}
    return Processed(observations, pd.read_parquet(processed_dir / ISSUES_FILE), run, records)


def _record_files(run: Mapping[str, Any]) -> list[str]:
    return [name for name in run["files_written"] if name.startswith(RECORDS_PREFIX)]


def load_cells(processed_dir: Path, file: str | None = None) -> pd.DataFrame:
    """Read the cells of all raw files, or of one."""
    filters = [("file", "==", file)] if file else None
    return pd.read_parquet(processed_dir / CELLS_FILE, filters=filters)


@contextmanager
def writing_beside(folder: Path) -> Generator[Path]:
    """Give a new hidden folder in `folder`; what is written there is moved up when all went well.

    `run.json` is moved last, and the files it names carry their fingerprints, so a set that was cut off
    in the middle is never taken for a whole one.
    """
    beside = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        yield beside
        for path in sorted(beside.iterdir(), key=lambda path: (path.name == RUN_FILE, path.name)):
            path.replace(folder / path.name)
    except OSError as error:
        raise StorageError(
            "The results cannot be written",
            where=str(folder),
            got=error.strerror or str(error),
            expected="a folder that can be written, with room on the disk",
            hint="nothing was changed: make room or mend the permissions, then run again",
        ) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
