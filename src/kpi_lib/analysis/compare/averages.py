"""The neighbours' average three ways, and what it would be without each neighbour in turn.

Mean is DfE's LAIT, median DfE's children's social care dashboard, pooled Σx/Σn weighs each
neighbour by its size. Missing neighbours are left out and counted, never filled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_lib.analysis.compare.neighbourhood import Neighbourhood
from kpi_lib.catalogue.settings import Average

Floats = NDArray[np.float64]


def average_of(hood: Neighbourhood, average: Average, multiplier: Floats) -> Floats:
    """Return one average per row, NaN where no neighbour has a figure."""
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
