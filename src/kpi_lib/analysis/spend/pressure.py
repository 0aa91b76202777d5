"""What projected children would cost beyond the budget, at today's prices.

Each type's children are projected from its own entries and exits (`flows.projection`); a quarter's weeks are
the mean of the children at both its ends times 13.04; a week costs what it cost in the year so far. Draws of
all types are added up, as if types varied independently, so the interval is of the whole and not the sum of
the types' limits. Prices, needs and plans that change are not foreseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd

from kpi_lib.analysis.flows.projection import HORIZON, QUANTILES, SEED, project_series, quarters_after
from kpi_lib.analysis.flows.stocks import add_order_of
from kpi_lib.analysis.intervals import Floats

WEEKS_IN_QUARTER = 365.25 / 7 / 4
QUARTERS_IN_YEAR = 4
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
    flows: pd.DataFrame,
    prices: Mapping[str, float],
    years: pd.DataFrame,
    *,
    horizon: int = HORIZON,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return one row per financial year that is not over: its spend as projected, its budget, the pressure.

    Parameters
    ----------
    flows : one row a quarter and `placement_type`: `period`, `stock`, `entries`, `exits`.
    prices : pounds a week by type; a type without a price must have no child.
    years : `year`, `spend_amount` of the quarters that have passed, `n_spend`, `budget_amount`, `n_budget`
        (`spend.years.summarise_years`).

    Returns
    -------
    `n_past` and `n_ahead` quarters known and projected, `past_spend`; `spend_projected` (median) with 80 %
    and 95 % limits, `budget` and `pressure_…` = spend − budget, in pounds. Budget and pressure are
    missing, with the `reason`, unless all four quarters of the year have spend or projection and a budget.
    """
    ahead = _project_spend(flows, prices, horizon, seed)
    if ahead.reason:
        return pd.DataFrame([dict.fromkeys(PRESSURE, np.nan) | {"year": "", "reason": ahead.reason}])
    known = years.drop_duplicates("year").set_index("year").reindex(ahead.years).fillna(0)
    rows = [_year(label, ahead, known.loc[[label]].iloc[0]) for label in dict.fromkeys(ahead.years)]
    return pd.DataFrame(rows, columns=PRESSURE)


def _project_spend(flows: pd.DataFrame, prices: Mapping[str, float], horizon: int, seed: int) -> _Ahead:
    spend: Floats = np.zeros((1, horizon))
    last = ""
    for name, rows in add_order_of(flows, [TYPE]).groupby(TYPE, sort=True):
        told = project_series(rows, horizon=horizon, seed=[seed, crc32(repr((name,)).encode())])
        if told.reason:
            return _Ahead([], [], spend, told.reason)
        last = max(last, told.last_period)
        opening = np.column_stack([np.full(len(told.paths), told.last_stock), told.paths[:, :-1]])
        spend = spend + (opening + told.paths) / 2 * WEEKS_IN_QUARTER * prices.get(str(name), np.nan)
    if not last:
        return _Ahead([], [], spend, "No child in a placement is known.")
    if not np.isfinite(spend).all():
        return _Ahead([], [], spend, "A type of placement with children has no price.")
    quarters = quarters_after(last, horizon)
    return _Ahead([item.label for item in quarters], [item.year for item in quarters], spend)


def _year(label: str, ahead: _Ahead, known: pd.Series) -> dict[str, object]:
    own = np.array([year == label for year in ahead.years])
    n_past = int(known["n_spend"])
    total = known["spend_amount"] + ahead.spend[:, own].sum(axis=1)
    levels = dict(zip(QUANTILES, np.quantile(total, list(QUANTILES.values())), strict=True))
    reason = _reason(n_past + int(own.sum()), int(known["n_budget"]))
    allowed = np.nan if reason else float(known["budget_amount"])
    return {
        "year": label,
        "n_past": n_past,
        "n_ahead": int(own.sum()),
        "past_spend": float(known["spend_amount"]),
        **{f"spend_{name}": float(level) for name, level in levels.items()},
        "budget": allowed,
        **{f"pressure_{name}": float(level) - allowed for name, level in levels.items()},
        "reason": reason,
    }


def _reason(n_quarters: int, n_budget: int) -> str:
    if n_quarters < QUARTERS_IN_YEAR:
        return f"Only {n_quarters} of the year's quarters are known or projected."
    return "" if n_budget == QUARTERS_IN_YEAR else "No budget for the whole year is known."
