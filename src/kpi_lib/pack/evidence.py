"""What is behind the judgements on some indicators: computed when a page asks, then kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kpi_lib.analysis.change.target_path import summarise_paths
from kpi_lib.analysis.change.trends import summarise_trends
from kpi_lib.analysis.estimates.bases import QUARTER
from kpi_lib.analysis.estimates.series import SERIES, select_series
from kpi_lib.analysis.spc.charts import LIMITS, summarise_charts, summarise_limits
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.status import Provenance

KNOWN = ["decimals", "lower", "upper", "provenance"]
"""What a chart needs of each estimate next to its limits."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Charts, trends and paths to target of one area's estimates, of one indicator or of many."""

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
            return pd.DataFrame(columns=[*LIMITS, *KNOWN])
        limits = summarise_limits(self.quarters, self.catalogue, self.events)
        known = self.quarters[[*SERIES, "period", *KNOWN]]
        return limits.merge(known, on=[*SERIES, "period"], how="left", validate="one_to_one")

    @cached_property
    def charts(self) -> pd.DataFrame:
        """One row per quarterly control chart, with `is_real`: no point is illustrative."""
        charts = summarise_charts(self.limits, self.catalogue)
        return charts.assign(is_real=~_rests_on_illustration(self.limits, charts))

    @cached_property
    def trends(self) -> pd.DataFrame:
        """One row per tested series of quarters or years, with `is_real`: no point is illustrative."""
        trends = summarise_trends(self.estimates, self.catalogue)
        ordered = self.estimates.sort_values("period_end", kind="stable")
        lengths = trends.set_index(SERIES)["n_points"].to_dict()
        used = [rows.tail(lengths.get(key, 0)) for key, rows in ordered.groupby(SERIES, observed=True)]
        points = pd.concat(used) if used else ordered
        return trends.assign(is_real=~_rests_on_illustration(points, trends))

    @cached_property
    def paths(self) -> pd.DataFrame:
        """One row per quarterly series whose indicator has a target, with `is_real` as of trends."""
        paths = summarise_paths(self.estimates, self.catalogue)
        return paths.assign(is_real=~_rests_on_illustration(self.quarters, paths))


def row_of(frame: pd.DataFrame, **wanted: str) -> pd.Series | None:
    """Return the first row whose columns have the wanted values, or nothing."""
    found = frame
    for name, value in wanted.items():
        found = found.loc[found[name].eq(value)]
    return found.iloc[0] if len(found) else None


def _rests_on_illustration(points: pd.DataFrame, series: pd.DataFrame) -> pd.Series:
    drawn_up = points.loc[points["provenance"].eq(Provenance.ILLUSTRATIVE)]
    keys: Mapping[tuple[str, ...], bool] = dict.fromkeys(map(tuple, drawn_up[SERIES].to_numpy()), True)
    rows = [tuple(row) in keys for row in series[SERIES].to_numpy()]
    return pd.Series(rows, series.index, dtype=bool)
