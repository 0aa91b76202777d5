"""The page of the workforce: who is there, what each carries, and what moves with practice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.practice.associations import summarise_associations
from kpi_lib.analysis.practice.workforce import (
    CASE_BANDS,
    WORKER_BANDS,
    add_caseloads_withheld,
    add_changes_withheld,
    summarise_bands,
    summarise_caseloads,
    summarise_children,
    summarise_worker_changes,
)
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.pages.record_page import RecordPage, piped, records
from kpi_lib.pages.verdict_table import show_verdicts
from kpi_lib.pages.workforce.associations import show_associations
from kpi_lib.pages.workforce.distributions import show_distribution
from kpi_lib.pages.workforce.staff import (
    CASELOAD_METHOD,
    CHANGES_METHOD,
    FALLBACK,
    THEME,
    caseload_lines,
    changes_lines,
    local_figures,
    newest_published,
    show_local,
    workforce_title,
)
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_together
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.words.headline import Headline

TO_INDICATOR = "indicators/{slug}.html"
CASELOAD, WORKERS = "caseload_average", "three_social_workers_percent"
LEADING = (
    CASELOAD,
    "social_worker_agency_percent",
    "social_worker_vacancy_percent",
    "supervision_on_time_percent",
    WORKERS,
)
FOLLOWING = ("rereferral_percent", "assessment_45_days_percent")
THREE_WORKERS = 2
"""Changes of social worker that make a third one."""


@dataclass(frozen=True)
class WorkforcePage(RecordPage):
    """Are there enough social workers, do they stay, and does practice move with them?"""

    KIND: ClassVar[str] = "workforce_and_practice"
    NOTHING: ClassVar[str] = FALLBACK

    @property
    def _finding(self) -> str:
        """Which figures are worse than the neighbours'."""
        return workforce_title(self._headlines)

    @property
    def _about(self) -> str:
        return "DfE’s figures are published; the quarters are the council’s own."

    def census(self) -> Shown:
        """Return a tile for each of DfE's figures, and all of them against every comparator, closed."""
        if not self._compared:
            return show_note("DfE publishes no comparison of the workforce for this year.")
        tiles = show_tiles(self._compared, self.pack.results.estimates, link=TO_INDICATOR)
        verdicts = show_verdicts(self.pack, self._compared, TO_INDICATOR)
        return show_together(tiles, show_closed("Against every comparator: show as table", verdicts))

    def local(self) -> Shown:
        """Return the council's quarters next to DfE's census."""
        return show_local(local_figures(self.pack), self.pack.quarter, link=TO_INDICATOR)

    def caseloads(self) -> Shown:
        """Return how many social workers hold how many cases."""
        records, limit = self._caseloads, float(newest_published(self.pack, CASELOAD, ENGLAND)["value"])
        least = SMALLEST_COUNT_SHOWN
        caseloads = summarise_caseloads(records.assign(n_cases=records["cases"]), ("quarter",), limit=limit)
        now = self._now(add_caseloads_withheld(caseloads, least))
        bands = summarise_bands(records, "cases", None, CASE_BANDS, least=least)
        lines = caseload_lines(now, limit) if now is not None else [""]
        return show_distribution(
            bands,
            self.pack.quarter,
            records,
            title="Cases held by each social worker",
            finding=lines[0],
            across="Cases held",
            lines=lines[1:],
            method=CASELOAD_METHOD,
        )

    def changes(self) -> Shown:
        """Return how many social workers children had in the year."""
        records = self._children
        each, least = summarise_children(records), SMALLEST_COUNT_SHOWN
        workers, changes = (
            self._now(add_changes_withheld(summary, least))
            for summary in (
                summarise_worker_changes(each, ("quarter",), many=THREE_WORKERS),
                summarise_worker_changes(each, ("quarter",)),
            )
        )
        bands = summarise_bands(records, "social_workers", "children", WORKER_BANDS, least=least)
        lines = [""]
        if workers is not None and changes is not None:
            lines = changes_lines(workers, changes, self.pack.catalogue[WORKERS])
        return show_distribution(
            bands,
            self.pack.quarter,
            records,
            title="Social workers per child in the year",
            finding=lines[0],
            across="Social workers in twelve months",
            lines=lines[1:],
            method=CHANGES_METHOD,
        )

    def associations(self) -> Shown:
        """Return what moves with re-referrals and with assessments on time: association only."""
        catalogue = self.pack.catalogue
        return show_together(
            *(
                show_associations(
                    catalogue[name],
                    self._associations.loc[self._associations["following"].eq(name)],
                    catalogue.indicators,
                )
                for name in FOLLOWING
            )
        )

    def _ledger(self) -> list[str]:
        """Return the council's figures and the verdicts of the associations."""
        local = local_figures(self.pack)
        figures = [
            f"{figure.indicator.id} | {figure.now['value']:.1f} | {figure.census['value']:.1f}"
            for figure in local
        ]
        counts = self._associations.groupby(["following", "verdict"], as_index=False).size()
        return figures + piped(counts, "following", "verdict", "size")

    def _now(self, rows: pd.DataFrame) -> pd.Series | None:
        own = rows.loc[rows["quarter"].eq(self.pack.quarter.label)]
        return own.iloc[0] if len(own) else None

    @property
    def _basis(self) -> pd.DataFrame:
        """The comparisons with the neighbours: the heading names no other figures."""
        return pd.DataFrame([headline.comparison for headline in self._compared])

    @property
    def _compared(self) -> list[Headline]:
        return [headline for headline in self._headlines if headline.comparison is not None]

    @cached_property
    def _headlines(self) -> list[Headline]:
        return self.pack.headlines_of(item for item in self.pack.shown if item.theme == THEME)

    _caseloads = records("caseloads")
    _children = records("social_worker_changes")

    @cached_property
    def _quarters(self) -> pd.DataFrame:
        rows = self.pack.figures(basis="quarter")
        return rows.loc[rows["indicator_id"].isin([*LEADING, *FOLLOWING])]

    @cached_property
    def _associations(self) -> pd.DataFrame:
        pairs = [(leading, following) for following in FOLLOWING for leading in LEADING]
        return summarise_associations(self._quarters, pairs)
