"""Children by placement as flows: into and out of each type, and into and out of care as a whole."""

from __future__ import annotations

import pandas as pd

FLOWS = ["period", "stock", "entries", "exits"]


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
    named = counts.assign(
        period=counts["quarter"],
        stock=counts["children"].astype("float64"),
        entries=(counts["came_into_care"] + counts["moved_in"]).astype("float64"),
        exits=(counts["left_care"] + counts["moved_out"]).astype("float64"),
    )
    return named[["placement_type", *FLOWS]]


def summarise_care_flows(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter, oldest first: children in care, and those who came into it and left it.

    Moves between types are neither.
    """
    columns = {"children": "stock", "came_into_care": "entries", "left_care": "exits"}
    totals = counts.groupby("quarter", sort=True)[list(columns)].sum().astype("float64")
    return totals.rename(columns=columns).rename_axis("period").reset_index()
