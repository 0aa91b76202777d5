"""Spend next to its budget for the part of a financial year that has passed, and what a week costs."""

from __future__ import annotations

import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR
from kpi_lib.analysis.practice.price_volume_mix import PENCE_IN_POUND, pence_of
from kpi_lib.analysis.practice.records import summarise_groups
from kpi_lib.core.periods import Period, parse_period

KEYS = ["quarter", "placement_type"]
SPEND = ["spend_amount", "spend_weeks"]
BUDGET = ["budget_amount", "budget_weeks"]
WEEK_DECIMALS = 1


def join_budget(spend: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter and type that has spend or a budget.

    A type without a row on one side has 0 there, where other types of the quarter have one; a quarter without
    any row on a side is missing there: nobody knows its budget, or its spend.

    Parameters
    ----------
    spend, budgets : records of one area: `quarter`, `placement_type`, and pounds and weeks of either side.

    Returns
    -------
    `quarter`, `year`, `placement_type`, `budget_amount`, `spend_amount` (£), `budget_weeks`, `spend_weeks`.
    """
    both = spend[[*KEYS, *SPEND]].merge(
        budgets[[*KEYS, *BUDGET]], on=KEYS, how="outer", validate="one_to_one", sort=False, indicator=True
    )
    no_spend = both["_merge"].eq("right_only") & both["quarter"].isin(spend["quarter"])
    no_budget = both["_merge"].eq("left_only") & both["quarter"].isin(budgets["quarter"])
    year = both["quarter"].map(lambda label: parse_period(label).year).astype("str")
    filled = {name: both[name].mask(no_spend, 0.0) for name in SPEND}
    filled |= {name: both[name].mask(no_budget, 0.0) for name in BUDGET}
    return both.assign(**filled, year=year).drop(columns="_merge")


def select_to_date(joined: pd.DataFrame, quarter: Period, *, years_back: int = 0) -> pd.DataFrame:
    """Keep the quarters of a financial year up to `quarter`, or the same quarters of an earlier year."""
    last = quarter.shift(-4 * years_back)
    ends = {label: parse_period(label).end for label in joined["quarter"].unique()}
    past = joined["quarter"].map(lambda label: ends[label] <= last.end).astype(bool)
    return joined.loc[joined["year"].eq(last.year) & past]


def summarise_types(joined: pd.DataFrame) -> pd.DataFrame:
    """Return one row per type: both sides added up, in whole pence and tenths of a week.

    A side that is missing in any quarter is missing for every type: part of a budget next to the whole of a
    spend would make a false difference.
    """
    unknown = [name for name in (*SPEND, *BUDGET) if joined[name].isna().any()]
    return _add_up(joined, ["placement_type"]).assign(**dict.fromkeys(unknown, float("nan")))


def summarise_quarters(joined: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter with its `year`: both sides added up, missing where they are not known."""
    return _add_up(joined, ["quarter", "year"]).sort_values("quarter", ignore_index=True)


def summarise_years(joined: pd.DataFrame) -> pd.DataFrame:
    """Return one row per financial year of four quarters; a side that misses any of them is missing."""
    is_whole = joined.groupby("year")["quarter"].transform("nunique").eq(QUARTERS_IN_YEAR)
    return _add_up(joined.loc[is_whole], ["year"])


def _add_up(joined: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add up exactly: pounds as pence, weeks to the tenth."""
    sums = dict.fromkeys(["budget_amount", "spend_amount"], _pounds)
    sums |= dict.fromkeys(["budget_weeks", "spend_weeks"], _weeks)
    return joined.groupby(by, sort=False).agg(sums).reset_index()


def _pounds(amounts: pd.Series) -> float:
    if amounts.isna().any():
        return float("nan")
    return sum(pence_of(amount) for amount in amounts) / PENCE_IN_POUND


def _weeks(weeks: pd.Series) -> float:
    return round(float(weeks.sum(skipna=False)), WEEK_DECIMALS)


UNKNOWN = "The weeks of this placement are not known for every quarter."
UNUSED = "No week of this placement was used."
WEEKS_IN_QUARTER = 13


def summarise_unit_costs(spend: pd.DataFrame) -> pd.DataFrame:
    """Return one row per `placement_type`: `spend_amount`, `spend_weeks`, and both prices of a week in £.

    `cost_per_week` is spend over weeks used, `budget_per_week` the budget over weeks budgeted; NaN with
    a `reason` where there are no weeks. A side that is missing in any row is missing in the sum.
    """
    return summarise_groups(spend, ["placement_type"], _cost)


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
