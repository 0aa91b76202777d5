"""All that an edition tests at once: how many flags chance alone would raise, and which of ours remain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from kpi_lib.analysis.change.false_flags import (
    add_change_tests,
    add_comparison_tests,
    add_trend_tests,
    summarise_flags,
)
from kpi_lib.analysis.change.year_on_year import CHANGES as CHANGE_COLUMNS
from kpi_lib.analysis.compare.benchmark import COMPARISONS as COMPARISON_COLUMNS
from kpi_lib.pack.evidence import Evidence
from kpi_lib.present.words.headline import Headline

CHANGES, COMPARISONS, TRENDS = "changes", "comparisons", "trends"


@dataclass(frozen=True, eq=False)
class Budget:
    """The tests of an edition's lead figures; illustrative ones are not among them.

    changes, comparisons, trends : one row per test, with `p_value`, `q_value` and `is_kept`.
    flags : one row per rule: tests, flags, flags kept, false flags to expect.
    """

    changes: pd.DataFrame
    comparisons: pd.DataFrame
    trends: pd.DataFrame
    flags: pd.DataFrame

    @property
    def kept_changes(self) -> frozenset[str]:
        """The indicators whose change remains after controlling the false discovery rate."""
        kept = self.changes.loc[self.changes["is_kept"].astype(bool)]
        return frozenset(kept["indicator_id"])


def compute_budget(headlines: Iterable[Headline], evidence: Evidence) -> Budget:
    """Test what the pages lead with: changes on a year before, comparisons, trends, control charts."""
    found = list(headlines)
    changes = add_change_tests(real_rows([item.change for item in found], CHANGE_COLUMNS))
    compared = real_rows([item.comparison for item in found], COMPARISON_COLUMNS)
    comparisons = add_comparison_tests(compared)
    trends = add_trend_tests(evidence.trends.loc[evidence.trends["is_real"]])
    charts = evidence.charts.loc[evidence.charts["is_real"]]
    tested = {CHANGES: changes, COMPARISONS: comparisons, TRENDS: trends}
    return Budget(changes, comparisons, trends, summarise_flags(tested, charts))


def real_rows(rows: Iterable[pd.Series | None], columns: Sequence[str]) -> pd.DataFrame:
    """Return the lead rows that rest on real figures, perhaps none: the columns are there all the same."""
    real = [row for row in rows if row is not None and row["is_real"]]
    return pd.DataFrame(real, columns=[*columns, "is_real"]).reset_index(drop=True).infer_objects()
