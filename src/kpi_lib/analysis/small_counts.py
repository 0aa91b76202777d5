"""Counts so small that they could point at somebody, and what would give them away.

References
----------
.. [1] Government Statistical Service, Disclosure control for tables of administrative data (2014):
   small counts, and what a row or a total would tell about them, are withheld.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def add_withheld(
    found: pd.DataFrame, counts: Sequence[str], *, least: int, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Add `is_withheld`: whether the row, or another of its group, has a count from 1 to `least` − 1.

    Parameters
    ----------
    counts : the columns that a page shows, and those that it would let a reader work out.
    least : 1 withholds nothing.
    by : rows that add up to a total stand in one group; a total less the others would tell [1]_. Without
        it every row stands for itself.
    """
    few = found[list(counts)]
    is_small = (few.ge(1) & few.lt(least)).any(axis=1)
    grouped = (
        is_small.groupby([found[name] for name in by]).transform("any") if by and len(found) else is_small
    )
    return found.assign(is_withheld=grouped.astype(bool))
