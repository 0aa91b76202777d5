"""Pieces of which periods are spelt: days, months, years, quarters and the words between them.

`scan` cuts a text into atoms; what they mean together is for `readings`. Years of two digits are 20xx;
90 to 99 are refused, since the 1990s are in bounds as well and would be meant.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kpi_lib.core.periods.period import EARLIEST_YEAR, LATEST_YEAR

LATEST_SHORT = 2089
"""The latest year that two digits can mean."""
LONGEST = 80
"""How many characters a period may have; whole sentences are not searched for one."""


class Kind(StrEnum):
    """What an atom is; one letter each, so that a row of atoms can be matched by a pattern."""

    DAY = "D"  # year, month, day
    DAY_OF_YEAR = "d"  # month, day
    MONTH = "W"  # year, month
    MONTH_OF_YEAR = "M"  # month
    FINANCIAL_YEAR = "P"  # the year in which it begins
    SHORT_PAIR = "H"  # the same, from `24-25` or `11/12`, which can be something else where it is alone
    YEAR = "Y"  # a calendar year, or a financial one by one of its years
    QUARTER = "Q"  # 1 to 4
    QUARTERS = "B"  # from, to: 1 to 4
    LENGTH = "L"  # months
    CUMULATIVE = "C"
    ROLLING = "R"
    OUTTURN = "O"
    ENDING = "E"
    AT = "A"
    TO = "t"
    DASH = "-"
    YEARS_OR_MONTH = "U"  # `2010-12`: the years 2010 to 2012, or December 2010
    NUMBERED_MONTH = "m"  # `M3`: June or March


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a spelling with its numbers; `Kind` says which numbers those are."""

    kind: Kind
    numbers: tuple[int, ...] = ()


Read = Callable[[re.Match[str]], Atom | None]

MONTH_NUMBERS = {
    name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name
} | {"sept": 9}

