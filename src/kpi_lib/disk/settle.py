"""What a file or folder is given before it takes its place: its mode, and a disk that keeps it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""Modes for the owner alone. Windows has no such modes: there a folder's access list decides."""
WORK_FOLDER = ".kpi"
"""Candidates, internal pages, other raw folders' data: whatever is written under it is its owner's alone."""
_ANY_FOLDER, _ANY_FILE = 0o777, 0o666
SYNC_THREADS = 8
"""A thousand files one after the other took 7 seconds, eight at a time 0.3: a disk commits them together."""
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
"""What network file systems answer that cannot make a folder lasting."""


def is_at_work(path: Path) -> bool:
    """Say whether a path leads into the folder of work, where all is private."""
    return WORK_FOLDER in path.parent.parts


def make_folder(path: Path, *, is_private: bool) -> None:
    """Make a folder and those above it that are missing, for the owner alone or as the umask says."""
    for folder in (path, *path.parents):
        if folder.name == WORK_FOLDER and folder.exists():
            _set_mode(folder, PRIVATE_FOLDER)  # earlier versions made it for all
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=PRIVATE_FOLDER if is_private else _ANY_FOLDER, exist_ok=True)


def make_private_folder(path: Path) -> None:
    """Make a folder that its owner alone may enter; one that is there already is closed to all others."""
    make_folder(path, is_private=True)
    _set_mode(path, PRIVATE_FOLDER)


def new_file(path: Path, *, is_private: bool) -> None:
    """Make an empty file that was not there, for the owner alone or as the umask says."""
    mode = PRIVATE_FILE if is_private else _ANY_FILE
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))


def settle(folder: Path, folder_mode: int) -> None:
    """Give all that is in a folder its mode, whatever it was copied from, and wait until the disk has it.

    Parameters
    ----------
    folder_mode : the mode of each folder in it; files have the same without the right to execute.
    """
    folders, files = [], []
    for place, _, names in os.walk(folder):
        folders.append(Path(place))
        files += [path for name in names if not (path := Path(place, name)).is_symlink()]
    for path in files:
        _set_mode(path, folder_mode & _ANY_FILE)
    for path in folders:
        _set_mode(path, folder_mode)
    with ThreadPoolExecutor(SYNC_THREADS) as pool:
        list(pool.map(sync_file, files))
        list(pool.map(sync_folder, folders))


def sync_file(path: Path) -> None:
    """Wait until the disk has a file's contents."""
    sys.audit("kpi.sync", str(path))
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Wait until the disk has the names in a folder; Windows has no call for that."""
    if os.name == "nt":
        return
    sys.audit("kpi.sync", str(path))
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)


def _set_mode(path: Path, mode: int) -> None:
    """Set the rights of owner, group and others; other bits (a folder's group, inherited) stay."""
    now = stat.S_IMODE(path.stat().st_mode)
    wanted = now & ~_ANY_FOLDER | mode
    if os.name != "nt" and now != wanted:
        path.chmod(wanted)
