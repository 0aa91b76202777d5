"""What the parts of a spelling mean: years, months and days, or numbered quarters.

`Apr-Dec 2024` is stated by its months, `Q1 24/25` by a number. Which parts go together is shown by the
shape of a spelling: the letters of its `Kind`s, sorted.
"""

from __future__ import annotations

from datetime import date
from itertools import product

from kpi_lib.core.periods.atoms import Kind
from kpi_lib.core.periods.parts import (
    Interval,
    Parts,
    StatedPeriod,
    day_at,
    financial_year_of,
    place_in,
    stated_between,
)
from kpi_lib.core.periods.period import ends_month, last_day, months_to, quarter_ending, quarter_of, snapshot
from kpi_lib.core.periods.refusals import (
    ASK_FINANCIAL,
    Quarters,
    does_not_agree,
    which_meaning,
    which_quarters,
)

YEAR = 12
_OF_YEAR = {"P", "LP", "H"}  # 2024/25, year 2024/25, 11/12
_OF_MONTH = {"W", "MP", "MY"}  # June 2024, June 2024/25, 2024 June
_OF_SPAN = {"S", "PS", "SY", "LS", "LPS"}  # S: Apr-Jun 2024; SY: 2024 Apr-Jun; LS: quarter Apr-Jun 2024
_OF_END = {"LX", "LPX"}  # quarter to June 2024, year 2024/25 to March 2025


def read_dated(parts: Parts) -> StatedPeriod | None:
    """Return the period that years, months or days state, None where they state none."""
    shape = "".join(sorted(parts.shape))
    is_whole = shape in _OF_YEAR | _OF_SPAN | _OF_END
    if ((parts.is_state or parts.is_end) and is_whole) or (parts.is_outturn and not is_whole):
        return None
    if parts.is_rolling:
        return _rolling_dated(parts, shape)
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
    words = f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"
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


def _rolling_dated(parts: Parts, shape: str) -> StatedPeriod | None:
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


_YEARS, _MONTHS = ("", "P", "Y", "LP", "LY"), ("", "S", "X")
SHAPES = {
    "".join(sorted(number + year + months))
    for number, year, months in product("QB", _YEARS, _MONTHS)
    if year or months
}
"""A number, with a year, months or both; "financial year" or "12 months to" may come before it."""


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
        return _rolling_quarter(parts, quarters, last) if first == last and not parts.is_cumulative else None
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


def _rolling_quarter(parts: Parts, quarters: Quarters | None, number: int) -> StatedPeriod | None:
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
    """Return the intervals that the numbers can mean, given the year in which the months end."""
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
