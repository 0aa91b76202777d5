"""The counts behind the interactive tool's values: rows of their own, for the same area and time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.datasets import DataSetMeasure
from kpi_lib.core.areas import Level
from kpi_lib.core.rounding import printed_decimals
from kpi_lib.ingest.layouts.figures import Lookups
from kpi_lib.ingest.layouts.measures import Columns
from kpi_lib.ingest.layouts.places import NAME_NAMES, NUMBER_NAMES

VALUES, YEARS = "Values", "Years"
HALF = 0.5
HALF_OF_TEN = 5.0
"""DfE rounds the counts of regions and England to 10; those of authorities only in older years."""
CONTRADICTED = "the count below the line is left out, as it contradicts the value"


def add_tool_counts(
    figures: pd.DataFrame, measure: DataSetMeasure, whole: Columns, wanted: np.ndarray, lookups: Lookups
) -> pd.DataFrame:
    """Add the counts that other rows of the tool state, to the figures of one measure.

    A denominator that contradicts the value is left out, and the note says so: the tool rounds the counts of
    older years to 5, and revises some without the value made of them.

    Parameters
    ----------
    figures : one row per row of the tool that `wanted` marks, in its order.
    whole : the columns of the whole file. wanted : which of its rows the figures were read from.
    """
    counts = {
        part: _counts_of(whole, labels, wanted)
        for part, labels in (
            ("numerator", measure.numerator_where),
            ("denominator", measure.denominator_where),
        )
        if labels
    }
    counted = figures.assign(**counts)
    is_off = _is_contradicted(counted, _multiplier(measure, lookups), lookups.areas)
    note = counted["note"].mask(is_off, counted["note"].where(counted["note"].eq(""), counted["note"] + "; "))
    note = note.mask(is_off, note + CONTRADICTED)
    return counted.assign(denominator=counted["denominator"].mask(is_off), note=note)


def _multiplier(measure: DataSetMeasure, lookups: Lookups) -> float:
    return float(lookups.catalogue[measure.indicator].multiplier)


def _counts_of(whole: Columns, labels: Mapping[str, tuple[str, ...]], wanted: np.ndarray) -> np.ndarray:
    """Return the sum of the numbers under each label, for the area and time of each wanted row."""
    table = whole.table
    named = (table.find(*NUMBER_NAMES), table.find(*NAME_NAMES), whole.places.get(YEARS))
    keys = table.codes[:, [place for place in named if place is not None]]
    numbers = table.numbers(whole.places[VALUES])
    total = np.zeros(int(wanted.sum()))
    for column, names in labels.items():
        for name in names:
            of_label = np.flatnonzero(whole.rows_where({column: (name,)}))
            index = pd.MultiIndex.from_arrays(list(keys[of_label].T))
            stated = pd.Series(numbers[of_label], index)
            first = stated[~index.duplicated()]
            total += first.reindex(pd.MultiIndex.from_arrays(list(keys[wanted].T))).to_numpy()
    return total


def _is_contradicted(figures: pd.DataFrame, multiplier: float, areas: Areas) -> pd.Series:
    """Say of each figure whether its value cannot be its numerator over its denominator."""
    wide = [area.area_code for area in areas if area.level in (Level.ENGLAND, Level.REGION)]
    half = np.where(figures["area_code"].isin(wide), HALF_OF_TEN, 0.0)
    value, above, below = (figures[name] for name in ("value", "numerator", "denominator"))
    decimals = value.map(printed_decimals, na_action="ignore").fillna(0)
    slack = HALF * 10.0**-decimals
    least = (above - half) / (below + half) * multiplier - slack
    most = (above + half) / (below - half).where(below > half) * multiplier + slack
    return (value < least) | (value > most)
