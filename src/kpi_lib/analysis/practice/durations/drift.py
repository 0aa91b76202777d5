"""Open cases that have gone on for too long; for internal pages only."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kpi_lib.analysis.practice.durations.lengths import UPPER_QUARTER
from kpi_lib.analysis.practice.durations.survival import fit_survival
from kpi_lib.analysis.practice.grouping import each_group

OVER_LIMIT, OVER_PAST = "over the limit", "longer than three in four past cases"


def select_drift(spells: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """Keep the open spells that drift, the longest first.

    Parameters
    ----------
    spells : `stage`, `weeks`, `has_ended` and whatever names the case.
    limits : the weeks that each stage should take at most; a stage without one has only its past.

    Returns
    -------
    The rows of `spells` that are open and beyond `limit`, or beyond `past_quartile`, the weeks by which
    three quarters of the stage's cases have ended (Kaplan and Meier, the open ones allowed for; NaN
    where not reached), with `drift`, the reasons `;`-joined.
    """
    parts = [
        _mark(rows, limits.get(str(key["stage"]), np.nan)) for key, rows in each_group(spells, ["stage"])
    ]
    marked = pd.concat(parts) if parts else _mark(spells, np.nan)
    drifting = marked.loc[~marked["has_ended"].astype(bool) & marked["drift"].ne("")]
    return drifting.sort_values(["weeks", "stage"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def _mark(rows: pd.DataFrame, limit: float) -> pd.DataFrame:
    past = (
        fit_survival(rows["weeks"], rows["has_ended"]).quantile(UPPER_QUARTER).value if len(rows) else np.nan
    )
    over_limit, over_past = rows["weeks"].gt(limit), rows["weeks"].gt(past)
    words = pd.Series("", rows.index, dtype="str").mask(over_limit, OVER_LIMIT)
    words = words.mask(over_past, OVER_PAST).mask(over_limit & over_past, f"{OVER_LIMIT}; {OVER_PAST}")
    return rows.assign(limit=limit, past_quartile=past, drift=words)
