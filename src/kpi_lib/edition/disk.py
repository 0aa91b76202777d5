"""Folders that change all at once: built beside, moved into place, or left as they were."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from kpi_lib.core.errors import StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def storage_faults(where: Path) -> Generator[None]:
    """Turn any OSError inside into a StorageError that names the folder."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        raise StorageError(
            "The disk is full" if full else "A file or folder cannot be written",
            where=str(error.filename or where),
            got=error.strerror or str(error),
            hint="free some space and run again" if full else "check that you may write to this folder",
        ) from error


@contextmanager
def replaced_folder(target: Path) -> Generator[Path]:
    """Give an empty folder beside `target` that takes its place when the block ends well.

    If the block raises, `target` is as it was. What a killed run left behind is cleared first.

    Raises
    ------
    StorageError : the disk is full, or a folder cannot be written.
    """
    with storage_faults(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target)
        building = _beside(target, "building")
        building.mkdir()
    try:
        with storage_faults(target):
            yield building
            _swap(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def write_file(path: Path, text: str) -> None:
    """Write a text file beside and move it into place; raises StorageError."""
    with storage_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        building = _beside(path, "building")
        try:
            building.write_text(text, encoding="utf-8", newline="\n")
            building.replace(path)
        finally:
            building.unlink(missing_ok=True)


def hash_of(*paths: Path) -> str:
    """Return the SHA-256 of files and folders: names and contents, caches and hidden files left out."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(_files_under(path)):
            digest.update(file.relative_to(path.parent).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files_under(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for file in path.rglob("*"):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in file.relative_to(path).parts)
        if file.is_file() and not hidden:
            yield file


def _beside(target: Path, word: str) -> Path:
    return target.with_name(f".{target.name}.{word}-{os.getpid()}")


def _swap(building: Path, target: Path) -> None:
    old = _beside(target, "old")
    if target.exists():
        target.rename(old)
    try:
        building.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _clear_leftovers(target: Path) -> None:
    """Remove what killed runs left; one killed in mid-swap left the old folder aside: put it back."""
    for leftover in sorted(target.parent.glob(f".{target.name}.*-*")):
        if psutil.pid_exists(int(leftover.name.rsplit("-", 1)[1])):
            continue
        if ".old-" in leftover.name and not target.exists():
            leftover.rename(target)
        else:
            shutil.rmtree(leftover, ignore_errors=True)
