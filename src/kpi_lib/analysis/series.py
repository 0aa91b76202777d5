"""One indicator's figures in one area through time: in order, unbroken, of one basis."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kpi_lib.analysis.bases import ROLLING_YEAR, ordinals
from kpi_lib.core.errors import AnalysisError

SERIES = ["indicator_id", "area_code", "basis"]


def each_series(estimates: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the rows of each indicator, area and basis, oldest first, with their number `_order`.

    Raises
    ------
    AnalysisError : a period stands twice in a series, or a rolling year is among them: its points
        share three quarters in four, so no test may treat them as separate.
    """
    if estimates["basis"].eq(ROLLING_YEAR).any():
        raise AnalysisError(
            "A rolling year's points overlap and cannot be charted or tested as a series",
            got="basis 'rolling_year'",
            expected="quarters or years",
            hint="select_series(estimates) keeps what can be tested",
        )
    for _, rows in estimates.groupby(SERIES, sort=True, observed=True):
        ordered = rows.assign(_order=ordinals(rows["period"])).sort_values("_order")
        if ordered["_order"].duplicated().any():
            twice = ordered.loc[ordered["_order"].duplicated()].iloc[0]
            raise AnalysisError(
                "A period stands twice in one series",
                where=f"{twice['indicator_id']}, {twice['area_code']}",
                got=twice["period"],
                expected="one figure per period",
                hint="choose one edition first: rates.summarise_estimates does",
            )
        yield ordered


def select_series(estimates: pd.DataFrame) -> pd.DataFrame:
    """Keep each series' newest unbroken stretch of figures; rolling years are left out.

    A period without a figure, or without a row, ends the stretch: nothing is filled in.
    """
    plain = estimates.loc[estimates["basis"].ne(ROLLING_YEAR)]
    kept = [_newest_stretch(rows).index for rows in each_series(plain)]
    return plain.loc[np.concatenate(kept)].sort_index() if kept else plain


def _newest_stretch(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows.loc[rows["value"].notna()]
    if known.empty:
        return known
    steps = known["_order"].diff().to_numpy()[1:]
    breaks = np.flatnonzero(steps != 1)
    return known.iloc[breaks[-1] + 1 if breaks.size else 0 :]


def check_unbroken(rows: pd.DataFrame) -> None:
    """Raise AnalysisError on a series with a missing figure or a missing period, naming the first."""
    gone = rows["value"].isna().to_numpy()
    skipped = np.append(False, np.diff(rows["_order"]) != 1)
    if (gone | skipped).any():
        first = rows.iloc[int((gone | skipped).argmax())]
        raise AnalysisError(
            "This series has a gap",
            where=f"{first['indicator_id']}, {first['area_code']}",
            got=f"no figure {'for' if pd.isna(first['value']) else 'just before'} {first['period']}",
            expected="one figure for every period",
            hint="select_series(estimates) keeps the newest unbroken stretch",
        )
