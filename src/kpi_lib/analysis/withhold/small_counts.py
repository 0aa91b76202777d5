"""Counts so small that they could point at somebody, and what would give them away.

What must not be shown is made missing here, so that no chart, table or sentence can show it by mistake. The
rule and its source are in `core.small_counts`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.year_on_year import CANNOT_SAY

WITHHELD_REASON = "Withheld: the counts are small."


def add_withheld(
    rows: pd.DataFrame,
    counts: Sequence[str],
    *,
    least: int,
    by: Sequence[str] = (),
    kept: Sequence[str] = (),
) -> pd.DataFrame:
    """Add `is_withheld`: whether the row, or another of its group, has a count above 0 and below `least`.

    Such a row says nothing else: its numbers are NaN, its days NaT, `verdict` is `cannot_say` and `reason`
    says why. A frame without a withheld row keeps its types.

    Parameters
    ----------
    counts : the columns that a page shows, and those that it would let a reader work out.
    least : 1 withholds nothing.
    by : rows that add up to a total are in one group: of 12, 3 and 20 with their total 35, withholding the 3
        alone would leave 35 - 12 - 20. Without it every row is by itself.
    kept : columns of numbers that name the row, as the edges of a band do.
    """
    few = rows[list(counts)]
    is_withheld = (few.gt(0) & few.lt(least)).any(axis=1)
    if by and len(rows):
        is_withheld = is_withheld.groupby([rows[name] for name in by]).transform("any")
    is_withheld = is_withheld.astype(bool)
    if not is_withheld.any():
        return rows.assign(is_withheld=is_withheld)
    numbers = rows.select_dtypes(include=[np.number, "datetime"]).columns.difference([*by, *kept])
    words = {"verdict": CANNOT_SAY, "reason": WITHHELD_REASON}
    missing = {str(name): rows[name].mask(is_withheld) for name in numbers}
    reasons = {name: rows[name].mask(is_withheld, word) for name, word in words.items() if name in rows}
    return rows.assign(**missing, **reasons, is_withheld=is_withheld)
