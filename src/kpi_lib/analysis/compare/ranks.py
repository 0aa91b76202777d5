"""Where an area is among itself and its neighbours: rank and quartile band by the rules of DfE's LAIT.

References
----------
.. [1] DfE, Local Authority Interactive Tool, user guide: rank and quartile band.
.. [2] Hyndman, R.J. and Fan, Y. (1996), Am. Stat. 50:361-365, definition 7.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.compare.neighbourhood import Neighbourhood
from kpi_lib.analysis.compare.verdicts import polarities
from kpi_lib.analysis.estimates.intervals import Floats
from kpi_lib.catalogue.indicators import Catalogue, Polarity

BANDS = ("A", "B", "C", "D")


def quantile_bounds(values: ArrayLike, n_groups: int = 4) -> Floats:
    """Return the `n_groups` + 1 cut points of each row of `values`, least and greatest included.

    Linear between order statistics at position (n − 1)p + 1: type 7 [2]_. NaN is left out; a row
    without values gives NaN. Not `numpy.nanquantile`, which is slow on many rows with gaps and may be off in
    the last digit: a value equal to its cut point would then fall into the next band.

    >>> quantile_bounds([1, 2, 3, 4]).tolist()
    [1.0, 1.75, 2.5, 3.25, 4.0]
    """
    rows = np.asarray(values, dtype=float)
    ordered = np.sort(rows, axis=-1)
    n = (~np.isnan(rows)).sum(axis=-1)[..., None]
    position = np.maximum(n - 1, 0) * np.linspace(0, 1, n_groups + 1)
    floor = np.floor(position).astype(int)
    ceiling = np.minimum(floor + 1, np.maximum(n - 1, 0))
    low = np.take_along_axis(ordered, floor, axis=-1)
    high = np.take_along_axis(ordered, ceiling, axis=-1)
    return low + (position - floor) * (high - low)


def quartile_bands(values: ArrayLike, bounds: ArrayLike, polarity: Polarity) -> NDArray[np.object_]:
    """Return the LAIT band of each value, A always best [1]_; empty without value or polarity.

    Low is better: A = [q0, q25], B = (q25, q50], C = (q50, q75], D = (q75, q100]; high reverses the
    letters. A value outside the bounds, or next to a missing one, has no band. `bounds` has five
    columns, or is one such row.
    """
    value, cut = np.asarray(values, dtype=float), np.asarray(bounds, dtype=float)
    if polarity == Polarity.NEUTRAL:
        return np.full(value.shape, "", dtype=object)
    letters = BANDS if polarity == Polarity.LOWER_IS_BETTER else BANDS[::-1]
    over = [value >= cut[..., 0], *(value > cut[..., step] for step in (1, 2, 3))]
    within = [above & (value <= cut[..., step]) for step, above in enumerate(over, start=1)]
    return np.select(within, list(letters), "").astype(object)


def ranks_among(value: ArrayLike, others: ArrayLike, polarity: Polarity) -> Floats:
    """Return the rank of each value among itself and its row of `others`: 1 is best, ties share the least.

    Without polarity there is no rank (NaN), nor without a value.
    """
    own, rest = np.asarray(value, dtype=float), np.asarray(others, dtype=float)
    ahead = rest < own[..., None] if polarity == Polarity.LOWER_IS_BETTER else rest > own[..., None]
    rank = 1.0 + ahead.sum(axis=-1)
    return np.where(np.isnan(own) | (polarity == Polarity.NEUTRAL), np.nan, rank)


def positions(rows: pd.DataFrame, hood: Neighbourhood, catalogue: Catalogue) -> dict[str, pd.Series]:
    """Return `rank` (1 best, ties share the least), `n_ranked` and `band` (A best) for each row.

    Neutral indicators have none: there is no better end to count from. `n_ranked` counts the area
    itself and the neighbours with a figure.
    """
    polarity = polarities(rows["indicator_id"], catalogue).to_numpy()
    own = rows["value"].to_numpy(dtype=float)
    bounds = quantile_bounds(np.column_stack([own, hood.values]))
    rank, band = np.full(len(rows), np.nan), np.full(len(rows), "", dtype=object)
    for better in (Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER):
        chosen = polarity == better
        rank[chosen] = ranks_among(own[chosen], hood.values[chosen], better)
        band[chosen] = quartile_bands(own[chosen], bounds[chosen], better)
    ranked = pd.Series((~np.isnan(hood.values)).sum(axis=1) + 1, rows.index, dtype="Int64")
    return {
        "rank": pd.Series(rank, rows.index).astype("Int64"),
        "n_ranked": ranked.where(np.isfinite(rank)),
        "band": pd.Series(band, rows.index, dtype="str"),
    }
