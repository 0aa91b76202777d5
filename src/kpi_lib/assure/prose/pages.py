"""What somebody wrote into executed notebooks, judged word by word; the library's own sentences are not.

What a cell shows that only asks the library is made from rows by functions that tests judge; it is
sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat

from kpi_lib.assure.prose.asked import is_asked, is_of_library
from kpi_lib.assure.prose.check import Checker, Finding
from kpi_lib.assure.prose.counting import Scope
from kpi_lib.assure.prose.outputs import said_by
from kpi_lib.assure.prose.plain import Block, blocks_of_markdown
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.free_text import as_markdown
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.run.normalise import TITLE_TAG, heading_of
from kpi_lib.run.record import EditionRecord, PageRecord
from kpi_lib.run.strict import tags_of

INDICATOR, THEME = "indicator", "theme"
_NAMES = frozenset({"Improvement", *(part.title for part in pages_under(IMPROVEMENT))})
"""Names of pages, which claim nothing."""


def load_page(folder: Path, page: PageRecord) -> Any:
    """Read one executed page of an edition."""
    return nbformat.reads((folder / f"{page.address}.ipynb").read_text(encoding="utf-8"), as_version=4)


def check_pages(folder: Path, record: EditionRecord, checker: Checker) -> Iterator[Finding]:
    """Yield the findings of every page of an edition."""
    for page in record.pages:
        yield from check_page(load_page(folder, page), page, checker)


def check_page(notebook: Any, page: PageRecord, checker: Checker) -> list[Finding]:
    """Return what is not borne out in what was written: Markdown, outputs of cells that do more than ask."""
    subjects, scope = about(page)
    is_asking = is_asked if is_of_library(notebook) else _never
    heading = _computed_heading(notebook, is_asking)
    found: list[Finding] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            blocks = [block for block in blocks_of_markdown(cell.source) if block not in heading]
        elif is_asking(cell.source):
            continue
        else:
            blocks = [Block(text) for output in cell.get("outputs", []) for text in said_by(output)]
        found += checker.check_blocks(blocks, page.address, subjects, scope)
    return [finding for finding in found if finding.sentence not in _NAMES]


def about(page: PageRecord) -> tuple[tuple[str, ...], Scope]:
    """Return the measures that a page is about, and over which measures it counts."""
    if page.kind == INDICATOR:
        return tuple(
            item.id for item in load_catalogue() if item.slug == page.address.rpartition("/")[2]
        ), Scope()
    if page.kind == THEME:
        return (), Scope(page.address.rpartition("/")[2])
    return (), Scope()


def _computed_heading(notebook: Any, is_asking: Callable[[str], bool]) -> list[Block]:
    """Return the page's heading where a cell asks the library for it; nothing where somebody wrote it."""
    titles = [cell.source for cell in notebook.cells if TITLE_TAG in tags_of(cell)]
    is_computed = bool(titles) and all(map(is_asking, titles))
    return blocks_of_markdown(f"# {as_markdown(heading_of(notebook))}") if is_computed else []


def _never(source: str) -> bool:
    return False
