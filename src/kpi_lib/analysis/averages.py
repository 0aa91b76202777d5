"""The neighbours' average three ways, and what it would be without each neighbour in turn.

Mean is DfE's LAIT, median DfE's children's social care dashboard, pooled Σx/Σn weighs each
neighbour by its size. Missing neighbours are left out and counted, never filled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_lib.analysis.neighbourhood import Neighbourhood
from kpi_lib.catalogue.settings import Average

Floats = NDArray[np.float64]


def average_of(hood: Neighbourhood, average: Average, multiplier: Floats) -> Floats:
    """Return one average per row, NaN where no neighbour has a figure."""
    if average is Average.POOLED:
        x, n = _pooled_parts(hood)
        return _ratio(x.sum(axis=1), n.sum(axis=1)) * multiplier
    if average is Average.MEAN:
        return _ratio(np.nansum(hood.values, axis=1), _count(hood.values))
    ordered, n = np.sort(hood.values, axis=1), _count(hood.values).astype(int)
    low = _at(ordered, np.maximum(n - 1, 0) // 2)
    return np.where(n > 0, (low + _at(ordered, n // 2)) / 2, np.nan)


def averages_without_each(hood: Neighbourhood, average: Average, multiplier: Floats) -> Floats:
    """Return rows × places: the average with that neighbour left out; NaN where it has no figure."""
    if average is Average.POOLED:
        x, n = _pooled_parts(hood)
        left = _ratio(x.sum(axis=1)[:, None] - x, n.sum(axis=1)[:, None] - n) * multiplier[:, None]
        return np.where(hood.used(average), left, np.nan)
    if average is Average.MEAN:
        total, n = np.nansum(hood.values, axis=1)[:, None], _count(hood.values)[:, None]
        return _ratio(total - hood.values, n - 1)
    return _medians_without_each(hood.values)


def _medians_without_each(values: Floats) -> Floats:
    """Return medians of the others: leaving out one of the lower half moves the middle up one place."""
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(values.shape[1]), order.shape), axis=1)
    left = _count(values).astype(int)[:, None] - 1
    low, high = np.maximum(left - 1, 0) // 2, left // 2
    low, high = low + (place <= low), high + (place <= high)
    last = max(values.shape[1] - 1, 0)
    middle = (
        np.take_along_axis(ordered, np.minimum(low, last), axis=1)
        + np.take_along_axis(ordered, np.minimum(high, last), axis=1)
    ) / 2
    return np.where(np.isnan(values) | (left < 1), np.nan, middle)


def _pooled_parts(hood: Neighbourhood) -> tuple[Floats, Floats]:
    used = hood.used(Average.POOLED)
    return np.where(used, hood.numerators, 0.0), np.where(used, hood.denominators, 0.0)


def _count(values: Floats) -> Floats:
    return (~np.isnan(values)).sum(axis=1).astype(float)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    safe = np.where(bottom > 0, bottom, np.nan)
    return np.divide(top, safe)


def _at(ordered: Floats, place: NDArray[Any]) -> Floats:
    last = max(ordered.shape[1] - 1, 0)
    return np.take_along_axis(ordered, np.minimum(place, last)[:, None], axis=1)[:, 0]
