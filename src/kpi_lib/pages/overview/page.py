"""The overview: the quarter in one page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.change.false_flags import FALSE_DISCOVERY_RATE
from kpi_lib.catalogue.neighbours import load_models
from kpi_lib.pages.commentary.commentary import OVERVIEW, show_section
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.pages.last_quarter import show_all_since_last_quarter
from kpi_lib.pages.overview.flags import show_flags
from kpi_lib.present.shown.display import Shown, show_note, show_together
from kpi_lib.present.shown.document import BRIEF_FILES, show_pointer
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.ledger import show_ledger
from kpi_lib.present.shown.lists import show_brief, show_changes, show_standings
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.titles import changes_title

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

TO_INDICATOR = "indicators/{slug}.html"
TO_BRIEF = "The same quarter as a brief for the Director, in numbered paragraphs"


@dataclass(frozen=True)
class OverviewPage:
    """The quarter in one page."""

    pack: Pack

    @property
    def title(self) -> str:
        """The page's heading: the area, the quarter and what was found."""
        pack = self.pack
        return changes_title(f"{pack.area.name}, {pack.quarter.words}", pack.headlines.values())

    def context(self) -> Shown:
        """Return one sentence on what the page rests on."""
        pack = self.pack
        model = load_models(pack.project.root)[pack.settings.neighbour_model]
        note = show_note(
            f"Figures to {day_words(pack.quarter.end)}, compared with ten statistical neighbours "
            f"({model}){', the region' if pack.area.region_code else ''} and England."
        )
        return show_together(note, show_pointer(BRIEF_FILES, TO_BRIEF))

    def brief(self) -> Shown:
        """Return the headline indicators, a sentence each."""
        return show_brief(self._headlines, link=TO_INDICATOR)

    def commentary(self) -> Shown | None:
        """Return what the council itself says of the quarter, if anything, marked as its own."""
        return show_section(self.pack, OVERVIEW)

    def tiles(self) -> Shown:
        """Return the headline indicators as tiles."""
        return show_tiles(self._headlines, self.pack.results.estimates, link=TO_INDICATOR)

    def changes(self) -> Shown:
        """Return what got worse, improved, moved and shows no clear change on a year ago."""
        kept = self.pack.lead_tests.kept_changes
        return show_changes(self.pack.headlines.values(), kept, link=TO_INDICATOR)

    def standings(self) -> Shown:
        """Return what is worse and what is better than the neighbours' average."""
        return show_standings(self.pack.headlines.values(), self._stability, link=TO_INDICATOR)

    def since_last_quarter(self) -> Shown:
        """Return the measures judged otherwise than in the edition before, and those with new figures."""
        return show_all_since_last_quarter(self.pack, self.pack.headlines.values(), link=TO_INDICATOR)

    def flags(self) -> Shown:
        """Return how many flags the edition raises, how many chance alone would, and how many remain."""
        return show_flags(self.pack.lead_tests.flags, rate=FALSE_DISCOVERY_RATE)

    def themes(self) -> Shown:
        """Return the themes with the question each answers, as links to their pages."""
        rows = [
            [Cell(theme.title, href=f"themes/{theme.id}.html"), Cell(theme.question)]
            for theme in self.pack.catalogue.themes
        ]
        columns = [Column("Theme"), Column("What it asks")]
        return show_table(
            Table("The themes", columns, [Group(rows)], is_caption_hidden=True, has_links=False)
        )

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "overview")

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""
        return show_ledger(self._headlines)

    @property
    def _stability(self) -> dict[str, pd.Series | None]:
        rows = {item.indicator.id: item.comparison for item in self.pack.headlines.values()}
        return {name: self.pack.stability_of(row) for name, row in rows.items()}

    @cached_property
    def _headlines(self) -> list[Headline]:
        return self.pack.headlines_of(item for item in self.pack.catalogue if item.is_headline)
