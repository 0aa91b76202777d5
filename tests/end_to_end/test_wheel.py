"""The library as a wheel brings it, without a clone: a council's folder is made, filled and checked."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCORECARD = ROOT / "docs" / "examples" / "figure-a-row.xlsx"
ANSWERS = ("--publisher", "Leeds City Council", "--edition", "2025-05", "--licence", "Internal")

pytestmark = pytest.mark.slow

Kpi = Callable[..., str]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs, and nothing else of ours."""
    pytest.importorskip("hatchling", reason="builds the wheel; the extra `dev` brings it")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "installed")
    return folder / "installed"


@pytest.fixture
def kpi(library: Path, tmp_path: Path) -> Kpi:
    """A way to call `kpi` as the wheel installs it, from a folder that knows no clone."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KPI_")}
    environment["PYTHONPATH"] = str(library)

    def call(*words: str, at: Path = tmp_path, fails: bool = False) -> str:
        command = [sys.executable, "-c", "from kpi_lib.cli import main; main()", *words]
        done = subprocess.run(
            command, cwd=at, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert bool(done.returncode) == fails, done.stderr
        return done.stderr if fails else done.stdout

    return call


def test_a_folder_is_made_filled_and_checked(kpi: Kpi, tmp_path: Path) -> None:
    kpi("init", "leeds", "--area", "Leeds", "--council", "Leeds City Council")
    leeds = tmp_path / "leeds"
    scorecard = leeds / "data" / "raw" / SCORECARD.name
    scorecard.write_bytes(SCORECARD.read_bytes())
    kpi("add", f"data/raw/{SCORECARD.name}", *ANSWERS, at=leeds)
    assert "fit to use" in kpi("check", at=leeds / "data")


def test_everything_that_a_run_reads_besides_is_in_the_wheel(library: Path, tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
import kpi_lib
from kpi_lib.catalogue.shipped import shipped, shipped_folder
from kpi_lib.pages.methods.text import show_formulas, show_measured
from kpi_lib.publish.look import save_look
from kpi_lib.publish.quarto import NAMED_FILES
from kpi_lib.publish.site import load_site
root = Path(sys.argv[1])
assert Path(kpi_lib.__file__).is_relative_to(sys.argv[2]), kpi_lib.__file__
(root / "_quarto.yml").write_bytes(shipped("_quarto.yml").read_bytes())
save_look(root)
assert all((root / name).is_file() for name in NAMED_FILES) and len(load_site(root).files) > 5
print(len([*shipped("notebooks").glob("*.ipynb")]), "### " in show_formulas(shipped_folder()).text)
"""
    command = [sys.executable, "-c", code, str(tmp_path), str(library)]
    environment = {**os.environ, "PYTHONPATH": str(library)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [str(len([*(ROOT / "notebooks").glob("*.ipynb")])), "True"], done.stderr
