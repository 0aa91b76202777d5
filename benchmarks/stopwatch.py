"""Runs a command and says what it took: time on the clock, time on the processors, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KILOBYTES_PER_MB = 1024 if sys.platform != "darwin" else 1024 * 1024

TOLD = "BENCHMARK_TOLD"
LAUNCHER = f"""
import json, os, subprocess, sys, time
told = int(os.environ.pop("{TOLD}"))
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
took = time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss
os.write(told, json.dumps([os.waitstatus_to_exitcode(status), *took]).encode())
"""
"""Starts the command from a small process, whose memory Linux would count as the command's own."""


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
    launched = [sys.executable, "-I", "-S", "-c", LAUNCHER, sys.executable, *command]
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as told:
        subprocess.run(
            launched, cwd=folder, env={**own, **(variables or {}), TOLD: str(told.fileno())},
            stdout=said, stderr=subprocess.STDOUT, pass_fds=[told.fileno()], check=True,
        )  # fmt: skip
        said.seek(0)
        told.seek(0)
        text, (code, wall, cpu, peak) = said.read(), json.load(told)
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}:\n{text}")
    return Spent(wall, cpu, peak / KILOBYTES_PER_MB), text
