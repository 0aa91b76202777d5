"""Periods that are stated by their years, months or days, not by the number of a quarter."""

from __future__ import annotations

from datetime import date

from kpi_lib.core.periods.atoms import Kind
from kpi_lib.core.periods.intervals import (
    Interval,
    StatedPeriod,
    day_at,
    financial_year_of,
    place_in,
    stated_between,
)
from kpi_lib.core.periods.parts import Parts
from kpi_lib.core.periods.period import ends_month, last_day, months_to, snapshot
from kpi_lib.core.periods.refusals import does_not_agree

YEAR = 12
_OF_YEAR = {"P", "LP", "H"}
_OF_MONTH = {"W", "MP", "MY"}
_OF_SPAN = {"S", "PS", "SY", "LS", "LPS"}
_OF_END = {"LX", "LPX"}


def read_dated(parts: Parts) -> StatedPeriod | None:
    """Return the period that years, months or days state, None where they state none."""
    shape = "".join(sorted(parts.shape))
    is_whole = shape in _OF_YEAR | _OF_SPAN | _OF_END
    if ((parts.is_state or parts.is_end) and is_whole) or (parts.is_outturn and not is_whole):
        return None
    if parts.is_rolling:
        return _rolling(parts, shape)
    if shape == "D":
        return _day(parts)
    if shape in _OF_MONTH:
        return _month(parts)
    if shape in _OF_YEAR:
        return _year(parts)
    if shape in _OF_SPAN | _OF_END:
        interval = parts.interval if parts.span else _ending(parts)
        return _agreed(parts, interval) if interval else None
    return None


def _day(parts: Parts) -> StatedPeriod | None:
    day = day_at(parts.stated[Kind.DAY])
    if day is None:
        return None
    if parts.is_cumulative:
        return _to_date(day)
    return StatedPeriod(snapshot(day))


def _month(parts: Parts) -> StatedPeriod | None:
    end = _end_of_month(parts)
    if parts.is_cumulative:
        return _to_date(end)
    return StatedPeriod(snapshot(end)) if parts.is_end else stated_between(months_to(end, 1))


def _end_of_month(parts: Parts) -> date:
    if whole := parts.stated.get(Kind.MONTH):
        return last_day(*whole.numbers)
    month, financial = parts.number(Kind.MONTH_OF_YEAR) or 0, parts.number(Kind.FINANCIAL_YEAR)
    year = place_in(financial, month) if financial is not None else parts.number(Kind.YEAR) or 0
    return last_day(year, month)


def _to_date(end: date) -> StatedPeriod | None:
    return stated_between((date(financial_year_of(end), 4, 1), end), is_cumulative=True)


def _year(parts: Parts) -> StatedPeriod | None:
    """Return the financial year; one to date does not say to when, so it is none."""
    year = parts.number(Kind.FINANCIAL_YEAR) or parts.number(Kind.SHORT_PAIR)
    if year is None or parts.is_cumulative or parts.number(Kind.LENGTH) not in (None, YEAR):
        return None
    return stated_between((date(year, 4, 1), date(year + 1, 3, 31)))


def _ending(parts: Parts) -> Interval | None:
    end, length = day_at(parts.end) if parts.end else None, parts.number(Kind.LENGTH)
    return months_to(end, length) if end and length and ends_month(end) else None


def _agreed(parts: Parts, interval: Interval) -> StatedPeriod | None:
    """Return what an interval states; raises ContradictoryPeriodError where year or length do not fit."""
    start, end = interval
    words = f"{start:%-d %B %Y} to {end:%-d %B %Y}"
    financial, calendar = parts.number(Kind.FINANCIAL_YEAR), parts.number(Kind.YEAR)
    if financial is not None and financial_year_of(end) != financial:
        year = f"the year {financial}-{(financial + 1) % 100:02d}"
        raise does_not_agree(parts.text, year, words)
    if calendar is not None and calendar not in (end.year, start.year):
        raise does_not_agree(parts.text, f"the year {calendar}", words)
    length = parts.number(Kind.LENGTH)
    is_whole = ends_month(end) and length is not None and months_to(end, length)[0] == start
    if (length is not None and not is_whole) or (parts.is_outturn and start != months_to(end, YEAR)[0]):
        raise does_not_agree(parts.text, f"{length or YEAR} months", words)
    return stated_between(interval, is_cumulative=parts.is_cumulative)


def _rolling(parts: Parts, shape: str) -> StatedPeriod | None:
    """Return twelve months that end with a month or a day; of one financial year they are that year."""
    if parts.is_cumulative or parts.number(Kind.LENGTH) not in (None, YEAR):
        return None
    if shape in ("S", "LS"):
        interval = parts.interval
    elif shape in ("LX", "LW"):
        end = day_at(parts.end or parts.stated[Kind.MONTH])
        interval = months_to(end, YEAR) if end and ends_month(end) else None
    else:
        return None
    stated = stated_between(interval) if interval else None
    is_year = interval is not None and months_to(interval[1], YEAR)[0] == interval[0]
    return stated if is_year else None
