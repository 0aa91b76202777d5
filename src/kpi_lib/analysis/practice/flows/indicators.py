"""The flows of children looked after, from the three indicators that count them."""

from __future__ import annotations

import pandas as pd

STOCK, ENTRIES, EXITS = "looked_after_rate", "looked_after_start_rate", "looked_after_cease_rate"
COLUMNS = {STOCK: "stock", ENTRIES: "entries", EXITS: "exits"}


def select_flows(estimates: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Return one row per period, oldest first: `period`, `stock`, `entries`, `exits` and `is_illustrative`.

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
    drawn_up = keyed["provenance"].eq("illustrative").groupby("period").any()
    known = wide.dropna().index
    span = wide.loc[known.min() : known.max()] if len(known) else wide.head(0)
    told = span.assign(is_illustrative=drawn_up.reindex(span.index).astype(bool))
    return told.rename_axis(columns=None).reset_index()
