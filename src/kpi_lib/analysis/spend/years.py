"""Spend beside its budget, type by type, for the part of a financial year that has passed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kpi_lib.analysis.spend.price_volume_mix import PENCE_IN_POUND, pence_of
from kpi_lib.core.periods import Period, parse_period

KEYS = ["quarter", "placement_type"]
AMOUNTS = ["budget_amount", "spend_amount"]
WEEKS = ["budget_weeks", "spend_weeks"]
WEEK_DECIMALS = 1


def join_budget(spend: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter and type that has spend or a budget, with 0 where it has none.

    Parameters
    ----------
    spend, budgets : records of one area: `quarter`, `placement_type`, and pounds and weeks of either side.

    Returns
    -------
    `quarter`, `year`, `placement_type`, `budget_amount`, `spend_amount` (£), `budget_weeks`, `spend_weeks`.
    """
    sides = spend[[*KEYS, "spend_amount", "spend_weeks"]], budgets[[*KEYS, "budget_amount", "budget_weeks"]]
    both = sides[0].merge(sides[1], on=KEYS, how="outer", validate="one_to_one", sort=False)
    year = both["quarter"].map(lambda label: parse_period(label).year).astype("str")
    return both.fillna(dict.fromkeys([*AMOUNTS, *WEEKS], 0.0)).assign(year=year)


def select_to_date(joined: pd.DataFrame, quarter: Period, *, years_back: int = 0) -> pd.DataFrame:
    """Keep the quarters of a financial year up to `quarter`, or the same quarters of an earlier year."""
    last = quarter.shift(-4 * years_back)
    ends = {label: parse_period(label).end for label in joined["quarter"].unique()}
    past = joined["quarter"].map(lambda label: ends[label] <= last.end).astype(bool)
    return joined.loc[joined["year"].eq(last.year) & past]


def summarise_types(joined: pd.DataFrame) -> pd.DataFrame:
    """Return one row per type: both sides added up, in whole pence and tenths of a week."""
    return _add_up(joined, ["placement_type"])


def summarise_years(joined: pd.DataFrame) -> pd.DataFrame:
    """Return one row per financial year: both sides added up, and how many quarters have spend or budget."""
    counted = joined.assign(
        spend_quarter=joined["quarter"].where(joined["spend_amount"].gt(0)),
        budget_quarter=joined["quarter"].where(joined["budget_amount"].gt(0)),
    )
    quarters = counted.groupby("year")[["spend_quarter", "budget_quarter"]].nunique()
    named = quarters.rename(columns={"spend_quarter": "n_spend", "budget_quarter": "n_budget"})
    return _add_up(joined, ["year"]).merge(named, left_on="year", right_index=True)


def _add_up(joined: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add up exactly: pounds as pence, weeks to the tenth."""
    groups = joined.groupby(by, sort=False)
    adders: dict[str, Callable[[pd.Series], float]] = dict.fromkeys(AMOUNTS, _pounds)
    adders |= dict.fromkeys(WEEKS, _weeks)
    return groups.agg(adders).reset_index()


def _pounds(amounts: pd.Series) -> float:
    return sum(pence_of(amount) for amount in amounts) / PENCE_IN_POUND


def _weeks(weeks: pd.Series) -> float:
    return round(float(weeks.sum()), WEEK_DECIMALS)
