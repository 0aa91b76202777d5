"""Every source notebook runs as an analyst runs it, and its ledger says what it said before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

PARTS = 3

pytestmark = [pytest.mark.slow]


@pytest.mark.parametrize("part", range(PARTS), ids=["first", "second", "third"])
def test_each_notebook_runs_and_its_ledger_holds(built: Path, part: int) -> None:
    # Three calls of pytest rather than twenty: a kernel of its own for every notebook costs enough.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval-lax",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
    ]
    paths = [str(built / "notebooks" / path.name) for path in NOTEBOOKS[part::PARTS]]
    command += ["--rootdir", str(built), "--confcutdir", str(built), *paths]
    environment = {**os.environ, "KPI_PROJECT": str(built), "MPLBACKEND": "agg", "KPI_PICTURES": "web"}
    done = subprocess.run(command, cwd=built, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    assert len(paths) > 5
