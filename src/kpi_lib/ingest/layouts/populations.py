"""The populations that a raw folder holds, for the rates that DfE states without their denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from kpi_lib.catalogue.datasets import PeriodKind, load_datasets
from kpi_lib.ingest.layouts.dfe_times import periods_of
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table


def populations_of(readings: Iterable[Reading], code_of: Callable[[Table], pd.Series]) -> pd.DataFrame:
    """Return the populations that the population files among `readings` state.

    One row per edition, area and mid-year: `edition`, `area_code`, `mid_year`, `population`.
    """
    parts = [_empty_populations()]
    for reading in readings:
        dataset = load_datasets().get(reading.dataset)
        if dataset is None or not dataset.population:
            continue
        (table,) = reading.tables
        place = table.find(dataset.population)
        if place is not None:
            parts.append(_populations(reading, table, place, code_of(table)))
    return pd.concat(parts, ignore_index=True)


def _populations(reading: Reading, table: Table, place: int, codes: pd.Series) -> pd.DataFrame:
    periods = periods_of(table, PeriodKind.MID_YEAR).to_numpy()
    frame = pd.DataFrame(
        {
            "edition": pd.Series(reading.edition, index=codes.index, dtype="str"),
            "area_code": codes,
            "mid_year": [period.end.year if period else 0 for period in periods],
            "population": table.numbers(place),
        }
    )
    return frame[frame["population"].notna() & (frame["area_code"] != "")]


def _empty_populations() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "edition": pd.Series(dtype="str"),
            "area_code": pd.Series(dtype="str"),
            "mid_year": pd.Series(dtype="int64"),
            "population": pd.Series(dtype="float64"),
        }
    )
