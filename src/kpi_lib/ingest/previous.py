"""The figures of the last run that reported them, kept next to the processed set for the next to compare.

`previous/` holds the observations of the last set whose changes a run has stated; `told.json` names the
set that was stated last. Cleaning in between (a notebook, a run that failed) leaves both as they are.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd

from kpi_lib.core.errors import DataError
from kpi_lib.disk.faults import read_error
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.manifest import fingerprint
from kpi_lib.ingest.store import OBSERVATIONS_FILE, RUN_FILE, is_of_set, load_run

PREVIOUS_FOLDER = "previous"
REPORTED_FILE = "told.json"
_FIGURES = (OBSERVATIONS_FILE, RUN_FILE)


def carry_over(processed_dir: Path, building: Path) -> None:
    """Copy from a processed set to the one that will replace it what outlives a cleaning.

    Those are the set's own figures, as the previous ones, if its changes were reported, else what was kept
    before; what was reported last; and all that is not of the set, such as a file of the user's own. What is
    damaged is left behind, and so is what earlier versions, killed, left in hidden folders.

    Raises
    ------
    OSError : a file cannot be read or written.
    """
    # a set that no run has reported is not kept: the next run would leave its changes out
    kept = processed_dir if _is_reported(processed_dir) else processed_dir / PREVIOUS_FOLDER
    if _has_figures(kept):
        (building / PREVIOUS_FOLDER).mkdir()
        for name in _FIGURES:
            shutil.copyfile(kept / name, building / PREVIOUS_FOLDER / name)
    if reported := reported_hash(processed_dir):
        (building / REPORTED_FILE).write_text(_reported_text(reported), encoding="utf-8")
    for path in processed_dir.iterdir() if processed_dir.is_dir() else ():
        is_left = path.name.startswith(".new-") or path.name in {PREVIOUS_FOLDER, REPORTED_FILE}
        if not (is_of_set(path.name) or is_left):
            copy = shutil.copytree if path.is_dir() else shutil.copyfile
            copy(path, building / path.name)


def _is_reported(processed_dir: Path) -> bool:
    run = load_run(processed_dir, [OBSERVATIONS_FILE])
    return run is not None and run["data_hash"] == reported_hash(processed_dir)


def _has_figures(folder: Path) -> bool:
    return load_run(folder, [OBSERVATIONS_FILE]) is not None


def reported_hash(processed_dir: Path) -> str:
    """Return the data hash of the set that was reported last; empty where none was."""
    try:
        return str(json.loads((processed_dir / REPORTED_FILE).read_text(encoding="utf-8"))["data_hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def save_reported(processed_dir: Path, data_hash: str) -> None:
    """Note that a run has stated what changed up to this set; raises StorageError."""
    if data_hash != reported_hash(processed_dir):
        write_file(processed_dir / REPORTED_FILE, _reported_text(data_hash), is_private=True)


def _reported_text(data_hash: str) -> str:
    return json.dumps({"data_hash": data_hash}) + "\n"


def has_previous(processed_dir: Path) -> bool:
    """Say whether figures of an earlier run are kept, and whole."""
    return _has_figures(processed_dir / PREVIOUS_FOLDER)


def load_figures(processed_dir: Path) -> pd.DataFrame:
    """Read the observations of a processed set, or of one kept by `carry_over`.

    Raises
    ------
    DataError : there is no such set, or its files are not of one run. ReadError : it may not be read.
    """
    path = processed_dir / OBSERVATIONS_FILE
    try:
        run = json.loads((processed_dir / RUN_FILE).read_text(encoding="utf-8"))
        is_whole = fingerprint(path) == run["files_written"][OBSERVATIONS_FILE]
    except PermissionError as error:
        raise read_error(error, str(path)) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_set(processed_dir) from error
    if not is_whole:
        raise DataError("The cleaned data is not of one run", where=str(path), hint="run kpi clean")
    return pd.read_parquet(path)


def _no_set(processed_dir: Path) -> DataError:
    return DataError(
        "There is no cleaned data",
        where=str(processed_dir),
        expected=f"a folder with {OBSERVATIONS_FILE} and {RUN_FILE}, as kpi clean leaves it",
        hint="kpi clean makes one; its `previous` holds the figures of the run before",
    )
