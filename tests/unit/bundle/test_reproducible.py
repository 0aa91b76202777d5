"""The script that carried DfE's figures over does it again, byte for byte; the manifest knows every byte."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
OWN_TABLES = {"events.csv", "explanations.csv"}
"""The tables of raw that hold no figure: each of their rows names its own source."""

SHARED = PROJECT.parent / "shared" / "data" / "real"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="DfE's files are not beside the project (../shared)"
)


def test_every_file_is_listed_with_its_fingerprint(raw: Path, listed: list[dict[str, str]]) -> None:
    fingerprints = {entry["path"]: entry["sha256"] for entry in listed}
    figures = [path for path in raw.rglob("*.csv") if path.name not in OWN_TABLES]
    assert fingerprints == {path.relative_to(raw).as_posix(): _sha256(path) for path in figures}
    assert all(entry["edition"] and entry["licence"] and entry["publisher"] for entry in listed)


@needs_shared
def test_carrying_over_again_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    script = PROJECT / "scripts" / "carry_over_published.py"
    command = [sys.executable, str(script), str(SHARED), "--raw", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT)
    carried, kept = (sorted((folder / "published").glob("*.csv")) for folder in (tmp_path, raw))
    assert [path.name for path in carried] == [path.name for path in kept]
    assert [path.read_bytes() for path in carried] == [path.read_bytes() for path in kept]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
