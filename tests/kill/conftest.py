from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from killing import Kills, can_make_namespaces, serving


@pytest.fixture(scope="module", params=["", "namespace"], ids=["here", "in a namespace"])
def kills(request: pytest.FixtureRequest) -> Iterator[Kills]:
    """Kills of the functions of the test's own module, in and out of a process namespace."""
    if sys.platform == "win32":
        pytest.skip("Windows has no SIGKILL")
    if request.param and not can_make_namespaces():
        pytest.skip("this user may not make a process namespace here")
    with serving(request.path, in_namespace=bool(request.param)) as kills:
        yield kills


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory where there is one: a disk makes each of a thousand runs wait until it has all."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="kpi-kill-", dir=memory if memory.is_dir() else None))
    yield folder
    shutil.rmtree(folder)
