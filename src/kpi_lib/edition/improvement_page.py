"""The front page of the improvement part: each of its pages, what it asks and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_lib.edition.improvement import PARTS, Part
from kpi_lib.edition.page_footer import show_page_footer
from kpi_lib.present.display import Shown, show_note, show_text
from kpi_lib.present.tables import Cell, Column, Group, Table, show_table

if TYPE_CHECKING:
    from kpi_lib.edition.improvement_pages import PartPage
    from kpi_lib.edition.pack import Pack


@dataclass(frozen=True)
class ImprovementPage:
    """What was found, what was promised and what has moved."""

    pack: Pack
    title: str = "Improvement: what was found, what was promised, what has moved"

    def context(self) -> Shown:
        """Return one sentence: area and quarter."""
        return show_note(self.pack.words)

    def parts(self) -> Shown:
        """Return the pages of this part, each with what it asks and what it finds."""
        rows = [
            [
                Cell(part.title, href=f"{part.address}.html"),
                Cell(part.question),
                Cell(page.title, note=_note(page)),
            ]
            for part, page in self._pages
        ]
        columns = [Column("Page"), Column("What it asks"), Column("What it finds")]
        return show_table(
            Table("The pages of this part", columns, [Group(rows)], is_caption_hidden=True, has_links=False)
        )

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "improvement")

    def ledger(self) -> Shown:
        """Return what each page finds as plain text."""
        rows = [(part.kind, page.title, _note(page) or "real") for part, page in self._pages]
        return show_text("\n".join(" | ".join(row) for row in rows))

    @property
    def is_illustrative(self) -> bool:
        """Nothing: the heading finds nothing of its own."""
        return False

    @property
    def _pages(self) -> list[tuple[Part, PartPage]]:
        seen = [part for part in PARTS if self.pack.project.audience.may_see(part.audience)]
        return [(part, self.pack.part(part.kind)) for part in seen]


def _note(page: PartPage) -> str:
    """Return the word for a page whose heading rests on anything illustrative; else nothing."""
    return "the records behind it are illustrative" if page.is_illustrative else ""
