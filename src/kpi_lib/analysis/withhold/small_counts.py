"""Counts so small that they could point at somebody, and what would give them away.

What must not be said is made missing here, so that no chart, table or sentence can say it by mistake. The
rule and its source are in `core.small_counts`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.year_on_year import CANNOT_SAY

WITHHELD_REASON = "Withheld: the counts are small."


def add_withheld(
    found: pd.DataFrame,
    counts: Sequence[str],
    *,
    least: int,
    by: Sequence[str] = (),
    kept: Sequence[str] = (),
) -> pd.DataFrame:
    """Add `is_withheld`: whether the row, or another of its group, has a count above 0 and below `least`.

    Such a row tells nothing else: its numbers are NaN, its days NaT, `verdict` is `cannot_say` and `reason`
    says why.

    Parameters
    ----------
    counts : the columns that a page shows, and those that it would let a reader work out.
    least : 1 withholds nothing.
    by : rows that add up to a total are in one group; a total less the others would tell. Without
        it every row stands for itself.
    kept : columns of numbers that name the row, as the edges of a band do.
    """
    few = found[list(counts)]
    is_small = (few.gt(0) & few.lt(least)).any(axis=1)
    grouped = (
        is_small.groupby([found[name] for name in by]).transform("any") if by and len(found) else is_small
    )
    is_withheld = grouped.astype(bool)
    return _blank(found, is_withheld, _figures(found, [*by, *kept])).assign(is_withheld=is_withheld)


def _blank(found: pd.DataFrame, is_withheld: pd.Series, figures: Sequence[str]) -> pd.DataFrame:
    """Return `found` with the `figures` of withheld rows made missing, and verdicts and reasons with them.

    A frame without a withheld row keeps its types.
    """
    if not is_withheld.any():
        return found
    told = {name: found[name].mask(is_withheld) for name in figures}
    words = {"verdict": CANNOT_SAY, "reason": WITHHELD_REASON}
    said = {name: found[name].mask(is_withheld, word) for name, word in words.items() if name in found}
    return found.assign(**told, **said)


def _figures(found: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    columns = found.select_dtypes(include=[np.number, "datetime"]).columns
    return [str(name) for name in columns if name not in keys]
