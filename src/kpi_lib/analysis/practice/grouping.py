"""The groups of a frame of records, one after the other in the order of their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd


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
