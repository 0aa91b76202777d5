"""Oracles of neighbours' averages: DfE's LAIT means and its dashboard's medians."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from statistics import median
from typing import Any

import numpy as np

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    number,
    polarity,
    rows_of,
    same,
    words,
)
from families.positions import band_word
from kpi_lib.analysis.compare.neighbourhood import Neighbourhood, average_of
from kpi_lib.catalogue.settings import Average
from kpi_lib.core.rounding import round_half_up


def _check_neighbours(row: Any) -> Check:
    values = np.array([[_figure(part) for part in words(row.neighbour_values)]], dtype=float)
    if values.size == 0:
        values = np.full((1, 1), np.nan)
    blank = np.full(values.shape, np.nan)
    hood = Neighbourhood(
        values, blank, blank, np.full(values.shape, "", dtype=object), np.zeros(1, dtype=np.int64)
    )
    mean, middle = (average_of(hood, way, np.ones(1))[0] for way in (Average.MEAN, Average.MEDIAN))
    own, before = number(row.la_value), number(row.previous_value)
    bounds = [number(part) for part in (row.q0, row.q25, row.q50, row.q75, row.q100)]
    has_year = bool(row.band) or bool(row.n_ranked)
    return all_of(
        [
            same(int(hood.used(Average.MEAN).sum()), int(row.n_available)),
            close(mean, row.sn_mean),
            close(middle, row.sn_median),
            close(_figure(row.la_value_raw), row.la_value),
            close(own - before, row.change_from_previous, absolute=1e-9),
            same(band_word(own, bounds, polarity(row.polarity)) if has_year else "", row.band),
        ]
    )


def _check_medians(row: Any) -> Check:
    """Take the median in decimal arithmetic: 24.3 and 24.4 have 24.35 between them, which rounds up."""
    known = [Decimal(part) for part in words(row.neighbour_values_raw) if _is_number(part)]
    count = same(len(known), int(row.n_available))
    if not known:
        return all_of([count, same(row.median, "")])
    middle = median(known)
    rounded = round_half_up(middle, int(row.decimals))
    agrees = same("TRUE" if rounded == Decimal(row.median_stored) else "FALSE", row.agrees)
    return all_of([count, same(middle, Decimal(row.median)), agrees])


def _figure(text: str) -> float:
    """Return a published figure; any symbol (`-`, c, .., z) counts as missing."""
    return float(text) if _is_number(text) else np.nan


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _check_all_neighbours(tables: Tables) -> Iterable[Check]:
    return (_check_neighbours(row) for row in rows_of(tables["sn_averages"]))


def _check_all_medians(tables: Tables) -> Iterable[Check]:
    return (_check_medians(row) for row in rows_of(tables["csc_sn_medians"]))


FAMILIES = (
    Family(
        "sn_averages",
        "case case_type indicator la_code la_name year neighbour_list polarity la_value_raw la_value "
        "neighbour_codes neighbour_values n_available sn_mean sn_median england rank n_ranked q0 q25 q50 q75 "
        "q100 band previous_year previous_value change_from_previous sn_mean_change source",
        _check_all_neighbours,
    ),
    Family(
        "csc_sn_medians",
        "case case_type indicator la_code la_name year neighbour_codes neighbour_values_raw n_available "
        "median median_stored decimals agrees source",
        _check_all_medians,
    ),
)
