"""The project in another council's hands: what is Worcestershire's own stops it, and nothing else does."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

DATA, SETTINGS = 6, 2


@pytest.fixture
def project(tmp_path: Path, new_worcestershire: Callable[[Path], Path]) -> Path:
    return new_worcestershire(tmp_path / "project")


def settle(project: Path, area_code: str, council: str = "Worcestershire County Council") -> None:
    """Write another council's area and name into `kpi.toml`."""
    path = project / "kpi.toml"
    text = path.read_text(encoding="utf-8").replace("E10000034", area_code)
    path.write_text(text.replace("Worcestershire County Council", council), encoding="utf-8")


def keep_published(project: Path) -> None:
    """Remove every file but the published ones, and their entries, as the error asks."""
    raw = project / "data" / "raw"
    listed = raw / "manifest.toml"
    entries = tomllib.loads(listed.read_text(encoding="utf-8"))["file"]
    kept = [entry for entry in entries if entry["path"].startswith("published/")]
    listed.write_text(tomli_w.dumps({"file": kept}), encoding="utf-8")
    for path in raw.iterdir():
        if path.is_dir() and path.name != "published":
            shutil.rmtree(path)
    (raw / "explanations.csv").unlink()


@pytest.mark.parametrize(
    ("area_code", "name", "words"),
    [("E08000035", "Leeds", ("check",)), ("E06000051", "Shropshire", ("run", "-q", "2017-18-Q4"))],
)
def test_the_bundled_records_stop_another_council(
    project: Path, kpi: Callable[..., Any], area_code: str, name: str, words: tuple[str, ...]
) -> None:
    settle(project, area_code)
    ran = kpi(project, *words)
    what, got, hint = ran.err.splitlines()[-3:]
    assert ran.code == DATA
    assert what.startswith(
        f"Error: These files are of another council, not of {name} (home_area in kpi.toml)"
    )
    for folder in ("inspection/", "money/", "plan/", "reported/", "explanations.csv"):
        assert folder in got
    assert got.startswith("got Worcestershire: ") and "published/" not in got
    assert hint.startswith("hint: remove these files")
    assert not (project / "_site").exists() and not (project / "editions").exists()


def test_the_published_files_serve_another_council(project: Path, kpi: Callable[..., Any]) -> None:
    keep_published(project)
    settle(project, "E06000051")
    ran = kpi(project, "check")
    assert ran.code == SETTINGS and "names another council than that of Shropshire" in ran.err
    settle(project, "E06000051", "Shropshire Council")
    assert kpi(project, "check").code == 0
