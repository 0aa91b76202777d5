"""Numbered quarters: `Q1 24/25`, `Q1 (Apr-Jun 24)`, `Q1-Q3 24/25`, `YTD Q3 24/25`."""

from __future__ import annotations

from datetime import date

from kpi_lib.core.periods.atoms import Kind
from kpi_lib.core.periods.intervals import (
    Interval,
    StatedPeriod,
    day_at,
    ends_month,
    financial_year_of,
    last_day,
    months_to,
    stated_between,
)
from kpi_lib.core.periods.parts import Parts
from kpi_lib.core.periods.period import quarter_ending, quarter_of
from kpi_lib.core.periods.refusals import Quarters, does_not_agree, which_quarters

SHAPES = {"PQ", "QY", "PQS", "QYS", "QS", "QX", "PQX", "QXY", "BP", "BY", "BPS", "BS", "BYS"}


def read_numbered(parts: Parts, quarters: Quarters | None) -> StatedPeriod | None:
    """Return the period of numbered quarters, None where it is none.

    Months that stand beside the number decide of which year it is a quarter, and must agree with it.
    """
    if "".join(sorted(parts.shape)) not in SHAPES or parts.is_rolling or parts.is_outturn:
        return None
    first, last = _numbers(parts)
    if first > last or (first > 1 and last > first):
        return None
    if parts.span is None and parts.end is None:
        return _of_year(parts, quarters, first, last)
    months = _months(parts, last - first + 1)
    if months is None:
        return None
    for start, end in _readings(parts, quarters, months[1], first, last):
        wanted = {start, date(financial_year_of(end), 4, 1)} if parts.is_cumulative else {start}
        if end == months[1] and months[0] in wanted:
            begin = date(financial_year_of(end), 4, 1) if parts.is_cumulative else start
            return stated_between((begin, end), is_cumulative=parts.is_cumulative)
    raise _contradiction(parts, quarters, months, first, last)


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
    if financial is None and calendar is not None:
        if quarters is None:
            readings = (of(calendar, last, last)[1] for of in (calendar_quarters, financial_quarters))
            raise which_quarters(parts.text, last, *map(quarter_ending, readings))
        if quarters is Quarters.CALENDAR:
            is_one = first == last and not parts.is_cumulative
            return stated_between(calendar_quarters(calendar, first, last)) if is_one else None
        financial = calendar
    if financial is None:
        return None
    begin = 1 if parts.is_cumulative else first
    return stated_between(financial_quarters(financial, begin, last), is_cumulative=parts.is_cumulative)


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
    stated = f"the months {months[0]:%B %Y} to {months[1]:%B %Y}"
    number = f"quarter {last}" if first == last else f"quarters {first} to {last}"
    financial = parts.number(Kind.FINANCIAL_YEAR)
    if financial is None and quarters is Quarters.CALENDAR:
        start, end = calendar_quarters(months[1].year, first, last)
    else:
        year = financial_year_of(months[1]) if financial is None else financial
        start, end = financial_quarters(year, first, last)
    return does_not_agree(parts.text, f"{number} is {start:%B %Y} to {end:%B %Y}", f"it states {stated}")
