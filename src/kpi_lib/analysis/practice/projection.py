"""Stocks projected quarter by quarter, with 80 % and 95 % intervals: if things go on as they have.

Where every quarter's entries and exits are known: entries come at their mean rate, exits at their mean
share of the stock, both as over-dispersed counts (negative binomial); what was counted in neither (the
gap between stock and flows) comes on as it did. Else: the stock changes each quarter by its mean change,
give or take (a random walk with drift [1]_), and half of what a quarter departs from that mean carries
on into the next: a dozen changes are too few to estimate it, and without it past projections were too
sure of themselves (docs/improvement-methods.md). Both carry the uncertainty of their own estimates.
Neither knows of a season, of a plan, or of a break with the past.

References
----------
.. [1] Hyndman, R.J. and Athanasopoulos, G. (2021), Forecasting: principles and practice, 3rd ed., 5.5:
   drift method, variance σ²h(1 + h/n); here with Student's t on n − 1 for σ.
.. [2] McCullagh, P. and Nelder, J.A. (1989), Generalized linear models, 2nd ed., 6.2.3: counts whose
   variance is φ times their mean; φ by Pearson, at least 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from zlib import crc32

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import MONTHS_IN_QUARTER
from kpi_lib.analysis.estimates.intervals import Floats
from kpi_lib.analysis.estimates.series import newest_unbroken
from kpi_lib.analysis.practice.flows import add_order_of
from kpi_lib.analysis.practice.records import each_group
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import Period, parse_period

HORIZON = 8
"""Quarters: 24 months."""
QUANTILES = {"lower95": 0.025, "lower80": 0.1, "projected": 0.5, "upper80": 0.9, "upper95": 0.975}
SEED = 20180712
PROJECTION = [
    "period", "horizon", "months", "method", "n_history", "last_period", "last_stock", *QUANTILES, "reason",
]  # fmt: skip


@dataclass(frozen=True)
class Projection:
    """One series' simulated stocks, draws × quarters ahead, or why there are none."""

    last_period: str
    last_stock: float
    method: Method
    n_history: int
    reason: str = ""
    paths: Floats = field(default_factory=lambda: np.empty((0, 0)))


