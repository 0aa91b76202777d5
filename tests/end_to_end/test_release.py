"""What `kpi run` released: a log of one entry, and evidence in which a changed byte is named."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kpi_lib.assure.release.log import load_log

pytestmark = [pytest.mark.slow]

HELD = (
    "SHA256SUMS",
    "manifest.json",
    "release.json",
    "edition/overview.ipynb",
    "edition/figures.csv",
    "source-notebooks/overview.ipynb",
    "data/raw/manifest.toml",
    "data/processed/observations.parquet",
    "methods/certificate.csv",
    "issues.csv",
    "difference.json",
    "kpi.toml",
    "code/kpi_lib/assure/release/gate.py",
)


def test_the_first_run_is_release_one(built: Path) -> None:
    (entry,) = load_log(built / "releases" / "releases.jsonl")
    assert (entry.release, entry.approver, entry.is_unattended) == (1, "scheduled run", True)
    assert [(item.slug, item.state) for item in entry.editions] == [
        ("2017-18-q4", "new"),
        ("2017-18-q3", "new"),
    ]


def test_a_released_edition_keeps_its_evidence_and_its_figures(built: Path, kpi: Callable[..., Any]) -> None:
    pack = built / "releases" / "evidence" / "2017-18-q4-1.zip"
    with zipfile.ZipFile(pack) as container:
        assert set(HELD) <= set(container.namelist())
        figures = container.read("edition/figures.csv")
    assert figures == (built / "_site" / "editions" / "2017-18-q4" / "figures.csv").read_bytes()
    years = pd.read_csv(built / "data/raw/years/children-in-need.csv", dtype=str).set_index(
        ["indicator_id", "area_code", "period"]
    )
    value = years.loc[("child_protection_plan_rate", "X10000001", "2018-03-31"), "value"]
    stated = f"child_protection_plan_rate,X10000001,year,2017-18,figure,{value} per 10"
    assert stated in figures.decode().replace('"', "")
    done = kpi(built, "verify", str(pack), "--log", "_site/releases.jsonl")
    assert (done.code, "every file and every byte is as it was written" in done.out) == (0, True), done.err


def test_a_script_put_into_a_released_page_stops_every_command_that_would_build_on_it(
    built: Path, tmp_path: Path, kpi: Callable[..., Any]
) -> None:
    for name in ("_site", "releases"):
        shutil.copytree(built / name, tmp_path / name)
    for name in ("kpi.toml", "neighbours.csv"):
        shutil.copyfile(built / name, tmp_path / name)
    page = tmp_path / "_site" / "editions" / "2017-18-q3" / "overview.html"
    page.write_text(page.read_text(encoding="utf-8") + "<script>alert(1)</script>", encoding="utf-8")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    for command in (("publish",), ("run", "-q", "2017-18-Q4")):
        done = kpi(tmp_path, *command)
        assert done.code == 12, done.err
        assert "editions/2017-18-q3/overview.html (changed)" in done.err


def test_one_changed_byte_is_named_far_from_the_project(
    built: Path, tmp_path: Path, kpi: Callable[..., Any]
) -> None:
    pack = tmp_path / "pack.zip"
    shutil.copyfile(built / "releases" / "evidence" / "2017-18-q3-1.zip", pack)
    with zipfile.ZipFile(pack) as members:
        raw = min(item.header_offset for item in members.infolist() if item.filename.startswith("data/raw/"))
    content = bytearray(pack.read_bytes())
    content[content.index(b"rereferral_percent,X10000001", raw)] ^= 1  # the library's own data comes before
    pack.write_bytes(content)
    done = kpi(tmp_path, "verify", "pack.zip")
    assert done.code == 11
    assert done.err.strip().startswith("data/raw/") and done.err.strip().endswith(": changed")
