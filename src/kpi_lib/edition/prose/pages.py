"""The words of executed notebooks: what was written by hand checked word by word, and the headings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.edition.prose.check import Checker, Finding
from kpi_lib.edition.prose.counting import Scope
from kpi_lib.edition.prose.plain import blocks_of_markdown, plain
from kpi_lib.edition.record import EditionRecord, PageRecord

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack

INDICATOR, THEME = "indicator", "theme"


def load_page(folder: Path, page: PageRecord) -> Any:
    """Read one executed page of an edition."""
    return nbformat.reads((folder / f"{page.address}.ipynb").read_text(encoding="utf-8"), as_version=4)


def check_page(notebook: Any, page: PageRecord, checker: Checker) -> list[Finding]:
    """Return the findings of a page's own Markdown: its heading, its questions, what stands between."""
    subjects, scope = about(page)
    found: list[Finding] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found += checker.check_blocks(blocks_of_markdown(cell.source), page.address, subjects, scope)
    return [finding for finding in found if not _is_computed(finding, page, checker)]


def check_pages(folder: Path, record: EditionRecord, checker: Checker) -> Iterator[Finding]:
    """Yield the findings of every page of an edition."""
    for page in record.pages:
        yield from check_page(load_page(folder, page), page, checker)


def about(page: PageRecord) -> tuple[tuple[str, ...], Scope]:
    """Return the measures that a page is about, and over which measures it counts."""
    if page.kind == INDICATOR:
        return tuple(item.id for item in load_catalogue() if item.slug == page.address.rpartition("/")[2]), Scope()
    if page.kind == THEME:
        return (), Scope(page.address.rpartition("/")[2])
    return (), Scope()


def _is_computed(finding: Finding, page: PageRecord, checker: Checker) -> bool:
    """Say whether a sentence is, letter for letter, what the page computes for its title."""
    if finding.sentence != plain(page.title):
        return False
    return finding.sentence == plain(title_of(page, checker.facts.pack))


def title_of(page: PageRecord, pack: Pack) -> str:
    """Return the heading that a page computes from its figures."""
    name = page.address.rpartition("/")[2]
    if page.kind == INDICATOR:
        return next(pack.indicator(item.id).title for item in pack.catalogue if item.slug == name)
    if page.kind == THEME:
        return pack.theme(name).title
    own = {"overview": "overview", "benchmarks": "benchmarks", "reconciliation": "reconciliation", "data_quality": "quality", "methods": "methods"}
    shown = getattr(pack, own[page.kind]) if page.kind in own else pack.part(page.kind)
    return str(getattr(shown, "title", ""))
