"""The Director's brief: the quarter as a statement in numbered paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kpi_lib.catalogue.brief_rules import Part
from kpi_lib.pages.brief.document import BriefDocument
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.present.shown.display import Shown, show_text
from kpi_lib.present.shown.document import BRIEF_FILES, show_about, show_files, show_section
from kpi_lib.present.shown.ledger import show_ledger

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


@dataclass(frozen=True)
class BriefPage:
    """One statement for the Director; every sentence is made from a verdict, a status or a count."""

    pack: Pack

    @property
    def title(self) -> str:
        """The page's heading: how many measures improved and got worse."""
        return self._brief.title

    def about(self) -> Shown:
        """Return the title block: council, edition, whom it is for, how far the figures reach."""
        return show_about(self._brief.document)

    def files(self) -> Shown:
        """Return the links to the brief as Word and PDF, filled in when the site is built."""
        return show_files(self._brief.document, BRIEF_FILES)

    def summary(self) -> Shown:
        """Return the quarter in eight sentences."""
        return self._section(0)

    def headlines(self) -> Shown:
        """Return the headline measures as tiles; a document has them as a table."""
        return self._section(1)

    def improved(self) -> Shown:
        """Return what improved on a year ago, a paragraph each, the first with its chart."""
        return self._section(2)

    def worse(self) -> Shown:
        """Return what got worse on a year ago, a paragraph each, the first with its chart."""
        return self._section(3)

    def reports(self) -> Shown:
        """Return each measure that leads or that a report states: where it is, the report's words."""
        return self._section(4)

    def decisions(self) -> Shown:
        """Return what needs a decision, under the rule that names it."""
        return self._section(5)

    def uncertain(self) -> Shown:
        """Return what is uncertain, under the rule that names it."""
        return self._section(6)

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "brief")

    def ledger(self) -> Shown:
        """Return the headline figures, and which measures each rule names, as plain text."""
        found = [item for part in Part for item in self._brief.matters.of_part(part)]
        named = [f"{rule.id} | {len(matters)}" for rule, matters in found]
        return show_text("\n".join([self.title, show_ledger(self._brief.headlines).text, *named]))

    def _section(self, place: int) -> Shown:
        return show_section(self._brief.document.sections[place])

    @cached_property
    def _brief(self) -> BriefDocument:
        return BriefDocument(self.pack)
