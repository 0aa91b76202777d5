"""The scripts that made the bundle make it again, byte for byte, and the manifest knows every byte."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
SCRIPTS = PROJECT / "scripts"
OWN_TABLES = {"events.csv", "explanations.csv"}
"""The tables of raw that hold no figure: each of their rows names its own source."""

SHARED = PROJECT.parent / "shared" / "data" / "real"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="DfE's files are not beside the project (../shared)"
)


def test_drawing_again_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    for folder in ("published", "reported"):
        shutil.copytree(raw / folder, tmp_path / folder)
    shutil.copy(raw / "manifest.toml", tmp_path)  # says when each release was known
    _run("draw_illustrative_returns.py", "--raw", str(tmp_path))
    drawn, kept = (sorted((folder / "returns").glob("*.csv")) for folder in (tmp_path, raw))
    assert [path.name for path in drawn] == [path.name for path in kept]
    assert [path.read_bytes() for path in drawn] == [path.read_bytes() for path in kept]
    listed = _fingerprints(tmp_path)
    assert {path.name: listed[path.name] for path in drawn} == {path.name: _sha256(path) for path in kept}


def test_every_file_is_listed_with_its_fingerprint(raw: Path) -> None:
    entries = tomllib.loads((raw / "manifest.toml").read_text(encoding="utf-8"))["file"]
    listed = {entry["path"]: entry["sha256"] for entry in entries}
    figures = [path for path in raw.rglob("*.csv") if path.name not in OWN_TABLES]
    assert listed == {path.relative_to(raw).as_posix(): _sha256(path) for path in figures}
    assert all(entry["edition"] and entry["licence"] and entry["publisher"] for entry in entries)


@needs_shared
def test_carrying_over_again_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    _run("carry_over_published.py", str(SHARED), "--raw", str(tmp_path))
    carried, kept = (sorted((folder / "published").glob("*.csv")) for folder in (tmp_path, raw))
    assert [path.name for path in carried] == [path.name for path in kept]
    assert [path.read_bytes() for path in carried] == [path.read_bytes() for path in kept]


def test_the_scripts_explain_themselves_by_examples_that_hold() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "doctest", str(SCRIPTS / "illustrative" / "counts.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == ""
    assert run.returncode == 0


def _run(script: str, *arguments: str) -> None:
    command = [sys.executable, str(SCRIPTS / script), *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fingerprints(raw: Path) -> dict[str, str]:
    entries = tomllib.loads((raw / "manifest.toml").read_text(encoding="utf-8"))["file"]
    return {Path(entry["path"]).name: entry["sha256"] for entry in entries}
