"""One writer at a time: a lock that ends with the process that holds it, however it ends."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from kpi_lib.core.errors import KpiError, StorageError
from kpi_lib.disk.faults import storage_error

WAIT_SECONDS = 10.0


@contextmanager
def exclusive_lock(
    target: Path, *, wait: float | None = None, refusal: KpiError | None = None
) -> Generator[None]:
    """Hold the lock of a file or folder: the hidden file `.<name>.lock` next to it.

    Whoever holds it may take all that others left half done for left over: they are no more.

    Parameters
    ----------
    target : need not exist; its parent must.
    wait : seconds to wait for another holder to finish; `WAIT_SECONDS` by default.
    refusal : raised where another one still holds it; a StorageError by default.

    Raises
    ------
    KpiError : the refusal. StorageError : the lock file cannot be written.
    """
    path = target.with_name(f".{target.name}.lock")
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=WAIT_SECONDS if wait is None else wait)
    except Timeout as error:
        raise refusal or _busy(target) from error
    except OSError as error:  # named for the target: nobody knows of the hidden file
        raise storage_error(OSError(error.errno, error.strerror, str(target)), target) from error
    try:
        yield
    finally:
        if os.name != "nt":  # there filelock does it
            with suppress(OSError):
                path.unlink()  # while it is held: whoever waits for it finds it gone and makes another
        lock.release()


def _busy(target: Path) -> StorageError:
    return StorageError(
        "Another run is writing here",
        where=str(target),
        got=f"a lock held by another process: .{target.name}.lock",
        hint="wait until it has ended and run again; nothing was changed",
    )
