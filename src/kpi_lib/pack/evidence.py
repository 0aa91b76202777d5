"""What is behind the judgements on some indicators, and how many flags chance alone would raise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kpi_lib.analysis.change.false_flags import (
    add_change_tests,
    add_comparison_tests,
    add_trend_tests,
    summarise_flags,
)
from kpi_lib.analysis.change.target_path import summarise_paths
from kpi_lib.analysis.change.trends import summarise_trends
from kpi_lib.analysis.change.year_on_year import CHANGES as CHANGE_COLUMNS
from kpi_lib.analysis.compare.benchmark import COMPARISONS as COMPARISON_COLUMNS
from kpi_lib.analysis.estimates.bases import QUARTER
from kpi_lib.analysis.estimates.series import SERIES, select_series
from kpi_lib.analysis.spc.charts import LIMITS, summarise_charts, summarise_limits
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.present.words.headline import Headline

OF_ESTIMATES = ["decimals", "lower", "upper", "provenance"]
"""What a chart needs of each estimate next to its limits."""

CHANGES, COMPARISONS, TRENDS = "changes", "comparisons", "trends"


@dataclass(frozen=True, eq=False)
class Evidence:
    """Charts, trends and paths to target of one area's estimates, computed when first read and kept."""

    estimates: pd.DataFrame
    catalogue: Catalogue
    events: pd.DataFrame

    @cached_property
    def quarters(self) -> pd.DataFrame:
        """Each quarterly series' newest unbroken stretch of estimates."""
        rows = self.estimates.loc[self.estimates["basis"].eq(QUARTER)]
        return select_series(rows.reset_index(drop=True)).reset_index(drop=True)

    @cached_property
    def limits(self) -> pd.DataFrame:
        """One row per point of the quarterly control charts, with what its estimate knows besides."""
        if self.quarters.empty:
            return pd.DataFrame(columns=[*LIMITS, *OF_ESTIMATES])
        limits = summarise_limits(self.quarters, self.catalogue, self.events)
        estimates = self.quarters[[*SERIES, "period", *OF_ESTIMATES]]
        return limits.merge(estimates, on=[*SERIES, "period"], how="left", validate="one_to_one")

    @cached_property
    def charts(self) -> pd.DataFrame:
        """One row per quarterly control chart."""
        return summarise_charts(self.limits, self.catalogue)

    @cached_property
    def trends(self) -> pd.DataFrame:
        """One row per tested series of quarters or years."""
        return summarise_trends(self.estimates, self.catalogue)

    @cached_property
    def paths(self) -> pd.DataFrame:
        """One row per quarterly series whose indicator has a target."""
        return summarise_paths(self.estimates, self.catalogue)


@dataclass(frozen=True, eq=False)
class LeadTests:
    """What comes of testing an edition's lead figures together.

    kept_changes : the indicators whose change remains after controlling the false discovery rate.
    flags : one row per rule: tests, flags, flags kept, false flags to expect.
    """

    kept_changes: frozenset[str]
    flags: pd.DataFrame


def compute_lead_tests(headlines: Iterable[Headline], evidence: Evidence) -> LeadTests:
    """Test what the pages lead with: changes on a year before, comparisons, trends, control charts."""
    leads = list(headlines)
    changes = add_change_tests(lead_rows([lead.change for lead in leads], CHANGE_COLUMNS))
    compared = lead_rows([lead.comparison for lead in leads], COMPARISON_COLUMNS)
    trends = add_trend_tests(evidence.trends)
    tested = {CHANGES: changes, COMPARISONS: add_comparison_tests(compared), TRENDS: trends}
    kept = changes.loc[changes["is_kept"].astype(bool), "indicator_id"]
    return LeadTests(frozenset(kept), summarise_flags(tested, evidence.charts))


def lead_rows(rows: Iterable[pd.Series | None], columns: Sequence[str]) -> pd.DataFrame:
    """Return the lead rows that are there, perhaps none: the columns are there all the same."""
    known = [row for row in rows if row is not None]
    return pd.DataFrame(known, columns=list(columns)).reset_index(drop=True).infer_objects()
