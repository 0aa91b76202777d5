"""Another program run to its end, and never left running when the user stops us or we are killed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi_lib.run.lifeline import command_on_lifeline, lifeline


def run_command(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a program in `folder` and return its exit code and all that it said.

    Parameters
    ----------
    command : program and arguments.
    folder : its working directory.
    environment : variables added to this process's own.
    """
    with lifeline() as end:
        process = subprocess.Popen(
            command_on_lifeline(command),
            cwd=folder,
            env={**os.environ, **environment},
            stdin=end,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        try:
            said, _ = process.communicate()
        except BaseException:
            _end(process)
            raise
    return process.returncode, said


def _end(process: subprocess.Popen[str]) -> None:
    """End the program and all that it started."""
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
