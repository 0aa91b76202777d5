"""Every area's neighbours as arrays, and their averages: one row per estimate, one column per neighbour.

Text is turned into whole numbers once (`Figures`), so that a list of neighbours is looked up by
position; all authorities, indicators and years at once are a matter of seconds.

Mean is DfE's LAIT, median DfE's children's social care dashboard, pooled Σx/Σn weighs each
neighbour by its size. Missing neighbours are left out and counted, never filled.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_lib.analysis.estimates.intervals import Floats
from kpi_lib.analysis.estimates.rates import add_counts
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.settings import Average

Places = NDArray[np.int64]
CELL = ["indicator_id", "basis", "period"]


@dataclass(frozen=True)
class Neighbourhood:
    """The neighbours' figures of many estimates.

    values, numerators, denominators : rows × places, NaN where a neighbour has no figure.
    lists : areas × places, the neighbours' codes in list order, empty where a list is shorter.
    at_list : rows, the row of `lists` that is theirs; -1 for an area without a list.
    """

    values: Floats
    numerators: Floats
    denominators: Floats
    lists: NDArray[np.object_]
    at_list: Places

    @property
    def codes(self) -> NDArray[np.object_]:
        """The neighbours' codes, rows × places."""
        return self.codes_of(np.ones(self.at_list.size, dtype=bool))

    def codes_of(self, rows: NDArray[np.bool_]) -> NDArray[np.object_]:
        """Return the neighbours' codes of the marked rows."""
        blank = np.full((1, self.lists.shape[1]), "", dtype=object)
        return np.vstack([self.lists, blank])[self.at_list[rows]]

    @property
    def n_expected(self) -> Places:
        """How many neighbours each row's list names."""
        return np.append((self.lists != "").sum(axis=1), 0)[self.at_list]

    def used(self, average: str) -> NDArray[np.bool_]:
        """Say which figures an average rests on: all given values, for pooled those with counts."""
        if average == Average.POOLED:
            return ~np.isnan(self.numerators) & (self.denominators > 0)
        return ~np.isnan(self.values)

    def select(self, rows: NDArray[np.bool_] | slice) -> Neighbourhood:
        """Return the neighbourhood of the marked rows only; a slice copies nothing."""
        return Neighbourhood(
            self.values[rows], self.numerators[rows], self.denominators[rows], self.lists, self.at_list[rows]
        )


@dataclass(frozen=True)
class Figures:
    """All estimates as dense tables: one row per indicator, basis and period, one column per area.

    The last column is empty: an area without a figure is looked up there.
    """

    areas: pd.Index
    cells: Places
    values: Floats
    numerators: Floats
    denominators: Floats

    @classmethod
    def of(cls, estimates: pd.DataFrame, counts: pd.DataFrame) -> Figures:
        """Return the tables of `estimates` and, row by row, their counts (`rates.add_counts`)."""
        codes, areas = pd.factorize(estimates["area_code"])
        cells = _numbered(estimates[CELL])
        height = int(cells.max()) + 1 if cells.size else 0

        def spread(column: pd.Series) -> Floats:
            dense = np.full((height, len(areas) + 1), np.nan)
            dense[cells, codes] = column.to_numpy(dtype=float)
            return dense

        return cls(
            pd.Index(areas),
            cells,
            spread(estimates["value"]),
            spread(counts["numerator"]),
            spread(counts["denominator"]),
        )


def gather_neighbours(
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    neighbours: pd.DataFrame,
    home: Collection[str] | None,
    *,
    first: Sequence[str] = (),
) -> tuple[pd.DataFrame, dict[str, Neighbourhood]]:
    """Return the estimates of the home areas and, by model, their neighbours' figures.

    Parameters
    ----------
    estimates : of the home areas and their neighbours.
    neighbours : model, area_code, rank (1 is closest), neighbour_code.
    home : the areas to be compared; every area with a list when left out.
    first : models that come first, even where no area is on their lists (Cumberland of 2023 is not on
        that of April 2021).
    """
    wanted = neighbours["area_code"].unique() if home is None else list(home)
    is_home = estimates["area_code"].isin(wanted).to_numpy()
    rows = estimates.loc[is_home].reset_index(drop=True)
    figures = Figures.of(estimates, add_counts(estimates, catalogue))
    models = dict.fromkeys([*first, *neighbours["model"].unique()])
    lists = {model: neighbours.loc[neighbours["model"].eq(model)] for model in models}
    return rows, {model: _of_list(rows, is_home, figures, listed) for model, listed in lists.items()}


