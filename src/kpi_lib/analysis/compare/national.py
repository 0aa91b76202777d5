"""Where an area is among all authorities, where the data cover them: DfE's LAIT rank and band.

References
----------
.. [1] DfE, Local Authority Interactive Tool, user guide.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.neighbourhood import CELL
from kpi_lib.analysis.compare.ranks import quantile_bounds, quartile_bands
from kpi_lib.analysis.estimates.rates import KEY
from kpi_lib.catalogue.indicators import Catalogue, Polarity

NATIONAL = [*KEY, "value", "rank", "n_ranked", "n_authorities", "percentile", "band", "q25", "q50", "q75"]
LEAST_COVERAGE = 0.75


def summarise_national_positions(
    estimates: pd.DataFrame, catalogue: Catalogue, *, authorities: Collection[str]
) -> pd.DataFrame:
    """Return one row per authority's figure: its rank, percentile and quartile band among them all.

    Rank: 1 is best, ties share the least; band A is best, by type-7 quantiles [1]_; neither for
    neutral indicators. `percentile` is the share of authorities with a lower figure, ties counted
    half, 0 to 100, whichever way is better. Periods in which fewer than three quarters of the
    authorities have a figure have no row: what is left would not be the nation.
    """
    rows = estimates.loc[estimates["area_code"].isin(list(authorities)) & estimates["value"].notna()]
    groups = rows.groupby(CELL, observed=True)["value"]
    covered = rows.loc[groups.transform("size").ge(LEAST_COVERAGE * len(set(authorities)))]
    parts = [_positions(group, catalogue) for _, group in covered.groupby(CELL, sort=True, observed=True)]
    if not parts:
        return pd.DataFrame(columns=NATIONAL)
    return pd.concat(parts, ignore_index=True).assign(n_authorities=len(set(authorities)))[NATIONAL]


def _positions(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    way = catalogue[rows["indicator_id"].iloc[0]].polarity
    values = rows["value"]
    bounds = quantile_bounds(values)
    rank = values.rank(method="min", ascending=way != Polarity.HIGHER_IS_BETTER)
    return rows.assign(
        rank=rank.astype("Int64") if way != Polarity.NEUTRAL else pd.Series(pd.NA, rows.index, "Int64"),
        n_ranked=len(rows),
        percentile=(values.rank(method="average") - 0.5) / len(rows) * 100,
        band=pd.Series(quartile_bands(values, bounds, way), rows.index, dtype="str"),
        **dict(zip(("q25", "q50", "q75"), np.asarray(bounds)[1:4], strict=True)),
    )
