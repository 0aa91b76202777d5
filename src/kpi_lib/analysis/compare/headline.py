"""Which of several true figures a page leads with: real before illustrative, then by basis.

An indicator may have a figure for the quarter, for the year and for the rolling year. A page leads
with one. A judgement never rests on an illustrative series while a real one covers the same time.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.analysis.estimates.rates import KEY
from kpi_lib.core.periods import Period, latest_full_year
from kpi_lib.core.status import Provenance, Status

BASIS_ORDER = ("quarter", "year", "rolling_year")


def select_current(frame: pd.DataFrame, quarter: Period) -> pd.DataFrame:
    """Keep the rows that describe `quarter`: its own, its rolling year, and the newest full year.

    Parameters
    ----------
    frame : any result frame with `basis` and `period` (estimates, changes or comparisons).
    quarter : the quarter of the edition.

    Returns
    -------
    Fewer rows, same columns: at most one per indicator, area and basis (and comparator).
    """
    year = latest_full_year(quarter).label
    wanted = frame["period"].eq(quarter.label) | (frame["basis"].eq("year") & frame["period"].eq(year))
    return frame.loc[wanted]


def add_realness(frame: pd.DataFrame, estimates: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    """Add `is_real`: whether every estimate that a row rests on is other than illustrative.

    Parameters
    ----------
    frame : rows with the estimates' keys; `periods` names the columns that hold the periods used.
    estimates : all estimates, with `provenance`.
    """
    provenance = estimates.drop_duplicates(KEY).set_index(KEY)["provenance"]
    illustrative = pd.Series(False, index=frame.index)
    for column in periods:
        keys = pd.MultiIndex.from_frame(frame[[*KEY[:3], column]])
        illustrative |= provenance.reindex(keys).eq(Provenance.ILLUSTRATIVE).to_numpy()
    return frame.assign(is_real=~illustrative)


def select_lead(frame: pd.DataFrame, usable: pd.Series) -> pd.DataFrame:
    """Keep one row per indicator and area: a real one first, then a usable one, then by basis.

    Parameters
    ----------
    frame : rows with `is_real` and `basis`.
    usable : a boolean per row: whether it carries a figure or a verdict at all.
    """
    order = frame.assign(
        # a published year leads before an invented quarter, and before a published quarter without a figure
        _illustrative=~frame["is_real"],
        _unusable=~usable,
        _basis=frame["basis"].map({basis: place for place, basis in enumerate(BASIS_ORDER)}),
    )
    ranked = order.sort_values(["_illustrative", "_unusable", "_basis"], kind="stable")
    lead = ranked.drop_duplicates(["indicator_id", "area_code"])
    return lead.sort_index().drop(columns=["_illustrative", "_unusable", "_basis"])


def select_lead_estimates(estimates: pd.DataFrame, quarter: Period) -> pd.DataFrame:
    """Keep the one estimate per indicator and area that a page leads with; adds `is_real`."""
    current = add_realness(select_current(estimates, quarter), estimates, ("period",))
    return select_lead(current, current["status"].eq(Status.OK))


def select_lead_changes(changes: pd.DataFrame, estimates: pd.DataFrame, quarter: Period) -> pd.DataFrame:
    """Keep the one change on a year before per indicator and area; adds `is_real`."""
    current = add_realness(select_current(changes, quarter), estimates, ("period", "earlier_period"))
    return select_lead(current, current["verdict"].ne("cannot_say"))


def select_lead_comparisons(
    comparisons: pd.DataFrame, estimates: pd.DataFrame, quarter: Period
) -> pd.DataFrame:
    """Keep the one comparison per indicator and area; adds `is_real`.

    Give rows of one comparator, one average and one model only.
    """
    current = add_realness(select_current(comparisons, quarter), estimates, ("period",))
    return select_lead(current, current["n_available"].gt(0) & current["value"].notna())
