"""Periods of the financial year: one label each, however a file spells them.

Labels: a quarter `2017-18-Q4`, a financial year `2017-18`, a snapshot `2018-03-31`, a month
`2018-M01` (not `2011-12`, which is a financial year). The financial year runs from 1 April to
31 March, so quarter 4 is January to March. Arithmetic is pandas' own (`Q-MAR`, `Y-MAR`, `M`, `D`
periods).
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

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
    return _from_pandas(pd.Period(year=year_ending, quarter=quarter, freq="Q-MAR"), Frequency.QUARTER)


def year_ending(year: int) -> Period:
    """Return the financial year that ends on 31 March of `year`."""
    return _from_pandas(pd.Period(year=year, freq="Y-MAR"), Frequency.YEAR)


def snapshot(day: date) -> Period:
    """Return the state at the end of `day`."""
    return Period(day, day, Frequency.SNAPSHOT)


def month_of(year: int, month: int) -> Period:
    """Return one calendar month."""
    return _from_pandas(pd.Period(year=year, month=month, freq="M"), Frequency.MONTH)


def quarters_of(year: Period) -> tuple[Period, ...]:
    """Return the four quarters of a financial year, first to last."""
    return tuple(quarter_of(year.end.year, number) for number in (1, 2, 3, 4))


def latest_full_year(period: Period) -> Period:
    """Return the newest financial year that has ended by the end of `period`."""
    ended = pd.Period(period.end, freq="Y-MAR")
    full = ended if ended.end_time.date() == period.end else ended - 1
    return _from_pandas(full, Frequency.YEAR)


def _from_pandas(period: pd.Period, frequency: Frequency) -> Period:
    return Period(period.end_time.date(), period.start_time.date(), frequency)


_MONTHS = {
    name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name
}
_MONTHS["sept"] = 9

_YEARS = r"(?P<first>\d{4})\s*[-/–]?\s*(?P<second>\d{4}|\d{2})"
_QUARTER = r"q(?:uarter|tr)?\s*\.?\s*(?P<quarter>[1-4])"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<name>[a-z]+)"
_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("snapshot", r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[t ]00:00:00)?"),
        ("quarter", rf"{_YEARS}\s*[-/, ]*\s*{_QUARTER}"),
        ("quarter", rf"{_QUARTER}\s*[-/, ]*\s*{_YEARS}"),
        ("month", r"(?P<year>\d{4})-m(?P<month>0[1-9]|1[0-2])"),
        ("year", _YEARS),
        ("snapshot", rf"(?:(?:as )?at )?{_DAY}\s+{_NAME}\s+(?P<year>\d{{4}})"),
        ("snapshot", r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
        ("year", r"(?:the )?year (?:to|ending|ended)\s+31(?:st)?\s+(?P<name>march|mar)\s+(?P<year>\d{4})"),
        ("span", rf"{_NAME}\s*(?:-|–|to)\s*(?P<until>[a-z]+)\s+(?P<year>\d{{4}})"),
        ("month", rf"{_NAME}\s+(?P<year>\d{{4}})"),
    )
)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read one period however it is spelt.

    Spellings: `201718`, `2017/18`, `2017-2018`, `2017-18 Q4`, `Q4 2017/18`, `Jan-Mar 2018`,
    `January to March 2018`, `31 March 2018`, `31/03/2018`, `2018-03-31`, `March 2018`, `2018-M03`,
    `year to 31 March 2018`. A bare `2018` is refused: it may be a calendar or a financial year.

    Raises
    ------
    DataError : the text is no period, or one that does not exist (`2017-18-Q5`, `30 February`).

    >>> parse_period("Jan-Mar 2018").label
    '2017-18-Q4'
    >>> parse_period("201718").label
    '2017-18'
    """
    tidy = " ".join(text.strip().lower().split())
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(tidy)
        period = _READERS[kind](match.groupdict()) if match else None
        if period and EARLIEST_YEAR <= period.end.year <= LATEST_YEAR:
            return period
    raise DataError(
        "This is no period that exists",
        got=f"'{text}'",
        expected="a quarter such as 2017-18-Q4, a year 2017-18, a day 2018-03-31 or a month 2018-M03",
        hint="quarters run 1 to 4 from April; the second year of a pair follows the first",
    )


def _read_year(parts: dict[str, str | None]) -> Period | None:
    if parts.get("name"):
        return year_ending(int(parts["year"] or 0))
    first, second = int(parts["first"] or 0), parts["second"] or ""
    follows = int(second) == first + 1 if len(second) == 4 else int(second) == (first + 1) % 100
    return year_ending(first + 1) if follows and first >= EARLIEST_YEAR else None


def _read_quarter(parts: dict[str, str | None]) -> Period | None:
    year = _read_year(parts)
    return quarter_of(year.end.year, int(parts["quarter"] or 0)) if year else None


def _read_month(parts: dict[str, str | None]) -> Period | None:
    month = _month_number(parts)
    return month_of(int(parts["year"] or 0), month) if month else None


def _read_snapshot(parts: dict[str, str | None]) -> Period | None:
    month = _month_number(parts)
    try:
        return snapshot(date(int(parts["year"] or 0), month, int(parts["day"] or 0)))
    except ValueError:
        return None


def _read_span(parts: dict[str, str | None]) -> Period | None:
    first, last = _MONTHS.get(parts["name"] or "", 0), _MONTHS.get(parts["until"] or "", 0)
    if last - first != 2 or last % 3 or not first:
        return None
    return _from_pandas(
        pd.Period(month_of(int(parts["year"] or 0), last).end, freq="Q-MAR"), Frequency.QUARTER
    )


def _month_number(parts: dict[str, str | None]) -> int:
    if parts.get("month"):
        return int(parts["month"] or 0)
    return _MONTHS.get(parts.get("name") or "", 0)


_READERS = {
    "year": _read_year,
    "quarter": _read_quarter,
    "month": _read_month,
    "snapshot": _read_snapshot,
    "span": _read_span,
}
