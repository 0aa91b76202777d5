"""Ways that a stock may go: simulated quarters ahead, from its own flows or its own changes.

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

from enum import StrEnum

import numpy as np

from kpi_lib.analysis.intervals.formulas import Floats

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


def flow_paths(
    stock: Floats, entries: Floats, exits: Floats, horizon: int, rng: np.random.Generator
) -> Floats:
    """Return simulated stocks, draws × quarters ahead, from known entries and exits.

    Parameters
    ----------
    stock : n + 1 stocks, the opening one first; entries, exits : of the n quarters between them.
    """
    arrive = _draw_rate(entries, np.ones_like(entries), rng)
    leave = _draw_rate(exits, stock[:-1], rng)
    strays = _draw_changes(np.diff(stock) - entries + exits, horizon, rng)
    now, paths = np.full(DRAWS, stock[-1]), np.empty((DRAWS, horizon))
    for step in range(horizon):
        came = _draw_counts(arrive[0], arrive[1], rng)
        went = np.minimum(_draw_counts(leave[0] * now, leave[1], rng), now)
        now = np.maximum(now + came - went + strays[:, step], 0.0)
        paths[:, step] = now
    return paths


def drift_paths(stock: Floats, horizon: int, rng: np.random.Generator) -> Floats:
    """Return simulated stocks, draws × quarters ahead, from the changes of the stock alone."""
    changes = np.diff(stock)
    steps = _draw_changes(changes, horizon, rng, memory=MEMORY, least=1 / changes.size)
    return np.maximum(stock[-1] + steps.cumsum(axis=1), 0.0)


def _draw_rate(counts: Floats, base: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return draws of a rate per base and of its dispersion φ, as uncertain as the counts leave them."""
    total, freedom = base.sum(), counts.size - 1
    rate = max(counts.sum(), 0.5) / max(total, 1.0)
    pearson = float(((counts - rate * base) ** 2 / np.maximum(rate * base, rate)).sum())
    dispersion = np.maximum(pearson / rng.chisquare(freedom, DRAWS), 1.0)
    return rng.gamma(rate * total / dispersion, dispersion / max(total, 1.0)), dispersion


def _draw_counts(mean: Floats, dispersion: Floats, rng: np.random.Generator) -> Floats:
    """Return counts with that mean and a variance of φ times it: Poisson about a gamma."""
    extra = np.maximum(dispersion - 1, 1e-9)
    return rng.poisson(rng.gamma(np.maximum(mean, 1e-12) / extra, extra)).astype(float)


def _draw_changes(
    changes: Floats, horizon: int, rng: np.random.Generator, *, memory: float = 0.0, least: float = 0.0
) -> Floats:
    """Return draws × horizon of changes that vary as these did, with their mean as unsure as it is.

    `memory` is the autoregression of a change on the one before; it makes the mean less sure by
    (1 + memory)/(1 − memory). `least` is the least variance: a stock that never moved may yet.
    """
    freedom, mean = changes.size - 1, changes.mean()
    deviation = np.sqrt(max(changes.var(ddof=1), least) * freedom / rng.chisquare(freedom, DRAWS))
    unsure = np.sqrt((1 + memory) / (1 - memory) / changes.size)
    drift = mean + deviation * unsure * rng.normal(size=DRAWS)
    departure, steps = np.full(DRAWS, changes[-1] - mean), np.empty((DRAWS, horizon))
    for step in range(horizon):
        fresh = deviation * np.sqrt(1 - memory**2) * rng.normal(size=DRAWS)
        departure = memory * departure + fresh
        steps[:, step] = drift + departure
    return steps
