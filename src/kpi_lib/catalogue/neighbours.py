"""The statistical neighbours: for each authority and model, the ten authorities most like it.

A list belongs to a model with a date, because the model changes: Worcestershire keeps four of its ten
neighbours between April 2021 and May 2025. `neighbours.csv` bundles both models for every authority;
`neighbours.toml`, its twin, names their sources. DfE's own files are read as grids of text: two spellings of
CSV, a workbook and names only.
"""

from __future__ import annotations

import csv
import re
import tomllib
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.packaged import packaged_text
from kpi_lib.catalogue.text_files import check_is_file, load_bytes, load_text
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.errors import CatalogueError, Place, nearest
from kpi_lib.disk.replace import write_file

COLUMNS = (
    "model", "area_code", "dfe_number", "rank", "neighbour_code", "neighbour_number", "closeness",
)  # fmt: skip
CLOSENESS = ("extremely close", "very close", "close", "somewhat close", "not close")
NEIGHBOURS_FILE = "neighbours.csv"
"""The bundled lists of the library, and, in a council's folder, those that it has imported itself."""
_MODEL = re.compile(r"(\d{4})-(\d{2})(?:-([a-z0-9]+))?")


def load_models(folder: Path | None = None) -> dict[str, str]:
    """Return the title of each model by its id, the oldest first.

    Parameters
    ----------
    folder : a council's folder, whose own lists are among them.
    """
    bundled = {str(entry["id"]): str(entry["title"]) for entry in _described()["model"]}
    return {model: bundled.get(model) or _title_of(model) for model in known_models(folder)}


def load_neighbours(folder: Path | None = None) -> pd.DataFrame:
    """Read the neighbour lists: one row per model, area and rank, a new frame each time.

    Columns are `COLUMNS`; `rank` is 1 to 10 (int), `closeness` one of `CLOSENESS` or empty, the rest text.

    Parameters
    ----------
    folder : a council's folder. Where it has lists of its own, they are added; one that a later version of
        the library brings as well goes on being the council's.

    Raises
    ------
    CatalogueError : a list holds a rank twice, or the council's file is none of lists.
    """
    bundled = _parsed(packaged_text(NEIGHBOURS_FILE), NEIGHBOURS_FILE)
    own = load_own_neighbours(folder)
    kept = bundled.loc[~bundled["model"].isin(own["model"])]
    return pd.concat([part for part in (kept, own) if len(part)], ignore_index=True)


def load_own_neighbours(folder: Path | None) -> pd.DataFrame:
    """Read the lists that a council has imported, perhaps none; see `load_neighbours`."""
    text = text_of_own_neighbours(folder)
    if folder is None or not text:
        return pd.DataFrame(columns=list(COLUMNS)).astype({"rank": int})
    return _parsed(text, str(folder / NEIGHBOURS_FILE)).copy()


def text_of_own_neighbours(folder: Path | None) -> str:
    """Return the file of the lists that a council has imported, as text; an empty one where there is none."""
    path = folder / NEIGHBOURS_FILE if folder is not None else None
    return load_text(path, CatalogueError) if path is not None and path.exists() else ""


def known_models(folder: Path | None = None) -> list[str]:
    """Return the ids of the models whose lists are known, those of a council's folder included."""
    return sorted(load_neighbours(folder)["model"].unique())


def newest_model_of(area_code: str) -> str:
    """Return the id of the newest model whose lists have an area; models are named for their month.

    Raises
    ------
    CatalogueError : no list has it.
    """
    lists = load_neighbours()
    models = lists.loc[lists["area_code"].eq(area_code), "model"]
    if models.empty:
        raise CatalogueError(
            "No list of statistical neighbours has this area",
            got=load_areas().words(area_code),
            expected=f"an area on the list {' or '.join(known_models())}",
            hint="import a list that has it with: kpi neighbours import FILE",
        )
    return str(models.max())


def select_neighbours(model: str, area_code: str, folder: Path | None = None) -> pd.DataFrame:
    """Return the neighbours of one area on one model's list, nearest first, as `load_neighbours` has them.

    Parameters
    ----------
    folder : a council's folder, whose own lists may be asked for.

    Raises
    ------
    CatalogueError : unknown model or area (with the nearest), or an area without a list in that model.
    """
    lists, models = load_neighbours(folder), known_models(folder)
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


