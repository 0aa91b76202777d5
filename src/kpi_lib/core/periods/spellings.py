"""One period, however it is spelt: the usual English spellings of a council's files.

Financial quarters, years, months, days, a year to date and a rolling year. Nothing is guessed: a spelling
with two meanings is refused, and so is one whose parts contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kpi_lib.core.errors import DataError
from kpi_lib.core.periods.atoms import Kind
from kpi_lib.core.periods.parts import Parts, StatedPeriod, gather
from kpi_lib.core.periods.period import EARLIEST_YEAR, LATEST_YEAR, Period
from kpi_lib.core.periods.readings import read_dated, read_numbered
from kpi_lib.core.periods.refusals import (
    ASK_FINANCIAL,
    Quarters,
    is_no_single_period,
    no_period,
    which_meaning,
)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An error to raise anew each time: one that is kept would gather every traceback."""

    kind: type[DataError]
    what: str
    got: str
    expected: str
    hint: str

    @property
    def error(self) -> DataError:
        return self.kind(self.what, got=self.got, expected=self.expected, hint=self.hint)


def parse_period(text: str, quarters: str | None = None) -> Period:
    """Read one period however it is spelt.

    Quarters: `2017-18-Q4`, `Q4 17/18`, `FY2017/18 Q4`, `Quarter 4 (Jan - Mar 18)`, `January to March 2018`,
    `Quarter ending March 2018`. Years: `2017/18`, `17/18`, `201718`, `Year to March 2018`,
    `Apr 17 - Mar 18`. Months: `March 2018`, `Mar-18`, `2018-03`, `03/2018`, `2018-M03`. Days:
    `31 March 2018`, `31/03/18` (day first), `2018-03-31`. Years of two digits are 20xx.

    Parameters
    ----------
    text : the spelling; case, kinds of space and of dash do not matter.
    quarters : "calendar" or "financial", what `Q1 2018` is a quarter of; without it that is refused.

    Raises
    ------
    AmbiguousPeriodError : more than one period is spelt so (`Q1 2018`, `FY18`, `17-18`, `M3 17/18`).
    ContradictoryPeriodError : the parts do not agree (`Q2 17/18 (Apr-Jun 17)`).
    DataError : the text is no period, or one that does not exist (`2017-18-Q5`, `30 February`); a bare
        `2018`, which may be a year of any kind; a figure that counts from 1 April (`Q3 17/18 YTD`) or a
        rolling year, which `parse_stated_period` reads.

    >>> parse_period("Jan-Mar 2018").label
    '2017-18-Q4'
    >>> parse_period("Q1 2018", quarters="financial").label
    '2018-19-Q1'
    """
    stated = parse_stated_period(text, quarters)
    if stated.is_cumulative:
        raise is_no_single_period(text, f"counted from 1 April to {stated.period.end.isoformat()}")
    if stated.is_rolling:
        raise is_no_single_period(text, f"a year that ends on {stated.period.end.isoformat()}")
    return stated.period


def find_period(text: str) -> Period | None:
    """Return the period that a text spells, None where `parse_period` refuses it."""
    try:
        return parse_period(text)
    except DataError:
        return None


def parse_stated_period(text: str, quarters: str | None = None) -> StatedPeriod:
    """Read one period with whether its figure counts from 1 April, or over a year that ends with it.

    The period of such a figure is the quarter, or where it ends inside one the month, at whose end it was
    counted: `Q3 24/25 YTD`, `Q1-Q3 24/25` and `Apr-Dec 2024` are all of 2024-25-Q3. A whole year from April
    to March is the financial year itself, unless the file calls it cumulative.

    Parameters
    ----------
    quarters : as for `parse_period`.

    Raises
    ------
    AmbiguousPeriodError, ContradictoryPeriodError, DataError : as `parse_period`.

    >>> parse_stated_period("Apr-Dec 2024").is_cumulative
    True
    """
    outcome = _outcome(text, Quarters(quarters) if quarters else None)
    if isinstance(outcome, _Refusal):
        raise outcome.error
    return outcome


@lru_cache(maxsize=16_384)
def _outcome(text: str, quarters: Quarters | None) -> StatedPeriod | _Refusal:
    """Return what a text states or why it is refused; kept, since tables repeat their headers."""
    try:
        stated = _read(text, quarters)
    except DataError as error:
        return _Refusal(type(error), error.what, error.got, error.expected, error.hint)
    if stated and EARLIEST_YEAR <= stated.period.end.year <= LATEST_YEAR:
        return stated
    error = no_period(text)
    return _Refusal(DataError, error.what, error.got, error.expected, error.hint)


def _read(text: str, quarters: Quarters | None) -> StatedPeriod | None:
    parts = gather(text)
    if parts is None:
        return None
    refuse_two_meanings(parts, quarters)
    is_numbered = Kind.QUARTER in parts.stated or Kind.QUARTERS in parts.stated
    return read_numbered(parts, quarters) if is_numbered else read_dated(parts)


def refuse_two_meanings(parts: Parts, quarters: Quarters | None) -> None:
    """Raise AmbiguousPeriodError for `24-25`, `11/12`, `2010-12`, `FY25` and `M3 24/25`."""
    _refuse_pairs(parts, quarters)
    year = parts.number(Kind.YEAR)
    is_year = parts.number(Kind.LENGTH) == 12 and not (parts.span or parts.is_rolling)
    if year is not None and (is_year or parts.is_outturn):
        before, after = _pair(year - 1), _pair(year)
        raise which_meaning(parts.text, before, after, f"write both years, such as {before}")
    if Kind.NUMBERED_MONTH in parts.stated and {Kind.YEAR, Kind.FINANCIAL_YEAR} & parts.stated.keys():
        hint = "write the month by its name"
        raise which_meaning(parts.text, "a month numbered from April", "one numbered from January", hint)


def _refuse_pairs(parts: Parts, quarters: Quarters | None) -> None:
    """Raise AmbiguousPeriodError for two numbers that are not plainly a financial year or a month."""
    if (first := parts.number(Kind.SHORT_PAIR)) is not None:
        year, month = f"the year {_pair(first)}", first - 2000
        if 1 <= month <= 12:
            hint = f"write {_pair(first)}, or the month by its name"
            raise which_meaning(parts.text, year, f"month {month} of {first + 1}", hint)
        if quarters is not Quarters.FINANCIAL:
            hint = f"state with {ASK_FINANCIAL} that it is a year, or write {_pair(first)}"
            raise which_meaning(parts.text, year, "numbers of something else, such as ages", hint)
    if (pair := parts.stated.get(Kind.YEARS_OR_MONTH)) is not None:
        first, second = pair.numbers
        years = f"the years {first} to {first - first % 100 + second}"
        hint = "write the month by its name"
        raise which_meaning(parts.text, years, f"month {second} of {first}", hint)


def _pair(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02d}"
