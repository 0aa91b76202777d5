"""Periods of the financial year: the type, its label and words, and arithmetic.

Labels: a quarter `2017-18-Q4`, a financial year `2017-18`, a snapshot `2018-03-31`, a month
`2018-M01` (not `2011-12`, which is a financial year). The financial year runs from 1 April to
31 March, so quarter 4 is January to March. Arithmetic is pandas' own (`Q-MAR`, `Y-MAR`, `M`, `D`
periods).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from kpi_lib.core.errors import DataError

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


class Frequency(StrEnum):
    """How long a period is; a snapshot is the state at the end of one day."""

    QUARTER = "quarter"
    YEAR = "year"
    MONTH = "month"
    SNAPSHOT = "snapshot"


_PANDAS = {
    Frequency.QUARTER: "Q-MAR",
    Frequency.YEAR: "Y-MAR",
    Frequency.MONTH: "M",
    Frequency.SNAPSHOT: "D",
}

_CLOSING = {Frequency.MONTH: range(1, 13), Frequency.QUARTER: (3, 6, 9, 12), Frequency.YEAR: (3,)}
"""The months with which each can end."""
_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One period; ordered by its end, then its start."""

    end: date
    start: date
    frequency: Frequency

    @property
    def label(self) -> str:
        """The one spelling used everywhere: `2017-18-Q4`, `2017-18`, `2018-M01`, `2018-03-31`."""
        if self.frequency is Frequency.SNAPSHOT:
            return self.end.isoformat()
        if self.frequency is Frequency.MONTH:
            return f"{self.end:%Y-M%m}"
        quarter = f"-Q{self.as_pandas.quarter}" if self.frequency is Frequency.QUARTER else ""
        return f"{self.year}{quarter}"

    @property
    def as_pandas(self) -> pd.Period:
        """The same period for pandas arithmetic."""
        return pd.Period(self.end, freq=_PANDAS[self.frequency])

    @property
    def year(self) -> str:
        """The financial year in which the period ends, as `2017-18`."""
        last = pd.Period(self.end, freq="Y-MAR").year
        return f"{last - 1}-{last % 100:02d}"

    @property
    def words(self) -> str:
        """The period in plain English: "January to March 2018", "year to 31 March 2018"."""
        if self.frequency is Frequency.SNAPSHOT:
            return f"{self.end.day} {self.end:%B %Y}"
        if self.frequency is Frequency.MONTH:
            return f"{self.end:%B %Y}"
        if self.frequency is Frequency.QUARTER:
            return f"{self.start:%B} to {self.end:%B %Y}"
        return f"year to {self.end.day} {self.end:%B %Y}"

    @property
    def short(self) -> str:
        """The period for an axis: "Q4 17/18", "2017/18", "Jan 18", "31 Mar 18"."""
        years = f"{self.year[2:4]}/{self.year[5:7]}"
        if self.frequency is Frequency.QUARTER:
            return f"Q{self.as_pandas.quarter} {years}"
        if self.frequency is Frequency.YEAR:
            return f"{self.year[:4]}/{self.year[5:7]}"
        return (
            f"{self.end:%b %y}" if self.frequency is Frequency.MONTH else f"{self.end.day} {self.end:%b %y}"
        )

    def shift(self, steps: int) -> Period:
        """Return the period `steps` periods later (negative: earlier) of the same length.

        A snapshot moves by whole years, as one is compared with the same day a year before.
        """
        if self.frequency is Frequency.SNAPSHOT:
            return _from_pandas(pd.Period(self.end + pd.DateOffset(years=steps), freq="D"), self.frequency)
        return _from_pandas(self.as_pandas + steps, self.frequency)

    def year_before(self) -> Period:
        """Return the same quarter, month, year or day one year earlier."""
        return self.shift({Frequency.QUARTER: -4, Frequency.MONTH: -12}.get(self.frequency, -1))


def quarter_of(year_ending: int, quarter: int) -> Period:
    """Return quarter 1 to 4 of the financial year that ends in March of `year_ending`."""
    last = {1: 6, 2: 9, 3: 12, 4: 3}[quarter]
    return _ending(last_day(year_ending - (quarter < 4), last), Frequency.QUARTER)


def year_ending(year: int) -> Period:
    """Return the financial year that ends on 31 March of `year`."""
    return _ending(date(year, 3, 31), Frequency.YEAR)


def snapshot(day: date) -> Period:
    """Return the state at the end of `day`."""
    return Period(day, day, Frequency.SNAPSHOT)


def month_of(year: int, month: int) -> Period:
    """Return one calendar month."""
    return _ending(last_day(year, month), Frequency.MONTH)


def quarters_of(year: Period) -> tuple[Period, ...]:
    """Return the four quarters of a financial year, first to last."""
    return tuple(quarter_of(year.end.year, number) for number in (1, 2, 3, 4))


def latest_full_year(period: Period) -> Period:
    """Return the newest financial year that has ended by the end of `period`."""
    ended = pd.Period(period.end, freq="Y-MAR")
    full = ended if ended.end_time.date() == period.end else ended - 1
    return _from_pandas(full, Frequency.YEAR)


def _ending(end: date, frequency: Frequency) -> Period:
    """Return the month, quarter or year that ends with a month's last day."""
    return Period(end, months_to(end, _MONTHS[frequency])[0], frequency)


def _from_pandas(period: pd.Period, frequency: Frequency) -> Period:
    return Period(period.end_time.date(), period.start_time.date(), frequency)


def quarter_on(day: date) -> Period:
    """Return the quarter that a day lies in.

    >>> quarter_on(date(2018, 3, 31)).label
    '2017-18-Q4'
    """
    return _from_pandas(pd.Period(day, freq=_PANDAS[Frequency.QUARTER]), Frequency.QUARTER)


def quarter_ending(day: date) -> Period:
    """Return the quarter whose last day is `day`.

    Raises
    ------
    DataError : no quarter ends on that day.

    >>> quarter_ending(date(2024, 6, 30)).label
    '2024-25-Q1'
    """
    quarter_end = last_day(day.year, day.month + -day.month % 3)  # May: 5 + 1 = June
    if quarter_end != day:
        raise DataError(
            "No quarter ends on this day",
            got=day.isoformat(),
            expected=f"31 March, 30 June, 30 September or 31 December, such as {quarter_end.isoformat()}",
        )
    return _ending(day, Frequency.QUARTER)


def period_between(start: date, end: date) -> Period:
    """Return the period that runs from `start` to `end`, both of them in it.

    That is a month, a quarter, a financial year, or a snapshot where both are the same day.

    Raises
    ------
    DataError : no period begins and ends on those days.

    >>> period_between(date(2024, 4, 1), date(2025, 3, 31)).label
    '2024-25'
    """
    if start == end:
        return snapshot(start)
    for frequency, closing in _CLOSING.items():
        if ends_month(end) and end.month in closing and months_to(end, _MONTHS[frequency])[0] == start:
            return _ending(end, frequency)
    raise DataError(
        "No period begins and ends on these days",
        got=f"{start.isoformat()} to {end.isoformat()}",
        expected="the first and last day of a month, of a quarter or of a year from April to March",
    )


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def ends_month(day: date) -> bool:
    """Say whether a day is the last of its month."""
    return day.day == monthrange(day.year, day.month)[1]


def months_to(end: date, count: int) -> tuple[date, date]:
    """Return the first and last day of `count` whole months, of which `end` is the last day."""
    place = end.year * 12 + end.month - count
    return date(place // 12, place % 12 + 1, 1), end
