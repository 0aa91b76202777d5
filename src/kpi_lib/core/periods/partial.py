"""Halves of a period, for tables whose header names the year in one row and its quarters in another."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.core.errors import ContradictoryPeriodError
from kpi_lib.core.periods.atoms import Kind, tidy
from kpi_lib.core.periods.parts import Parts, StatedPeriod, closing, gather, place_in
from kpi_lib.core.periods.period import Period, last_day, month_of, quarter_of
from kpi_lib.core.periods.refusals import (
    ASK_FINANCIAL,
    Quarters,
    does_not_agree,
    is_no_single_period,
    no_period,
    which_meaning,
    which_quarters,
)
from kpi_lib.core.periods.spellings import refuse_two_meanings

BARE = {"1", "2", "3", "4"}


@dataclass(frozen=True, slots=True)
class YearOnly:
    """A year: the financial one that begins in `first`, or the single year `first` of either kind."""

    first: int
    is_financial: bool


@dataclass(frozen=True, slots=True)
class QuarterOfYear:
    """A quarter without its year, by its number, by its last month (3, 6, 9 or 12), or by both."""

    number: int | None
    last_month: int | None = None
    is_cumulative: bool = False

    @property
    def words(self) -> str:
        """The quarter as it was stated: "quarter 1", or "the quarter that ends with month 6"."""
        return (
            f"quarter {self.number}" if self.number else f"the quarter that ends with month {self.last_month}"
        )


@dataclass(frozen=True, slots=True)
class MonthOfYear:
    """A month without its year, 1 (January) to 12."""

    month: int
    is_cumulative: bool = False


def parse_partial(text: str, quarters: str | None = None) -> QuarterOfYear | MonthOfYear | YearOnly | None:
    """Read a quarter or a month without its year, or a year alone; None for anything else.

    Quarters: `Q1`, `1`, `Qtr 1`, `Quarter 1`, `Apr-Jun`, `April to June`, `Q1 (Apr - Jun)`; to date
    `Q3 YTD`, `Q1-Q3`, `Apr-Dec`. Months: `Apr`, `April`. Years: `2024/25`, `24/25`, `FY2024-25`, `2024`.

    Parameters
    ----------
    quarters : "calendar" or "financial", as for `parse_period`.

    Raises
    ------
    AmbiguousPeriodError : a year that can be another, or something else (`FY25`, `24-25`, `11/12`).
    ContradictoryPeriodError : months that are those of another quarter (`Q2 (Apr-Jun)`).

    >>> parse_partial("Apr–Jun")
    QuarterOfYear(number=None, last_month=6, is_cumulative=False)
    """
    if tidy(text) in BARE:
        return QuarterOfYear(int(tidy(text)))
    parts = gather(text)
    if parts is None or parts.is_rolling or parts.end or parts.is_end or parts.is_state:
        return None
    numbering = Quarters(quarters) if quarters else None
    refuse_two_meanings(parts, numbering)
    shape = "".join(sorted(parts.shape))
    if shape in ("H", "P", "LP", "Y"):
        return _year(parts, text)
    if parts.is_outturn:
        return None
    if shape == "M":
        return MonthOfYear(parts.number(Kind.MONTH_OF_YEAR) or 0, parts.is_cumulative)
    return _quarter(parts, numbering) if shape in ("Q", "B", "S", "QS", "BS") else None


def _year(parts: Parts, text: str) -> YearOnly | None:
    """Return the year; a single one has four digits and nothing next to it, as two may be of anything."""
    financial = parts.number(Kind.FINANCIAL_YEAR) or parts.number(Kind.SHORT_PAIR)
    single = parts.number(Kind.YEAR) if len(tidy(text)) == 4 else None
    year = financial or single
    is_other = parts.is_cumulative or parts.number(Kind.LENGTH) not in (None, 12)
    return None if year is None or is_other else YearOnly(year, is_financial=financial is not None)


def _quarter(parts: Parts, quarters: Quarters | None) -> QuarterOfYear | MonthOfYear | None:
    number, between = parts.number(Kind.QUARTER), parts.stated.get(Kind.QUARTERS)
    if between is not None and (between.numbers[0] > 1 or between.numbers[1] == 1):
        return None
    number = between.numbers[1] if between else number
    is_cumulative = parts.is_cumulative or between is not None
    if parts.span is None:
        return QuarterOfYear(number, None, is_cumulative)
    if any(atom.kind is not Kind.MONTH_OF_YEAR for atom in parts.span):
        return None
    first, last = (atom.numbers[0] for atom in parts.span)
    is_quarter = last - first == 2 and last % 3 == 0
    is_to_date = first == 4 and last != 3 and (last - first) % 12 > 2
    if not (is_quarter or is_to_date) or (is_cumulative and not (is_to_date or first == 4)):
        return None
    if number is None:
        is_cumulative |= is_to_date
        return QuarterOfYear(None, last, is_cumulative) if last % 3 == 0 else MonthOfYear(last, is_cumulative)
    quarter = QuarterOfYear(number, last, is_cumulative or is_to_date)
    if (is_to_date and not is_cumulative) or last not in _ends(number, quarters):
        raise _contradiction(parts.text, quarter)
    return quarter


def _ends(number: int, quarters: Quarters | None) -> set[int]:
    """Return the months, 3 to 12, with which a numbered quarter can end."""
    calendar, financial = 3 * number, 3 * (number % 4 + 1)
    if quarters is None:
        return {calendar, financial}
    return {calendar if quarters is Quarters.CALENDAR else financial}


def _contradiction(text: str, quarter: QuarterOfYear) -> ContradictoryPeriodError:
    return does_not_agree(
        text, f"quarter {quarter.number}", f"its months end with month {quarter.last_month}"
    )


def join(year: YearOnly, part: QuarterOfYear | MonthOfYear, quarters: str | None = None) -> Period:
    """Return the period of a year and a quarter or a month of it.

    Raises
    ------
    AmbiguousPeriodError : a numbered quarter of a single year, without `quarters`.
    ContradictoryPeriodError : the number of a quarter and its months are of different quarters.
    DataError : the part counts from 1 April, which `join_stated` allows.

    >>> join(YearOnly(2024, is_financial=True), QuarterOfYear(4)).label
    '2024-25-Q4'
    """
    stated = join_stated(year, part, quarters)
    if stated.is_cumulative:
        raise is_no_single_period(_text(year, part), "counted from 1 April")
    return stated.period


def join_stated(
    year: YearOnly, part: QuarterOfYear | MonthOfYear, quarters: str | None = None
) -> StatedPeriod:
    """Return the same as `join`, with whether the figure counts from 1 April."""
    period = _join_month(year, part) if isinstance(part, MonthOfYear) else _join_quarter(year, part, quarters)
    if not part.is_cumulative:
        return StatedPeriod(period)
    return StatedPeriod(closing(period.end), is_cumulative=True)


def _join_month(year: YearOnly, part: MonthOfYear) -> Period:
    return month_of(place_in(year.first, part.month) if year.is_financial else year.first, part.month)


def _join_quarter(year: YearOnly, part: QuarterOfYear, quarters: str | None) -> Period:
    numbering = Quarters(quarters) if quarters else None
    if part.number == 4 and part.last_month == 3 and numbering is Quarters.FINANCIAL:
        return quarter_of(year.first + 1, 4)
    if part.last_month is not None:
        _refuse_open_year(year, part, numbering)
        end_year = place_in(year.first, part.last_month) if year.is_financial else year.first
        period = closing(last_day(end_year, part.last_month))
        only = Quarters.FINANCIAL if year.is_financial else numbering
        if part.number is not None and part.last_month not in _ends(part.number, only):
            raise _contradiction(_text(year, part), part)
        return period
    if part.number is None:
        raise no_period(_text(year, part))
    financial = quarter_of(year.first + 1, part.number)
    if year.is_financial or numbering is Quarters.FINANCIAL:
        return financial
    calendar = closing(last_day(year.first, 3 * part.number))
    if numbering is None:
        raise which_quarters(_text(year, part), part.number, calendar, financial)
    return calendar


def _refuse_open_year(year: YearOnly, part: QuarterOfYear, quarters: Quarters | None) -> None:
    """Raise AmbiguousPeriodError for quarter 4 with its months under a single year."""
    if (part.number, part.last_month, year.is_financial, quarters) == (4, 3, False, None):
        this, next_ = quarter_of(year.first, 4).words, quarter_of(year.first + 1, 4).words
        hint = f"state with {ASK_FINANCIAL} that the year is the one in which the financial year begins"
        raise which_meaning(_text(year, part), this, next_, hint)


def _text(year: YearOnly, part: QuarterOfYear | MonthOfYear) -> str:
    first = f"{year.first}/{(year.first + 1) % 100:02d}" if year.is_financial else str(year.first)
    return f"{part.words if isinstance(part, QuarterOfYear) else f'month {part.month}'} of {first}"
