"""The front page of the improvement part: each of its pages, what it asks and what it finds."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.pack.pack import Pack
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.pages.record_page import RecordPage
from kpi_lib.present.shown.display import Shown, show_note, show_text
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import show_rows


@dataclass(frozen=True)
class Part:
    """One page of the improvement part as its front page lists it."""

    title: str
    question: str
    kind: str
    address: str
    page: RecordPage


@dataclass(frozen=True)
class ImprovementPage:
    """What was found, what was promised and what has moved."""

    pack: Pack
    pages: tuple[Part, ...]
    title: str = "Improvement: what was found, what was promised, what has moved"

    def context(self) -> Shown:
        """Return one sentence: area and quarter."""
        return show_note(self.pack.words)

    def parts(self) -> Shown:
        """Return the pages of this part, each with what it asks and what it finds."""
        columns = {
            "Page": lambda row: Cell(row["part"].title, href=f"{row['part'].address}.html"),
            "What it asks": lambda row: row["part"].question,
            "What it finds": lambda row: row["part"].page.title,
        }
        rows, options = pd.DataFrame({"part": self.pages}), {"is_caption_hidden": True, "has_links": False}
        return show_rows("The pages of this part", rows, columns, **options)

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "improvement")

    def ledger(self) -> Shown:
        """Return what each page finds as plain text."""
        return show_text("\n".join(f"{part.kind} | {part.page.title}" for part in self.pages))
