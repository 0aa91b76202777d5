"""The page of quality assurance: how good audited work is, whether auditors agree, what audits led to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.practice.audit_agreement import (
    summarise_agreement,
    summarise_agreement_drift,
    summarise_direction,
)
from kpi_lib.analysis.practice.audit_quality import (
    CHANGE_TO_SEE,
    select_second_grades,
    summarise_actions,
    summarise_quality,
)
from kpi_lib.analysis.practice.records import add_quarter, select_quarters
from kpi_lib.analysis.withhold.small_counts import add_withheld
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.pages.quality_assurance.audits import show_agreement, show_themes
from kpi_lib.pages.quality_assurance.words import (
    MODERATED,
    NO_AUDITS,
    REHEARSAL,
    audits_title,
    direction_line,
    drift_line,
    kappa_line,
    moderation_sentence,
    overdue_line,
    sample_line,
)
from kpi_lib.pages.record_page import RecordPage, records
from kpi_lib.pages.series import IndicatorSeries
from kpi_lib.present.shown.display import Shown, show_lines, show_note, show_together
from kpi_lib.present.words.dates import day_words

GOOD, ON_TIME = "audit_good_percent", "audit_actions_on_time_percent"
GRADED, AGREED = ("n_good_or_better", "n_rest"), ("n_agreed", "n_apart")
APART = ("n_stricter", "n_more_generous", "n_same")
"""The counts behind a share, and those that it would let a reader work out."""


@dataclass(frozen=True)
class QualityAssurancePage(RecordPage):
    """Case audits: good work, agreement of two auditors, actions; teams are on an internal page alone."""

    KIND: ClassVar[str] = "quality_assurance"
    NOTHING: ClassVar[str] = NO_AUDITS

    @property
    def _finding(self) -> str:
        """The year's share of good work, and whether its grades were moderated."""
        return audits_title(self._overall, self._n_by(MODERATED))

    @property
    def _about(self) -> str:
        return (
            "In a case audit an auditor reads a child’s case file and grades the work. These are the audits "
            f"of the four quarters to {day_words(self._end)}."
        )

    def quarters(self) -> Shown:
        """Return the share of good or better audits by quarter, on its control chart."""
        return IndicatorSeries(self.pack, self.pack.catalogue[GOOD]).quarters()

    def themes(self) -> Shown:
        """Return the share of good or better audits by kind of work."""
        return self._says(self._themes)

    def _themes(self) -> Shown:
        quality = self._quality(self._year, ["theme"]).assign(total="")
        themes = add_withheld(quality, GRADED, least=SMALLEST_COUNT_SHOWN, by=["total"])
        year = f"four quarters to {day_words(self._end)}"
        return show_themes(themes, self._overall, year, self._audits)

    def sample(self) -> Shown:
        """Return how many audits would show a change of ten points, next to how many there are."""
        newest = self._quality(select_quarters(self._audits, self.pack.quarter, 1))
        if newest.empty or not newest.iloc[0]["n_audits"]:
            return show_note("No case was audited in this quarter.")
        row = add_withheld(newest, GRADED, least=SMALLEST_COUNT_SHOWN).iloc[0]
        return show_lines([sample_line(row, CHANGE_TO_SEE)])

    def agreement(self) -> Shown:
        """Return how often two auditors agree, who is stricter, and whether that drifts."""
        return self._says(self._agreement_of_two)

    def _agreement_of_two(self) -> Shown:
        counts = (self._n_by(MODERATED), self._n_by(REHEARSAL), self._shown(len(self._year)))
        sentence = moderation_sentence(
            *counts,
            is_announced=not self._claims.empty,
        )
        note = show_note(sentence)
        pairs = self._second
        if pairs.empty:
            return note
        quarters, overall = self._agreement(["period"]), self._agreement().iloc[0]
        directions = summarise_direction(pairs)
        same = directions["n_moderated"] - directions["n_stricter"] - directions["n_more_generous"]
        direction = add_withheld(directions.assign(n_same=same), APART, least=SMALLEST_COUNT_SHOWN).iloc[0]
        lines = [kappa_line(overall), direction_line(direction)]
        if not overall["is_withheld"]:
            lines += [drift_line(row) for _, row in summarise_agreement_drift(pairs).iterrows()]
        return show_together(note, show_agreement(quarters, overall, direction, pairs), show_lines(lines))

    def actions(self) -> Shown:
        """Return how much of what audits asked for was done on time, by quarter, and what is overdue."""
        chart = IndicatorSeries(self.pack, self.pack.catalogue[ON_TIME]).quarters()
        if self._actions.empty:
            return chart
        row = summarise_actions(self._actions, self._end)
        return show_together(chart, show_lines([overdue_line(row, self._end)]))

    def _ledger(self) -> list[str]:
        """Return the year's counts, agreement and actions; no team is named."""
        shown = self._shown(len(self._year))
        lines = [f"audits of the year | {'withheld' if pd.isna(shown) else f'{shown:.0f}'}"]
        if len(self._second):
            row = self._agreement().iloc[0]
            text = f"{row['n_moderated']:.0f} | kappa {row['kappa_linear']:.3f}"
            lines.append(f"second grades | {'withheld' if row['is_withheld'] else text}")
        if len(self._actions):
            row = summarise_actions(self._actions, self._end)
            lines.append(f"actions | {row['n_actions']} agreed | {row['n_overdue']} overdue")
        return lines

    def _n_by(self, process: str) -> float:
        return self._shown(int(self._year["moderation"].eq(process).sum()))

    def _shown(self, count: int) -> float:
        """Return a count as the page may say it: NaN where it is small."""
        return float(
            add_withheld(pd.DataFrame({"n": [count]}), ["n"], least=SMALLEST_COUNT_SHOWN)["n"].iloc[0]
        )

    def _quality(self, audits: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
        quality = summarise_quality(audits, by)
        return quality.assign(n_rest=quality["n_audits"] - quality["n_good_or_better"])

    def _agreement(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Return how often two auditors agree; one small quarter hides all, for their total would tell it."""
        agreement = summarise_agreement(self._second, by)
        counted = agreement.assign(n_apart=agreement["n_moderated"] - agreement["n_agreed"], total="")
        return add_withheld(counted, AGREED, least=SMALLEST_COUNT_SHOWN, by=["total"])

    @property
    def _basis(self) -> pd.DataFrame:
        return self._year

    @property
    def _end(self) -> pd.Timestamp:
        return pd.Timestamp(self.pack.quarter.end)

    @cached_property
    def _audits(self) -> pd.DataFrame:
        return add_quarter(self.pack.records("audits"), "completed")

    @cached_property
    def _year(self) -> pd.DataFrame:
        return select_quarters(self._audits, self.pack.quarter)

    @cached_property
    def _overall(self) -> pd.Series:
        return add_withheld(self._quality(self._year), GRADED, least=SMALLEST_COUNT_SHOWN).iloc[0]

    @cached_property
    def _second(self) -> pd.DataFrame:
        return select_second_grades(self._year)

    _actions = records("audit_actions")
