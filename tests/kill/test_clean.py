"""Cleaning over an older set leaves the old one or the new one, whole, wherever it is ended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
from killing import ALL, Kills

from kpi_lib.ingest import add_file, clean_raw, load_processed
from kpi_lib.ingest.previous import load_figures, save_reported

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
ANSWERS = {"publisher": "DfE", "edition": "2020", "licence": "OGL"}
OLD, NEW = 381.5, 382.3


def list_figure(folder: Path, value: float) -> None:
    row = f"referral_rate,E10000034,2017-18,4461,,{value},published,\n"
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "raw" / "a.csv").write_text(HEADER + row, encoding="utf-8")
    add_file(folder / "raw" / "a.csv", folder / "raw", answers=ANSWERS)


def clean(folder: Path) -> None:
    clean_raw(folder / "raw", folder / "processed")


def list_anew(folder: Path) -> None:
    add_file(folder / "raw" / "a.csv", folder / "raw")


def with_old_set(folder: Path) -> Path:
    """Make a folder whose set was told, and whose raw file has another figure since."""
    folder.mkdir()
    list_figure(folder, OLD)
    save_reported(folder / "processed", clean_raw(folder / "raw", folder / "processed").data_hash)
    (folder / "processed" / ".gitkeep").touch()
    list_figure(folder, NEW)
    return folder


def figure_in(processed: Path) -> float:
    loaded = load_processed(processed)
    assert len(pd.read_parquet(processed / "cells.parquet")) == 8
    assert loaded.run["observations"] == len(loaded.observations) == 1
    return float(loaded.observations["value"].iloc[0])


def test_a_set_is_the_old_or_the_new_one_and_the_next_cleaning_needs_no_help(
    kills: Kills, place: Path
) -> None:
    start = with_old_set(place / "start")
    seen = set()
    for operation in kills.chosen(kills.count("clean", shutil.copytree(start, place / "counted"))):
        folder = shutil.copytree(start, place / str(operation.number))
        kills.kill("clean", folder, operation.number)
        seen.add(figure_in(folder / "processed"))
        kills.run("clean", folder)
        assert figure_in(folder / "processed") == NEW, operation
        assert load_figures(folder / "processed" / "previous")["value"].tolist() == [OLD], operation
        assert sorted(path.name for path in folder.iterdir()) == ["processed", "raw"], operation
        assert sorted(path.name for path in (folder / "processed").iterdir()) == [
            ".gitkeep", "cells.parquet", "comments.parquet", "issues.parquet", "observations.parquet",
            "previous", "run.json", "targets.parquet", "told.json",
        ]  # fmt: skip
    assert seen == {OLD, NEW} or not ALL


def test_the_manifest_is_the_old_or_the_new_one(kills: Kills, place: Path) -> None:
    start = with_old_set(place / "start")
    (start / "raw" / "a.csv").write_text(HEADER, encoding="utf-8", newline="\r\n")
    with (start / "raw" / "a.csv").open("a", encoding="utf-8") as file:
        file.write("referral_rate,E10000034,2017-18,4461,,383.0,published,\n")
    old = (start / "raw" / "manifest.toml").read_bytes()
    counted = shutil.copytree(start, place / "counted")
    operations = kills.chosen(kills.count("list_anew", counted))
    new = (counted / "raw" / "manifest.toml").read_bytes()
    for operation in operations:
        folder = shutil.copytree(start, place / str(operation.number))
        kills.kill("list_anew", folder, operation.number)
        assert (folder / "raw" / "manifest.toml").read_bytes() in (old, new)
        kills.run("list_anew", folder)
        assert (folder / "raw" / "manifest.toml").read_bytes() == new
        assert sorted(path.name for path in (folder / "raw").iterdir()) == ["a.csv", "manifest.toml"]
