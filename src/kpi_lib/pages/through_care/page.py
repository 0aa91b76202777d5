"""The page of Through Care: into care, in care, out of it, and what becomes of care leavers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.practice.flows import (
    COLUMNS,
    add_implied_stock,
    select_flows,
    summarise_newest_flows,
)
from kpi_lib.analysis.practice.routes import summarise_routes
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.pages.record_page import RecordPage, records
from kpi_lib.pages.series import IndicatorSeries
from kpi_lib.pages.through_care.figures import flow_finding, show_flows, show_routes, show_stocks
from kpi_lib.pages.through_care.words import NOT_KNOWN, claim_words, through_care_title
from kpi_lib.present.shown.display import Shown, show_together
from kpi_lib.present.shown.ledger import show_ledger
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.sources import source_sentence

LEFT = "left_care_within_12_months_percent"
STABILITY = ("three_placements_percent", "placement_stability_percent", "placement_over_20_miles_percent")
LEAVERS = (
    "care_leaver_accommodation_percent",
    "care_leaver_education_employment_percent",
    "pathway_plan_percent",
)
TO_INDICATOR = "indicators/{slug}.html"


@dataclass(frozen=True)
class ThroughCarePage(RecordPage):
    """Do children leave care sooner, live in one place, and start well as adults?"""

    KIND: ClassVar[str] = "through_care"
    NOTHING: ClassVar[str] = NOT_KNOWN

    @property
    def _finding(self) -> str:
        """How many leave care within a year."""
        return through_care_title(self._left, self.pack.catalogue[LEFT])

    @property
    def _about(self) -> str:
        """What the heading rests on."""
        return claim_words(self._left)

    def leaving(self) -> Shown:
        """Return the share that leaves care within 12 months: its tile, and its control chart by quarter."""
        return show_together(
            self._tiles([LEFT]), IndicatorSeries(self.pack, self.pack.catalogue[LEFT]).quarters()
        )

    def routes(self) -> Shown:
        """Return how children left care in the last four quarters, next to the four before."""
        when = f"the year to {self.pack.quarter.end.day} {self.pack.quarter.end:%B %Y}"
        return show_routes(self._routes, when, self._exits)

    def stability(self) -> Shown:
        """Return how settled children in care are."""
        return self._tiles(STABILITY)

    def flows(self) -> Shown:
        """Return who came into care and who left, and the number in care that this implies."""
        quarters, years = self._flows("quarter"), self._flows("year")
        return show_together(
            show_flows(quarters, summarise_newest_flows(quarters), self._source("quarter")),
            show_stocks(quarters, years, self._source("quarter")),
        )

    def leavers(self) -> Shown:
        """Return what becomes of young people who have left care."""
        return self._tiles(LEAVERS)

    def _ledger(self) -> list[str]:
        """Return the headline figures, the routes and the newest flows."""
        routes, flows = self._routes, self._flows("quarter")
        is_shown = len(routes) and not routes["is_withheld"].any()
        return [
            show_ledger(self._headlines([LEFT, *STABILITY, *LEAVERS])).text,
            *(
                f"{row['route']} | {row['children']:.0f} | {row['share']:.1f} | {row['verdict']}"
                for _, row in (routes.iterrows() if is_shown else ())
            ),
            *([flow_finding(summarise_newest_flows(flows))] if len(flows) else []),
        ]

    def _tiles(self, ids: Iterable[str]) -> Shown:
        return show_tiles(self._headlines(ids), self.pack.results.estimates, link=TO_INDICATOR)

    def _headlines(self, ids: Iterable[str]) -> list[Headline]:
        return self.pack.headlines_of(self.pack.catalogue[name] for name in ids)

    @property
    def _basis(self) -> pd.DataFrame:
        return self._left

    def _flows(self, basis: str) -> pd.DataFrame:
        return add_implied_stock(select_flows(self._estimates, basis))

    def _source(self, basis: str) -> str:
        rows = self._estimates.loc[self._estimates["basis"].eq(basis)]
        return source_sentence(self.pack.catalogue["looked_after_rate"], rows)

    @cached_property
    def _estimates(self) -> pd.DataFrame:
        figures = self.pack.figures()
        return figures.loc[figures["indicator_id"].isin(COLUMNS)]

    @cached_property
    def _left(self) -> pd.DataFrame:
        return self.pack.figures(LEFT, basis="year").dropna(subset=["value"])

    _exits = records("care_exits")

    @cached_property
    def _routes(self) -> pd.DataFrame:
        return summarise_routes(self._exits, self.pack.quarter, least=SMALLEST_COUNT_SHOWN)
