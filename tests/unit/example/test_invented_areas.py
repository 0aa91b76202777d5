"""No place has the name of an invented area, and no file of the example names a real one but England."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import pytest

from kpi_lib.catalogue.areas import load_areas

PROJECT = Path(__file__).resolve().parents[3]
AREAS = PROJECT / "src" / "kpi_lib" / "catalogue" / "data" / "areas.csv"
ENGLAND = "E92000001"
TEXTS = (".csv", ".toml", ".py")


@pytest.fixture(scope="module")
def real_names() -> set[str]:
    with AREAS.open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert {"Worcestershire", "Essex", "West Midlands", "England"} <= names
    return names - {"England"}


def declared(folder: Path) -> list[dict[str, str]]:
    return tomllib.loads((folder / "kpi.toml").read_text(encoding="utf-8"))["area"]


def test_a_council_and_ten_neighbours_are_declared_with_codes_of_no_place(
    folder: Path, real_names: set[str]
) -> None:
    areas = declared(folder)
    assert [area["area_code"] for area in areas] == [f"X{10_000_000 + number}" for number in range(1, 12)]
    assert {area["name"] for area in areas} & real_names == set()


def test_no_text_names_a_real_area_but_england(folder: Path, real_names: set[str]) -> None:
    # its files, and the plans that they are drawn by
    one = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(real_names, key=len, reverse=True))) + r")\b")
    assert one.search("Team of Essex, 2018")
    files = [
        path
        for root in (folder, PROJECT / "scripts" / "example")
        for path in root.rglob("*")
        if path.suffix in TEXTS
    ]
    assert len(files) > 60
    found = {path.name: one.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: names for name, names in found.items() if names} == {}


def test_every_row_is_of_an_invented_area_or_of_england(folder: Path) -> None:
    invented = {area["area_code"] for area in declared(folder)}
    home = "X10000001"
    for path in sorted((folder / "data" / "raw").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            codes = {row["area_code"] for row in csv.DictReader(file)}
        wanted = {"england": {ENGLAND}, "years": invented}.get(path.parent.name, {home})
        assert codes == wanted, path.name


def test_codes_in_any_column_are_those_of_invented_areas_or_of_england(folder: Path) -> None:
    real = {area.area_code for area in load_areas() if area.area_code.startswith("E")} - {ENGLAND}
    for path in folder.rglob("*.csv"):
        assert set(re.findall(r"\bE\d{8}\b", path.read_text(encoding="utf-8"))) & real == set(), path.name
