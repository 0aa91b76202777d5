"""How many social workers hold how many cases, and how many children had how many social workers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpi_lib.analysis.withhold.small_counts import add_withheld

PER_CENT = 100
CASE_BANDS = ((1, 9), (10, 14), (15, 19), (20, 24), (25, 29), (30, None))
WORKER_BANDS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, None))
Bands = Sequence[tuple[int, int | None]]


def summarise_bands(
    counts: pd.DataFrame, value: str, weight: str | None, bands: Bands, *, least: int, by: str = "quarter"
) -> pd.DataFrame:
    """Return one row per group and band: how many of the group lie in it, and their share.

    Parameters
    ----------
    counts : rows with `value`, a whole number, and how many of that `weight` says (one each without it).
    bands : from and to, both included; the last may have no end. A number below the first stands nowhere.
    least : the smallest count above 0 that may be shown.

    Returns
    -------
    The column `by`, `least`, `greatest` (NaN where the band has no end), `n`, `n_all`, `share` in per cent
    of the group, and `is_withheld`: where a band of a group is too small to show none of the group is shown,
    for the others would tell it.
    """
    sizes = counts[weight] if weight else pd.Series(1, counts.index)
    rows = [
        {
            by: key, "least": low, "greatest": np.nan if high is None else high,
            "n": int(sizes[own & counts[value].between(low, np.inf if high is None else high)].sum()),
            "n_all": int(sizes[own].sum()),
        }
        for key in sorted(counts[by].unique())
        for own in [counts[by].eq(key)]
        for low, high in bands
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=[by, "least", "greatest", "n", "n_all"])
    shares = found.assign(share=found["n"] / found["n_all"] * PER_CENT)
    return add_withheld(shares, ["n"], least=least, by=[by], kept=["least", "greatest"])


def summarise_children(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a child from counts of children: its `quarter` and `n_changes` of social worker.

    Parameters
    ----------
    counts : `quarter`, `social_workers` (how many a child had) and `children` (how many had as many).
        A child's changes are one fewer than its social workers.
    """
    each = counts.loc[counts.index.repeat(counts["children"].astype("int64")), ["quarter", "social_workers"]]
    changes = (each["social_workers"] - 1).astype("int64")
    return each.assign(n_changes=changes).drop(columns="social_workers").reset_index(drop=True)
