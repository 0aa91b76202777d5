"""What every kernel does before its first notebook, and between two: run inside the kernel."""

from __future__ import annotations

import gc
import sys
import warnings
from typing import Any

_LOOPBACK = ("127.", "::1", "localhost")


def prepare() -> None:
    """Load the library once and refuse the network from here on.

    Small frames of text are quicker as Python's own, and garbage is collected between two notebooks
    (`reset`), not within one: together a fifth of a page's time.
    """
    import pandas as pd

    pd.options.mode.string_storage = "python"
    gc.disable()
    import kpi_lib  # noqa: F401

    sys.addaudithook(_refuse_network)


def reset(shell: Any) -> None:
    """Return the kernel to how a fresh one is: no names, counts from 1, each warning shown again.

    Parameters
    ----------
    shell : the kernel's IPython shell.
    """
    shell.reset(new_session=True)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
    with warnings.catch_warnings():
        pass  # entering and leaving forgets which warnings were shown
    gc.collect()
    gc.freeze()  # the library and its caches: no later collection need look through them again


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
        raise PermissionError(f"a notebook may not use the network (tried {address[0]})")
