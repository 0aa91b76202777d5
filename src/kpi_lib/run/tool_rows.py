"""The links under each chart and table: its data, its definition, its notebook, its address, its citation.

A page knows what it shows, the edition where it is: `present` leaves the row empty, it is filled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import chain, count
from typing import Any

from nbformat import NotebookNode

from kpi_lib.present.shown.exhibits import EXHIBITS, links_place

DATA_FOLDER, NOTEBOOK_FOLDER = "data", "notebooks"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: its address under the edition, its source, and how the publication is cited."""

    address: str
    kind: str
    publication: str

    @property
    def up(self) -> str:
        """The way from the page to the edition's folder."""
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


def add_tool_rows(notebook: NotebookNode, place: Place) -> None:
    """Fill the rows of links of a page, and tell apart two charts or tables of the same name."""
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
