"""The edition that a file implies where nobody names it, and the day that an edition's name implies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from kpi_lib.core.periods import Frequency, find_period

_FULL = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d{2})\s?[-/–]?\s?(?P<second>(?:20)?\d{2})\d?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(199\d|20\d{2})\d?(?!\d)")  # a footnote's digit may be glued to it
_DAY = re.compile(r"(?<!\d)3[01]0[1-9](\d{2})(?!\d)")  # 310317 is 31 March 2017
_SPAN = re.compile(r"(?<![\d])(?<!aged)(\d{2})(\d{2})(?!\d)")  # 1617 is 2016-17
_RELEASE_YEAR = re.compile(r"(?:19|20)\d{2}")
_CENTURY = 2000


def newest_year(texts: Iterable[str]) -> str:
    """Return the newest year that the texts name, empty where they name none; of 2017-18 it is 2018.

    >>> newest_year(["CLA_Mar2017", "CINAt310317", "Referrals1617"])
    '2017'
    """
    years = [year for text in texts for year in years_in(text)]
    return str(max(years)) if years else ""


def years_in(text: str) -> list[int]:
    """Return the years that a header or title names, each by the year in which it ends.

    >>> years_in("Referrals1617"), years_in("2016/17 to 2017/18"), years_in("%CINAt310314Disabled")
    ([2017], [2017, 2018], [2014])
    >>> years_in("Years: 2012 - 20162")
    [2012, 2016]
    """
    spans = [
        int(match["first"]) + 1
        for match in _FULL.finditer(text)
        if int(match["second"]) % 100 == (int(match["first"]) + 1) % 100
    ]
    if spans:
        return spans
    years = [int(year) for year in _YEAR.findall(text)]
    if years:  # "1617" in a text that names a year of four digits is no span of years
        return years
    days = [_CENTURY + int(year) for year in _DAY.findall(text)]
    return days or [_CENTURY + int(b) for a, b in _SPAN.findall(text) if int(b) == int(a) + 1]


def template_of(header: str) -> tuple[str, int | None]:
    """Return a header with `{year}` in the place of the year that it names, and that year.

    >>> template_of("CINAt310317RatePer10K"), template_of("S471617"), template_of("CLA_male")
    (('CINAt3103{year}RatePer10K', 2017), ('S47{year}', 2017), ('CLA_male', None))
    """
    # in this order: "Referrals201617" is no "2016" with a 17 behind it, and "S471617" is S47 of 2016-17
    tidy = " ".join(header.split())
    for pattern, year_of in _PLACES:
        match = pattern.search(tidy)
        year = year_of(match) if match else None
        if match and year:
            start, stop = match.span("year")
            return f"{tidy[:start]}{{year}}{tidy[stop:]}", year
    return tidy, None


def _span_end(match: re.Match[str]) -> int | None:
    first, second = int(match["first"]), int(match["second"])
    return _CENTURY + second if second == first + 1 else None


_PLACES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], int | None]], ...] = (
    (
        re.compile(r"(?<!\d)(?P<year>20(?P<first>\d{2})[-/]?(?P<second>\d{2}))(?!\d)"),
        _span_end,
    ),
    (re.compile(r"(?<!\d)(?P<year>199\d|20\d{2})(?!\d)"), lambda match: int(match["year"])),
    (re.compile(r"(?<!\d)3[01]0[1-9](?P<year>\d{2})(?!\d)"), lambda match: _CENTURY + int(match["year"])),
    (
        re.compile(r"(?:(?<!\d)|(?<=S47))(?<!aged)(?P<year>(?P<first>\d{2})(?P<second>\d{2}))(?!\d)"),
        _span_end,
    ),
)


def day_of_edition(edition: str) -> date | None:
    """Return the day that an edition's name implies, None where it implies none.

    A day is itself. A quarter or a financial year was known on the day after its end. A release known
    by its year or month alone (`2024`, `2018-08`) counts as known from the end of it, never earlier.

    >>> day_of_edition("2024"), day_of_edition("2017-18-Q4"), day_of_edition("2018-08")
    (datetime.date(2024, 12, 31), datetime.date(2018, 4, 1), datetime.date(2018, 8, 31))
    """
    plain = edition.strip()
    if _RELEASE_YEAR.fullmatch(plain):
        return date(int(plain), 12, 31)
    period = find_period(plain)
    if period is None:
        return None
    is_ended = period.frequency in (Frequency.QUARTER, Frequency.YEAR)
    return period.end + timedelta(days=is_ended)
