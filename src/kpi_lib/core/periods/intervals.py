"""From the first to the last day: how days and months become a period, or one that counts from before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpi_lib.core.errors import DataError
from kpi_lib.core.periods.atoms import Atom, Kind
from kpi_lib.core.periods.period import (
    Period,
    ends_month,
    last_day,
    month_of,
    months_to,
    period_between,
    quarter_ending,
)

Interval = tuple[date, date]


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """A period as a file states it.

    Parameters
    ----------
    period : the period, for a figure that counts from before it the one at whose end it was counted.
    is_cumulative : whether the figure counts from 1 April of the financial year.
    is_rolling : whether it counts over the twelve months that end with the period.
    """

    period: Period
    is_cumulative: bool = False
    is_rolling: bool = False


def stated_between(interval: Interval, *, is_cumulative: bool = False) -> StatedPeriod | None:
    """Return what runs from one day to another, None where that is neither a period nor one to date.

    A month, a quarter or a financial year is itself; what begins on 1 April is a year to date; other
    twelve months are a rolling year.
    """
    start, end = interval
    begins_year = start == date(financial_year_of(end), 4, 1)
    if is_cumulative:
        return StatedPeriod(closing(end), is_cumulative=True) if begins_year and ends_month(end) else None
    try:
        return StatedPeriod(period_between(start, end))
    except DataError:
        pass
    if not ends_month(end):
        return None
    if begins_year:
        return StatedPeriod(closing(end), is_cumulative=True)
    return StatedPeriod(closing(end), is_rolling=True) if start == months_to(end, 12)[0] else None


def closing(end: date) -> Period:
    """Return the quarter that ends with a month's last day, the month where no quarter does."""
    return quarter_ending(end) if end.month % 3 == 0 else month_of(end.year, end.month)


def financial_year_of(day: date) -> int:
    """Return the year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def place_in(financial_year: int, month: int) -> int:
    """Return the calendar year of a month in the financial year that begins in `financial_year`."""
    return financial_year if month >= 4 else financial_year + 1


def day_at(atom: Atom) -> date | None:
    """Return the day of an atom: the day itself, or the last of its month; None where it does not exist."""
    try:
        return date(*atom.numbers) if atom.kind is Kind.DAY else last_day(*atom.numbers)
    except ValueError:
        return None


def interval_of(
    first: Atom, last: Atom, *, financial: int | None = None, calendar: int | None = None,
    is_year_first: bool = False,
) -> Interval | None:  # fmt: skip
    """Return the interval from one day or month to another, None where it is none or has no year.

    A year that stands after the months is that of the last: `Apr-Mar 2025` ends in March 2025.

    Parameters
    ----------
    financial, calendar : the year that is stated next to months without one, financial by its first year.
    is_year_first : whether that year stands before them; then it is the year of both.
    """
    years = [_own_year(atom) for atom in (first, last)]
    months = [_month_of(atom) for atom in (first, last)]
    crosses = months[0] > months[1]
    if years == [None, None] and financial is not None:
        years = [place_in(financial, month[0]) for month in months]
    elif years == [None, None] and calendar is not None and not (crosses and is_year_first):
        years[1] = calendar
    if years[0] is None and years[1] is not None:
        years[0] = years[1] - crosses
    if years[1] is None and years[0] is not None:
        years[1] = years[0] + crosses
    if years[0] is None or years[1] is None:
        return None
    start, end = _begin(first, years[0]), _finish(last, years[1])
    return (start, end) if start and end and start <= end else None


def _own_year(atom: Atom) -> int | None:
    return atom.numbers[0] if atom.kind in (Kind.DAY, Kind.MONTH) else None


def _month_of(atom: Atom) -> tuple[int, ...]:
    return atom.numbers[1:] if atom.kind in (Kind.DAY, Kind.MONTH) else atom.numbers


def _begin(atom: Atom, year: int) -> date | None:
    return _dated(atom, year) or (date(year, _month_of(atom)[0], 1) if _is_month(atom) else None)


def _finish(atom: Atom, year: int) -> date | None:
    return _dated(atom, year) or (last_day(year, _month_of(atom)[0]) if _is_month(atom) else None)


def _is_month(atom: Atom) -> bool:
    return atom.kind in (Kind.MONTH, Kind.MONTH_OF_YEAR)


def _dated(atom: Atom, year: int) -> date | None:
    try:
        return None if _is_month(atom) else date(year, *_month_of(atom))
    except (ValueError, TypeError):
        return None