def summarise_projection(flows: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row per series and quarter ahead: the stock projected, with its intervals.

    Parameters
    ----------
    flows : one row a quarter and series: `period`, `stock` at its end, `entries`, `exits` (NaN where not
        known). The newest 12 unbroken quarters are used, six changes are needed.

    Returns
    -------
    `period`, `horizon` (quarters ahead), `months` (ahead), `method`, `n_history`, `last_period`,
    `last_stock`, `projected` (the median), `lower80`, `upper80`, `lower95`, `upper95`,
    `reason` (why there is no projection: NaN). A series gives the same rows, whatever their order and
    whatever other series there are.
    """
    projections = []
    for key, rows in each_group(add_order_of(flows, by), by):
        projection = project_series(rows, tuple(key.values()))
        projections += [key | row for row in _rows(projection)]
    return pd.DataFrame(projections, columns=[*by, *PROJECTION])


def project_series(rows: pd.DataFrame, key: tuple[object, ...]) -> Projection:
    """Return one series' simulated stocks.

    Parameters
    ----------
    rows : in order of time, with `_order` (`add_order_of`).
    key : what names the series; it seeds the draws.
    """
    newest = _newest(rows.loc[: rows["stock"].last_valid_index()])
    if not len(newest):
        return Projection("", np.nan, Method.NONE, 0, "No stock is known.")
    last, stock = newest.iloc[-1], newest["stock"].to_numpy(float)
    if stock.size - 1 < LEAST_HISTORY:
        why = f"{stock.size} unbroken quarters are known; a projection needs {LEAST_HISTORY + 1}."
        return Projection(last["period"], stock[-1], Method.NONE, stock.size, why)
    entries, exits = (newest[name].to_numpy(float)[1:] for name in ("entries", "exits"))
    rng = np.random.default_rng([SEED, crc32(repr(key).encode())])
    if np.isfinite(entries).all() and np.isfinite(exits).all():
        paths, method = flow_paths(stock, entries, exits, rng), Method.FLOWS
    else:
        paths, method = drift_paths(stock, rng), Method.DRIFT
    return Projection(last["period"], stock[-1], method, stock.size, paths=paths)


def quarters_after(period: str) -> list[Period]:
    """Return the quarters that are projected from one, the next first."""
    return [parse_period(period).shift(step) for step in range(1, HORIZON + 1)]


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest quarters, back to the first without a stock, 13 at most (12 changes)."""
    if rows["stock"].lt(0).any() or rows[["entries", "exits"]].lt(0).any(axis=None):
        raise AnalysisError("A stock or a flow is negative", expected="counts of 0 or more")
    return newest_unbroken(rows, "stock").tail(MOST_HISTORY + 1)


def _rows(projection: Projection) -> list[dict[str, object]]:
    shared: dict[str, object] = {
        "method": str(projection.method),
        "n_history": projection.n_history,
        "last_period": projection.last_period,
        "last_stock": projection.last_stock,
        "reason": projection.reason,
    }
    if not projection.paths.size:
        return [shared | {"period": "", "horizon": 0, "months": 0} | dict.fromkeys(QUANTILES, np.nan)]
    levels = np.quantile(projection.paths, list(QUANTILES.values()), axis=0)
    return [
        shared
        | {"period": period.label, "horizon": step + 1, "months": MONTHS_IN_QUARTER * (step + 1)}
        | dict(zip(QUANTILES, (float(level) for level in levels[:, step]), strict=True))
        for step, period in enumerate(quarters_after(projection.last_period))
    ]


DRAWS = 4000
MEMORY = 0.5
"""The part of a quarter's departure from the mean change that carries on into the next."""
LEAST_HISTORY, MOST_HISTORY = 6, 12
"""Quarters of change a projection needs, and the newest it learns from: three years of practice."""


class Method(StrEnum):
    """How a stock is projected."""

    FLOWS = "entries_and_exits"
    DRIFT = "random_walk_with_drift"
    NONE = "none"


def flow_paths(stock: Floats, entries: Floats, exits: Floats, rng: np.random.Generator) -> Floats:
    """Return simulated stocks, draws × quarters ahead, from known entries and exits.

    Parameters
    ----------
    stock : n + 1 stocks, the opening one first; entries, exits : of the n quarters between them.
    """
    arrive = _draw_rate(entries, np.ones_like(entries), rng)
    leave = _draw_rate(exits, stock[:-1], rng)
    strays = _draw_changes(np.diff(stock) - entries + exits, rng)
    now, paths = np.full(DRAWS, stock[-1]), np.empty((DRAWS, HORIZON))
    for step in range(HORIZON):
        came = _draw_counts(arrive[0], arrive[1], rng)
        # who leaves was there: no more than the stock, whatever the draw
        went = np.minimum(_draw_counts(leave[0] * now, leave[1], rng), now)
        now = np.maximum(now + came - went + strays[:, step], 0.0)
        paths[:, step] = now
    return paths


def drift_paths(stock: Floats, rng: np.random.Generator) -> Floats:
    """Return simulated stocks, draws × quarters ahead, from the changes of the stock alone."""
    changes = np.diff(stock)
    steps = _draw_changes(changes, rng, memory=MEMORY, least=1 / changes.size)
    return np.maximum(stock[-1] + steps.cumsum(axis=1), 0.0)


def _draw_rate(counts: Floats, base: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return draws of a rate per base and of its dispersion φ, as uncertain as the counts leave them."""
    total, freedom = base.sum(), counts.size - 1
    # where nobody ever came, half a child did: a rate of 0 would never change again
    rate = max(counts.sum(), 0.5) / max(total, 1.0)
    pearson = float(((counts - rate * base) ** 2 / np.maximum(rate * base, rate)).sum())
    # less spread than chance gives (φ < 1) is luck, so no draw has it
    dispersion = np.maximum(pearson / rng.chisquare(freedom, DRAWS), 1.0)
    return rng.gamma(rate * total / dispersion, dispersion / max(total, 1.0)), dispersion


def _draw_counts(mean: Floats, dispersion: Floats, rng: np.random.Generator) -> Floats:
    """Return counts with that mean and a variance of φ times it: Poisson about a gamma."""
    extra = np.maximum(dispersion - 1, 1e-9)
    return rng.poisson(rng.gamma(np.maximum(mean, 1e-12) / extra, extra)).astype(float)


def _draw_changes(
    changes: Floats, rng: np.random.Generator, *, memory: float = 0.0, least: float = 0.0
) -> Floats:
    """Return draws × quarters ahead of changes that vary as these did, with their mean as unsure as it is.

    `memory` is the autoregression of a change on the one before; it makes the mean less sure by
    (1 + memory)/(1 − memory). `least` is the least variance: a stock that never moved may yet.
    """
    freedom, mean = changes.size - 1, changes.mean()
    deviation = np.sqrt(max(changes.var(ddof=1), least) * freedom / rng.chisquare(freedom, DRAWS))
    unsure = np.sqrt((1 + memory) / (1 - memory) / changes.size)
    drift = mean + deviation * unsure * rng.normal(size=DRAWS)
    departure, steps = np.full(DRAWS, changes[-1] - mean), np.empty((DRAWS, HORIZON))
    for step in range(HORIZON):
        fresh = deviation * np.sqrt(1 - memory**2) * rng.normal(size=DRAWS)
        departure = memory * departure + fresh
        steps[:, step] = drift + departure
    return steps
