"""Periods as readers meet them, as quarters counted from one beginning.

They are looked for anywhere in a label: "How many children came into care in the year to 31 March 2014" is of
that year, where `core.periods` refuses a label that is not a period and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kpi_lib.assure.disclosure.rules.words import plain

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS = re.compile(r"\b([a-z]{3})[a-z]* (?:to|[-–]) ([a-z]{3})[a-z]* (\d{4})\b")
_YEAR_TO = re.compile(
    r"\b(?:year|12 months|twelve months|four quarters) (?:to|ended|ending|to the end of) "
    r"(?:(?:\d+ )?([a-z]{3})[a-z]* (\d{4}))"
)
_SHORT = re.compile(r"\bq(?P<quarter>[1-4])[ ,-]*(?:20)?\d\d[/–-](?:20)?(?P<year>\d\d)\b")
_LABEL = re.compile(r"\b20\d\d[/–-](?:20)?(?P<year>\d\d)[ ,-]*q(?:uarter )?(?P<quarter>[1-4])\b")
_YEAR = re.compile(r"^(?:the )?(?:financial )?(?:year )?(?:20)?(\d\d)[/–-](?:20)?(\d\d)\b")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`n_quarters` quarters, the last of which is `last`: four times its financial year, and its number."""

    last: int
    n_quarters: int

    @property
    def words(self) -> str:
        """The span in words: "quarter 2 of 2017-18", "the year to quarter 4 of 2017-18"."""
        year = (self.last - 1) // 4
        quarter = f"quarter {(self.last - 1) % 4 + 1} of 20{year - 1:02d}-{year:02d}"
        return quarter if self.n_quarters == 1 else f"the year to {quarter}"

    @property
    def quarters(self) -> tuple[Span, ...]:
        """The quarters that make it up, oldest first."""
        return tuple(Span(self.last - back, 1) for back in reversed(range(self.n_quarters)))


@lru_cache(maxsize=20_000)
def parse_span(text: str) -> Span | None:
    """Return the quarter or the year that a label names; nothing for any other label.

    >>> parse_span("January to March 2018") == parse_span("Q4 17/18") == parse_span("2017-18-Q4")
    True
    >>> parse_span("Year to 31 March 2018") == parse_span("2017/18")
    True
    """
    said = plain(text).lower().replace("_", " ")
    if match := _YEAR_TO.search(said):
        return _ending(match[1], int(match[2]), 4)
    if match := _WORDS.search(said):
        is_quarter = (_month(match[2]) - _month(match[1])) % 12 == 2
        return _ending(match[2], int(match[3]), 1) if is_quarter else None
    if match := _SHORT.search(said) or _LABEL.search(said):
        number, year = int(match["quarter"]), int(match["year"])
        return Span(4 * year + number, 4 if "rolling" in said else 1)
    if (match := _YEAR.match(said)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return Span(4 * int(match[2]) + 4, 4)
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _ending(month: str, year: int, n_quarters: int) -> Span | None:
    """Return the span that ends with a month; months that end no quarter give none."""
    number = _month(month)
    if not number or number % 3:
        return None
    quarter = (number // 3 - 2) % 4 + 1
    ends_in = (year % 100) + (1 if number > 3 else 0)
    return Span(4 * ends_in + quarter, n_quarters)
