"""What analysts take home from an edition: the figures behind its pages, the notebooks, and links to both.

Everything is written from the executed notebooks: the series that an indicator's page attached, and the
tables as the pages show them. A notebook goes along as it ran, with its parameters but without its outputs:
they are on the page, and a copy would double what disclosure control must watch; a run makes them again.

Under each chart and table is a row of links: its data, definition, notebook, address and citation. A page
knows what it shows, the edition where it is: `present` leaves the row empty and it is filled here.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_lib.core.areas import invented_words, is_invented
from kpi_lib.disk.faults import storage_faults
from kpi_lib.present.shown.display import DATA
from kpi_lib.present.shown.exhibits import COLUMNS as EXHIBIT_COLUMNS
from kpi_lib.present.shown.exhibits import EXHIBITS, links_place, rows_of
from kpi_lib.present.shown.files import DataFile, csv_text, workbook_bytes
from kpi_lib.run.record import EditionRecord, PageRecord

if TYPE_CHECKING:
    from nbformat import NotebookNode

DATA_FOLDER, NOTEBOOK_FOLDER = "data", "notebooks"
COLUMNS = ("page", *EXHIBIT_COLUMNS, "edition")
INVENTED_COLUMN, INVENTED_ROW = "is_invented", "yes"
"""What the files of an invented council have more than a real one's."""
LICENCE = "Open Government Licence v3.0 for published statistics; see the page for all sources"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is: its address under the edition, its source, and how the publication is cited."""

    address: str
    kind: str
    publication: str

    @property
    def up(self) -> str:
        """The path from the page to the edition's folder."""
        return "../" * self.address.count("/")

    @property
    def name(self) -> str:
        """The page's name in the names of its files."""
        return data_name(self.address)

    @property
    def definition(self) -> str:
        """Where what the page shows is defined."""
        return "#definition" if self.kind == "indicator" else f"{self.up}methods.html"

    def data(self, anchor: str) -> str:
        """Return the name of the files with the figures of a chart or table, without an ending.

        An indicator has one series for all its charts and tables; on other pages each table has its own.
        """
        return self.name if self.kind == "indicator" else f"{self.name}-{anchor.partition('-')[2]}"


def data_name(address: str) -> str:
    """Return a page's address as part of a file name: `indicators/referral-rate` is `referral-rate`."""
    return address.removeprefix("indicators/").replace("/", "-")


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
                invented = is_invented(record.area_code)
                _save(folder / DATA_FOLDER, _as_invented(file, record.area_name) if invented else file)
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


def add_tool_rows(notebook: NotebookNode, place: Place) -> None:
    """Fill the rows of links of a page; two charts or tables of the same name get different addresses."""
    taken: set[str] = set()
    for heading, data in _outputs(notebook):
        exhibits = data.get(EXHIBITS, [])
        html, at = data["text/html"], 0
        for exhibit in exhibits:
            anchor = _free(exhibit["anchor"], heading, taken)
            html, at = _readdressed(html, at, exhibit["anchor"], anchor)
            exhibit["anchor"] = anchor
            if exhibit["has_links"]:
                html = html.replace(links_place(anchor), _row(exhibit, place), 1)
        data["text/html"] = html


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
        if series := data.get(DATA):
            lines = [*about, *map(tuple, series["about"])]
            yield DataFile(series["name"], lines, series["columns"], series["rows"])
    if page.kind == "indicator":
        return
    exhibits = (exhibit for data in outputs for exhibit in data.get(EXHIBITS, []))
    for exhibit in (exhibit for exhibit in exhibits if exhibit["has_links"]):
        tables = map(rows_of, exhibit["tables"])
        rows = [[page.address, *row, record.quarter] for table in tables for row in table]
        titled = [("Table", exhibit["tables"][0]["caption"]), *about]
        yield DataFile(place.data(exhibit["anchor"]), titled, COLUMNS, rows)


def _as_invented(file: DataFile, area: str) -> DataFile:
    """Return a file of an invented council that says so, once and in every row."""
    about = [*file.about, ("Invented", invented_words(area))]
    rows = [[*row, INVENTED_ROW] for row in file.rows]
    return DataFile(file.name, about, [*file.columns, INVENTED_COLUMN], rows)


def _save(folder: Path, file: DataFile) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{file.name}.csv").write_text(csv_text(file), encoding="utf-8", newline="")
    (folder / f"{file.name}.xlsx").write_bytes(workbook_bytes(file))


def _outputs(notebook: NotebookNode) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each output with markup, and the heading it is under."""
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^##+ (.+)$", cell.source, re.MULTILINE)
            heading = headings[-1] if headings else heading
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                yield heading, data


def _readdressed(html: str, start: int, old: str, new: str) -> tuple[str, int]:
    """Return markup in which the first exhibit of an address from `start` on has another, and its place."""
    address = f' id="{old}"'
    at = html.find(address, start)
    if at < 0:
        return html, start
    rest = html[at + len(address) :].replace(links_place(old), links_place(new), 1)
    return f'{html[:at]} id="{new}"{rest}', at + 1


def _free(anchor: str, heading: str, taken: set[str]) -> str:
    """Return the first address not yet taken on the page: its name, with its heading, then numbered."""
    longer = "-".join([anchor, *re.findall(r"[a-z0-9]+", heading.lower())])
    choices = chain([anchor, longer], (f"{longer}-{place}" for place in count(2)))
    free = next(choice for choice in choices if choice not in taken)
    taken.add(free)
    return free


def _row(exhibit: Mapping[str, Any], place: Place) -> str:
    anchor, title = exhibit["anchor"], exhibit["title"]
    kind = "chart" if anchor.startswith("figure") else "table"
    data = f"{place.up}{DATA_FOLDER}/{place.data(anchor)}"
    notebook = f"{place.up}{DATA_FOLDER}/{NOTEBOOK_FOLDER}/{place.address}.ipynb"
    cite = "" if exhibit["is_cited"] else f' data-cite="{escape(f"{title}, {place.publication}")}"'
    files = ((f"{data}.csv", "CSV"), (f"{data}.xlsx", "Excel"))
    links = [
        "Data: " + ", ".join(_link(href, words, " download") for href, words in files),
        _link(place.definition, "Definition"),
        _link(notebook, "Notebook", " download"),
        _link(f"#{anchor}", f"Link to this {kind}"),
        '<button type="button" class="kpi-copy" hidden>Copy citation</button> <span role="status"></span>',
    ]
    group = f'role="group" aria-label="{escape(title)}: data and sources"'
    return f'<p class="kpi-tools" {group}{cite}>{" ".join(f"<span>{link}</span>" for link in links)}</p>'


def _link(href: str, words: str, attribute: str = "") -> str:
    return f'<a href="{escape(href)}"{attribute}>{words}</a>'
