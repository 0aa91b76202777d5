"""The invented council is drawn again to the same bytes, and says of every file that it is invented."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

PROJECT = Path(__file__).resolve().parents[3]
SCRIPTS = PROJECT / "scripts"
ENGLAND = "E92000001"


def files_of(folder: Path) -> list[Path]:
    """Return what is shipped of the folder; a run in it may have left figures read from the raw files."""
    return [path for path in folder.rglob("*") if path.is_file() and "processed" not in path.parts]


def test_drawing_again_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "kpi.toml", tmp_path)
    command = [sys.executable, str(SCRIPTS / "draw_example.py"), "--folder", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT)
    drawn, kept = (
        {path.relative_to(root).as_posix(): path.read_bytes() for path in files_of(root)}
        for root in (tmp_path, folder)
    )
    assert len(drawn) > 50
    assert sorted(drawn) == sorted(kept)
    assert [path for path, data in drawn.items() if data != kept[path]] == []


def test_every_file_is_listed_with_its_fingerprint(raw: Path, listed: list[dict[str, str]]) -> None:
    fingerprints = {entry["path"]: entry["sha256"] for entry in listed}
    files = [path for path in raw.rglob("*") if path.is_file() and path.name != "manifest.toml"]
    assert fingerprints == {
        path.relative_to(raw).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    assert all(entry["edition"] and entry["licence"] for entry in listed)


def test_all_but_england_is_published_by_nobody(listed: list[dict[str, str]]) -> None:
    for entry in listed:
        is_england = entry["path"].startswith("england/")
        assert (entry["publisher"] == "Invented") is not is_england, entry["path"]


def test_england_s_figures_are_dfe_s_as_the_real_council_has_them(raw: Path) -> None:
    names = sorted(path.name for path in (raw / "england").glob("*.csv"))
    assert len(names) >= 10
    for name in names:
        real = pd.read_csv(PROJECT / "data" / "raw" / "published" / name, dtype=str, keep_default_na=False)
        mine = pd.read_csv(raw / "england" / name, dtype=str, keep_default_na=False)
        wanted = real[real["area_code"].eq(ENGLAND)].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, wanted[list(mine)])


def test_the_scripts_explain_themselves_by_examples_that_hold() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "doctest", str(SCRIPTS / "example" / "counts.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == ""
    assert run.returncode == 0
