"""The internal page of teams: every share by team, with limits for its size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.funnels.authorities import summarise_funnel_curves
from kpi_lib.analysis.funnels.teams import (
    QUARTERS_SHOWN,
    join_team_counts,
    summarise_beyond,
    summarise_team_funnels,
    summarise_team_quarters,
    summarise_team_totals,
    summarise_team_years,
)
from kpi_lib.analysis.practice.audit_agreement import summarise_agreement
from kpi_lib.analysis.practice.audit_quality import GOOD_OR_BETTER, select_second_grades, summarise_quality
from kpi_lib.analysis.practice.records import add_quarter, quarters_to, select_quarters
from kpi_lib.pages.record_page import RecordPage, piped, records
from kpi_lib.pages.teams.figures import show_audits_by_team, show_outliers, show_team_panels, show_totals
from kpi_lib.pages.teams.words import NO_TEAMS, teams_title
from kpi_lib.present.shown.display import Shown

TO_INDICATOR = "indicators/{slug}.html"


@dataclass(frozen=True)
class TeamsPage(RecordPage):
    """Which teams to look at, and which only look different. For the council alone."""

    KIND: ClassVar[str] = "teams"
    NOTHING: ClassVar[str] = NO_TEAMS

    @property
    def _finding(self) -> str:
        """How many team figures lie beyond their limits, and how many by chance."""
        return teams_title(summarise_beyond(self._funnels))

    @property
    def _about(self) -> str:
        return "Every share by team: four quarters added up, or the last day of the quarter for a state."

    def outliers(self) -> Shown:
        """Return the teams beyond their limits."""
        return self._says(lambda: show_outliers(self._funnels, self.pack.catalogue.indicators))

    def funnels(self) -> Shown:
        """Return a funnel and small multiples for every share that teams have."""
        pack = self.pack
        return show_team_panels(
            pack.catalogue,
            self._funnels,
            summarise_funnel_curves(self._funnels, pack.catalogue),
            summarise_team_quarters(self._counts, pack.quarter, pack.catalogue),
            themes={theme.id: theme.title for theme in pack.catalogue.themes},
            periods=quarters_to(pack.quarter, QUARTERS_SHOWN),
            link=TO_INDICATOR,
        )

    def audits(self) -> Shown:
        """Return each team's audits of the year."""
        year = select_quarters(self._audits, self.pack.quarter)
        second = summarise_agreement(select_second_grades(year), ["team"])
        return show_audits_by_team(summarise_quality(year, ["team"]), second)

    def totals(self) -> Shown:
        """Return whether the teams add up to the council."""
        totals = summarise_team_totals(self._counts, self.pack.figures(basis="quarter"), self.pack.quarter)
        return show_totals(totals, self.pack.catalogue.indicators)

    def _ledger(self) -> list[str]:
        """Return how many teams lie where on each share; no team is named."""
        counts = self._funnels.groupby(["indicator_id", "place"], as_index=False).size()
        return piped(counts, "indicator_id", "place", "size")

    @property
    def _basis(self) -> pd.DataFrame:
        return self._funnels

    _figures = records("team_figures")

    @cached_property
    def _audits(self) -> pd.DataFrame:
        return add_quarter(self.pack.records("audits"), "completed")

    @cached_property
    def _counts(self) -> pd.DataFrame:
        return join_team_counts(self._figures, self._audits, GOOD_OR_BETTER)

    @cached_property
    def _funnels(self) -> pd.DataFrame:
        years = summarise_team_years(self._counts, self.pack.quarter, self.pack.catalogue)
        return summarise_team_funnels(years, self.pack.catalogue)
