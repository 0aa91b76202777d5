"""Statistical first releases as underlying data: one row per area, the year in the column names."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.core.areas import ENGLAND
from published.figures import Release, Row, Spec, rows_of, symbols_of

DESCRIPTIONS = Path(__file__).with_suffix(".toml")


def statistical_first_releases(folder: Path) -> list[Release]:
    """Return the releases that `sfr.toml` describes, read from the DfE files in `folder`."""
    described = tomllib.loads(DESCRIPTIONS.read_text(encoding="utf-8"))["release"]
    return [_release(folder, entry) for entry in described]


def load_wide(path: Path) -> pd.DataFrame:
    """Read an underlying-data file as text, indexed by `area_code` (the code in force).

    The England row is found by its level, because the children in need files give it the code of the
    Isle of Wight; the halves of London share London's code and are left out.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="cp1252")
    frame = frame.rename(columns=lambda name: name.removeprefix("ï»¿").strip())
    level, areas = frame["geog_l"].str.upper(), load_areas()
    code = frame["geog_c"].map(areas.code_by_number).where(level.ne("NATIONAL"), ENGLAND)
    if "New_geog_code" in frame:
        code = code.where(level.ne("REGION"), frame["New_geog_code"])
    kept = frame.assign(area_code=code)[code.notna()]
    return kept.drop_duplicates("area_code").set_index("area_code")


def _release(folder: Path, entry: dict[str, Any]) -> Release:
    rows: list[Row] = []
    earlier: list[Row] = []
    symbols = symbols_of("sfr", entry["edition"])
    for table in entry["table"]:
        parts = [load_wide(folder / file) for file in table["files"]]
        records = parts[0].join([part[part.columns.difference(parts[0].columns)] for part in parts[1:]])
        for found, specs in ((rows, table["specs"]), (earlier, table.get("earlier", ()))):
            found += rows_of(records, [_spec(item) for item in specs], table["year"], symbols=symbols)
    return Release(
        entry["file"],
        entry["title"],
        entry["edition"],
        tuple(rows),
        entry.get("note", ""),
        entry.get("published", ""),
        tuple(earlier),
    )


def _spec(item: dict[str, Any]) -> Spec:
    return Spec(
        item["indicator_id"],
        item.get("value", ""),
        tuple(item.get("numerator", ())),
        tuple(item.get("denominator", ())),
        item.get("note", ""),
    )
