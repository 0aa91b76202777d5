"""Several headings over one column, top to bottom, as one: a year over a quarter, a quarter over "Target"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpi_lib.core.errors import DataError, KpiError
from kpi_lib.core.periods import Frequency, Period, QuarterOfYear, YearOnly, join_stated
from kpi_lib.ingest.sheets.headings.heading import COMPARATOR, Heading, Partial

JOINT = " | "
_QUARTERS = ("1", "2", "3", "4")


def join_headings(stack: Sequence[Heading], quarters: str | None = None) -> Heading:
    """Return what the headings over one column say together; the lowest decides where two differ in role.

    A number 1 to 4 under a year is a quarter of it. Periods of which neither holds the other are a fault.
    """
    stated = [heading for heading in stack if heading.text]
    if not stated:
        return Heading("")
    roles = [heading.role for heading in stated if heading.role not in ("", "period", "year")]
    role = COMPARATOR if COMPARATOR in roles else roles[-1] if roles else stated[-1].role
    joined = Heading(
        JOINT.join(heading.text for heading in stated),
        is_cumulative=any(heading.is_cumulative for heading in stated),
        is_rolling=any(heading.is_rolling for heading in stated),
        role=role,
        part=next((heading.part for heading in reversed(stated) if heading.part), ""),
        unit=next((heading.unit for heading in reversed(stated) if heading.unit), ""),
        area=next((heading.area for heading in reversed(stated) if heading.area), ""),
        rest=" ".join(heading.rest for heading in stated if heading.rest),
        fault=next((heading.fault for heading in stated if heading.fault), None),
    )
    return _with_times(joined, stated, quarters)


def _with_times(joined: Heading, stated: Sequence[Heading], quarters: str | None) -> Heading:
    result = joined
    for heading in stated:
        is_quarter = heading.text in _QUARTERS and (result.period or result.partial)
        partial = QuarterOfYear(int(heading.text)) if is_quarter else heading.partial
        if is_quarter:
            result = replace(result, rest=" ".join(result.rest.replace(heading.text, " ", 1).split()))
        try:
            period, left = combine(result.period, result.partial, heading.period, partial, quarters)
        except KpiError as fault:
            return replace(result, period=None, partial=None, fault=fault)
        result = replace(result, period=period, partial=left)
    return result


def combine(
    period: Period | None,
    partial: Partial | None,
    under: Period | None,
    part: Partial | None,
    quarters: str | None = None,
) -> tuple[Period | None, Partial | None]:
    """Return the period, or what is still missing of it, that an upper and a lower statement make together.

    Raises
    ------
    DataError : two whole periods of which neither lies in the other. AmbiguousPeriodError : a quarter of a
        year that may be a calendar or a financial one.
    """
    periods = [one for one in (period, under) if one is not None]
    pieces = [one for one in (partial, part) if one is not None and not isinstance(one, YearOnly)]
    years = [one for one in (partial, part) if isinstance(one, YearOnly)]
    if len(periods) == 2:
        periods = [_inner(*periods)]
    if periods and (periods[0].frequency is not Frequency.YEAR or not pieces):
        return periods[0], None
    whole = year_of(periods[0]) if periods else years[0] if years else None
    if whole is None or not pieces:
        return None, (pieces or years or [None])[0]
    return join_stated(whole, pieces[-1], quarters).period, None


def year_of(period: Period) -> YearOnly:
    """Return the financial year in which a period ends."""
    return YearOnly(int(period.year[:4]), is_financial=True)


def _inner(first: Period, second: Period) -> Period:
    """Return the one of two periods that lies in the other; raises DataError where neither does."""
    for outer, inner in ((first, second), (second, first)):
        if outer.start <= inner.start and inner.end <= outer.end:
            return inner
    raise DataError(
        "Two headings over one column say two periods",
        got=f"{first.words} and {second.words}",
        expected="one period, or one within the other",
    )
