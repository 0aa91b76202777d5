"""How children leave care: the routes of a year next to those of the year before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.year_on_year import CANNOT_SAY, FELL, NO_CLEAR_CHANGE, ROSE, difference_limits
from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR
from kpi_lib.analysis.estimates.intervals import wilson_limits
from kpi_lib.analysis.practice.records import PER_CENT, select_quarters
from kpi_lib.analysis.withhold.small_counts import add_withheld
from kpi_lib.core.periods import Period

PERMANENCE = "permanence"
"""The routes that lead to a permanent home, together."""
PERMANENT = ("home", "adoption", "special_guardianship", "arrangements_order")
ROUTES = [
    "route", "children", "all_children", "share", "lower", "upper", "earlier_children", "earlier_share",
    "change", "change_lower", "change_upper", "verdict", "is_withheld",
]  # fmt: skip


def summarise_routes(exits: pd.DataFrame, quarter: Period, *, least: int = 1) -> pd.DataFrame:
    """Return one row per route, and one of those that lead to a permanent home together.

    Parameters
    ----------
    exits : records of one area: `quarter`, `route`, `children`.
    quarter : the last of the four quarters looked at; the four before are the year before.
    least : counts from 1 to `least` − 1 are withheld, and all routes with them, as totals give them away.

    Returns
    -------
    `children` of `all_children` who left; `share` in per cent with Wilson's 95 % limits; the same of the year
    before; `change` in points with its interval [1]_ and `verdict` (`rose`, `fell`, `no_clear_change`;
    `cannot_say` without both whole years, or where nobody left in one of them: there is no share of nobody);
    `is_withheld`.

    References
    ----------
    .. [1] Newcombe, R.G. (1998), Interval estimation for the difference between independent
       proportions, Stat. Med. 17:873-890 (method 10).
    """
    now, before = (
        _shares(select_quarters(exits, end, by="quarter")) for end in (quarter, quarter.year_before())
    )
    if now.empty:
        return pd.DataFrame(columns=ROUTES)
    both = now.merge(before, on="route", how="left", suffixes=("", "_before"))
    earlier = [both[f"{name}_before"] for name in ("share", "lower", "upper")]
    low, high = difference_limits(both["share"], both["lower"], both["upper"], *earlier)
    verdict = pd.Series(NO_CLEAR_CHANGE, both.index, dtype="str").mask(low > 0, ROSE).mask(high < 0, FELL)
    routes = both.assign(
        earlier_children=both["children_before"],
        earlier_share=both["share_before"],
        change=both["share"] - both["share_before"],
        change_lower=low,
        change_upper=high,
        verdict=verdict.mask(both["share"].isna() | both["share_before"].isna(), CANNOT_SAY),
        _group=0,
    )
    return add_withheld(routes, ["children", "children_before"], least=least, by=["_group"])[ROUTES]


def _shares(exits: pd.DataFrame) -> pd.DataFrame:
    """Return the routes of four quarters with their shares; no row unless all four are there."""
    if exits["quarter"].nunique() < QUARTERS_IN_YEAR:
        return pd.DataFrame(columns=["route", "children", "all_children", "share", "lower", "upper"]).astype(
            dict.fromkeys(["children", "all_children", "share", "lower", "upper"], "float64")
        )
    counts = exits.groupby("route", sort=False)["children"].sum().astype("float64")
    counts = counts.sort_values(ascending=False, kind="stable")
    whole = counts.sum()
    counts[PERMANENCE] = counts.reindex(PERMANENT).sum()
    known = whole if whole > 0 else np.nan
    low, high = wilson_limits(counts, [known] * len(counts), multiplier=PER_CENT)
    return pd.DataFrame(
        {
            "route": counts.index.astype("str"),
            "children": counts.to_numpy(),
            "all_children": whole,
            "share": counts.to_numpy() / known * PER_CENT,
            "lower": low,
            "upper": high,
        }
    )
