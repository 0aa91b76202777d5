"""The pages of the courts: how long cases take, and for the council alone which of them drift."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.practice.courts import (
    LIMITS,
    PRE_PROCEEDINGS,
    PROCEEDINGS,
    STAGES,
    CourtTimes,
    summarise_court_spells,
    summarise_court_times,
)
from kpi_lib.analysis.practice.durations import select_drift, summarise_spells
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.pages.courts.drift import drift_title, show_drift
from kpi_lib.pages.courts.durations import show_lengths, show_stage
from kpi_lib.pages.courts.words import NO_CASES, courts_title
from kpi_lib.pages.record_page import RecordPage, piped, records
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.words.numbers import is_missing


@dataclass(frozen=True)
class CourtsPage(RecordPage):
    """Do cases reach a decision in time? Counts only; small ones are withheld."""

    KIND: ClassVar[str] = "courts"
    NOTHING: ClassVar[str] = NO_CASES

    @property
    def _finding(self) -> str:
        """How long care proceedings take, next to the limit."""
        return courts_title(self._times.lengths)

    @property
    def _about(self) -> str:
        return "Cases that began in the three years up to the end of the quarter, as they stood on that day."

    def lengths(self) -> Shown:
        """Return how long each stage takes, by the year it began."""
        return show_lengths(self._times.lengths, self.pack.quarter.end, SMALLEST_COUNT_SHOWN)

    def pre_proceedings(self) -> Shown:
        """Return the newest year of pre-proceedings against the one before."""
        return self._stage(PRE_PROCEEDINGS)

    def proceedings(self) -> Shown:
        """Return the newest year of care proceedings against the one before, and the limit."""
        return self._stage(PROCEEDINGS)

    def _ledger(self) -> list[str]:
        lines = [_ledger_line(row) for _, row in self._times.lengths.iterrows()]
        return lines + piped(self._times.tests, "stage", "verdict")

    @property
    def _basis(self) -> pd.DataFrame:
        return self._cases

    def _stage(self, stage: str) -> Shown:
        times = self._times
        limit = LIMITS.get(stage, float("nan"))
        return show_stage(stage, times.lengths, times.curves, times.tests, limit=limit, records=self._cases)

    _cases = records("court_cases")

    @cached_property
    def _times(self) -> CourtTimes:
        spells = summarise_court_spells(self._cases, pd.Timestamp(self.pack.quarter.end))
        return summarise_court_times(spells, SMALLEST_COUNT_SHOWN)


@dataclass(frozen=True)
class CourtsDriftPage(RecordPage):
    """Which open cases have gone on for too long? For the council alone."""

    KIND: ClassVar[str] = "courts_drift"
    NOTHING: ClassVar[str] = NO_CASES

    @property
    def _finding(self) -> str:
        """How many cases drift."""
        return drift_title(self._drift)

    @property
    def _about(self) -> str:
        return (
            "Open cases that have been in proceedings for more than 26 weeks, or in either stage for longer "
            "than three in four past cases."
        )

    def cases(self) -> Shown:
        """Return the list, the longest first."""
        return self._says(lambda: show_drift(self._drift))

    def _ledger(self) -> list[str]:
        """Return how many cases drift by stage and reason; no case is named."""
        counts = self._drift.groupby(["stage", "drift"], as_index=False).size()
        return piped(counts, "stage", "drift", "size")

    @property
    def _basis(self) -> pd.DataFrame:
        return self._cases

    _cases = records("court_cases")

    @cached_property
    def _drift(self) -> pd.DataFrame:
        return select_drift(
            summarise_spells(self._cases, STAGES, pd.Timestamp(self.pack.quarter.end)), LIMITS
        )


def _ledger_line(row: pd.Series) -> str:
    median = "none" if is_missing(row["median"]) or row["hides_cases"] else f"{row['median']:.1f}"
    share = "none" if is_missing(row["share_within"]) or row["hides_share"] else f"{row['share_within']:.0f}"
    return f"{row['stage']} | {row['cohort'] or 'all'} | median {median} | within {share}"
