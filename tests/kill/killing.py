"""Ends a process with SIGKILL before its n-th operation on files, as power loss or a full memory would.

`Kills` is what a test uses. It keeps one server (this file, run as a script) that loads the test's module
once and forks for every kill, so that a kill costs what the work costs and not the start of Python.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

OPERATIONS = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "kpi.exchange",
    "kpi.sync",
}
"""Audit events that change files or make a change last; `open` only for writing. Replacing is renaming."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NEVER = 0
CLONE_NEWPID = 0x20000000  # linux/sched.h
RAISED = 1
ALL = os.environ.get("KPI_KILLS") == "all"
"""Every operation, not a sample; `make kill`."""


@dataclass(frozen=True)
class Operation:
    """One operation: its number counted from 1, the audit event, its path from the folder watched."""

    number: int
    event: str
    path: str

    @property
    def kind(self) -> tuple[str, str]:
        """What it is one of: the event, in which folder of the first level (or on which file)."""
        return self.event, self.path.split("/")[0]


@dataclass(frozen=True)
class Kills:
    """Kills of the functions of one module.

    A function to be killed is named; it takes a folder, and all its operations on files under that folder
    count.

    Parameters
    ----------
    server : this file as a script, with the module loaded.
    in_namespace : each run has a process namespace of its own, so that process numbers come back, as they
        do in a container.
    """

    server: subprocess.Popen[str]
    in_namespace: bool = False

    def count(self, function: str, folder: Path) -> list[Operation]:
        """Run a function to its end and return its operations; it must not raise."""
        answer = self._ask(function, folder, NEVER)
        assert answer["status"] == 0, answer["said"]
        return [Operation(number, *item) for number, item in enumerate(answer["operations"], start=1)]

    def kill(self, function: str, folder: Path, number: int) -> None:
        """Run a function and end its process with SIGKILL before the operation of this number."""
        answer = self._ask(function, folder, number)
        assert answer["status"] == -signal.SIGKILL, (number, answer)

    def run(self, function: str, folder: Path) -> None:
        """Run a function to its end; it must not raise."""
        self.count(function, folder)

    def chosen(self, operations: list[Operation]) -> list[Operation]:
        """Return `chosen` operations; of those every fifth where a namespace asks the same once more."""
        found = chosen(operations)
        return found if ALL or not self.in_namespace else found[::5]

    def _ask(self, function: str, folder: Path, number: int) -> dict[str, Any]:
        asked = {
            "function": function,
            "folder": str(folder),
            "number": number,
            "in_namespace": self.in_namespace,
        }
        assert self.server.stdin is not None and self.server.stdout is not None
        self.server.stdin.write(json.dumps(asked) + "\n")
        self.server.stdin.flush()
        line = self.server.stdout.readline()
        assert line, "the server of kills has ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


def chosen(operations: list[Operation]) -> list[Operation]:
    """Return all operations with `KPI_KILLS=all`; else the first, a middle and the last of each kind."""
    if ALL:
        return operations
    kinds: dict[tuple[str, str], list[Operation]] = {}
    for operation in operations:
        kinds.setdefault(operation.kind, []).append(operation)
    kept = {item for group in kinds.values() for item in (group[0], group[len(group) // 2], group[-1])}
    return sorted(kept, key=lambda operation: operation.number)


@contextmanager
def serving(module: Path, *, in_namespace: bool = False) -> Iterator[Kills]:
    """Start the server for the functions of one module; ended with the block."""
    command = [sys.executable, str(Path(__file__)), str(module)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield Kills(server, in_namespace)
        finally:
            server.kill()


def can_make_namespaces() -> bool:
    """Say whether this user may make a process namespace here."""
    if not sys.platform.startswith("linux"):
        return False
    process = os.fork()
    if process == 0:
        os._exit(0 if ctypes.CDLL(None).unshare(CLONE_NEWPID) == 0 else 1)
    return os.waitpid(process, 0)[1] == 0


def _serve(module: ModuleType) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the work prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        answers.write(json.dumps(_forked(module, asked)) + "\n")
        answers.flush()


def _forked(module: ModuleType, asked: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked in a child and say how it ended and what it did."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as told:
            _in_child(module, asked, told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        lines = [json.loads(line) for line in told]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = [line for line in lines if isinstance(line, dict)]
    return {
        "status": ended[0]["status"] if ended else status,
        "said": "".join(item.get("said", "") for item in ended),
        "operations": [line for line in lines if isinstance(line, list)],
    }


def _in_child(module: ModuleType, asked: dict[str, Any], told: Any) -> None:
    """Work in this process; or, in a namespace of its own, as its second process, never the first.

    The first process of a namespace cannot be killed from within it.
    """
    if not asked["in_namespace"]:
        _work(module, asked, told)
        return
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWPID):
        raise OSError(ctypes.get_errno(), "no process namespace")
    first = os.fork()
    if first:
        os.waitpid(first, 0)
        return
    second = os.fork()
    if second == 0:
        assert os.getpid() == 2
        _work(module, asked, told)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(second, 0)[1])
    if status:
        told.write(json.dumps({"status": status}) + "\n")
        told.flush()
    os._exit(0)


def _work(module: ModuleType, asked: dict[str, Any], told: Any) -> None:
    folder = Path(asked["folder"])
    try:
        os.chdir(folder)
        sys.addaudithook(_Watch(folder, asked["number"], told))
        getattr(module, asked["function"])(folder)
    except BaseException:
        told.write(json.dumps({"status": RAISED, "said": traceback.format_exc()}) + "\n")
    told.flush()


class _Watch:
    """An audit hook that notes each operation under a folder and ends the process before one of them."""

    def __init__(self, folder: Path, number: int, told: Any) -> None:
        self._folder, self._number, self._told = str(folder), number, told
        self._done, self._lock = 0, threading.Lock()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in OPERATIONS or not self._is_counted(event, arguments):
            return
        path = os.fsdecode(arguments[0]).removeprefix(self._folder).lstrip("/")
        with self._lock:  # files are made lasting by several threads, and lines are written by each
            self._done += 1
            if self._done == self._number:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._number == NEVER:
                self._told.write(json.dumps([event, path]) + "\n")

    def _is_counted(self, event: str, arguments: tuple[Any, ...]) -> bool:
        path = arguments[0]
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITES):
            return False
        name = os.fsdecode(path)
        return name.startswith(self._folder) or not os.path.isabs(name)  # noqa: PTH117


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("killed", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["killed"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    _serve(_load(Path(sys.argv[1])))