_MONTH = rf"(?P<name>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})(?![a-z])\.?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})(?!\d)"
_NTH = r"(?:st|nd|rd|th)?"
_MIDNIGHT = r"(?:[t ]00:00(?::00(?:\.0+)?)?z?)?(?![\d:])"
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12}
_NUMBERS |= {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_QUARTER_WORD = r"(?:quarter|qtr|q)"
# in "Mar 18 April" 18 is the day of April, so it is no year of March
_NOT_A_DAY = rf"(?!{_NTH}[ -](?:of )?(?:{'|'.join(MONTH_NUMBERS)})\b)"


def year_of(text: str) -> int | None:
    """Return a year of four digits, or of two as 20xx; None where it is out of bounds or not stated.

    The century of 90 to 99 is not stated.
    """
    digits = text.lstrip("'")
    is_short = len(digits) == 2
    year = 2000 * is_short + int(digits)
    return year if EARLIEST_YEAR <= year <= (LATEST_SHORT if is_short else LATEST_YEAR) else None


def tidy(text: str) -> str:
    """Return a spelling in small letters with one kind of space, dash, slash and apostrophe."""
    return " ".join(text.translate(_SAME).lower().split())


_SAME = str.maketrans("‐‑‒–—―−⁄∕‘’", "-------//''", "\u200b\u2060\ufeff\u00ad\u200e\u200f")


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _day(match: re.Match[str]) -> Atom | None:
    parts = match.groupdict()
    name, year = parts.get("name"), parts["year"]
    month = MONTH_NUMBERS[name] if name else int(parts["month"])
    if year is None:
        return Atom(Kind.DAY_OF_YEAR, (month, int(parts["day"])))
    full = year_of(year)
    return Atom(Kind.DAY, (full, month, int(parts["day"]))) if full else None


def _month(match: re.Match[str]) -> Atom | None:
    parts = match.groupdict()
    name, full = parts.get("name"), year_of(parts["year"])
    month = MONTH_NUMBERS[name] if name else int(parts["month"])
    return Atom(Kind.MONTH, (full, month)) if full and 1 <= month <= 12 else None


def _long_pair(match: re.Match[str]) -> Atom | None:
    """Read `2024-25`, `2024/2025`, `202425`, or a month such as `2024-06`.

    Years come first: `2011-12` is a financial year. `2009-11` may be three years or a November.
    """
    first, second = int(match["first"]), int(match["second"])
    if year_of(match["first"]) is None:
        return None
    is_short = len(match["second"]) == 2
    if second == ((first + 1) % 100 if is_short else first + 1):
        return Atom(Kind.FINANCIAL_YEAR, (first,))
    if not is_short or not 1 <= second <= 12 or match["between"].strip() not in ("-", "/"):
        return None
    return Atom(Kind.YEARS_OR_MONTH if second > first % 100 else Kind.MONTH, (first, second))


def _short_pair(match: re.Match[str]) -> Atom | None:
    """Read `24/25`, or a month such as `06/24`.

    A month is read where the year can be no month, so that `10/12` is neither December nor two years, and
    with a slash alone, since `10-14` are ages.
    """
    first, second = int(match["first"]), int(match["second"])
    is_slash = match["between"].strip() == "/"
    if second == first + 1 and year_of(match["second"]):
        is_plain = is_slash and first > 12
        return Atom(Kind.FINANCIAL_YEAR if is_plain else Kind.SHORT_PAIR, (2000 + first,))
    year = year_of(match["second"]) if is_slash and 1 <= first <= 12 < second else None
    return Atom(Kind.MONTH, (year, first)) if year else None


def _year(match: re.Match[str]) -> Atom | None:
    full = year_of(match["year"])
    return Atom(Kind.YEAR, (full,)) if full else None


def _quarter(match: re.Match[str]) -> Atom | None:
    return Atom(Kind.QUARTER, (_number(match["quarter"]),))


def _quarters(match: re.Match[str]) -> Atom | None:
    return Atom(Kind.QUARTERS, (int(match["first"]), int(match["second"])))


def _length(match: re.Match[str]) -> Atom | None:
    return Atom(Kind.LENGTH, (_number(match["count"]) * (3 if match["unit"].startswith("q") else 1),))


def _is(kind: Kind, *numbers: int) -> Read:
    return lambda _: Atom(kind, numbers)


_READERS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (rf"(?P<year>\d{{4}})([-/])(?P<month>\d\d?)\2(?P<day>\d\d?){_MIDNIGHT}", _day),
        (rf"(?P<day>\d\d?)([-/.])(?P<month>\d\d?)\2(?P<year>\d{{4}}|\d\d){_MIDNIGHT}", _day),
        (rf"(?P<day>\d\d?){_NTH}[ /.-]?(?:of )?{_MONTH}(?:[ /,.-]{{0,2}}{_YEAR}{_NOT_A_DAY})?", _day),
        (rf"{_MONTH} (?P<day>\d\d?){_NTH},? (?P<year>\d{{4}})(?![\d/-])", _day),
        (rf"{_MONTH}[ ,/_-]{{0,3}}{_YEAR}(?! ?[-/] ?\d){_NOT_A_DAY}", _month),
        (_MONTH, lambda match: Atom(Kind.MONTH_OF_YEAR, (MONTH_NUMBERS[match["name"]],))),
        (r"(?P<year>\d{4})-m(?P<month>\d\d)(?!\d)", _month),
        (r"(?P<first>\d{4})(?P<between> ?[-/] ?| to )(?P<second>\d{4}|\d\d)(?!\d|[/.]\d)", _long_pair),
        (r"(?P<first>\d{4})(?P<between>)(?P<second>\d\d)(?!\d)", _long_pair),
        (r"(?P<month>\d\d?)[-/](?P<year>\d{4})(?!\d)", _month),
        (r"'?(?P<first>\d\d)(?P<between> ?[-/] ?)'?(?P<second>\d\d)(?!\d|[/.]\d)", _short_pair),
        (r"q(?P<first>[1-4]) ?(?:-|to) ?q?(?P<second>[1-4])(?![\d/-])", _quarters),
        (r"quarters? (?P<first>[1-4]) ?(?:-|to) ?(?:quarter )?(?P<second>[1-4])(?![\d/-])", _quarters),
        (rf"{_QUARTER_WORD}\.?[ -]?(?P<quarter>[1-4]|one|two|three|four)(?![\da-z])", _quarter),
        (rf"(?P<quarter>1st|2nd|3rd|4th|first|second|third|fourth) {_QUARTER_WORD}(?![\da-z])",
         _quarter),
        (r"(?P<count>3|4|6|9|12|three|four|six|nine|twelve)[ -](?P<unit>months?|quarters)(?![a-z])", _length),
        (r"(?:year[ -]to[ -]date|to date|ytd|cumulative|cum)(?![a-z])\.?", _is(Kind.CUMULATIVE)),
        (r"rolling(?![a-z])", _is(Kind.ROLLING)),
        (r"outturn(?![a-z])", _is(Kind.OUTTURN)),
        (r"(?:as (?:at|of|on)|at|on)(?![a-z])", _is(Kind.AT)),
        (r"(?:(?:full|whole|financial)[ -])?(?:financial )?year(?![a-z])|f/?y(?![a-z])",
         _is(Kind.LENGTH, 12)),
        (r"(?:quarter|qtr)(?![a-z])", _is(Kind.LENGTH, 3)),
        (r"(?:ending|ended|up to|end of|end)(?![a-z])", _is(Kind.ENDING)),
        (r"(?:m|month|p|period) ?\d\d?(?!\d)", _is(Kind.NUMBERED_MONTH)),
        (r"(?:to|until|through)(?![a-z])", _is(Kind.TO)),
        (r"-", _is(Kind.DASH)),
        (_YEAR, _year),
    )
)  # fmt: skip
_BETWEEN = re.compile(r"[ ,:;()\[\]_/.]+|(?:the|of|in|for|actual)(?![a-z])")
_SHORT_FORMS = re.compile(r"\b(f?y|q)/?e\b", re.ASCII)


def scan(text: str) -> list[Atom] | None:
    """Return the atoms of a text, or None where any part of it is none."""
    rest = _SHORT_FORMS.sub(lambda match: f"{'quarter' if match[1] == 'q' else 'year'} ending", tidy(text))
    if len(rest) > LONGEST:
        return None
    atoms: list[Atom] = []
    at = 0
    while at < len(rest):
        if between := _BETWEEN.match(rest, at):
            at = between.end()
            continue
        match, read = next(
            ((match, read) for pattern, read in _READERS if (match := pattern.match(rest, at))), (None, None)
        )
        atom = read(match) if match and read else None
        if atom is None or match is None:
            return None
        atoms.append(atom)
        at = match.end()
    return atoms
