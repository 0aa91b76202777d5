"""Files and folders that change all at once: built next to their place, moved into it, or left as they were.

A folder is exchanged with the old one in one step where the system can (`exchange`). Elsewhere the old one
is first moved aside: whoever comes next puts it back if that was as far as it came (`clear_leftovers`).
"""

from __future__ import annotations

import errno
import re
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from kpi_lib.core.errors import StorageError
from kpi_lib.disk.exchange import exchange
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.lock import exclusive_lock
from kpi_lib.disk.settle import (
    PRIVATE_FOLDER,
    is_at_work,
    make_folder,
    make_private_folder,
    new_file,
    settle,
    sync_file,
    sync_folder,
)

BUILDING, OLD, COPY = "building", "old", "copy"
"""Hidden names next to a target: what will take its place, what had it, what a folder is copied to."""
LOCK = "lock"


@contextmanager
def replaced_folder(target: Path, *, is_private: bool = False) -> Generator[Path]:
    """Give an empty folder next to `target` that takes its place when the block ends well.

    If the block raises, `target` is as it was. What a killed run left behind is cleared first. Where
    `target` is a link to a folder, the folder that it leads to is replaced.

    Parameters
    ----------
    is_private : the folder and all in it are for their owner alone, from the start, as is whatever is
        under `.kpi`; otherwise as the umask says, whatever the modes of the files that are copied into it.

    Raises
    ------
    StorageError : the disk is full, a folder cannot be written or replaced, or another run is writing here.
    """
    target = _followed(target)
    is_private = is_private or is_at_work(target)
    with storage_faults(target):
        make_folder(target.parent, is_private=is_private)
    with exclusive_lock(target):
        building = _next_to(target, BUILDING)
        with storage_faults(target):
            _clear_leftovers(target)
            (make_private_folder if is_private else Path.mkdir)(building)
            mode = PRIVATE_FOLDER if is_private else stat.S_IMODE(building.stat().st_mode) & 0o777
        try:
            with storage_faults(target):
                yield building
                settle(building, mode)
                _swap(building, target)
        finally:
            for word in (BUILDING, COPY):
                shutil.rmtree(_next_to(target, word), ignore_errors=True)


@contextmanager
def replaced_file(target: Path, *, is_private: bool = False) -> Generator[Path]:
    """Give an empty file next to `target` that takes its place when the block ends well; raises likewise."""
    target = _followed(target)
    is_private = is_private or is_at_work(target)
    with storage_faults(target):
        make_folder(target.parent, is_private=is_private)
    with exclusive_lock(target):
        building = _next_to(target, BUILDING)
        try:
            with storage_faults(target):
                building.unlink(missing_ok=True)
                new_file(building, is_private=is_private)
                yield building
                sync_file(building)
                building.replace(target)
                sync_folder(target.parent)
        finally:
            building.unlink(missing_ok=True)


def write_file(path: Path, text: str, *, is_private: bool = False) -> None:
    """Write a text file next to its place and move it there; raises StorageError."""
    with replaced_file(path, is_private=is_private) as building:
        building.write_text(text, encoding="utf-8", newline="\n")


def clear_leftovers(target: Path) -> None:
    """Clear what a killed run left next to a folder, and put the folder back where it was moved aside.

    For commands that read `target` and may end without replacing it.

    Raises
    ------
    StorageError : a folder cannot be moved or removed, or another run is writing here.
    """
    target = _followed(target)
    if any(_leftovers(target, word) for word in (BUILDING, COPY, OLD, LOCK)):
        with exclusive_lock(target), storage_faults(target):
            _clear_leftovers(target)


def _put_back(target: Path) -> None:
    olds = _leftovers(target, OLD)
    is_cut_off = all(_next_to(target, word).exists() for word in (OLD, BUILDING))
    if not olds or (target.exists() and not is_cut_off):
        return
    with storage_faults(target):
        if target.exists():  # what `_move_aside` had not yet removed
            shutil.rmtree(target)
        olds[0].rename(target)
        sync_folder(target.parent)


def _swap(building: Path, target: Path) -> None:
    """Put `building` in the place of `target`; what had the place is then at `building`, or gone."""
    _check_folder(target)
    if not target.exists():
        building.rename(target)
    elif not exchange(target, building):
        try:
            _move_aside(target)
            building.rename(target)
        except OSError:
            _put_back(target)
            raise
    sync_folder(target.parent)
    shutil.rmtree(_next_to(target, OLD), ignore_errors=True)


def _move_aside(target: Path) -> None:
    """Move a folder to its hidden name; one that comes with a container's image can only be copied there."""
    old = _next_to(target, OLD)
    try:
        target.rename(old)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy = _next_to(target, COPY)
        shutil.copytree(target, copy, symlinks=True)
        copy.rename(old)
        shutil.rmtree(target)


def _clear_leftovers(target: Path) -> None:
    """Remove what killed runs left; none of it is in use, as the lock is ours."""
    _put_back(target)
    for word in (BUILDING, COPY, OLD):
        for leftover in _leftovers(target, word):
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover)
            else:
                leftover.unlink()


def _leftovers(target: Path, word: str) -> list[Path]:
    """Return what lies next to `target` under a hidden name; earlier versions added a process number."""
    name = re.compile(rf"\.{re.escape(target.name)}\.{word}(-\d+)?")
    if not target.parent.is_dir():
        return []
    return sorted(path for path in target.parent.iterdir() if name.fullmatch(path.name))


def _check_folder(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise StorageError(
            "There is a file where a folder should be",
            where=str(target),
            hint="move the file elsewhere, or name another folder",
        )


def _followed(target: Path) -> Path:
    """Return what a link leads to, so that the link stays; anything else as it is."""
    return target.resolve() if target.is_symlink() else target


def _next_to(target: Path, word: str) -> Path:
    return target.with_name(f".{target.name}.{word}")