def _of_list(
    rows: pd.DataFrame, at: NDArray[np.bool_], figures: Figures, neighbours: pd.DataFrame
) -> Neighbourhood:
    """Return the neighbours of one list for `rows`, which `at` marks among the estimates of `figures`."""
    places = max(int(neighbours["rank"].max()) if len(neighbours) else 0, 1)
    table = neighbours.pivot(index="area_code", columns="rank", values="neighbour_code")
    lists = table.reindex(columns=range(1, places + 1)).to_numpy(dtype=object, na_value="")
    codes, areas = pd.factorize(rows["area_code"])
    at_list = table.index.get_indexer(pd.Index(areas))[codes]
    columns = figures.areas.get_indexer(pd.Index(lists.ravel())).reshape(lists.shape)
    # -1, of an area without a figure or without a list, is the last column of the tables, which is empty
    column = np.vstack([columns, np.full((1, places), -1)])[at_list]
    cell = figures.cells[at][:, None]
    tables = (figures.values, figures.numerators, figures.denominators)
    values, numerators, denominators = (_looked_up(table, cell, column) for table in tables)
    return Neighbourhood(values, numerators, denominators, lists, at_list)


def _looked_up(table: Floats, cell: Places, column: Places) -> Floats:
    """Return the table's numbers at the places; a table without any number is not read."""
    if np.isnan(table).all():
        return np.broadcast_to(np.nan, column.shape)
    return table[cell, column]


def _numbered(keys: pd.DataFrame) -> Places:
    """Number the distinct rows of `keys` from 0."""
    code = np.zeros(len(keys), dtype=np.int64)
    for name in keys:
        part, values = pd.factorize(keys[name])
        code = code * max(len(values), 1) + part
    return pd.factorize(code)[0].astype(np.int64)


def average_of(hood: Neighbourhood, average: Average, multiplier: Floats) -> Floats:
    """Return one average per row, NaN where no neighbour has a figure.

    Of 40, 50 and 90 per 10,000 the mean is 60 and the median 50; the pooled one is near that of the largest.
    """
    if average is Average.POOLED:
        x, n = _pooled_parts(hood)
        return _ratio(x.sum(axis=1), n.sum(axis=1)) * multiplier
    if average is Average.MEAN:
        return _ratio(_total(hood.values), _count(hood.values))
    ordered, n = np.sort(hood.values, axis=1), _count(hood.values).astype(int)
    low = _at(ordered, np.maximum(n - 1, 0) // 2)
    return np.where(n > 0, (low + _at(ordered, n // 2)) / 2, np.nan)


def averages_without_each(hood: Neighbourhood, average: Average, multiplier: Floats) -> Floats:
    """Return rows × places: the average with that neighbour left out; NaN where it has no figure."""
    if average is Average.POOLED:
        x, n = _pooled_parts(hood)
        base = n.sum(axis=1)[:, None] - n
        left = (x.sum(axis=1)[:, None] - x) / np.where(hood.used(average) & (base > 0), base, np.nan)
        return left * multiplier[:, None]
    if average is Average.MEAN:
        total, others = _total(hood.values), _count(hood.values) - 1
        return (total[:, None] - hood.values) / np.where(others > 0, others, np.nan)[:, None]
    return _medians_without_each(hood.values)


def _medians_without_each(values: Floats) -> Floats:
    """Return medians of the others.

    With one value gone, each middle place holds the value it held, or the next one up where the
    value gone was at or below it; so two neighbouring order statistics per middle place are enough.
    1, 2, 3, 4, 5 without the 2 has its middle places 2 and 3 (counted from 1) at 3 and 4: the median is 3.5.
    """
    ordered, left = np.sort(values, axis=1), count_of(~np.isnan(values)).astype(int) - 1
    middle = sum(
        np.where(
            values > _at(ordered, place)[:, None],
            _at(ordered, place)[:, None],
            _at(ordered, place + 1)[:, None],
        )
        for place in (np.maximum(left - 1, 0) // 2, np.maximum(left, 0) // 2)
    )
    return np.where(np.isnan(values) | (left < 1)[:, None], np.nan, middle / 2)


def _pooled_parts(hood: Neighbourhood) -> tuple[Floats, Floats]:
    used = hood.used(Average.POOLED)
    return np.where(used, hood.numerators, 0.0), np.where(used, hood.denominators, 0.0)


def count_of(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many of each row's places are marked."""
    return np.einsum("ij->i", marked.view(np.int8)).astype(np.int64)


def _count(values: Floats) -> Floats:
    return count_of(~np.isnan(values)).astype(float)


def _total(values: Floats) -> Floats:
    return np.einsum("ij->i", np.where(np.isnan(values), 0.0, values))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    safe = np.where(bottom > 0, bottom, np.nan)
    return np.divide(top, safe)


def _at(ordered: Floats, place: NDArray[Any]) -> Floats:
    last = max(ordered.shape[1] - 1, 0)
    return np.take_along_axis(ordered, np.minimum(place, last)[:, None], axis=1)[:, 0]
