"""What a week of placement costs, by type: spend over the weeks it bought."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.analysis.practice.grouping import summarise_groups

UNKNOWN = "The weeks of this placement are not known for every quarter."
UNUSED = "No week of this placement was used."
WEEKS_IN_QUARTER = 13


def summarise_unit_costs(spend: pd.DataFrame, by: Sequence[str] = ("placement_type",)) -> pd.DataFrame:
    """Return one row per group: `spend_amount`, `spend_weeks`, and both prices of a week in pounds.

    `cost_per_week` is spend over weeks used, `budget_per_week` the budget over weeks budgeted; NaN with
    a `reason` where there are no weeks. A side that is missing in any row is missing in the sum.
    """
    return summarise_groups(spend, by, _cost)


def add_placed(costs: pd.DataFrame, *, n_quarters: int) -> pd.DataFrame:
    """Add `n_placed`, the children placed so at a time: weeks used over the weeks of the quarters."""
    return costs.assign(n_placed=costs["spend_weeks"] / (WEEKS_IN_QUARTER * max(n_quarters, 1)))


def _cost(rows: pd.DataFrame) -> dict[str, object]:
    sums = rows[["spend_amount", "spend_weeks", "budget_amount", "budget_weeks"]].sum(skipna=False)
    used, planned = (
        sums[name] if sums[name] > 0 else float("nan") for name in ("spend_weeks", "budget_weeks")
    )
    return {
        **{str(name): float(total) for name, total in sums.items()},
        "cost_per_week": sums["spend_amount"] / used,
        "budget_per_week": sums["budget_amount"] / planned,
        "reason": "" if sums["spend_weeks"] > 0 else UNKNOWN if sums.isna()["spend_weeks"] else UNUSED,
    }
