"""One indicator's figures in one area through time: in order, unbroken, of one basis."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import ROLLING_YEAR, ordinals
from kpi_lib.core.errors import AnalysisError

SERIES = ["indicator_id", "area_code", "basis"]


def each_series(estimates: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the rows of each indicator, area and basis, oldest first, with their number `_order`.

    Raises
    ------
    AnalysisError : a period is there twice in a series, or a rolling year is among them: its points
        share three quarters in four, so no test may treat them as separate.
    """
    if estimates["basis"].eq(ROLLING_YEAR).any():
        raise AnalysisError(
            "A rolling year's points overlap and cannot be charted or tested as a series",
            got="basis 'rolling_year'",
            expected="quarters or years",
            hint="select_series(estimates) keeps what can be tested",
        )
    ordered = add_order(estimates)
    twice = ordered.duplicated([*SERIES, "_order"])
    if twice.any():
        first = ordered.loc[twice].iloc[0]
        raise AnalysisError(
            "A period is there twice in one series",
            where=f"{first['indicator_id']}, {first['area_code']}",
            got=first["period"],
            expected="one figure per period",
            hint="choose one edition first: rates.summarise_estimates does",
        )
    for _, rows in ordered.groupby(SERIES, sort=False, observed=True):
        yield rows


def add_order(estimates: pd.DataFrame) -> pd.DataFrame:
    """Add `_order`, each period's number within its basis, and sort by series and `_order`."""
    order = [ordinals(rows["period"]) for _, rows in estimates.groupby("basis", observed=True)]
    numbered = estimates.assign(_order=pd.concat(order) if order else pd.Series(dtype="int64"))
    return numbered.sort_values([*SERIES, "_order"], kind="stable")


def select_series(estimates: pd.DataFrame) -> pd.DataFrame:
    """Keep each series' newest unbroken stretch of figures; rolling years are left out.

    The index must be unique. A period without a figure, or without a row, ends the stretch: nothing
    is filled in.
    """
    plain = estimates.loc[estimates["basis"].ne(ROLLING_YEAR)]
    figures = add_order(plain.loc[plain["value"].notna()])
    keys = [figures[name] for name in SERIES]
    # 2016-17-Q4, 2017-18-Q1, 2017-18-Q3: a step of 2 begins the second stretch, which is the newest
    is_break = figures.groupby(SERIES, observed=True)["_order"].diff().ne(1)
    stretch = is_break.groupby(keys, observed=True).cumsum()
    newest = stretch.groupby(keys, observed=True).transform("max")
    return plain.loc[figures.index[stretch.eq(newest)].sort_values()]


def newest_unbroken(rows: pd.DataFrame, column: str = "value") -> pd.DataFrame:
    """Return one series' rows after its newest gap: a missing figure, or a missing period.

    There is none where the newest row has no figure.

    Parameters
    ----------
    rows : in order, with `_order`. column : that holds the figure.
    """
    is_gap = rows[column].isna() | rows["_order"].diff().fillna(1).ne(1)
    stretch = is_gap.cumsum()
    return rows.loc[stretch.eq(stretch.max()) & rows[column].notna()]


def check_unbroken(rows: pd.DataFrame) -> None:
    """Raise AnalysisError on a series with a missing figure or a missing period, naming the first."""
    is_gap = rows["value"].isna().to_numpy() | np.append(False, np.diff(rows["_order"]) != 1)
    if is_gap.any():
        first = rows.iloc[int(is_gap.argmax())]
        raise AnalysisError(
            "This series has a gap",
            where=f"{first['indicator_id']}, {first['area_code']}",
            got=f"no figure {'for' if pd.isna(first['value']) else 'just before'} {first['period']}",
            expected="one figure for every period",
            hint="select_series(estimates) keeps the newest unbroken stretch",
        )
