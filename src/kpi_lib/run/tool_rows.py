"""The links under each chart and table: its data, its definition, its notebook, its address, its citation.

A page knows what it shows, the edition where it stands: `present` leaves the row empty, it is filled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import chain, count
from typing import Any

from nbformat import NotebookNode

DATA_FOLDER, NOTEBOOK_FOLDER = "data", "notebooks"
_EMPTY_ROW = re.compile(r'<p class="kpi-tools" data-of="([^"]+)"></p>')
_NAMED = re.compile(r' (id|data-of)="((?:figure|table)-[^"]+)"')
_CAPTION = r'(?:id="{anchor}"[^>]*aria-label="([^"]*)"|id="{anchor}".*?<p class="kpi-chart-title">(.*?)</p>)'
_CITED = 'class="kpi kpi-cited"'


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
        data["text/html"] = _filled(_told_apart(data["text/html"], heading, taken), place)


def _filled(html: str, place: Place) -> str:
    return _EMPTY_ROW.sub(lambda found: _row(found[1], html, place), html)


def _outputs(notebook: NotebookNode) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each output with markup, and the heading it stands under."""
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^##+ (.+)$", cell.source, re.MULTILINE)
            heading = headings[-1] if headings else heading
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                yield heading, data


def _told_apart(html: str, heading: str, taken: set[str]) -> str:
    """Give a second chart or table of a name the words of its heading too, so that no address is twice."""
    newest: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        attribute, anchor = found.groups()
        if attribute == "id":
            newest[anchor] = _free(anchor, heading, taken)
        return f' {attribute}="{newest.get(anchor, anchor)}"'

    return _NAMED.sub(named, html)


def _free(anchor: str, heading: str, taken: set[str]) -> str:
    """Return the first address not yet taken on the page: its name, with its heading, then numbered."""
    longer = "-".join([anchor, *re.findall(r"[a-z0-9]+", heading.lower())])
    choices = chain([anchor, longer], (f"{longer}-{place}" for place in count(2)))
    free = next(choice for choice in choices if choice not in taken)
    taken.add(free)
    return free


def _row(anchor: str, html: str, place: Place) -> str:
    title = _title(anchor, html)
    kind = "chart" if anchor.startswith("figure") else "table"
    data = f"{place.up}{DATA_FOLDER}/{place.data(anchor)}"
    notebook = f"{place.up}{DATA_FOLDER}/{NOTEBOOK_FOLDER}/{place.address}.ipynb"
    cite = "" if _CITED in html else f' data-cite="{escape(f"{unescape(title)}, {place.publication}")}"'
    files = ((f"{data}.csv", "CSV"), (f"{data}.xlsx", "Excel"))
    links = [
        "Data: " + ", ".join(_link(href, words, " download") for href, words in files),
        _link(place.definition, "Definition"),
        _link(notebook, "Notebook", " download"),
        _link(f"#{anchor}", f"Link to this {kind}"),
        '<button type="button" class="kpi-copy" hidden>Copy citation</button> <span role="status"></span>',
    ]
    group = f'role="group" aria-label="{title}: data and sources"' if title else ""
    return f'<p class="kpi-tools" {group}{cite}>{" ".join(f"<span>{link}</span>" for link in links)}</p>'


def _link(href: str, words: str, attribute: str = "") -> str:
    return f'<a href="{escape(href)}"{attribute}>{words}</a>'


def _title(anchor: str, html: str) -> str:
    """Return what a chart or table is called, as it stands escaped in the markup."""
    found = re.search(_CAPTION.format(anchor=re.escape(anchor)), html, re.DOTALL)
    return next((words for words in found.groups() if words), "") if found else ""
