"""Every area's neighbours as arrays: one row per estimate, one column per place on its list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CELL = ["indicator_id", "basis", "period"]


@dataclass(frozen=True)
class Neighbourhood:
    """The neighbours' figures of many estimates.

    values, numerators, denominators : rows × places, NaN where a neighbour has no figure.
    codes : rows × places, the neighbours' codes in list order, empty where the list is shorter.
    """

    values: Floats
    numerators: Floats
    denominators: Floats
    codes: NDArray[np.object_]

    @property
    def n_expected(self) -> NDArray[np.int64]:
        """How many neighbours each row's list names."""
        return (self.codes != "").sum(axis=1)

    def used(self, average: str) -> NDArray[np.bool_]:
        """Say which figures an average rests on: all given values, for pooled those with counts."""
        if average == "pooled":
            return ~np.isnan(self.numerators) & (self.denominators > 0)
        return ~np.isnan(self.values)


def gather_neighbours(
    rows: pd.DataFrame, estimates: pd.DataFrame, counts: pd.DataFrame, neighbours: pd.DataFrame
) -> Neighbourhood:
    """Return the neighbours' figures for each of `rows`.

    Parameters
    ----------
    rows : estimates to be compared.
    estimates, counts : all estimates and, row by row, their counts (`rates.add_counts`).
    neighbours : one model's list: area_code, rank, neighbour_code.
    """
    places = max(int(neighbours["rank"].max()) if len(neighbours) else 0, 1)
    lists = neighbours.pivot(index="area_code", columns="rank", values="neighbour_code")
    lists = lists.reindex(columns=range(1, places + 1)).reindex(rows["area_code"])
    codes = lists.to_numpy(dtype=object, na_value="")
    areas = pd.Index(estimates["area_code"].unique())
    cells = pd.MultiIndex.from_frame(estimates[CELL].drop_duplicates())
    at_cell = cells.get_indexer(pd.MultiIndex.from_frame(estimates[CELL]))
    at_area = areas.get_indexer(estimates["area_code"])
    row_cell = cells.get_indexer(pd.MultiIndex.from_frame(rows[CELL]))[:, None]
    row_areas = areas.get_indexer(pd.Index(codes.ravel())).reshape(codes.shape)

    def spread(column: pd.Series) -> Floats:
        dense = np.full((len(cells), len(areas) + 1), np.nan)
        dense[at_cell, at_area] = column.to_numpy(dtype=float)
        return dense[row_cell, row_areas]

    return Neighbourhood(
        spread(estimates["value"]), spread(counts["numerator"]), spread(counts["denominator"]), codes
    )
