"""What `time_period` and `time_identifier` mean, which differs by data set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from kpi_lib.catalogue.datasets import PeriodKind
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Period, parse_period, quarter_of, snapshot, year_ending
from kpi_lib.ingest.layouts.dfe_tidy import TIME, TIME_KIND
from kpi_lib.ingest.reading import Table

_READ: dict[PeriodKind, Callable[[int], Period]] = {
    PeriodKind.FINANCIAL_YEAR: year_ending,
    PeriodKind.CENSUS_MARCH: lambda year: snapshot(date(year, 3, 31)),
    PeriodKind.CENSUS_SEPTEMBER: lambda year: snapshot(date(year, 9, 30)),
    PeriodKind.MID_YEAR: lambda year: snapshot(date(year, 6, 30)),
}


def periods_of(table: Table, kind: PeriodKind, quarter: int = 0) -> pd.Series:
    """Return the period of each row.

    Parameters
    ----------
    kind : what the data set's `time_period` means.
    quarter : for `month_columns`, the quarter of that financial year.

    Raises
    ------
    DataError : a `time_period` that is no year.
    """
    years = table.texts(table.find(TIME) or 0)
    identifiers = table.texts(table.find(TIME_KIND) or 0)
    pairs = pd.Series(list(zip(years, identifiers, strict=True)), dtype=object)
    found = {(year, month): _period(year, month, kind, quarter) for year, month in pairs.unique()}
    return pairs.map(found)


def _period(year: str, identifier: str, kind: PeriodKind, quarter: int) -> Period:
    if kind is PeriodKind.MONTH_NAMES:
        return parse_period(f"{identifier} {year}")
    if not (year.isascii() and year.isdigit() and len(year) in (4, 6)):
        raise DataError("time_period is no year", got=f"'{year}'", expected="a year such as 2018 or 201718")
    last = int(year) if len(year) == 4 else parse_period(year).end.year
    return quarter_of(last, quarter) if kind is PeriodKind.MONTH_COLUMNS else _READ[kind](last)


def mid_year_before(periods: pd.Series) -> np.ndarray:
    """Return the mid-year whose population DfE divides by: the year before the financial year ends."""
    ends = {period: int(period.year[:4]) for period in periods.unique()}
    return np.array([ends[period] for period in periods], dtype="int64")
