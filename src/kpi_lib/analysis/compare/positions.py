"""Where an area is among itself and its neighbours: rank and quartile band."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.neighbourhood import Neighbourhood
from kpi_lib.analysis.compare.ranks import quantile_bounds, quartile_bands, ranks_among
from kpi_lib.analysis.compare.verdicts import polarities
from kpi_lib.catalogue.indicators import Catalogue, Polarity


def positions(rows: pd.DataFrame, hood: Neighbourhood, catalogue: Catalogue) -> dict[str, pd.Series]:
    """Return `rank` (1 best, ties share the least), `n_ranked` and `band` (A best) for each row.

    Neutral indicators have none: there is no better end to count from. `n_ranked` counts the area
    itself and the neighbours with a figure.
    """
    polarity = polarities(rows["indicator_id"], catalogue).to_numpy()
    own = rows["value"].to_numpy(dtype=float)
    bounds = quantile_bounds(np.column_stack([own, hood.values]))
    rank, band = np.full(len(rows), np.nan), np.full(len(rows), "", dtype=object)
    for way in (Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER):
        is_way = polarity == way
        rank[is_way] = ranks_among(own[is_way], hood.values[is_way], way)
        band[is_way] = quartile_bands(own[is_way], bounds[is_way], way)
    ranked = pd.Series((~np.isnan(hood.values)).sum(axis=1) + 1, rows.index, dtype="Int64")
    return {
        "rank": pd.Series(rank, rows.index).astype("Int64"),
        "n_ranked": ranked.where(np.isfinite(rank)),
        "band": pd.Series(band, rows.index, dtype="str"),
    }
