"""Records by group, and those of a quarter or of the four quarters up to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from kpi_lib.core.periods import Period


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
    rows: pd.DataFrame, by: Sequence[str], tell: Callable[[pd.DataFrame], Mapping[str, Any]]
) -> pd.DataFrame:
    """Return one row per group: its key and what `tell` says of its rows.

    Without any group the frame has its columns and no row, so `tell` must stand a frame without rows.
    """
    found = [key | dict(tell(group)) for key, group in each_group(rows, by)]
    return pd.DataFrame(found) if found else pd.DataFrame(columns=[*by, *tell(rows)])


PER_CENT = 100
YEAR = 4
"""Quarters in a rolling year."""


def add_quarter(records: pd.DataFrame, day: str) -> pd.DataFrame:
    """Add `period`, the label of the quarter in which the day of column `day` falls.

    >>> add_quarter(pd.DataFrame({"completed": pd.to_datetime(["2018-03-31"])}), "completed")["period"][0]
    '2017-18-Q4'
    """
    quarters = records[day].dt.to_period("Q-MAR")
    labels = {
        item: f"{item.qyear - 1}-{item.qyear % 100:02d}-Q{item.quarter}"
        for item in quarters.dropna().unique()
    }
    return records.assign(period=quarters.map(labels).astype("str"))


def quarters_to(quarter: Period, n: int = YEAR) -> list[str]:
    """Return the labels of the `n` quarters that end with `quarter`, oldest first."""
    return [quarter.shift(-back).label for back in range(n - 1, -1, -1)]


def select_quarters(
    records: pd.DataFrame, quarter: Period, n: int = YEAR, *, by: str = "period"
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
