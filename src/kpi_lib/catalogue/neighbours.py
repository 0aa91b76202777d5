"""The statistical neighbours: for each authority and model, the ten authorities most like it.

A list belongs to a model with a date, because the model changes: Worcestershire keeps four of its ten
neighbours between April 2021 and May 2025. `neighbours.csv` bundles both models for every authority;
`neighbours.toml`, its twin, names their sources. DfE's own files are read as grids of text: two spellings of
CSV, a workbook and names only.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.packaged import DATA, packaged_text
from kpi_lib.catalogue.text_files import check_is_file, load_bytes, load_text
from kpi_lib.core.errors import CatalogueError, Place, nearest
from kpi_lib.disk.replace import write_file

COLUMNS = (
    "model", "area_code", "dfe_number", "rank", "neighbour_code", "neighbour_number", "closeness",
)  # fmt: skip
CLOSENESS = ("extremely close", "very close", "close", "somewhat close", "not close")
NEIGHBOURS_FILE = Path(str(DATA / "neighbours.csv"))


def load_models() -> dict[str, str]:
    """Return the title of each model by its id: of `neighbours.toml`, else "`id` list" of a council's own."""
    titles = {str(entry["id"]): str(entry["title"]) for entry in _described()["model"]}
    return {model: f"{model} list" for model in known_models()} | titles


def load_neighbours(path: Path | None = None) -> pd.DataFrame:
    """Read the neighbour lists: one row per model, area and rank, a new frame each time.

    Columns are `COLUMNS`; `rank` is 1 to 10 (int), `closeness` one of `CLOSENESS` or empty, the rest text.

    Raises
    ------
    CatalogueError : a list in the file holds a rank twice.
    """
    return _all_lists().copy() if path is None else _cached(path).copy()


def use_neighbours_of(folder: Path) -> None:
    """Make the lists in a council's own `neighbours.csv` known to this process, next to the packaged ones.

    Raises
    ------
    CatalogueError : a list in the file holds a rank twice.
    """
    path = folder / NEIGHBOURS_FILE.name
    if path.is_file():
        _own_files[path] = path.stat().st_mtime_ns


def known_models() -> list[str]:
    """Return the ids of the models whose lists are in the catalogue, a council's own included."""
    return sorted(_all_lists()["model"].unique())


def models_of(area_code: str) -> list[str]:
    """Return the ids of the models that have a list for an area."""
    lists = _all_lists()
    return sorted(lists.loc[lists["area_code"].eq(area_code), "model"].unique())


def newest_model_of(area_code: str) -> str:
    """Return the id of the newest model whose lists have an area; models are named for their month.

    Raises
    ------
    CatalogueError : no list has it.
    """
    lists = _cached(NEIGHBOURS_FILE)
    models = lists.loc[lists["area_code"].eq(area_code), "model"]
    if models.empty:
        raise CatalogueError(
            "No list of statistical neighbours has this area",
            got=load_areas().words(area_code),
            expected=f"an area on the list {' or '.join(known_models())}",
            hint="import a list that has it with: kpi neighbours import FILE",
        )
    return str(models.max())


def select_neighbours(model: str, area_code: str) -> pd.DataFrame:
    """Return the neighbours of one area on one model's list, nearest first, as `load_neighbours` has them.

    Raises
    ------
    CatalogueError : unknown model or area (with the nearest), or an area without a list in that model.
    """
    lists, models = _all_lists(), known_models()
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


_own_files: dict[Path, int] = {}
"""Each council's own file of lists, with the time of its last change."""


def _all_lists() -> pd.DataFrame:
    """Return the packaged lists, and those of councils' own folders."""
    return _joined(tuple(_own_files.items())) if _own_files else _cached(NEIGHBOURS_FILE)


@lru_cache(maxsize=4)
def _joined(own_files: tuple[tuple[Path, int], ...]) -> pd.DataFrame:
    own = [_cached(path, changed) for path, changed in own_files]
    lists = pd.concat([_cached(NEIGHBOURS_FILE), *own])
    return lists.drop_duplicates(["model", "area_code", "rank"], keep="last", ignore_index=True)


@lru_cache(maxsize=4)
def _cached(path: Path, changed: int = 0) -> pd.DataFrame:
    lists = pd.read_csv(path, dtype=str, keep_default_na=False).astype({"rank": int})
    key = ["model", "area_code", "rank"]
    if (twice := lists[lists.duplicated(key)]).size:
        raise CatalogueError(
            "A neighbour list holds a rank twice",
            where=path.name,
            got=", ".join(map(str, twice.iloc[0][key])),
            expected="one neighbour per rank",
        )
    return lists


