"""Every way of drawing a comparison with neighbours, written out: each average, list and neighbour left out.

`stability` counts how many ways agree; here each way has its row, so that a reader can choose one.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.benchmark import MINIMUM_N
from kpi_lib.analysis.compare.neighbourhood import Figures, Neighbourhood, gather_neighbours
from kpi_lib.analysis.compare.stability import averages_each_way
from kpi_lib.analysis.compare.verdicts import polarities, sides, verdict_words
from kpi_lib.analysis.estimates.rates import KEY, add_counts
from kpi_lib.analysis.intervals.formulas import Floats
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.settings import Average

NOBODY = ""
WAYS = [*KEY, "model", "average", "left_out", "value", "comparator_value", "verdict"]


def summarise_ways(
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    *,
    neighbours: pd.DataFrame,
    home: Collection[str],
    minimum_n: int = MINIMUM_N,
) -> pd.DataFrame:
    """Return one row per estimate of the home areas, list, average and neighbour left out.

    Parameters
    ----------
    estimates : of the home areas and their neighbours.
    neighbours : model, area_code, rank, neighbour_code; every list in it is tried.
    minimum_n : with fewer figures left the verdict is `cannot_say`.

    Returns
    -------
    `left_out`, a code, or empty where all neighbours stay; `comparator_value`, the average that is left;
    `verdict`. Leaving out a neighbour without a figure changes nothing.
    """
    is_home = estimates["area_code"].isin(home).to_numpy()
    rows = estimates.loc[is_home].reset_index(drop=True)
    figures = Figures.of(estimates, add_counts(estimates, catalogue))
    parts = []
    for model in neighbours["model"].unique():
        hood = gather_neighbours(rows, is_home, figures, neighbours.loc[neighbours["model"].eq(model)])
        parts += [_ways(rows, hood, catalogue, str(model), average, minimum_n) for average in Average]
    found = pd.concat(parts, ignore_index=True)
    return found.drop_duplicates([*KEY, "model", "average", "left_out"], ignore_index=True)


def _ways(
    rows: pd.DataFrame,
    hood: Neighbourhood,
    catalogue: Catalogue,
    model: str,
    average: Average,
    minimum_n: int,
) -> pd.DataFrame:
    scale = rows["indicator_id"].map({item.id: float(item.multiplier) for item in catalogue})
    middle, left = averages_each_way(hood, average, np.asarray(scale, dtype=np.float64), minimum_n)
    left = np.where(hood.used(average), left, middle[:, None])
    polarity = polarities(rows["indicator_id"], catalogue)
    columns = [(np.full(len(rows), NOBODY, dtype=object), middle)]
    columns += [(hood.codes[:, place], left[:, place]) for place in range(left.shape[1])]
    parts = [_way(rows, codes, averages, polarity) for codes, averages in columns]
    return pd.concat(parts, ignore_index=True).assign(model=model, average=str(average))[WAYS]


def _way(rows: pd.DataFrame, codes: np.ndarray, averages: Floats, polarity: pd.Series) -> pd.DataFrame:
    side = sides(rows["lower"].to_numpy(dtype=float), rows["upper"].to_numpy(dtype=float), averages)
    return rows.assign(
        left_out=pd.Series(codes, rows.index, dtype="str"),
        comparator_value=averages,
        verdict=verdict_words(side, polarity),
    )
