"""What `time_period` and `time_identifier` mean, which differs by data set."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import date
from typing import cast

import numpy as np
import pandas as pd

from kpi_lib.catalogue.datasets import PeriodKind
from kpi_lib.core.periods import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    Frequency,
    Period,
    YearOnly,
    find_period,
    join,
    quarter_of,
    snapshot,
    year_ending,
)
from kpi_lib.ingest.issues import WARN, Issue, issues_of_each
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.headings import partial_of
from kpi_lib.ingest.table import Table

TIME, TIME_KIND = "time_period", "time_identifier"
FULL_YEAR = 6  # the length of 201718
_WHOLE = re.compile(
    r"(?:(?:reporting|financial|academic|calendar|tax) year|year ending .*|up to .*|\d.*)$", re.IGNORECASE
)
"""Identifiers of a whole year or of a day in it: which, the data set's description says."""
_OF_YEAR = re.compile(r"^(?:financial|reporting|calendar) year ", re.IGNORECASE)

_READ: dict[PeriodKind, Callable[[int], Period]] = {
    PeriodKind.FINANCIAL_YEAR: year_ending,
    PeriodKind.CENSUS_MARCH: lambda year: snapshot(date(year, 3, 31)),
    PeriodKind.CENSUS_SEPTEMBER: lambda year: snapshot(date(year, 9, 30)),
    PeriodKind.MID_YEAR: lambda year: snapshot(date(year, 6, 30)),
}


def periods_of(table: Table, kind: PeriodKind, quarter: int = 0) -> pd.Series:
    """Return the period of each row, None where `time_period` names none.

    Parameters
    ----------
    kind : what the data set's `time_period` means.
    quarter : for `month_columns`, the quarter of that financial year.
    """
    pairs = _time_words(table)
    periods = {pair: _period(*pair, kind, quarter) for pair in set(pairs)}
    return pd.Series([periods[pair] for pair in pairs], dtype=object)


def issues_of_times(table: Table, reading: Reading, kind: PeriodKind) -> list[Issue]:
    """Return one issue per time that is no period, with the number of its rows."""
    periods = periods_of(table, kind, quarter=1)
    lost = [(row, *words) for row, words in enumerate(_time_words(table)) if periods[row] is None]
    times = pd.DataFrame(lost, columns=["row", "year", "identifier"])

    def no_period(group: tuple[Hashable, pd.DataFrame]) -> Issue:
        words, rows = group
        what = f"{len(rows)} rows are for a time that is no period"
        row = int(table.rows[rows["row"].iloc[0]])
        got = ", ".join(f"'{word}'" for word in cast("tuple[str, str]", words))
        expected, hint = "a year such as 2018 or 201718", "their figures are left out"
        return Issue(WARN, "unknown-period", what, reading.file, row, TIME, got, expected, hint)

    return list(issues_of_each(times.groupby(["year", "identifier"], sort=False), no_period))


def mid_year_before(periods: pd.Series) -> np.ndarray:
    """Return the mid-year whose population DfE divides by: the year before the financial year ends.

    Rates of 2017-18 are per 10,000 children of mid-2017. Zero where there is no period.
    """
    ends = {period: int(period.year[:4]) for period in periods.dropna().unique()}
    return np.array([ends.get(period, 0) for period in periods], dtype="int64")


def _time_words(table: Table) -> list[tuple[str, str]]:
    years, identifiers = table.texts(table.find(TIME)), table.texts(table.find(TIME_KIND))
    return list(zip(years.tolist(), identifiers.tolist(), strict=True))


def period_of_text(text: str, kind: PeriodKind) -> Period | None:
    """Return the period that a year such as 2018, 201718, 2017-18 or 2017/18 is in a data set, or None."""
    full = find_period(text) if len(text) >= FULL_YEAR else None
    if full is not None and full.frequency is Frequency.YEAR:
        return period_of_year(full.end.year, kind)
    return period_of_year(int(text), kind) if _is_plain_year(text) else None


def period_of_year(year: int, kind: PeriodKind) -> Period | None:
    """Return the period of a year in a data set, or None where the year is out of bounds."""
    return _READ[kind](year) if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def _is_plain_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def _part_of_year(year: str, identifier: str) -> Period | None:
    """Return the quarter or month that an identifier says of a year, never the year itself.

    `202425` with `Financial year Q1` is the first quarter from April 2024, `2024` with `Q1` or `January` one
    of the calendar year, as DfE's guidance has it.
    """
    piece = partial_of(_OF_YEAR.sub("", identifier.strip()))
    whole = find_period(year) if len(year) == FULL_YEAR else None
    if isinstance(piece, YearOnly) or piece is None:
        return None
    if whole is not None:
        return join(YearOnly(whole.end.year - 1, is_financial=True), piece)
    return join(YearOnly(int(year), is_financial=False), piece, "calendar") if _is_plain_year(year) else None


def _period(year: str, identifier: str, kind: PeriodKind, quarter: int) -> Period | None:
    if kind is PeriodKind.MONTH_NAMES:  # "2020" with "April"
        return find_period(f"{identifier} {year}")
    if identifier and not _WHOLE.match(identifier):  # "Financial year Q1", "January"
        return _part_of_year(year, identifier)
    if not (year.isascii() and year.isdigit()):
        return None
    # 201718 and 2018 are the year that ends in 2018, or a day in it, as the data set's description says
    full = find_period(year) if len(year) == FULL_YEAR else None
    last = full.end.year if full else int(year)
    if kind is not PeriodKind.MONTH_COLUMNS:
        return period_of_year(last, kind)
    return quarter_of(last, quarter) if EARLIEST_YEAR <= last <= LATEST_YEAR else None
