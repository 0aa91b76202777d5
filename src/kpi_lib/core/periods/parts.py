"""What a spelling states, each thing once: its quarter, its months, its year, and how far it counts.

The days and months between which it runs become a period, or one that counts from before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kpi_lib.core.errors import DataError
from kpi_lib.core.periods.atoms import Atom, Kind, scan
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
    first: Atom,
    last: Atom,
    *,
    financial: int | None = None,
    calendar: int | None = None,
    is_year_first: bool = False,
) -> Interval | None:
    """Return the interval from one day or month to another, None where it is none or has no year.

    A year after the months is that of the last: `Apr-Mar 2025` ends in March 2025.

    Parameters
    ----------
    financial, calendar : the year that is stated next to months without one, financial by its first year.
    is_year_first : whether that year is before them; then it is the year of both.
    """
    years = [_own_year(atom) for atom in (first, last)]
    months = [_month_of(atom) for atom in (first, last)]
    crosses = months[0] > months[1]  # Oct-Mar is of two calendar years
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


SPAN, END = "S", "X"
"""Letters of a shape: two days or months with "to" between them; the day or month at which it ends."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a spelling.

    Parameters
    ----------
    shape : the kinds that are stated, one letter each, sorted: `QP` is a quarter of a financial year.
    stated : the atom of each kind.
    span : the first and last day or month, where two are stated.
    end : the day or month after "ending" or "to".
    is_year_first : whether the calendar year comes before the months.
    """

    text: str
    shape: str
    stated: Mapping[str, Atom]
    span: tuple[Atom, Atom] | None = None
    end: Atom | None = None
    is_cumulative: bool = False
    is_rolling: bool = False
    is_state: bool = False
    is_end: bool = False
    is_outturn: bool = False
    is_year_first: bool = False

    def number(self, kind: Kind) -> int | None:
        """Return the first number of a kind, None where it is not stated."""
        atom = self.stated.get(kind)
        return atom.numbers[0] if atom else None

    @property
    def has_own_years(self) -> bool:
        """Whether the days or months that are stated have years of their own."""
        return any(atom and atom.kind in (Kind.DAY, Kind.MONTH) for atom in (*(self.span or ()), self.end))

    def with_financial_year(self) -> Parts:
        """Return the parts with the single year as that in which the financial year begins."""
        if (year := self.number(Kind.YEAR)) is None:
            return self
        others = {kind: atom for kind, atom in self.stated.items() if kind != Kind.YEAR}
        stated = others | {"P": Atom(Kind.FINANCIAL_YEAR, (year,))}
        return replace(self, shape=self.shape.replace("Y", "P"), stated=stated)

    @property
    def interval(self) -> Interval | None:
        """The first and last day of the span, None where there is none or its year is not stated."""
        if self.span is None:
            return None
        return interval_of(
            *self.span,
            financial=self.number(Kind.FINANCIAL_YEAR),
            calendar=self.number(Kind.YEAR),
            is_year_first=self.is_year_first,
        )


class _Row:
    """Atoms from which parts are taken, as a text of their letters."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms

    @property
    def kinds(self) -> str:
        return "".join(atom.kind for atom in self.atoms)

    def take(self, pattern: str) -> list[Atom]:
        """Return the first atoms whose letters match, and leave the others."""
        match = re.search(pattern, self.kinds)
        if match is None:
            return []
        taken = self.atoms[slice(*match.span())]
        self.atoms = self.atoms[: match.start()] + self.atoms[match.end() :]
        return taken


def gather(text: str) -> Parts | None:
    """Return the parts of a spelling, None where it holds anything else or states a thing twice."""
    atoms = scan(text)
    if not atoms or atoms[0].kind in (Kind.DASH, Kind.TO) or atoms[-1].kind in (Kind.DASH, Kind.TO):
        return None
    if any(atom.kind is Kind.SHORT_PAIR for atom in atoms) and len(atoms) > 1:
        atoms = [
            Atom(Kind.FINANCIAL_YEAR, atom.numbers) if atom.kind is Kind.SHORT_PAIR else atom
            for atom in atoms
        ]
    row = _Row(atoms)
    is_cumulative, is_rolling = bool(row.take("C(?:[tE]*)")), bool(row.take("R"))  # YTD to …, rolling …
    is_outturn = bool(row.take("O"))  # 2024/25 outturn
    is_state = bool(row.take("^A"))  # as at 31 March 2024
    is_end = bool(row.take("^E"))  # end of March 2024
    end = row.take("(?<=[LQP])[tE]+[DW]")[-1:]  # quarter ending June 2024, year to 31 March 2024
    is_rolling |= bool(row.take("(?<=L)[tE]+(?=[QP])"))  # 12 months to Q2 24/25
    places = row.kinds
    span = row.take("[DdWM][-t][DdWM]")  # Apr-Jun, 1 April to 30 June 2024
    rest = [atom for atom in row.atoms if atom.kind is not Kind.DASH]
    stated = {atom.kind.value: atom for atom in rest}
    if len(stated) < len(rest):
        return None
    shape = "".join(sorted(stated)) + SPAN * bool(span) + END * bool(end)
    return Parts(
        text=text,
        shape=shape,
        stated=stated,
        span=(span[0], span[-1]) if span else None,
        end=end[0] if end else None,
        is_cumulative=is_cumulative,
        is_rolling=is_rolling,
        is_state=is_state,
        is_end=is_end,
        is_outturn=is_outturn,
        is_year_first=bool(span) and "Y" in places and places.index("Y") < len(places) / 2,
    )
