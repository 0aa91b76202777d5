"""Stocks projected quarter by quarter, with 80 % and 95 % intervals: if things go on as they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import pandas as pd

from kpi_lib.analysis.intervals.formulas import Floats
from kpi_lib.analysis.practice.flows.paths import (
    LEAST_HISTORY,
    MOST_HISTORY,
    Method,
    drift_paths,
    flow_paths,
)
from kpi_lib.analysis.practice.flows.stocks import add_order_of
from kpi_lib.analysis.practice.grouping import each_group
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import Period, parse_period

HORIZON = 8
"""Quarters: 24 months."""
MONTHS_IN_QUARTER = 3
QUANTILES = {"lower95": 0.025, "lower80": 0.1, "projected": 0.5, "upper80": 0.9, "upper95": 0.975}
SEED = 20180712
PROJECTION = [
    "period",
    "horizon",
    "months",
    "method",
    "n_history",
    "last_period",
    "last_stock",
    *QUANTILES,
    "reason",
]


@dataclass(frozen=True)
class Projected:
    """One series' simulated stocks, draws × quarters ahead, or why there are none."""

    last_period: str
    last_stock: float
    method: Method
    n_history: int
    reason: str = ""
    paths: Floats = field(default_factory=lambda: np.empty((0, 0)))


def summarise_projection(
    flows: pd.DataFrame, by: Sequence[str] = (), *, horizon: int = HORIZON, seed: int = SEED
) -> pd.DataFrame:
    """Return one row per series and quarter ahead: the stock projected, with its intervals.

    Parameters
    ----------
    flows : one row a quarter and series: `period`, `stock` at its end, `entries`, `exits` (NaN where not
        known). The newest 12 unbroken quarters are used, six changes are needed.
    seed : the same seed gives the same rows, whatever their order and whatever other series there are.

    Returns
    -------
    `period`, `horizon` (quarters ahead), `months` (ahead), `method`, `n_history`, `last_period`,
    `last_stock`, `projected` (the median), `lower80`, `upper80`, `lower95`, `upper95`,
    `reason` (why there is no projection: NaN).
    """
    found = []
    for key, rows in each_group(add_order_of(flows, by), by):
        told = project_series(rows, horizon=horizon, seed=[seed, crc32(repr(tuple(key.values())).encode())])
        found += [key | row for row in _rows(told, horizon)]
    return pd.DataFrame(found, columns=[*by, *PROJECTION])


def project_series(rows: pd.DataFrame, *, horizon: int, seed: Sequence[int]) -> Projected:
    """Return one series' simulated stocks; `rows` in order of time, with `_order` (`add_order_of`)."""
    newest = _newest(rows.loc[: rows["stock"].last_valid_index()])
    if not len(newest):
        return Projected("", np.nan, Method.NONE, 0, "No stock is known.")
    last, stock = newest.iloc[-1], newest["stock"].to_numpy(float)
    if stock.size - 1 < LEAST_HISTORY:
        why = f"{stock.size} unbroken quarters are known; a projection needs {LEAST_HISTORY + 1}."
        return Projected(last["period"], stock[-1], Method.NONE, stock.size, why)
    entries, exits = (newest[name].to_numpy(float)[1:] for name in ("entries", "exits"))
    rng = np.random.default_rng(seed)
    if np.isfinite(entries).all() and np.isfinite(exits).all():
        paths, method = flow_paths(stock, entries, exits, horizon, rng), Method.FLOWS
    else:
        paths, method = drift_paths(stock, horizon, rng), Method.DRIFT
    return Projected(last["period"], stock[-1], method, stock.size, paths=paths)


def quarters_after(period: str, horizon: int) -> list[Period]:
    """Return the quarters that follow one, the next first."""
    return [parse_period(period).shift(step) for step in range(1, horizon + 1)]


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest quarters, back to the first without a stock, 13 at most (12 changes)."""
    if rows["stock"].lt(0).any() or rows[["entries", "exits"]].lt(0).any(axis=None):
        raise AnalysisError("A stock or a flow is negative", expected="counts of 0 or more")
    is_gap = rows["stock"].isna() | rows["_order"].diff().fillna(1).ne(1)
    stretch = is_gap.cumsum()
    newest = rows.loc[stretch.eq(stretch.max()) & rows["stock"].notna()] if len(rows) else rows
    return newest.tail(MOST_HISTORY + 1)


def _rows(told: Projected, horizon: int) -> list[dict[str, object]]:
    shared: dict[str, object] = {
        "method": str(told.method),
        "n_history": told.n_history,
        "last_period": told.last_period,
        "last_stock": told.last_stock,
        "reason": told.reason,
    }
    if not told.paths.size:
        return [shared | {"period": "", "horizon": 0, "months": 0} | dict.fromkeys(QUANTILES, np.nan)]
    levels = np.quantile(told.paths, list(QUANTILES.values()), axis=0)
    return [
        shared
        | {"period": period.label, "horizon": step + 1, "months": MONTHS_IN_QUARTER * (step + 1)}
        | dict(zip(QUANTILES, (float(level) for level in levels[:, step]), strict=True))
        for step, period in enumerate(quarters_after(told.last_period, horizon))
    ]
