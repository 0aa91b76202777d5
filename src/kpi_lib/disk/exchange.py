"""Two names exchanged in one step, where the system can: at no moment is either of them missing."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_AT_FDCWD = -100  # linux/fcntl.h: paths are taken from the working directory
_RENAME_EXCHANGE = 2  # linux/fs.h, since Linux 3.15
_RENAME_SWAP = 2  # sys/stdio.h, since macOS 10.12
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM}
"""What file systems, layers (overlayfs) and containers answer that do not know an exchange."""


def exchange(first: Path, second: Path) -> bool:
    """Exchange two files or folders of one file system; False, and nothing done, where that is not known.

    Raises
    ------
    OSError : it is known but was refused: no permission, a mount point, a path that is not there.
    """
    sys.audit("kpi.exchange", str(first), str(second))
    call = _system_call()
    if call is None:
        return False
    ctypes.set_errno(0)
    if call(os.fsencode(first), os.fsencode(second)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(first), None, str(second))


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    """Return this system's call, or None: Windows has none, nor has Linux with an old C library."""
    if sys.platform not in ("linux", "darwin"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    name = "renameat2" if sys.platform == "linux" else "renamex_np"
    function = getattr(library, name, None)
    if function is None:
        return None
    if sys.platform == "linux":
        function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
        return lambda first, second: function(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    function.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint]
    return lambda first, second: function(first, second, _RENAME_SWAP)
