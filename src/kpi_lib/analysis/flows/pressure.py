"""What projected placements would cost, year by year, and how far that is from the budget.

A quarter's cost is the mean of its opening and closing stock × 13.04 weeks × the cost of a week, which
is taken as known and as it is: no inflation, no change of price. Placement types are projected apart and
added as if they varied apart; where children move between them the sum is less sure than it looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from kpi_lib.analysis.flows.projection import (
    HORIZON,
    QUANTILES,
    SEED,
    Projected,
    project_series,
    quarters_after,
)
from kpi_lib.analysis.flows.stocks import add_order_of
from kpi_lib.analysis.grouping import each_group
from kpi_lib.analysis.intervals import Floats

WEEKS_IN_QUARTER = 365.25 / 7 / 4
QUARTERS_IN_YEAR = 4
ALL = "all"
PRESSURE = [
    "placement_type", "year", "n_quarters", "spent", *QUANTILES, "budget",
    *(f"pressure_{name}" for name in QUANTILES), "reason",
]  # fmt: skip


@dataclass(frozen=True)
class YearCost:
    """One type's simulated cost of a year's quarters still to come, in pounds, one a draw."""

    cost: Floats
    n_quarters: int


def summarise_pressure(
    flows: pd.DataFrame, budgets: pd.DataFrame, *, horizon: int = HORIZON, seed: int = SEED
) -> pd.DataFrame:
    """Return one row per placement type and financial year, and one of all: cost projected and pressure.

    Parameters
    ----------
    flows : as `projection.summarise_projection` takes them, by `placement_type`.
    budgets : one row per type and year: `cost_per_week` in pounds, `budget_amount`, and `spent_amount` on
        the year's quarters that are over (0 where none is). Years whose last quarter is beyond the
        horizon, or not beyond the newest stock, are left out.

    Returns
    -------
    Pounds: `spent`, `projected` (spent and to come, the median), `lower80` … `upper95`, `budget`,
    `pressure_projected` = projected − budget and its limits; `n_quarters` projected; `reason` where it
    cannot be said (NaN), which then holds for the year's sum too.
    """
    told = {
        str(key["placement_type"]): project_series(
            rows, horizon=horizon, seed=[seed, crc32(repr(tuple(key.values())).encode())]
        )
        for key, rows in each_group(add_order_of(flows, ["placement_type"]), ["placement_type"])
    }
    rows = []
    for key, year in each_group(budgets, ["year"]):
        costs = {line["placement_type"]: _year_cost(told, line) for _, line in year.iterrows()}
        if any(cost.n_quarters for cost in costs.values()):
            rows += _year_rows(str(key["year"]), year, costs, told)
    return pd.DataFrame(rows, columns=PRESSURE)


def _year_cost(told: Mapping[str, Projected], line: pd.Series) -> YearCost:
    """Return a type's cost of the year's quarters ahead; none where the year does not end in sight."""
    projected = told.get(line["placement_type"])
    if projected is None or not projected.paths.size:
        return YearCost(np.array([]), 0)
    quarters = quarters_after(projected.last_period, projected.paths.shape[1])
    places = [at for at, quarter in enumerate(quarters) if quarter.year == line["year"]]
    if not places or quarters[places[-1]].as_pandas.quarter != QUARTERS_IN_YEAR:
        return YearCost(np.array([]), 0)
    start = np.full((len(projected.paths), 1), projected.last_stock)
    stock = np.hstack([start, projected.paths])
    mean_stock = (stock[:, :-1] + stock[:, 1:]) / 2
    weeks = mean_stock[:, places].sum(axis=1) * WEEKS_IN_QUARTER
    return YearCost(weeks * float(line["cost_per_week"]), len(places))


def _year_rows(
    year: str, lines: pd.DataFrame, costs: Mapping[str, YearCost], told: Mapping[str, Projected]
) -> list[dict[str, Any]]:
    known = lines.set_index("placement_type")[["spent_amount", "budget_amount"]].astype(float)
    money = known.to_dict(orient="index")
    rows = [_row(name, year, cost, money[name], _why_not(told.get(name))) for name, cost in costs.items()]
    gone = sorted(name for name, cost in costs.items() if not cost.n_quarters)
    total = np.sum([cost.cost for cost in costs.values()], axis=0) if not gone else np.array([])
    quarters = max(cost.n_quarters for cost in costs.values())
    reason = f"No projection of {', '.join(gone)}." if gone else ""
    return [
        *rows,
        _row(ALL, year, YearCost(total, quarters if not gone else 0), known.sum().to_dict(), reason),
    ]


def _row(name: str, year: str, cost: YearCost, known: Mapping[Any, float], reason: str) -> dict[str, Any]:
    spent, budget = float(known["spent_amount"]), float(known["budget_amount"])
    if cost.n_quarters:
        levels = np.quantile(cost.cost, list(QUANTILES.values())) + spent
    else:
        levels = np.full(len(QUANTILES), np.nan)
    limits = {limit: float(level) for limit, level in zip(QUANTILES, levels, strict=True)}
    return {
        "placement_type": name,
        "year": year,
        "n_quarters": cost.n_quarters,
        "spent": spent,
        **limits,
        "budget": budget,
        **{f"pressure_{limit}": level - budget for limit, level in limits.items()},
        "reason": "" if cost.n_quarters else reason or "The year does not end within the projection.",
    }


def _why_not(projected: Projected | None) -> str:
    return "No children of this type are counted." if projected is None else projected.reason
