"""What the operating system says when a file cannot be read or written, as an error that helps."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kpi_lib.core.errors import ReadError, StorageError

LONGEST_REASON = 200
LONGEST_WINDOWS_PATH = 259
"""Characters in a path, unless long paths are switched on (learn.microsoft.com, "Maximum Path Length")."""


@dataclass(frozen=True, slots=True)
class _Cause:
    """One kind of fault: what is wrong in a sentence, and what to do next."""

    what: str
    hint: str


_IN_USE = _Cause(
    "A file is open in another program",
    "close it there and run again: Excel locks every file that it has open",
)
_TOO_LONG = _Cause("A name or path is too long", "choose a shorter name, or a folder nearer to the root")
_CAUSES = {
    errno.ENOSPC: _Cause("The disk is full", "free some space and run again"),
    errno.EDQUOT: _Cause("The quota of disk space is used up", "free some space and run again"),
    errno.EFBIG: _Cause("A file is larger than this system allows", "raise the limit (ulimit -f)"),
    errno.EROFS: _Cause("The disk is read-only", "choose a folder on another disk"),
    errno.EMFILE: _Cause("Too many files are open", "raise the limit (ulimit -n) and run again"),
    errno.ENFILE: _Cause("Too many files are open", "close other programs and run again"),
    errno.EIO: _Cause("The disk reports a fault", "check the disk or the network drive, then run again"),
    errno.EBUSY: _Cause(
        "A folder is in use or a mount point, so it cannot be replaced",
        "mount the folder above it, or choose another folder",
    ),
    errno.ETXTBSY: _IN_USE,
    errno.ENAMETOOLONG: _TOO_LONG,
}
_WINDOWS_CAUSES = {32: _IN_USE, 33: _IN_USE, 206: _TOO_LONG}
"""ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION and ERROR_FILENAME_EXCED_RANGE."""
_ERRNO = re.compile(r"\[Errno (\d+)\]")


@contextmanager
def storage_faults(where: Path) -> Generator[None]:
    """Turn any OSError inside into a StorageError that names the file or folder.

    Parameters
    ----------
    where : named where the system does not say which file it was.
    """
    try:
        yield
    except OSError as error:
        raise storage_error(error, where) from error


def storage_error(error: OSError, where: Path | str) -> StorageError:
    """Return the StorageError that says why a file or folder cannot be written."""
    error = _plain(error)
    cause = _cause_of(error) or _Cause(
        "A file or folder cannot be written", "check that you may write to this folder"
    )
    return StorageError(cause.what, where=_where(error, where), got=_reason(error), hint=cause.hint)


def read_error(error: OSError, where: str) -> ReadError:
    """Return the ReadError that says why a file cannot be read."""
    cause = _cause_of(error)
    if isinstance(error, FileNotFoundError) and cause is None:
        return ReadError("There is no such file", where=where, expected="a file to read")
    if isinstance(error, IsADirectoryError):
        return ReadError("There is a folder where a file should be", where=where, expected="a file to read")
    cause = cause or _Cause("The file cannot be opened", "check that you may read this file")
    return ReadError(cause.what, where=where, got=_reason(error), hint=cause.hint)


def any_error(error: OSError) -> StorageError:
    """Return the error for a fault of which only the system's word is known, not what was being done."""
    unknown = _Cause("A file or folder cannot be read or written", "check that it is there and that you may")
    plain = _plain(error)
    cause = _cause_of(plain) or unknown
    return StorageError(cause.what, where=_where(plain, ""), got=_reason(plain), hint=cause.hint)


def error_in(said: str, where: str) -> StorageError | None:
    """Return the StorageError for what another program said of the disk, or None where it said nothing."""
    cause = next((cause for number, cause in _CAUSES.items() if os.strerror(number) in said), None)
    return StorageError(cause.what, where=where, hint=cause.hint) if cause else None


def _cause_of(error: OSError) -> _Cause | None:
    is_long = os.name == "nt" and len(str(error.filename or "")) > LONGEST_WINDOWS_PATH
    if is_long and error.errno == errno.ENOENT:
        return _TOO_LONG  # Windows says only that there is no such path
    return _WINDOWS_CAUSES.get(getattr(error, "winerror", None) or 0) or _CAUSES.get(error.errno or 0)


def _plain(error: OSError) -> OSError:
    """Return the first fault of many, where a tree was copied and shutil names all of them in one text."""
    if not isinstance(error, shutil.Error) or not isinstance(error.args[0], list):
        return error
    source, _, why = error.args[0][0]
    number = _ERRNO.match(str(why))
    return OSError(int(number[1]), os.strerror(int(number[1])), source) if number else OSError(str(why))


def _where(error: OSError, where: Path | str) -> str:
    return str(error.filename if isinstance(error.filename, str) else where)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__)[:LONGEST_REASON]
