"""The page on how figures, intervals and verdicts are made, and how that is proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_lib.catalogue.shipped import shipped_folder
from kpi_lib.pages.footer import method_words, show_page_footer
from kpi_lib.pages.methods.certificate import load_certificate, show_certificate
from kpi_lib.pages.methods.codebook import show_codebook
from kpi_lib.pages.methods.text import DEVIATIONS, show_formulas, show_measured, show_section
from kpi_lib.present.shown.display import Shown, show_note, show_text

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

TO_INDICATOR = "indicators/{slug}.html"


@dataclass(frozen=True)
class MethodsPage:
    """How figures, intervals and verdicts are made."""

    pack: Pack
    title: str = "Methods"

    def context(self) -> Shown:
        """Return one sentence: what is in force in this edition."""
        return show_note(f"In force in this edition: {method_words(self.pack)}")

    def formulas(self) -> Shown:
        """Return how every figure, interval, verdict, chart and trend is made."""
        return show_formulas(shipped_folder())

    def deviations(self) -> Shown:
        """Return where the sources disagree with each other, and which way is taken here."""
        return show_section(shipped_folder(), DEVIATIONS)

    def measured(self) -> Shown:
        """Return what simulation found of the tests: how often they cry wolf, and what they miss."""
        return show_measured(shipped_folder())

    def certificate(self) -> Shown:
        """Return which numbers of other tools are reproduced, and on which day that was checked."""
        return show_certificate(load_certificate(shipped_folder()))

    def codebook(self) -> Shown:
        """Return every indicator with its definition, unit, direction and source."""
        return show_codebook(self.pack.shown, link=TO_INDICATOR)

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "methods")

    def ledger(self) -> Shown:
        """Return what is in force, as plain text."""
        settings = self.pack.settings.model_dump(mode="json", exclude={"target"})
        return show_text("\n".join(f"{name} | {value}" for name, value in settings.items()))
