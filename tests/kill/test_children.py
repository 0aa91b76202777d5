"""What a process started ends with it, though it is killed and another than init adopts its orphans."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h

OWNERS = {
    "a program and what it started": """
        from kpi_lib.publish.command import run_command
        run_command(["sh", "-c", "sleep 301 & sleep 302"], Path.cwd(), {})""",
    "a kernel and what it started": """
        from kpi_lib.run.kernel import WarmKernel
        kernel = WarmKernel(Path.cwd(), {})
        kernel.start()
        kernel._run("import subprocess; subprocess.Popen(['sleep', '301'])")
        kernel._run("import subprocess; subprocess.run(['sleep', '302'])")""",
    "a worker of a pool": """
        import subprocess
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context
        from kpi_lib.run.lifeline import end_with_parent
        with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
            list(pool.map(time.sleep, [301, 302]))""",
}


@pytest.fixture(autouse=True)
def adopting() -> Iterator[None]:
    """Be who adopts orphans, as a process manager is; some look only for init."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux lets a process adopt orphans")
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


@pytest.mark.parametrize("kind", OWNERS)
def test_they_end_with_the_process_that_started_them(kind: str, tmp_path: Path) -> None:
    lines = [line.removeprefix(" " * 8) for line in OWNERS[kind].splitlines()]
    code = "\n".join(["import time", "from pathlib import Path", "if __name__ == '__main__':"])
    script = tmp_path / "owner.py"
    script.write_text(code + "\n    ".join(["", *lines]) + "\n", encoding="utf-8")
    owner = subprocess.Popen([sys.executable, str(script)], cwd=tmp_path)
    children = _wait_for_children(owner.pid)
    owner.kill()
    owner.wait()
    assert psutil.wait_procs(children, timeout=10)[1] == []


def _wait_for_children(pid: int) -> list[psutil.Process]:
    """Return all that a process has started, once that is at least two, at rest, and stays the same."""
    before: list[psutil.Process] = []
    for _ in range(120):
        time.sleep(0.5)
        children = psutil.Process(pid).children(recursive=True)
        sleeping = [child for child in children if child.status() == psutil.STATUS_SLEEPING]
        if len(children) >= 2 and children == before == sleeping:
            return children
        before = children
    raise AssertionError("the children did not start within a minute")
