"""The page of words: what the pages mean by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_lib.catalogue.glossary import load_glossary
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.present.shown.display import Shown, show_text
from kpi_lib.present.shown.glossary import show_glossary

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


@dataclass(frozen=True)
class GlossaryPage:
    """The words of the pages in plain English."""

    pack: Pack
    title: str = "Words explained"

    def terms(self) -> Shown:
        """Return every term with its meaning, by the alphabet."""
        return show_glossary(load_glossary())

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack)

    def ledger(self) -> Shown:
        """Return the terms, as plain text."""
        return show_text("\n".join(term.term for term in load_glossary()))
