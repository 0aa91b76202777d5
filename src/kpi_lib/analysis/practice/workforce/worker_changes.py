"""How often children change their social worker within a year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from kpi_lib.analysis.intervals.formulas import wilson_limits
from kpi_lib.analysis.practice.grouping import summarise_groups
from kpi_lib.analysis.withhold.small_counts import add_withheld

PER_CENT = 100
MANY_CHANGES = 3


def summarise_worker_changes(
    children: pd.DataFrame, by: Sequence[str] = ("year",), *, many: int = MANY_CHANGES
) -> pd.DataFrame:
    """Return one row per group: how many children had `many` changes of social worker or more.

    Parameters
    ----------
    children : one row a child and year: `n_changes`, the changes of social worker in the year (0 where
        it kept one), and the columns of `by`.

    Returns
    -------
    `n_children`, `mean`, `median`, `greatest`, `many`, `n_many`; `value` = the share with as many or
    more in per cent, with `lower` and `upper` (Wilson, 95 %) and `reason` where there is none.
    """
    return summarise_groups(children, by, partial(_changes, many=many))


def add_changes_withheld(found: pd.DataFrame, least: int) -> pd.DataFrame:
    """Add `is_withheld`: whether few children had as many changes, or few had fewer, so that it would tell.

    Parameters
    ----------
    found : rows of `summarise_worker_changes`.
    least : the smallest count above 0 that may be shown; 1 withholds nothing.
    """
    told = found.assign(n_fewer=found["n_children"] - found["n_many"])
    return add_withheld(told, ["n_many", "n_fewer"], least=least)


def _changes(rows: pd.DataFrame, many: int) -> dict[str, object]:
    changes, size = rows["n_changes"], len(rows)
    above = int(changes.ge(many).sum())
    low, high = wilson_limits(above, size or np.nan, multiplier=PER_CENT)
    return {
        "n_children": size,
        "mean": float(changes.mean()),
        "median": float(changes.median()),
        "greatest": float(changes.max()),
        "many": many,
        "n_many": above,
        "value": above / size * PER_CENT if size else np.nan,
        "lower": float(low),
        "upper": float(high),
        "reason": "" if size else "No child is counted.",
    }