@lru_cache(maxsize=1)
def _described() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(packaged_text("neighbours.toml"))


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


WORKBOOKS = (".xlsx", ".xls", ".xlsb", ".ods")
MOST_ROWS, MOST_COLUMNS = 2_000, 200
"""Of a list in a workbook: ten times as many as England has authorities."""
NEIGHBOURS = 10
NO_NEIGHBOUR = {"", "-", "na", "n/a"}

Grid = list[list[str]]


def load_grid(path: Path) -> Grid:
    """Read a CSV file or the first sheet of a workbook as rows of stripped text; raises CatalogueError."""
    check_is_file(path, CatalogueError)
    rows = _workbook(path) if path.suffix.lower() in WORKBOOKS else _csv(path)
    return [[_text(cell) for cell in row] for row in rows]


def parse_grid(
    grid: Grid, first_headers: Sequence[str], where: str
) -> tuple[str, list[dict[str, str | int]]]:
    """Find the header row and read the lists below it.

    Parameters
    ----------
    grid : rows of text, as `load_grid` gives them.
    first_headers : the spellings of the first neighbour's column, one per known layout.
    where : the file's name, for messages.

    Returns
    -------
    The spelling that the file has, and one entry per neighbour: codes and DfE numbers of area and neighbour,
    rank from 1, closeness as in the file (empty where it has none). Rows without an authority (blank, "Old
    SNs:") give nothing.

    Raises
    ------
    CatalogueError : no header row, or an authority that `areas.csv` does not know.
    """
    for number, row in enumerate(grid, start=1):
        for first_header in first_headers:
            if first_header in row:
                start = row.index(first_header)
                body = enumerate(grid[number:], start=number + 1)
                entries = [
                    entry for at, cells in body for entry in _list(cells, row, start, Place(where, at))
                ]
                return first_header, entries
    raise CatalogueError(
        "This is no neighbour file that is known",
        where=where,
        expected="a column " + " or ".join(f"'{header}'" for header in first_headers),
        hint="export it from DfE's Local Authority Interactive Tool, or see docs/data-contract.md",
    )


def _list(cells: list[str], header: list[str], start: int, place: Place) -> Iterator[dict[str, str | int]]:
    if not any(cells[start:]):
        return
    area = _named(cells[0]) or _known(cells[0], place)
    # SN1, SN1P, SN2, SN2P …: where every neighbour has its closeness next to it, every second column is one
    step = 2 if start + 1 < len(header) and header[start + 1].upper().endswith("P") else 1
    for rank in range(1, NEIGHBOURS + 1):
        at = start + (rank - 1) * step
        if at >= len(cells) or cells[at].lower() in NO_NEIGHBOUR:
            continue
        neighbour = _known(cells[at], place)
        yield {
            "area_code": area.area_code,
            "dfe_number": area.dfe_number,
            "rank": rank,
            "neighbour_code": neighbour.area_code,
            "neighbour_number": neighbour.dfe_number,
            "closeness": "".join(cells[at + 1 : at + 2]) if step == 2 else "",  # a row may end before it
        }


def _named(spelling: str) -> Area | None:
    try:
        return load_areas().find(dfe_number=spelling, name=spelling) if spelling else None
    except CatalogueError:
        return None


def _known(spelling: str, place: Place) -> Area:
    try:
        return load_areas().find(dfe_number=spelling, name=spelling)
    except CatalogueError as error:
        raise CatalogueError(
            "Unknown authority", where=place, got=f"'{spelling}'", expected=error.expected, hint=error.hint
        ) from error


def _csv(path: Path) -> list[list[str]]:
    text = load_text(path, CatalogueError, where=path.name)
    delimiter = max(",;\t", key=text.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CatalogueError("This file cannot be read as CSV", where=path.name, got=str(error)) from error


def _workbook(path: Path) -> Sequence[Sequence[object]]:
    from openpyxl import load_workbook

    raw = load_bytes(path, CatalogueError, where=path.name)
    try:
        sheet = load_workbook(BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        return list(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True))
    except Exception as error:  # a damaged workbook ends in almost any of them
        raise CatalogueError(
            "This workbook cannot be read",
            where=path.name,
            got=" ".join(str(error).split())[:120],
            expected="an .xlsx workbook with the list in its first sheet",
        ) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
