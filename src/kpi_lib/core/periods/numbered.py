"""Numbered quarters: `Q1 24/25`, `Q1 (Apr-Jun 24)`, `Q1-Q3 24/25`, `YTD Q3 24/25`."""

from __future__ import annotations

from datetime import date

from kpi_lib.core.periods.atoms import Kind
from kpi_lib.core.periods.intervals import Interval, StatedPeriod, day_at, financial_year_of, stated_between
from kpi_lib.core.periods.parts import Parts
from kpi_lib.core.periods.period import ends_month, last_day, months_to, quarter_ending, quarter_of
from kpi_lib.core.periods.refusals import (
    ASK_FINANCIAL,
    Quarters,
    does_not_agree,
    which_meaning,
    which_quarters,
)

_YEARS, _MONTHS = ("", "P", "Y", "LP", "LY"), ("", "S", "X")
SHAPES = {
    "".join(sorted(number + year + months))
    for number in "QB" for year in _YEARS for months in _MONTHS if year or months
}  # fmt: skip
"""A number, with a year, months or both; "financial year" or "12 months to" may stand before it."""
YEAR = 12


def read_numbered(parts: Parts, quarters: Quarters | None) -> StatedPeriod | None:
    """Return the period of numbered quarters, None where it is none.

    Months that are next to the number decide of which year it is a quarter, and must agree with it.
    """
    is_year = parts.number(Kind.LENGTH) in (None, YEAR)
    if "".join(sorted(parts.shape)) not in SHAPES or parts.is_outturn or not is_year:
        return None
    if quarters is Quarters.FINANCIAL and not parts.has_own_years:
        parts = parts.with_financial_year()
    first, last = _numbers(parts)
    if parts.is_rolling:
        return _rolling(parts, quarters, last) if first == last and not parts.is_cumulative else None
    if first > last or (first > 1 and last > first):
        return None
    if parts.span is None and parts.end is None:
        return _of_year(parts, quarters, first, last)
    _refuse_open_year(parts, quarters, last)
    months = _months(parts, last - first + 1)
    if months is None:
        return None
    for start, end in _readings(parts, quarters, months[1], first, last):
        wanted = {start, date(financial_year_of(end), 4, 1)} if parts.is_cumulative else {start}
        if end == months[1] and months[0] in wanted:
            begin = date(financial_year_of(end), 4, 1) if parts.is_cumulative else start
            return stated_between((begin, end), is_cumulative=parts.is_cumulative)
    raise _contradiction(parts, quarters, months, first, last)


def _rolling(parts: Parts, quarters: Quarters | None, number: int) -> StatedPeriod | None:
    """Return the twelve months that end with a quarter of a stated year."""
    if parts.span is not None or parts.end is not None or parts.number(Kind.LENGTH) != YEAR:
        return None
    stated = _of_year(parts, quarters, number, number)
    return stated_between(months_to(stated.period.end, YEAR)) if stated else None


def _numbers(parts: Parts) -> tuple[int, int]:
    if between := parts.stated.get(Kind.QUARTERS):
        return between.numbers[0], between.numbers[1]
    number = parts.number(Kind.QUARTER) or 0
    return number, number


def financial_quarters(year: int, first: int, last: int) -> Interval:
    """Return the first and last day of quarters of the financial year that begins in `year`."""
    return quarter_of(year + 1, first).start, quarter_of(year + 1, last).end


def calendar_quarters(year: int, first: int, last: int) -> Interval:
    """Return the first and last day of quarters of a calendar year."""
    return date(year, 3 * first - 2, 1), last_day(year, 3 * last)


def _of_year(parts: Parts, quarters: Quarters | None, first: int, last: int) -> StatedPeriod | None:
    """Return quarters of the stated year; raises AmbiguousPeriodError for a single year of unknown kind."""
    financial, calendar = parts.number(Kind.FINANCIAL_YEAR), parts.number(Kind.YEAR)
    if financial is not None:
        begin = 1 if parts.is_cumulative else first
        return stated_between(financial_quarters(financial, begin, last), is_cumulative=parts.is_cumulative)
    if calendar is None:
        return None
    if quarters is None:
        readings = (of(calendar, last, last)[1] for of in (calendar_quarters, financial_quarters))
        raise which_quarters(parts.text, last, *map(quarter_ending, readings))
    is_one = first == last and not parts.is_cumulative
    return stated_between(calendar_quarters(calendar, first, last)) if is_one else None


def _refuse_open_year(parts: Parts, quarters: Quarters | None, last: int) -> None:
    """Raise AmbiguousPeriodError for `Q4 2024 (Jan-Mar)`: its months may be of 2024 or of 2025."""
    year = parts.number(Kind.YEAR)
    if year is None or parts.span is None or parts.has_own_years or quarters is not None:
        return
    if last == 4 and parts.span[1].numbers[0] == 3:
        this, next_ = quarter_of(year, 4).words, quarter_of(year + 1, 4).words
        hint = f"state with {ASK_FINANCIAL} that it is of {year}/{(year + 1) % 100:02d}, or write both years"
        raise which_meaning(parts.text, this, next_, hint)


def _months(parts: Parts, count: int) -> Interval | None:
    if parts.span is not None:
        return parts.interval
    end = day_at(parts.end) if parts.end else None
    return months_to(end, 3 * count) if end and ends_month(end) else None


def _readings(parts: Parts, quarters: Quarters | None, end: date, first: int, last: int) -> list[Interval]:
    """Return the intervals that the numbers can stand for, given the year in which the months end."""
    financial, calendar = parts.number(Kind.FINANCIAL_YEAR), parts.number(Kind.YEAR)
    year = financial_year_of(end)
    readings = []
    is_its_year = financial in (None, year) and calendar in (None, year, end.year)
    if is_its_year and (financial is not None or quarters is not Quarters.CALENDAR):
        readings.append(financial_quarters(year, first, last))
    if financial is None and calendar in (None, end.year) and quarters is not Quarters.FINANCIAL:
        readings.append(calendar_quarters(end.year, first, last))
    return readings


def _contradiction(
    parts: Parts, quarters: Quarters | None, months: Interval, first: int, last: int
) -> Exception:
    number = f"quarter {last}" if first == last else f"quarters {first} to {last}"
    financial = parts.number(Kind.FINANCIAL_YEAR)
    if financial is None and quarters is Quarters.CALENDAR:
        interval = calendar_quarters(months[1].year, first, last)
    else:
        year = financial_year_of(months[1]) if financial is None else financial
        interval = financial_quarters(year, first, last)
    return does_not_agree(parts.text, f"{number} is {_words(interval)}", f"it states {_words(months)}")


def _words(interval: Interval) -> str:
    start, end = interval
    return f"{start:%B}{f' {start:%Y}' if start.year != end.year else ''} to {end:%B %Y}"
