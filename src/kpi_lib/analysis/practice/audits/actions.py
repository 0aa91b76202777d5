"""What audits asked for: how much of it is done, and what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi_lib.analysis.practice.grouping import summarise_groups


def summarise_actions(actions: pd.DataFrame, as_at: pd.Timestamp, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row per group: actions agreed, closed, still open and overdue on a day.

    Parameters
    ----------
    actions : one row an action: `agreed`, `due` and `closed`, empty while open.
    as_at : the day looked at; what was agreed or closed later had not happened yet.

    Returns
    -------
    `n_actions`, `n_closed`, `n_open`, `n_overdue` (open and due before the day) and `oldest_due`, the
    earliest day by which an overdue action was to be done, missing where none is overdue.
    """
    known = actions.loc[actions["agreed"].le(as_at)]
    return summarise_groups(known, by, lambda rows: _actions(rows, as_at))


def _actions(rows: pd.DataFrame, as_at: pd.Timestamp) -> dict[str, Any]:
    is_closed = rows["closed"].le(as_at)
    overdue = rows.loc[~is_closed & rows["due"].lt(as_at), "due"]
    return {
        "n_actions": len(rows),
        "n_closed": int(is_closed.sum()),
        "n_open": int((~is_closed).sum()),
        "n_overdue": len(overdue),
        "oldest_due": overdue.min() if len(overdue) else pd.NaT,
    }
