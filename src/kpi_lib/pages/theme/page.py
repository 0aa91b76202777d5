"""The page of one theme: what its notebook's few calls return."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kpi_lib.catalogue.indicators import Theme
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.pages.last_quarter import show_all_since_last_quarter
from kpi_lib.pages.verdict_table import show_verdicts
from kpi_lib.present.figures.small_multiples import show_small_multiples
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.ledger import show_ledger
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.titles import changes_title

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

TO_INDICATOR = "../indicators/{slug}.html"
"""Where an indicator's page is, seen from a theme's page."""


@dataclass(frozen=True)
class ThemePage:
    """All indicators of one theme."""

    pack: Pack
    theme: Theme

    @property
    def title(self) -> str:
        """The page's heading: the theme and what was found."""
        return changes_title(self.theme.title, self._headlines)

    def context(self) -> Shown:
        """Return one sentence: the question the theme answers, the area and the quarter."""
        return show_note(f"{self.theme.question} {self.pack.words}")

    def tiles(self) -> Shown:
        """Return a tile for every indicator of the theme."""
        return show_tiles(self._headlines, self.pack.results.estimates, link=TO_INDICATOR)

    def trends(self) -> Shown:
        """Return a small chart by year for every indicator of the theme."""
        pack = self.pack
        return show_small_multiples(
            self._headlines,
            pack.results.estimates,
            pack.in_force,
            pack.neighbourhood,
            average=str(pack.settings.average),
            link=TO_INDICATOR,
        )

    def table(self) -> Shown:
        """Return every indicator of the theme against every comparator."""
        return show_verdicts(self.pack, self._headlines, TO_INDICATOR)

    def since_last_quarter(self) -> Shown:
        """Return the theme's measures that are judged otherwise than in the edition before."""
        return show_all_since_last_quarter(self.pack, self._headlines, link=TO_INDICATOR)

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "theme", up="../")

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""
        return show_ledger(self._headlines)

    @cached_property
    def _headlines(self) -> list[Headline]:
        return self.pack.headlines_of(self.pack.shown.in_theme(self.theme.id))
