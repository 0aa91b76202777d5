"""The figures of the last run that told of them, kept beside the processed set for the next to compare.

`previous/` holds the observations of the last set whose changes a run has stated; `told.json` names the
set that was stated last. Cleaning in between (a notebook, a run that failed) leaves both as they are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from kpi_lib.core.errors import DataError
from kpi_lib.ingest.manifest import fingerprint
from kpi_lib.ingest.store import OBSERVATIONS_FILE, RUN_FILE, load_run, writing_beside

PREVIOUS_FOLDER = "previous"
TOLD_FILE = "told.json"


@contextmanager
def keeping_previous(processed_dir: Path) -> Generator[None]:
    """Keep the figures of the processed set that is replaced within, if its changes were told.

    They take the place of what was kept before only when all within went well: after a set that could not
    be written, the next is still compared with the one before.

    Raises
    ------
    StorageError : the folder cannot be written; what was kept before is untouched.
    """
    if not _is_told_and_whole(processed_dir):
        yield
        return
    with writing_beside(processed_dir / PREVIOUS_FOLDER) as folder:
        for name in (OBSERVATIONS_FILE, RUN_FILE):
            shutil.copyfile(processed_dir / name, folder / name)
        yield


def _is_told_and_whole(processed_dir: Path) -> bool:
    run = load_run(processed_dir)
    if run is None or run["data_hash"] != told_hash(processed_dir):
        return False
    return fingerprint(processed_dir / OBSERVATIONS_FILE) == str(run["files_written"][OBSERVATIONS_FILE])


def told_hash(processed_dir: Path) -> str:
    """Return the data hash of the set that was told last; empty where none was."""
    try:
        return str(json.loads((processed_dir / TOLD_FILE).read_text(encoding="utf-8"))["data_hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def save_told(processed_dir: Path, data_hash: str) -> None:
    """Note that a run has stated what changed up to this set; raises StorageError."""
    if data_hash == told_hash(processed_dir):
        return
    with writing_beside(processed_dir) as folder:
        text = json.dumps({"data_hash": data_hash}) + "\n"
        (folder / TOLD_FILE).write_text(text, encoding="utf-8")


def has_previous(processed_dir: Path) -> bool:
    """Say whether figures of an earlier run are kept."""
    folder = processed_dir / PREVIOUS_FOLDER
    return all((folder / name).is_file() for name in (OBSERVATIONS_FILE, RUN_FILE))


def load_figures(processed_dir: Path) -> pd.DataFrame:
    """Read the observations of a processed set, or of one kept by `keeping_previous`.

    Raises
    ------
    DataError : there is no such set, or its files are not of one run.
    """
    path = processed_dir / OBSERVATIONS_FILE
    try:
        run = json.loads((processed_dir / RUN_FILE).read_text(encoding="utf-8"))
        is_whole = fingerprint(path) == run["files_written"][OBSERVATIONS_FILE]
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
