"""Runs a command and says what it took: time on the clock, time on the processors, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KILOBYTES_PER_MB = 1024 if sys.platform != "darwin" else 1024 * 1024


class Skipped(Exception):
    """A benchmark cannot run here; the text says why."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took.

    `wall` and `cpu` are seconds, `cpu` of the command and all its children together; `peak` is the
    most memory, in MB, that any one of these processes held.
    """

    wall: float
    cpu: float
    peak: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


def run_timed(
    command: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None
) -> tuple[Spent, str]:
    """Run a Python command line in `folder`; return what it took and what it said.

    Parameters
    ----------
    command : what follows `python`.
    variables : added to the environment, from which all of KPI's own are left out.

    Raises
    ------
    RuntimeError : the command failed; the message is what it said.
    """
    own = {key: value for key, value in os.environ.items() if not key.startswith("KPI_")}
    with tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env={**own, **(variables or {})},
            stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{text}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KILOBYTES_PER_MB), text
