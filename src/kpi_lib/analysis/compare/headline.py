"""Which of several true figures a page leads with: one that is there first, then by basis.

An indicator may have a figure for the quarter, for the year and for the rolling year. A page leads with one.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.periods import Period, latest_full_year
from kpi_lib.core.status import Status

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


def select_lead(frame: pd.DataFrame, usable: pd.Series) -> pd.DataFrame:
    """Keep one row per indicator and area: a usable one first, then by basis.

    Parameters
    ----------
    frame : rows with `basis`.
    usable : a boolean per row: whether it carries a figure or a verdict at all.
    """
    order = frame.assign(
        # a year with a figure leads before a quarter without one
        _unusable=~usable,
        _basis=frame["basis"].map({basis: place for place, basis in enumerate(BASIS_ORDER)}),
    )
    ranked = order.sort_values(["_unusable", "_basis"], kind="stable")
    lead = ranked.drop_duplicates(["indicator_id", "area_code"])
    return lead.sort_index().drop(columns=["_unusable", "_basis"])


def select_lead_estimates(estimates: pd.DataFrame, quarter: Period) -> pd.DataFrame:
    """Keep the one estimate per indicator and area that a page leads with."""
    current = select_current(estimates, quarter)
    return select_lead(current, current["status"].eq(Status.OK))


def select_lead_changes(changes: pd.DataFrame, quarter: Period) -> pd.DataFrame:
    """Keep the one change on a year before per indicator and area."""
    current = select_current(changes, quarter)
    return select_lead(current, current["verdict"].ne("cannot_say"))


def select_lead_comparisons(comparisons: pd.DataFrame, quarter: Period) -> pd.DataFrame:
    """Keep the one comparison per indicator and area.

    Give rows of one comparator, one average and one model only.
    """
    current = select_current(comparisons, quarter)
    return select_lead(current, current["n_available"].gt(0) & current["value"].notna())
