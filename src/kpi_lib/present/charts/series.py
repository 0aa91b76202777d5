"""From the long frames to what one chart draws: rows picked and put in order, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_lib.core.periods import Period, parse_period
from kpi_lib.present.ink.scales import place_of
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row


@dataclass(frozen=True)
class Trend:
    """Everything in a trend chart, indexed by the period's place in time, without gaps.

    `home` has `value`, `decimals`, `lower` and `upper`; `neighbours` and `england` are
    series of values, `england_decimals` those that England's source gives; `reach` has `lowest` and `highest`
    of the neighbours' own figures. A period without a figure is NaN, so that its line breaks there.
    """

    home: pd.DataFrame
    neighbours: pd.Series
    england: pd.Series
    england_decimals: pd.Series
    reach: pd.DataFrame
    periods: tuple[Period, ...]


def select_home(estimates: pd.DataFrame, area_code: str, basis: str) -> pd.DataFrame:
    """Return the estimates of one area and basis, oldest first."""
    rows = estimates[(estimates["area_code"] == area_code) & (estimates["basis"] == basis)]
    return rows.sort_values("period", kind="stable")


def select_comparator(
    comparisons: pd.DataFrame, comparator: str, basis: str = "", *, average: str = "", model: str = ""
) -> pd.DataFrame:
    """Return the comparisons with one comparator, oldest first.

    `basis`, and among the neighbours' rows `average` and `model`, choose; an empty text leaves all in.
    """
    wanted = {"comparator": comparator, "basis": basis}
    if comparator == "neighbours":
        wanted |= {"average": average, "model": model}
    masks = [comparisons[name].eq(value) for name, value in wanted.items() if value]
    return comparisons.loc[np.logical_and.reduce(masks)].sort_values("period", kind="stable")


def select_trend(
    estimates: pd.DataFrame,
    comparisons: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    basis: str,
    average: str,
) -> Trend:
    """Return what a trend chart draws, for one indicator and one basis; the home area must have rows."""
    rows = select_home(estimates, neighbourhood.home, basis)
    home = place_in_time(rows)
    places = pd.RangeIndex(home.index.min(), home.index.max() + 1)
    against = comparisons[comparisons["area_code"] == neighbourhood.home]
    country = select_comparator(against, "england", basis)
    first = parse_period(_placed(rows)["period"].loc[places[0]])
    return Trend(
        home=home,
        neighbours=_comparator_line(
            select_comparator(against, "neighbours", basis, average=average, model=neighbourhood.model),
            places,
        ),
        england=_comparator_line(country, places),
        england_decimals=_comparator_line(country, places, "comparator_decimals"),
        reach=_reach(estimates, neighbourhood, basis, places),
        periods=tuple(first.shift(step) for step in range(len(places))),
    )


def place_in_time(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `value`, `decimals`, `lower` and `upper` of a line, a row for every period.

    The index is the period's place in time; a period without a figure is NaN, so that a line breaks.
    """
    placed = _placed(rows)
    places = pd.RangeIndex(placed.index.min(), placed.index.max() + 1)
    return placed.reindex(columns=["value", "decimals", "lower", "upper"]).astype(float).reindex(places)


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    placed = rows.assign(place=_places(rows["period"]))
    return placed.drop_duplicates("place", keep="last").set_index("place")


def _places(labels: pd.Series) -> pd.Series:
    return labels.map({label: place_of(parse_period(label)) for label in labels.unique()})


def _comparator_line(rows: pd.DataFrame, places: pd.RangeIndex, of: str = "comparator_value") -> pd.Series:
    placed = _placed(rows)
    return placed.get(of, pd.Series(float("nan"), placed.index)).astype(float).reindex(places)


def _reach(
    estimates: pd.DataFrame, neighbourhood: Neighbourhood, basis: str, places: pd.RangeIndex
) -> pd.DataFrame:
    is_member = estimates["area_code"].isin(neighbourhood.members) & (estimates["basis"] == basis)
    members = estimates[is_member]
    values = members["value"].astype(float).groupby(_places(members["period"]))
    return pd.DataFrame({"lowest": values.min(), "highest": values.max()}).reindex(places)


def row_for(frame: pd.DataFrame, estimate: Row) -> Row | None:
    """Return the row of `changes` or `comparisons` that belongs to an estimate, or nothing."""
    rows = frame[(frame["basis"] == estimate["basis"]) & (frame["period"] == estimate["period"])]
    rows = rows[rows["area_code"] == estimate["area_code"]]
    return rows.iloc[-1] if len(rows) else None
