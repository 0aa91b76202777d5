"""Which periods a sentence names, however it spells them."""

from __future__ import annotations

import re
from collections.abc import Callable

from kpi_lib.assure.prose.mentions import Span, Time
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Period, parse_period, quarter_of, year_ending

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEARS = r"(?:19|20)\d\d ?[-/] ?(?:(?:19|20)\d\d|\d\d)(?!\d|\.\d|%)"
_SHORT_YEARS = r"(?<![\d.])1\d/1\d(?![\d/])"
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (?:19|20)\d\d"
_QUARTER = r"q(?:uarter|tr)? ?[1-4]"
_ORDINAL = r"(?P<ordinal>first|second|third|fourth|final|last) quarter"
_ENDING = r"(?:year|twelve months|12 months)(?: ending| ended| to| up to)?(?: on| in| the end of)?"
_AGO = r"(?:ago|earlier|before|previously|prior)"
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}

Reader = Callable[[re.Match[str], Period], Time | None]


def find_times(text: str, quarter: Period) -> tuple[Time, ...]:
    """Return the periods that a text of small letters names; `quarter` is the edition's."""
    found: list[Time] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            at = Span(*match.span())
            if any(at.holds(other.at) for other in found):
                continue
            time = reader(match, quarter)
            if time is not None:
                found.append(time)
    return tuple(sorted(found, key=lambda time: time.at.begin))


def _named(match: re.Match[str], _: Period) -> Time | None:
    at = Span(*match.span())
    text = match.group(match.lastgroup or 0).replace(",", " ")
    tidy = re.sub(r"\b(of|in)\b", " ", re.sub(r"(?<=[a-z])\.", "", text))
    try:
        return Time(at, parse_period(" ".join(_full(tidy).split())))
    except DataError:
        return None


def _full(text: str) -> str:
    short = re.fullmatch(r"(.*?)(1\d)/(1\d)(.*)", text)
    return f"{short[1]}20{short[2]}-{short[3]}{short[4]}" if short and "20" not in text else text


def _rolling(match: re.Match[str], _: Period) -> Time | None:
    try:
        day = parse_period(" ".join(match["day"].replace(",", " ").split()))
    except DataError:
        return None
    is_full = (day.end.month, day.end.day) == (3, 31)
    return Time(Span(*match.span()), year_ending(day.end.year) if is_full else day, is_rolling=not is_full)


def _ordinal(match: re.Match[str], quarter: Period) -> Time | None:
    number = {"first": 1, "second": 2, "third": 3}.get(match["ordinal"], 4)
    years = match["years"]
    if match["ordinal"] == "last" and not years:
        return Time(Span(*match.span()), quarters_before=1)
    year = parse_period(_full(years.replace(" ", ""))) if years else parse_period(quarter.year)
    return Time(Span(*match.span()), quarter_of(year.end.year, number))


def _quarter(match: re.Match[str], quarter: Period) -> Time:
    return Time(Span(*match.span()), quarter_of(parse_period(quarter.year).end.year, int(match.group()[-1])))


def _calendar(match: re.Match[str], _: Period) -> Time:
    return Time(Span(*match.span()), calendar_year=int(match.group()[-4:]))


def _years_before(match: re.Match[str], _: Period) -> Time:
    word = match.groupdict().get("n") or "1"
    return Time(Span(*match.span()), years_before=int(word) if word.isdigit() else _COUNTS.get(word, 1))


def _quarters_before(match: re.Match[str], _: Period) -> Time:
    return Time(Span(*match.span()), quarters_before=1)


def _nothing(match: re.Match[str], _: Period) -> Time:
    """Take a date that is the name of something, such as a list of neighbours, out of the way."""
    return Time(Span(*match.span()))


def _now(match: re.Match[str], _: Period) -> Time:
    return Time(Span(*match.span()), is_now=True)


def _whole_year(match: re.Match[str], _: Period) -> Time | None:
    years = re.search(rf"{_YEARS}|{_SHORT_YEARS}", match.group())
    try:
        return (
            None
            if years is None
            else Time(Span(*match.span()), parse_period(_full(years.group().replace(" ", ""))))
        )
    except DataError:
        return None


def _whole_month(match: re.Match[str], _: Period) -> Time | None:
    month = re.search(rf"{_MONTH},? (?:19|20)\d\d", match.group())
    try:
        return (
            None if month is None else Time(Span(*match.span()), parse_period(month.group().replace(",", "")))
        )
    except DataError:
        return None


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,])(?:{pattern})(?!\w)")


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_of(rf"(?:list|lists|model) of {_MONTH} 20\d\d|{_MONTH} 20\d\d (?:list|model)s?"), _nothing),
    (_of(r"20\d\d-\d\d-\d\d"), _named),
    (_of(
        rf"(?:{_YEARS}|{_SHORT_YEARS})[-/, ]*(?:{_QUARTER})|(?:{_QUARTER}),?(?: of| in)?(?: "
        rf"the year)? (?:{_YEARS}|{_SHORT_YEARS})"), _named),
    (_of(
        rf"(?:the )?{_ORDINAL}(?: of (?:the year |the financial year )?(?P<years>{_YEARS}"
        rf"|{_SHORT_YEARS}|))?"), _ordinal),
    (_of(rf"(?:the )?{_ENDING} (?P<day>{_DAY}|{_MONTH} (?:19|20)\d\d)"), _rolling),
    (_of(rf"{_MONTH} ?(?:-|to) ?{_MONTH},? (?:19|20)\d\d"), _named),
    (_of(_DAY), _named),
    (_of(
        rf"(?:the )?(?:same (?:quarter|time|period|months|day|point) )?(?:of |in |at )?(?:the "
        rf")?(?:previous|preceding|prior|last) year|(?:the )?same (?:quarter|time|period|months"
        rf"|day|point) (?:of |in )?(?:the )?year before|(?:the )?same (?:quarter|time|period"
        rf"|months|day|point) (?:a|one) year (?:before|earlier|ago)|(?:the )?year before(?: "
        rf"that)?|(?:a|one|the) year {_AGO}|(?:12|twelve) months {_AGO}|(?:this time|same "
        rf"(?:quarter|time|period)) last year|year[- ]on[- ]year|in a year|over the (?:past "
        rf"|last )?year"), _years_before),
    (_of(rf"(?P<n>[2-9]|{'|'.join(_COUNTS)}) years {_AGO}"), _years_before),
    (_of(
        rf"(?:the )?(?:previous|preceding|prior|last) quarter|(?:the|a|one) quarter {_AGO}"
        rf"|(?:three|3) months {_AGO}|quarter[- ]on[- ]quarter"), _quarters_before),
    (_of(rf"(?:financial |the )?(?:year )?(?:{_YEARS}|{_SHORT_YEARS})"), _whole_year),
    (_of(rf"(?:the )?(?:end of )?{_MONTH},? (?:19|20)\d\d"), _whole_month),
    (_of(_QUARTER), _quarter),
    (_of(
        r"(?:(?:since|in|by|of|to|from|before|after|during|until|summer|spring|autumn|winter"
        r"|year|for) )(?:19|20)\d\d(?![-/]?\d|[.,]\d|%)"), _calendar),
    (_of(
        r"this (?:quarter|year|edition|report)|the (?:latest|newest|current|most recent"
        r"|present) (?:quarter|year|figures?|edition|period|rate|data)|now|current(?:ly)?"
        r"|today|at present|latest|newest"), _now),
)  # fmt: skip
