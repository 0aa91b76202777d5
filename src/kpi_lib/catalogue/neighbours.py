"""The statistical neighbours: for each authority and model, the ten authorities most like it.

A list belongs to a model with a date, because the model changes: Worcestershire keeps four of its ten
neighbours between April 2021 and May 2025. `neighbours.csv` bundles both models for every authority;
`neighbours.toml`, its twin, names their sources.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.neighbour_files import load_grid, parse_grid
from kpi_lib.core.errors import CatalogueError, nearest
from kpi_lib.disk.replace import write_file

COLUMNS = (
    "model", "area_code", "dfe_number", "rank", "neighbour_code", "neighbour_number", "closeness",
)  # fmt: skip
CLOSENESS = ("extremely close", "very close", "close", "somewhat close", "not close")
NEIGHBOURS_FILE = Path(str(files("kpi_lib.catalogue") / "data" / "neighbours.csv"))


@lru_cache(maxsize=1)
def load_models() -> dict[str, dict[str, object]]:
    """Read the packaged `neighbours.toml`: by model id, its title, source, licence and date."""
    return {str(entry["id"]): entry for entry in _described()["model"]}


def load_neighbours(path: Path | None = None) -> pd.DataFrame:
    """Read the neighbour lists: one row per model, area and rank, a new frame each time.

    Columns are `COLUMNS`; `rank` is 1 to 10 (int), `closeness` one of `CLOSENESS` or empty, the rest text.

    Raises
    ------
    CatalogueError : a list in the file holds a rank twice.
    """
    return _cached(path or NEIGHBOURS_FILE).copy()


def known_models() -> list[str]:
    """Return the ids of the models whose lists are in the catalogue, imported ones included."""
    return sorted(_cached(NEIGHBOURS_FILE)["model"].unique())


def select_neighbours(model: str, area_code: str) -> pd.DataFrame:
    """Return the neighbours of one area on one model's list, nearest first, as `load_neighbours` has them.

    Raises
    ------
    CatalogueError : unknown model or area (with the nearest), or an area without a list in that model.
    """
    lists, models = _cached(NEIGHBOURS_FILE), known_models()
    if model not in models:
        raise CatalogueError(
            "Unknown neighbour model",
            got=f"'{model}'",
            expected=" or ".join(models),
            hint=nearest(model, models) or "import a model with: kpi neighbours import FILE",
        )
    area = load_areas().find(code=area_code)
    chosen = lists[lists["model"].eq(model) & lists["area_code"].eq(area.area_code)]
    if chosen.empty:
        raise CatalogueError(
            f"Model {model} has no neighbours for {area.name}",
            got=area.area_code,
            expected="an authority that existed when the model was made",
            hint="choose another neighbour_model in kpi.toml",
        )
    return chosen.sort_values("rank").reset_index(drop=True)


def import_neighbours(path: Path, model: str = "") -> pd.DataFrame:
    """Read one of DfE's own neighbour files into the columns of `load_neighbours`.

    Reads the April 2021 list (CSV or workbook, junk rows and the block "Old SNs:" included), the May 2025
    list and the list by names only. Each authority's row gives up to ten rows; a neighbour that the file
    leaves out ("-", "NA") gives none and keeps its rank free.

    Parameters
    ----------
    path : the file as DfE publishes it.
    model : the model's id, such as "2025-05"; by default the one whose headers the file has.

    Raises
    ------
    CatalogueError : no such file, no known headers, an unknown authority, or a closeness that is none.
    """
    layouts = [entry for block in ("model", "alternative") for entry in _described()[block]]
    headers = {str(entry["first_header"]): str(entry["id"]) for entry in layouts}
    first_header, body = parse_grid(load_grid(path), tuple(headers), path.name)
    rows = [
        {"model": model or headers[first_header], **entry, "closeness": _closeness(entry, path.name)}
        for entry in body
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates(ignore_index=True)


def save_neighbours(frame: pd.DataFrame, path: Path = NEIGHBOURS_FILE) -> Path:
    """Write lists into `path`, replacing the lists of the models in `frame` and keeping all others.

    The file is written next to its place and moved there. Returns `path`; raises StorageError.
    """
    kept = load_neighbours(path) if path.exists() else pd.DataFrame(columns=list(COLUMNS))
    kept = kept[~kept["model"].isin(frame["model"])]
    lists = pd.concat([part for part in (kept, frame) if len(part)], ignore_index=True)
    lists = lists.sort_values(["model", "dfe_number", "rank"])[list(COLUMNS)]
    write_file(path, lists.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL))
    _cached.cache_clear()
    return path


@lru_cache(maxsize=4)
def _cached(path: Path) -> pd.DataFrame:
    lists = pd.read_csv(path, dtype=str, keep_default_na=False).astype({"rank": int})
    key = ["model", "area_code", "rank"]
    if (twice := lists[lists.duplicated(key)]).size:
        raise CatalogueError(
            "A neighbour list holds a rank twice",
            where=path.name,
            got=", ".join(str(item) for item in twice.iloc[0][key]),
            expected="one neighbour per rank",
        )
    return lists


@lru_cache(maxsize=1)
def _described() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(
        (files("kpi_lib.catalogue") / "data" / "neighbours.toml").read_text(encoding="utf-8")
    )


def _closeness(entry: Mapping[str, object], where: str) -> str:
    word = " ".join(str(entry["closeness"]).lower().split())
    if word and word not in CLOSENESS:
        raise CatalogueError(
            "Unknown closeness",
            where=where,
            got=f"'{entry['closeness']}' for {entry['dfe_number']}",
            expected=", ".join(CLOSENESS),
            hint=nearest(word, CLOSENESS),
        )
    return word
