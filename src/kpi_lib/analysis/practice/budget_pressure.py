"""What projected children would cost beyond the budget, at today's prices.

Each type's children are projected from its own entries and exits (`flows.projection`); a quarter's weeks are
the mean of the children at both its ends times 13.04; a week costs what it cost in the year so far. Draws of
all types are added up, as if types varied independently, so the interval is of the whole and not the sum of
the types' limits. A type whose number is not known up to the newest quarter stops the projection, unless it
had no child left. Prices, needs and plans that change are not foreseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR
from kpi_lib.analysis.estimates.intervals import Floats
from kpi_lib.analysis.practice.flows import add_order_of
from kpi_lib.analysis.practice.projection import (
    HORIZON,
    QUANTILES,
    project_series,
    quarters_after,
)
from kpi_lib.core.periods import parse_period

WEEKS_IN_QUARTER = 365.25 / 7 / 4
STALE = "The children of a type of placement are not known up to"
TYPE = "placement_type"
PRESSURE = [
    "year", "n_past", "n_ahead", "past_spend", *(f"spend_{name}" for name in QUANTILES),
    "budget", *(f"pressure_{name}" for name in QUANTILES), "reason",
]  # fmt: skip


@dataclass(frozen=True)
class _Ahead:
    """Simulated spend, draws × quarters ahead, or why there is none."""

    quarters: list[str]
    years: list[str]
    spend: Floats
    reason: str = ""


def summarise_pressure(
    flows: pd.DataFrame, prices: Mapping[str, float], quarters: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per financial year with a quarter ahead: spend as projected, budget and pressure.

    Parameters
    ----------
    flows : one row a quarter and `placement_type`: `period`, `stock`, `entries`, `exits`.
    prices : pounds a week by type; a type without a price must have no child.
    quarters : one row a quarter: `quarter`, `year`, `spend_amount`, `budget_amount`, NaN where not known
        (`spend.summarise_quarters`). A quarter whose spend is known is not projected as well.

    Returns
    -------
    `n_past` and `n_ahead` quarters known and projected, `past_spend`; `spend_projected` (median) with 80 %
    and 95 % limits, `budget` and `pressure_…` = spend − budget, in pounds. Budget and pressure are
    missing, with the `reason`, unless all four quarters of the year have spend or projection and a budget.
    """
    ahead = _project_spend(flows, prices)
    if ahead.reason:
        return pd.DataFrame([dict.fromkeys(PRESSURE, np.nan) | {"year": "", "reason": ahead.reason}])
    past = quarters.dropna(subset=["spend_amount"])
    is_ahead = ~np.isin(ahead.quarters, past["quarter"].to_numpy(str))
    years = dict.fromkeys(np.array(ahead.years)[is_ahead].tolist())
    rows = [
        _year(
            year,
            ahead.spend[:, is_ahead & np.equal(ahead.years, year)],
            quarters.loc[quarters["year"].eq(year)],
        )
        for year in years
    ]
    return pd.DataFrame(rows, columns=PRESSURE)


def _project_spend(flows: pd.DataFrame, prices: Mapping[str, float]) -> _Ahead:
    spend: Floats = np.zeros((1, HORIZON))
    known = flows.dropna(subset=["stock"])
    if known.empty:
        return _Ahead([], [], spend, "No child in a placement is known.")
    last = str(known["period"].max())
    for name, rows in add_order_of(flows, [TYPE]).groupby(TYPE, sort=True):
        projection = project_series(rows, (name,))
        if projection.last_period != last and projection.last_stock == 0:
            continue
        if projection.reason or projection.last_period != last:
            return _Ahead([], [], spend, projection.reason or f"{STALE} {parse_period(last).words}.")
        closing = projection.paths
        opening = np.column_stack([np.full(len(closing), projection.last_stock), closing[:, :-1]])
        spend = spend + (opening + closing) / 2 * WEEKS_IN_QUARTER * prices.get(str(name), np.nan)
    if not np.isfinite(spend).all():
        return _Ahead([], [], spend, "A type of placement with children has no price.")
    quarters = quarters_after(last)
    return _Ahead([quarter.label for quarter in quarters], [quarter.year for quarter in quarters], spend)


def _year(year: str, ahead: Floats, quarters: pd.DataFrame) -> dict[str, object]:
    """Return the row of one year from the draws of its quarters ahead and its own `quarters`."""
    past, budgets = quarters["spend_amount"].dropna(), quarters["budget_amount"].dropna()
    levels = np.quantile(past.sum() + ahead.sum(axis=1), list(QUANTILES.values()))
    reason = _reason(len(past) + ahead.shape[1], len(budgets))
    allowed = np.nan if reason else float(budgets.sum())
    return {
        "year": year,
        "n_past": len(past),
        "n_ahead": ahead.shape[1],
        "past_spend": float(past.sum()),
        **{f"spend_{name}": float(level) for name, level in zip(QUANTILES, levels, strict=True)},
        "budget": allowed,
        **{f"pressure_{name}": float(level) - allowed for name, level in zip(QUANTILES, levels, strict=True)},
        "reason": reason,
    }


def _reason(n_quarters: int, n_budget: int) -> str:
    if n_quarters < QUARTERS_IN_YEAR:
        return f"Only {n_quarters} of the year's quarters are known or projected."
    return "" if n_budget == QUARTERS_IN_YEAR else "No budget for the whole year is known."
