"""Records by group, and those of a quarter or of the four quarters up to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import nan
from typing import Any

import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR
from kpi_lib.analysis.estimates.intervals import wilson_limits
from kpi_lib.core.periods import Period, quarter_of


def each_group(rows: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Yield each group's key (column → value) and rows, sorted by key; without `by`, all rows once.

    Rows without a key are in a group of their own, never lost.
    """
    if not by:
        yield {}, rows
        return
    for key, group in rows.groupby(list(by), sort=True, observed=True, dropna=False):
        yield dict(zip(by, key, strict=True)), group


def summarise_groups(
    rows: pd.DataFrame, by: Sequence[str], summarise: Callable[[pd.DataFrame], Mapping[str, Any]]
) -> pd.DataFrame:
    """Return one row per group: its key and what `summarise` makes of its rows.

    Without any group the frame has its columns and no row, so `summarise` must accept a frame without rows.
    """
    groups = [key | dict(summarise(group)) for key, group in each_group(rows, by)]
    return pd.DataFrame(groups) if groups else pd.DataFrame(columns=[*by, *summarise(rows)])


def share_of(count: float, base: float) -> tuple[float, float, float]:
    """Return a share in per cent with its 95 % limits (Wilson); NaN of nothing.

    >>> [round(part, 1) for part in share_of(3, 4)]
    [75.0, 30.1, 95.4]
    """
    if not base > 0:
        return nan, nan, nan
    low, high = wilson_limits(count, base, multiplier=PER_CENT)
    return count / base * PER_CENT, float(low), float(high)


def named_share(name: str, count: float, base: float) -> dict[str, float]:
    """Return a share as columns `name`, `name_lower` and `name_upper` (`share_of`)."""
    return dict(zip((name, f"{name}_lower", f"{name}_upper"), share_of(count, base), strict=True))


PER_CENT = 100


def add_quarter(records: pd.DataFrame, day: str) -> pd.DataFrame:
    """Add `period`, the label of the quarter in which the day of column `day` falls.

    >>> add_quarter(pd.DataFrame({"completed": pd.to_datetime(["2018-03-31"])}), "completed")["period"][0]
    '2017-18-Q4'
    """
    return records.assign(period=quarters_of_days(records[day]))


def quarters_of_days(days: pd.Series) -> pd.Series:
    """Return the label of the quarter in which each day falls."""
    quarters = days.dt.to_period("Q-MAR")
    labels = {
        quarter: quarter_of(quarter.qyear, quarter.quarter).label for quarter in quarters.dropna().unique()
    }
    return quarters.map(labels).astype("str")


def quarters_to(quarter: Period, n: int = QUARTERS_IN_YEAR) -> list[str]:
    """Return the labels of the `n` quarters that end with `quarter`, oldest first."""
    return [quarter.shift(-back).label for back in range(n - 1, -1, -1)]


def select_quarters(
    records: pd.DataFrame, quarter: Period, n: int = QUARTERS_IN_YEAR, *, by: str = "period"
) -> pd.DataFrame:
    """Keep the records of the `n` quarters that end with `quarter`; `by` holds their labels."""
    return records.loc[records[by].isin(quarters_to(quarter, n))].reset_index(drop=True)


def add_year_to(records: pd.DataFrame, quarter: Period, *, by: str) -> pd.DataFrame:
    """Return the records of the eight quarters up to `quarter` with `period`, the last of their own four.

    So the newest year is under `quarter` and the one before it under the same quarter a year before.
    """
    newest, before = quarters_to(quarter), quarters_to(quarter.year_before())
    ends = dict.fromkeys(newest, newest[-1]) | dict.fromkeys(before, before[-1])
    return records.assign(period=records[by].map(ends)).dropna(subset=["period"]).reset_index(drop=True)
