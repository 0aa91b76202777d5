"""The pages that show one theme or one indicator: what each notebook's few calls return."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Theme
from kpi_lib.core.periods import latest_full_year
from kpi_lib.edition.front_pages import show_page_footer
from kpi_lib.edition.verdict_table import show_verdicts
from kpi_lib.present.answer import show_answer
from kpi_lib.present.definition import show_definition
from kpi_lib.present.display import Shown, show_note, show_together
from kpi_lib.present.headline import Headline
from kpi_lib.present.ledger import show_ledger
from kpi_lib.present.neighbours_figure import show_neighbours
from kpi_lib.present.prose import finding
from kpi_lib.present.small_multiples import show_small_multiples
from kpi_lib.present.tiles import show_tiles
from kpi_lib.present.trend_figure import show_trend
from kpi_lib.present.value_table import show_values

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack

TO_INDICATOR = "../indicators/{slug}.html"
"""Where an indicator's page is, seen from a theme's page."""


@dataclass(frozen=True)
class ThemePage:
    """All indicators of one theme."""

    pack: Pack
    theme: Theme

    @property
    def title(self) -> str:
        """The page's heading."""
        return self.theme.title

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

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack)

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""
        return show_ledger(self._headlines)

    @cached_property
    def _headlines(self) -> list[Headline]:
        return self.pack.headlines_of(self.pack.catalogue.in_theme(self.theme.id))


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator: its answer, its history, its neighbours and where it comes from."""

    pack: Pack
    indicator: Indicator

    @property
    def title(self) -> str:
        """The page's heading: the indicator and what was found."""
        headline = self._headline
        if headline is None:
            return f"{self.indicator.plain_title}: no figures yet"
        found = finding(headline.change, headline.comparison)
        return f"{self.indicator.plain_title}: {found[:1].lower()}{found[1:]}"

    def context(self) -> Shown:
        """Return one sentence: the theme, the area and the quarter."""
        theme = self.pack.catalogue.theme(self.indicator.theme)
        return show_note(f"{theme.title}. {self.pack.words}")

    def answer(self) -> Shown:
        """Return the verdict in words: the figure, its change, its comparisons, how sure."""
        headline = self._headline
        if headline is None:
            return show_note(f"No source gives a figure for {self.pack.area.name} yet.")
        used = headline.estimate if headline.comparison is None else headline.comparison
        against = self._comparisons.loc[
            self._comparisons["basis"].eq(used["basis"]) & self._comparisons["period"].eq(used["period"])
        ]
        return show_answer(
            self.indicator,
            headline.estimate,
            headline.change,
            against,
            self.pack.neighbourhood,
            average=self._average,
        )

    def years(self) -> Shown:
        """Return the trend by year: own line, neighbours' average and range, England."""
        return self._trend("year")

    def quarters(self) -> Shown:
        """Return the trend by quarter, and for a flow the rolling year."""
        return self._trend("quarter")

    def neighbours(self) -> Shown:
        """Return the area among its neighbours, in the newest period that both have."""
        headline = self._headline
        compared = headline.comparison if headline is not None else None
        year = latest_full_year(self.pack.quarter).label
        basis, period = ("year", year) if compared is None else (compared["basis"], compared["period"])
        return show_neighbours(
            self.indicator,
            self._estimates,
            self._comparisons,
            self.pack.neighbourhood,
            basis=basis,
            period=period,
            average=self._average,
        )

    def table(self) -> Shown:
        """Return the figures with intervals and counts, by year and by quarter."""
        bases = [basis for basis in ("year", "quarter", "rolling_year") if basis in set(self._own["basis"])]
        return show_together(
            *(
                show_values(
                    self.indicator,
                    self._estimates,
                    self._comparisons,
                    self.pack.neighbourhood,
                    basis=basis,
                    average=self._average,
                )
                for basis in bases
            )
        )

    def definition(self) -> Shown:
        """Return the definition, and the sources of the figures shown."""
        return show_definition(self.indicator, self._own)

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack)

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""
        return show_ledger([] if self._headline is None else [self._headline])

    def _trend(self, basis: str) -> Shown:
        changes = self.pack.changes(self.indicator.id)
        return show_trend(
            self.indicator,
            self._estimates,
            changes,
            self._comparisons,
            self.pack.neighbourhood,
            basis=basis,
            average=self._average,
        )

    @property
    def _average(self) -> str:
        return str(self.pack.settings.average)

    @cached_property
    def _headline(self) -> Headline | None:
        return self.pack.headlines.get(self.indicator.id)

    @cached_property
    def _estimates(self) -> pd.DataFrame:
        return self.pack.figures(self.indicator.id, area="all")

    @cached_property
    def _own(self) -> pd.DataFrame:
        return self.pack.figures(self.indicator.id)

    @cached_property
    def _comparisons(self) -> pd.DataFrame:
        rows = self.pack.in_force
        return rows.loc[rows["indicator_id"].eq(self.indicator.id)]
