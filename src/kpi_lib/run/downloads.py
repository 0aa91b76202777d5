"""What analysts take home from an edition: the figures behind its pages, and the notebooks that made them.

Everything is written from the executed notebooks: the series that an indicator's page attached, and the
tables as the pages show them. A notebook goes along as it ran, with its parameters but without its outputs:
they are on the page, and a copy would double what disclosure control must watch; a run makes them again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kpi_lib.disk.faults import storage_faults
from kpi_lib.present.shown.display import DATA
from kpi_lib.present.shown.exhibits import COLUMNS as EXHIBIT_COLUMNS
from kpi_lib.present.shown.exhibits import EXHIBITS, rows_of
from kpi_lib.present.shown.files import DataFile, Value, csv_text, workbook_bytes
from kpi_lib.run.record import EditionRecord, PageRecord
from kpi_lib.run.tool_rows import DATA_FOLDER, NOTEBOOK_FOLDER, Place

COLUMNS = ("page", *EXHIBIT_COLUMNS, "is_illustrative", "edition")
LICENCE = "Open Government Licence v3.0 for published statistics; see the page for all sources"
_DRAWN_UP = 'class="kpi-illustrative"'


def save_downloads(folder: Path, record: EditionRecord, publication: str) -> None:
    """Write the data and notebooks of an executed edition into its folder `data/`.

    Parameters
    ----------
    folder : the edition's folder with its executed notebooks.
    publication : how the edition is cited.

    Raises
    ------
    StorageError : the disk is full or cannot be written.
    """
    with storage_faults(folder):
        for page in record.pages:
            notebook = json.loads((folder / f"{page.address}.ipynb").read_text(encoding="utf-8"))
            for file in _files_of(notebook, page, record, publication):
                _save(folder / DATA_FOLDER, file)
            target = folder / DATA_FOLDER / NOTEBOOK_FOLDER / f"{page.address}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                json.dumps(without_outputs(notebook), indent=1, ensure_ascii=False) + "\n", "utf-8"
            )


def copy_downloads(editions: Path, site: Path, records: Sequence[EditionRecord]) -> None:
    """Copy the data folder of each executed edition into a built site; raises StorageError."""
    with storage_faults(site):
        for record in records:
            source = editions / record.slug / DATA_FOLDER
            if source.is_dir():
                target = site / "editions" / record.slug / DATA_FOLDER
                shutil.copytree(source, target, dirs_exist_ok=True)


def without_outputs(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook with its words, parameters and calls alone."""
    bare: dict[str, Any] = {"outputs": [], "execution_count": None}
    cells = [{**cell, **bare} if cell["cell_type"] == "code" else cell for cell in notebook["cells"]]
    return {**notebook, "cells": cells}


def _files_of(
    notebook: dict[str, Any], page: PageRecord, record: EditionRecord, publication: str
) -> Iterator[DataFile]:
    about = [
        ("Edition", record.title),
        ("Page", page.title),
        ("Licence", LICENCE),
        ("Cite as", publication),
    ]
    outputs = [
        output["data"] for cell in notebook["cells"] for output in cell.get("outputs", []) if "data" in output
    ]
    place = Place(page.address, page.kind, publication)
    for data in outputs:
        if told := data.get(DATA):
            yield DataFile(told["name"], [*about, *map(tuple, told["about"])], told["columns"], told["rows"])
    if page.kind == "indicator":
        return
    is_drawn_up = _is_all_drawn_up(["".join(data.get("text/html", "")) for data in outputs])
    for exhibit in (item for data in outputs for item in data.get(EXHIBITS, []) if item["has_links"]):
        rows = [row for table in exhibit["tables"] for row in _rows(table, page, record, is_drawn_up)]
        titled = [("Table", exhibit["tables"][0]["caption"]), *about]
        yield DataFile(place.data(exhibit["anchor"]), titled, COLUMNS, rows)


def _is_all_drawn_up(markup: Sequence[str]) -> bool:
    """Say whether the page's own first sentence calls its records illustrative."""
    return any('class="kpi kpi-note"' in html and _DRAWN_UP in html for html in markup)


def _rows(
    table: Mapping[str, Any], page: PageRecord, record: EditionRecord, is_drawn_up: bool
) -> Iterator[list[Value]]:
    drawn = {
        index
        for index, (_, *cells) in enumerate(table["rows"])
        if is_drawn_up or any("illustrative" in note for _, note, *_ in cells)
    }
    n_columns = len(table["columns"]) - 1
    for index, row in enumerate(rows_of(table)):
        is_illustrative = index // n_columns in drawn
        yield [page.address, *row, "yes" if is_illustrative else "no", record.quarter]


def _save(folder: Path, file: DataFile) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{file.name}.csv").write_text(csv_text(file), encoding="utf-8", newline="")
    (folder / f"{file.name}.xlsx").write_bytes(workbook_bytes(file))
