"""Processes that end with the one that started them, even where that one is killed.

The standard input of such a process is a pipe whose other end this process holds and never writes to. The
system closes it when this process ends, however it ends; whoever waits at the other end then ends too, with
all that it has started. That works wherever there are pipes, in containers and under process managers that
adopt orphans, where a look at the parent's number does not.

This file is also run as a script, before any package can be imported: it needs the standard library alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from multiprocessing import parent_process

NOT_FOUND = 127
"""Exit code of a program that cannot be started, as shells have it."""
_START = (
    "import runpy; runpy.run_path({file!r})['end_with_input']();"
    " runpy.run_module({module!r}, run_name='__main__')"
)


@contextmanager
def lifeline() -> Generator[int]:
    """Give what is to be a child's standard input: it ends with the block, or with this process."""
    ends = os.pipe()
    try:
        yield ends[0]
    finally:
        for end in ends:
            os.close(end)


def command_on_lifeline(command: Sequence[str]) -> list[str]:
    """Return the command that runs another and kills it when its own standard input ends.

    It is to lead a session of its own: whatever is in its process group is killed with it.
    """
    return [sys.executable, "-I", "-S", __file__, *command]


def module_on_lifeline(module: str) -> list[str]:
    """Return the command that runs a module of Python's which ends when its standard input does."""
    return [sys.executable, "-c", _START.format(file=__file__, module=module)]


def end_with_input() -> None:
    """End this process, and all others of its group, as soon as its standard input ends."""
    _once_done(lambda: os.read(0, 1))


def end_with_parent() -> None:
    """End this worker of a process pool as soon as the pool's owner has ended."""
    parent = parent_process()
    if parent is not None:
        _once_done(parent.join, is_leader=False)


def _once_done(wait: Callable[[], object], *, is_leader: bool = True) -> None:
    """Wait in a thread, then end: the group that this process leads, or this process alone."""

    def end() -> None:
        wait()
        if is_leader and os.name != "nt" and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()


def _run(command: Sequence[str]) -> int:
    """Run a command to its end, or until standard input ends; return its exit code as shells have it."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        return NOT_FOUND
    if os.name == "nt":
        _once_done(lambda: (os.read(0, 1), process.kill()))
    else:
        end_with_input()
    code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
