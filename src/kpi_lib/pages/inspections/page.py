"""The page of inspections, their findings and the areas for improvement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.practice.inspections import (
    POSITIVE,
    TO_IMPROVE,
    InspectionState,
    add_tone,
    summarise_inspections,
)
from kpi_lib.pages.record_page import RecordPage, records
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.inspections import show_findings, show_findings_by_visit, show_inspections
from kpi_lib.present.words.inspections import state_context, state_title
from kpi_lib.present.words.record_sources import record_source_sentence


@dataclass(frozen=True)
class InspectionsPage(RecordPage):
    """What Ofsted found, what remains to improve and what is due."""

    KIND: ClassVar[str] = "inspections"
    NOTHING: ClassVar[str] = "No inspection of this area is in the raw files"

    @property
    def _finding(self) -> str:
        """The newest inspection by the end of the quarter, and what came since."""
        return state_title(self._state.last_inspection, self._state.visits_after)

    @property
    def _about(self) -> str:
        """The visits in the quarter, after it and due."""
        state = self._state
        return state_context(state.in_quarter, state.later, state.due) if self._is_founded else ""

    def timeline(self) -> Shown:
        """Return the visits on a line of time, those due included."""
        source = record_source_sentence(self._inspections, self._findings)
        return show_inspections(self._inspections, self.pack.quarter, source=source)

    def findings(self) -> Shown:
        """Return what was found at each visit, in the source's own words."""
        return show_findings_by_visit(self._inspections, self._findings)

    def praised(self) -> Shown:
        """Return what Ofsted is reported to have praised, whichever the visit."""
        return show_findings(self._general("ofsted", POSITIVE), "What Ofsted has commented on positively")

    def to_improve(self) -> Shown:
        """Return the areas for improvement, each with its paragraph."""
        return show_findings(self._general("council", TO_IMPROVE), "Areas for improvement")

    def partner(self) -> Shown:
        """Return what the improvement partner concluded."""
        return show_findings(self._general("partner", POSITIVE), "What the improvement partner concluded")

    def _ledger(self) -> list[str]:
        """Return the visits with their findings counted, and the findings counted by paragraph."""
        visits = [
            f"{row['inspection_id']} | {row['status']} | {row['n_positive']} positive | "
            f"{row['n_to_improve']} to improve | paragraph {row['paragraph']}"
            for _, row in self._inspections.iterrows()
        ]
        counts = self._findings.groupby(["paragraph", "judgement"], as_index=False).size()
        lines = [f"paragraph {row[0]} | {row[1]} | {row[2]}" for row in counts.itertuples(index=False)]
        return visits + lines

    @property
    def _basis(self) -> pd.DataFrame:
        return self._inspections

    def _general(self, said_by: str, judgement: str) -> pd.DataFrame:
        rows = self._findings
        own = rows["inspection_id"].eq("") & rows["said_by"].eq(said_by)
        return rows.loc[own & rows["judgement"].eq(judgement)]

    _findings = records("findings")

    @cached_property
    def _inspections(self) -> pd.DataFrame:
        return add_tone(self.pack.records("inspections"), self._findings)

    @cached_property
    def _state(self) -> InspectionState:
        return summarise_inspections(self._inspections, self.pack.quarter)
