"""Folders for work that is thrown away: gone at its end, or with the next run where it was killed."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from kpi_lib.core.errors import StorageError
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.lock import exclusive_lock
from kpi_lib.disk.settle import WORK_FOLDER, make_folder, make_private_folder

SCRATCH_FOLDER = "tmp"


class _InUseError(StorageError):
    """A folder whose run is alive."""


@contextmanager
def scratch_folder(root: Path) -> Generator[Path]:
    """Give an empty private folder under `.kpi/tmp` that is removed when the block ends.

    Each has a lock that ends with its process; those whose lock nobody holds are removed first.

    Parameters
    ----------
    root : the project's folder.

    Raises
    ------
    StorageError : the disk is full, or the folder cannot be written.
    """
    base = root / WORK_FOLDER / SCRATCH_FOLDER
    with storage_faults(base):
        make_folder(base, is_private=True)
        names = {path.name.removeprefix(".").removesuffix(".lock") for path in base.iterdir()}
    for name in names:
        _clear(base / name)
    folder = base / secrets.token_hex(4)
    with exclusive_lock(folder):
        with storage_faults(folder):
            make_private_folder(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _clear(folder: Path) -> None:
    try:
        with exclusive_lock(folder, wait=0, refusal=_InUseError("In use")):
            shutil.rmtree(folder, ignore_errors=True)
    except _InUseError:
        pass