def areas_around(area_code: str, folder: Path | None = None) -> frozenset[str]:
    """Return the codes of all areas that an authority's figures are read with.

    They are its own, its neighbours' on every list, and those of its region and England; an authority that
    one of them follows counts with it (Dorset until March 2019), as its figures are that area's history.

    Parameters
    ----------
    folder : a council's folder, whose own lists count as well.

    Raises
    ------
    CatalogueError : no such area.
    """
    areas, lists = load_areas(), load_neighbours(folder)
    home = areas.find(code=area_code)
    near = lists.loc[lists["area_code"].eq(home.area_code), "neighbour_code"]
    followed = {code for area in (home.area_code, *near) for code in areas.lineage(area)}
    return frozenset({*followed, home.region_code, ENGLAND} - {""})


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
    CatalogueError : no such file, no known headers, an unknown authority, a closeness that is none, or an id
        that does not begin with a month.
    """
    if model and not _is_month(model):
        raise CatalogueError(
            "A model of neighbours is named for its month",
            got=f"'{model}'",
            expected="a year and a month, such as 2026-05, or 2026-05-draft",
        )
    layouts = [entry for block in ("model", "alternative") for entry in _described()[block]]
    headers = {str(entry["first_header"]): str(entry["id"]) for entry in layouts}
    first_header, body = parse_grid(load_grid(path), tuple(headers), path.name)
    rows = [
        {"model": model or headers[first_header], **entry, "closeness": _closeness(entry, path.name)}
        for entry in body
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates(ignore_index=True)


def add_neighbours(lists: pd.DataFrame, folder: Path) -> Path:
    """Write lists into a council's folder, next to those that are there; returns the file.

    Parameters
    ----------
    lists : of `import_neighbours`, all of one model.

    Raises
    ------
    CatalogueError : lists of that model are known already: the same, or others, which need their own name.
    StorageError : the file cannot be written; it is as it was.
    """
    (model,) = lists["model"].unique()
    known = load_neighbours(folder)
    there = known.loc[known["model"].eq(model)]
    if len(there):
        raise _known_already(model, is_same=_rows_of(there) == _rows_of(lists))
    every = pd.concat([part for part in (load_own_neighbours(folder), lists) if len(part)], ignore_index=True)
    ordered = every.sort_values(["model", "dfe_number", "rank"])[list(COLUMNS)]
    write_file(folder / NEIGHBOURS_FILE, ordered.to_csv(index=False, lineterminator="\n"))
    return folder / NEIGHBOURS_FILE


def _known_already(model: str, *, is_same: bool) -> CatalogueError:
    if is_same:
        return CatalogueError(
            "These lists are known already",
            got=f"the lists of {model}",
            expected="lists that are new",
            hint=f'to compare with them, write neighbour_model = "{model}" into kpi.toml',
        )
    return CatalogueError(
        "It is not said of which model these lists are",
        got=f"other lists than those of {model}, under its headers",
        expected="a name of their own, as no list is ever replaced",
        hint="name the month of the model: kpi neighbours import FILE --model 2026-05",
    )


def _rows_of(lists: pd.DataFrame) -> set[tuple[object, ...]]:
    """Return lists as what they say: who is where on whose list."""
    return set(lists[["area_code", "rank", "neighbour_code"]].itertuples(index=False, name=None))


def _is_month(model: str) -> bool:
    match = _MODEL.fullmatch(model)
    return match is not None and 1 <= int(match[2]) <= 12


def _title_of(model: str) -> str:
    """Return the title of a model that the library does not describe: "May 2026 model (draft)"."""
    match = _MODEL.fullmatch(model)
    if match is None:
        return f"{model} list"
    return f"{month_name[int(match[2])]} {match[1]} model{f' ({match[3]})' if match[3] else ''}"


@lru_cache(maxsize=4)
def _parsed(text: str, where: str) -> pd.DataFrame:
    """Return the lists of a text, once for each state of a file; not to be changed."""
    try:
        lists = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)[list(COLUMNS)].astype(
            {"rank": int}
        )
    except (KeyError, ValueError) as error:
        raise CatalogueError(
            "This is no file of neighbour lists",
            where=where,
            got=" ".join(str(error).split())[:120],
            expected=f"the columns {', '.join(COLUMNS)}",
            hint="remove it, and import the lists again: kpi neighbours import FILE",
        ) from error
    key = ["model", "area_code", "rank"]
    if (twice := lists[lists.duplicated(key)]).size:
        raise CatalogueError(
            "A neighbour list holds a rank twice",
            where=where,
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
