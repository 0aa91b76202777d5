"""How far a rank among the neighbours can be trusted: the ranks that chance alone leaves open."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.year_on_year import difference_limits
from kpi_lib.analysis.compare.neighbourhood import CELL
from kpi_lib.analysis.compare.verdicts import polarities
from kpi_lib.analysis.estimates.rates import KEY
from kpi_lib.catalogue.indicators import Catalogue, Polarity

RANK_RANGES = [*KEY, "model", "rank", "n_ranked", "rank_best", "rank_worst"]


def summarise_rank_ranges(
    estimates: pd.DataFrame, catalogue: Catalogue, *, neighbours: pd.DataFrame, home: Collection[str]
) -> pd.DataFrame:
    """Return one row per home estimate and neighbour list: its rank and the range it may lie in.

    Each neighbour is compared with the area by the 95 % interval of their difference (MOVER, as in
    `change.difference_limits`). `rank_best` counts only the neighbours that are clearly better
    ahead; `rank_worst` puts behind only those that are clearly worse. A neighbour without an
    interval is undecided. Neutral indicators, and rows without a figure, have no row.
    """
    polarity = polarities(estimates["indicator_id"], catalogue)
    ranked = estimates.loc[polarity.ne(Polarity.NEUTRAL).to_numpy() & estimates["value"].notna()]
    columns = [*CELL, "area_code", "value", "lower", "upper"]
    own = ranked.loc[ranked["area_code"].isin(list(home)), columns]
    lists = neighbours[["model", "area_code", "neighbour_code"]]
    theirs = ranked[columns].rename(columns={"area_code": "neighbour_code"})
    listed = own.merge(lists, on="area_code")
    pairs = listed.merge(theirs, on=[*CELL, "neighbour_code"], suffixes=("", "_theirs"))
    ahead = np.where(polarities(pairs["indicator_id"], catalogue).eq(Polarity.HIGHER_IS_BETTER), 1, -1)
    low, high = difference_limits(
        pairs["value_theirs"], pairs["lower_theirs"], pairs["upper_theirs"],
        pairs["value"], pairs["lower"], pairs["upper"],
    )  # fmt: skip
    clear = (low > 0).astype(int) - (high < 0).astype(int)
    judged = pairs.assign(
        is_ahead=np.asarray(pairs["value_theirs"] - pairs["value"]) * ahead > 0,
        is_better=clear * ahead > 0,
        is_worse=clear * ahead < 0,
    )
    found = judged.groupby([*KEY, "model"], sort=True, observed=True)
    counts = found[["is_ahead", "is_better", "is_worse"]].sum().assign(n=found.size()).reset_index()
    return counts.assign(
        rank=counts["is_ahead"] + 1,
        n_ranked=counts["n"] + 1,
        rank_best=counts["is_better"] + 1,
        rank_worst=counts["n"] + 1 - counts["is_worse"],
    )[RANK_RANGES]
