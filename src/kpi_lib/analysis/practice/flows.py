"""Entries, exits and stock: of children looked after, by placement, and what the flows imply for a stock."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR, ordinals
from kpi_lib.core.errors import AnalysisError


def add_order_of(flows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add `_order`, the number of each quarter, and sort by series and quarter.

    Raises AnalysisError where a quarter is there twice in a series.
    """
    order = ordinals(flows["period"]) if len(flows) else pd.Series(dtype="int64", index=flows.index)
    numbered = flows.assign(_order=order).sort_values([*by, "_order"], kind="stable")
    twice = numbered.duplicated([*by, "_order"])
    if twice.any():
        raise AnalysisError(
            "A quarter is there twice in one series of flows",
            got=numbered.loc[twice, "period"].iloc[0],
            expected="one row a quarter",
        )
    return numbered


def add_implied_stock(flows: pd.DataFrame) -> pd.DataFrame:
    """Add to each quarter the stock that its flows imply and how far the reported stock is from it.

    Parameters
    ----------
    flows : of one series, one row a quarter: `period`, `entries` and `exits` in the quarter, `stock` at its
        end; NaN where not known.

    Returns
    -------
    `opening_stock` (the stock reported a quarter before), `implied_stock` = opening + entries − exits,
    `gap` = stock − implied (people counted in neither flow, or in two); `running_stock`, from the first
    stock reported on by flows alone, and `running_gap`, what has gathered since. NaN from a quarter
    that is missing or without figures.
    """
    # 100 at the start, 10 in and 6 out make 104; 105 reported is a gap of 1
    rows = add_order_of(flows, ())
    follows = rows["_order"].diff().eq(1)
    opening = rows["stock"].shift().where(follows).astype("float64")
    net = rows["entries"] - rows["exits"]
    implied = opening + net
    known = np.flatnonzero(rows["stock"].notna())
    first = int(known[0]) if known.size else len(rows)
    net_after_first = net.where(follows).iloc[first + 1 :].cumsum(skipna=False)
    running = (net_after_first + rows["stock"].iloc[first : first + 1].sum()).reindex(rows.index)
    implied_stock = rows.assign(
        opening_stock=opening,
        implied_stock=implied,
        gap=rows["stock"] - implied,
        running_stock=running,
        running_gap=rows["stock"] - running,
    )
    return implied_stock.drop(columns="_order").loc[flows.index]


def summarise_newest_flows(flows: pd.DataFrame) -> pd.Series:
    """Return the newest four periods added up: `n_periods`, `entries`, `exits` and `net` = entries − exits.

    NaN where a period of them is not known: the rest would pass for the whole.

    Parameters
    ----------
    flows : of one series, oldest first.
    """
    newest = flows.tail(QUARTERS_IN_YEAR)
    came, left = (newest[name].sum(skipna=False) for name in ("entries", "exits"))
    return pd.Series({"n_periods": len(newest), "entries": came, "exits": left, "net": came - left})


STOCK, ENTRIES, EXITS = "looked_after_rate", "looked_after_start_rate", "looked_after_cease_rate"
COLUMNS = {STOCK: "stock", ENTRIES: "entries", EXITS: "exits"}


def select_flows(estimates: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Return one row per period, oldest first: `period`, `stock`, `entries` and `exits`.

    Parameters
    ----------
    estimates : of one area; the numerators are the children counted.
    basis : `quarter` or `year`.

    Returns
    -------
    The periods from the first to the last in which all three are known; NaN where one is not.
    """
    rows = estimates.loc[estimates["indicator_id"].isin(COLUMNS) & estimates["basis"].eq(basis)]
    keyed = rows.assign(name=rows["indicator_id"].map(COLUMNS)).set_index(["period", "name"])
    wide = keyed["numerator"].unstack("name").reindex(columns=list(COLUMNS.values())).sort_index()
    whole = wide.dropna().index
    span = wide.loc[whole.min() : whole.max()] if len(whole) else wide.head(0)
    return span.rename_axis(columns=None).reset_index()


def summarise_type_flows(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter and `placement_type`: `period`, `stock`, `entries`, `exits`.

    Parameters
    ----------
    counts : records of one area: `quarter`, `placement_type`, `children` at the quarter's end,
        `came_into_care`, `left_care`, `moved_in`, `moved_out`.

    Returns
    -------
    Entries are those who came into care in the type or moved to it; exits those who left care from it or
    moved away.
    """
    return pd.DataFrame(
        {
            "placement_type": counts["placement_type"],
            "period": counts["quarter"],
            "stock": counts["children"].astype("float64"),
            "entries": (counts["came_into_care"] + counts["moved_in"]).astype("float64"),
            "exits": (counts["left_care"] + counts["moved_out"]).astype("float64"),
        }
    )


def summarise_care_flows(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter, oldest first: children in care, and those who came into it and left it.

    Moves between types are neither.
    """
    columns = {"children": "stock", "came_into_care": "entries", "left_care": "exits"}
    totals = counts.groupby("quarter", sort=True)[list(columns)].sum().astype("float64")
    return totals.rename(columns=columns).rename_axis("period").reset_index()
