"""Each figure of a sentence, bound to a computed one of the same measure, area, period, kind and unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kpi_lib.catalogue.indicators import Unit
from kpi_lib.core.rounding import round_half_up
from kpi_lib.edition.prose.facts import BOUND, COUNT, NEIGHBOURS, RANK, SHARE, SIZE, VALUE, Fact, Facts, is_in, year_before
from kpi_lib.edition.prose.figures import ABOUT, JUST_OVER, JUST_UNDER, NONE, OVER, POINTS, TIMES, UNDER
from kpi_lib.edition.prose.mentions import Number, Place, Reading, Span, Subject, Time

NEAR_SHARE, FAR_SHARE = 0.05, 0.25
"""How far "about" may be from a figure, and "over" or "under", in parts of it."""
NEAR_POINTS = 2.5
"""How far "three quarters" may be from a share, in percentage points."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of a sentence and the facts that it may be."""

    number: Number
    facts: tuple[Fact, ...]


_DELTA_BEFORE = re.compile(
    r"(?:\bby|(?:rise|fall|increase|decrease|drop|reduction|improvement|difference|gap|growth|gain|change|decline|deterioration) of(?: (?:about|around|nearly|almost|over|more than|just over|just under|some))?|"
    r"(?:^|\W)(?:up|down)|by (?:about|around|nearly|almost|over|more than|just over|just under|some|a))(?: a)? $"
)
_DELTA_AFTER = re.compile(
    r"\s*(?:of a point )?(?:higher|lower|above|below|more|fewer|less|better|worse|up|down|ahead|behind|short)(?: (?:than|on|of|from)|\b)|\s*(?:rise|fall|increase|decrease|drop|reduction|improvement|gap|decline|difference)"
)
_FROM = re.compile(r"(?:\bfrom|compared (?:with|to)|previously|formerly|had been|was once|against)(?: (?:about|around|nearly|almost|over|some|just over|just under|the|a rate of|a figure of))? $")
_COMPLEMENT = re.compile(r"\b(?:not|late|without|unsuitable|missed|outside|beyond|longer than|over)\b|n't\b")
_STATED = re.compile(r"\b(?:reports?|reported|stated|states|said|says|cabinet|paragraph)\b")


def bind(number: Number, reading: Reading, facts: Facts, subjects: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return the facts that a figure can be, none where nothing computed bears it out.

    Parameters
    ----------
    subjects : the measures that the sentence speaks of where it names none.
    """
    return tuple(
        fact
        for indicator_id in subjects_of(number.at, reading, subjects)
        for fact in facts.of(indicator_id)
        if equals(number, fact, reading) and in_area(number, fact, reading, facts) and in_time(number, fact, reading, facts)
    )


def subjects_of(at: Span, reading: Reading, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the measures that a place in a sentence is about: the nearest named, or all where that is open."""
    named = reading.subjects
    if not named:
        return default
    before = [subject for subject in named if subject.at.begin <= at.begin]
    if before and is_tight(reading, before[-1].at, at):
        return tuple(dict.fromkeys(subject.indicator_id for subject in _listed_with(before, reading)))
    return tuple(dict.fromkeys(subject.indicator_id for subject in named))


def _listed_with(subjects: list[Subject], reading: Reading) -> list[Subject]:
    """Return the last of some subjects with those before it that it is listed with: "A and B"."""
    group = [subjects[-1]]
    for subject in reversed(subjects[:-1]):
        if not re.fullmatch(r"\s*(?:,|and|or|, and|nor|as well as|both)\s*", reading.between(subject.at, group[-1].at)):
            break
        group.append(subject)
    return group


def is_tight(reading: Reading, one: Span, other: Span, words: int = 7) -> bool:
    """Say whether two places stand in one clause, near, with no figure between."""
    if one.holds(other):
        return True
    gap = reading.between(one, other)
    is_broken = re.search(r"[,;:](?!\d)|\b(?:while|whereas|but|than|which|and|against)\b", gap)
    return not is_broken and len(gap.split()) <= words and not reading.numbers_between(one, other)


def in_area(number: Number, fact: Fact, reading: Reading, facts: Facts) -> bool:
    """Say whether a fact is of an area that the sentence speaks of at this figure."""
    if fact.kind in (SIZE, SHARE) and fact.area != facts.home:
        return any(_same_area(place.area, fact.area) for place in reading.places)
    if fact.kind == RANK or fact.pair.startswith("neighbours "):
        return True
    tight = tight_place(number.at, reading)
    if tight is not None:
        return _same_area(tight.area, fact.area)
    return fact.area == facts.home or any(_same_area(place.area, fact.area) for place in reading.places)


def tight_place(at: Span, reading: Reading) -> Place | None:
    """Return the area that a figure is plainly said of: "England's 82.7%", "82.7% in England", "Kent (86.9%)"."""
    before = [place for place in reading.places if place.at.end <= at.begin]
    after = [place for place in reading.places if place.at.begin >= at.end]
    if after and re.fullmatch(r"\s*,?\s*(?:in|for|across|by)(?: the)?\s*", reading.between(at, after[0].at)):
        return after[0]
    if after and re.fullmatch(r"\s*\(\s*(?:the )?\s*", reading.between(at, after[0].at)):
        return after[0]
    if before and not reading.numbers_between(before[-1].at, at):
        gap = reading.between(before[-1].at, at)
        is_led = _LED.search(reading.text[: before[-1].at.begin])
        if (_BESIDE if is_led else _NEAR).fullmatch(gap):
            return before[-1]
    return None


_LED = re.compile(r"\b(?:than|against|with|to|unlike|versus|from)(?: (?:in|the|both|that of|those of|its|our))*\s*$")
_BESIDE = re.compile(
    r"(?:\s|'s?|\(|:|the|average|mean|median|pooled|rate|figure|share|of|which was|where it was|was|is|,? \(?an? (?:average|rate|figure) of|about|around|over|nearly|almost)*"
)
_NEAR = re.compile(r"(?!.*\b(?:lower|higher|below|above|than|and|but|while|whereas|from|by)\b)[\s(:|']*(?:[^\s,;]+[\s(:|]+){0,5}")


def _same_area(named: str, area: str) -> bool:
    return named == area


def in_time(number: Number, fact: Fact, reading: Reading, facts: Facts) -> bool:
    """Say whether a fact is of a period that the sentence speaks of at this figure."""
    key = (fact.basis, fact.period)
    currency = facts.currency(fact.indicator_id)
    times = tight_times(number.at, reading)
    explicit = [time for time in reading.times if time.is_explicit]
    is_earlier_said = bool(_FROM.search(reading.text[: number.at.begin])) and number.unit != POINTS
    if times:
        return any(is_of(time, fact, facts, explicit) for time in times)
    if is_earlier_said and not _is_comparator(fact, facts):
        wanted = {year_before(*pair) for pair in _pairs(explicit, fact, facts)} if explicit else set()
        return fact.period in wanted if explicit and wanted else key in currency.earlier
    others = [time for time in explicit if not _is_claimed(time, reading)]
    if explicit:
        return any(is_of(time, fact, facts, explicit) for time in (others or explicit))
    return key in currency.now


def _is_comparator(fact: Fact, facts: Facts) -> bool:
    return fact.area != facts.home


def _pairs(times: Iterable[Time], fact: Fact, facts: Facts) -> list[tuple[str, str]]:
    """Return (basis, period) of the values of a measure in the periods named."""
    return [
        (other.basis, other.period)
        for other in facts.values(fact.indicator_id)
        if other.basis == fact.basis and any(is_of(time, other, facts, []) for time in times)
    ]


def _is_claimed(time: Time, reading: Reading) -> bool:
    """Say whether a period stands tight at another figure."""
    return any(time in tight_times(number.at, reading) for number in reading.numbers)


def tight_times(at: Span, reading: Reading) -> list[Time]:
    """Return the periods that a figure is plainly said of: the one right after it, or the last before it."""
    after = [time for time in reading.times if time.at.begin >= at.end]
    if after and not reading.numbers_between(at, after[0].at):
        gap = reading.between(at, after[0].at)
        if re.fullmatch(r"(?:\s*[(,]?\s*[a-z'%-]+){0,6}?\s*[(,]?\s*(?:in|at|on|for|during|as at|of|over)?(?: the| quarter)?\s*", gap) and not re.search(r"\b(?:from|since|than|to|was|were|and|but|compared|against|up|down|of)\b", gap):
            return [after[0]]
    before = [time for time in reading.times if time.at.end <= at.begin]
    if before and _is_yardstick(before[-1], reading, at):
        return []
    if before and not reading.numbers_between(before[-1].at, at):
        gap = reading.between(before[-1].at, at)
        if len(gap.split()) <= 14 and not re.search(r"\b(?:than|from|since|but|while|whereas|to)\b|;", gap) or re.fullmatch(r"\s*\(\s*", gap):
            return [before[-1]]
    return []


_YARDSTICK = re.compile(r"\b(?:on|than|over|since|with|to|from)(?: the)?\s*$")


def _is_yardstick(time: Time, reading: Reading, at: Span) -> bool:
    """Say whether a period only says what is compared with: "improved on a year ago", not "a year ago it was"."""
    is_relative = time.years_before > 0 or time.quarters_before > 0
    is_beside = re.fullmatch(r"\s*\(\s*(?:it was |when it was )?", reading.between(time.at, at))
    return is_relative and not is_beside and bool(_YARDSTICK.search(reading.text[: time.at.begin]))


def is_of(time: Time, fact: Fact, facts: Facts, explicit: list[Time]) -> bool:
    """Say whether a fact is of a period as a sentence names it."""
    if time.period is not None:
        return fact.end == time.period.end and fact.basis != "quarter" if time.is_rolling else is_in(fact, time.period)
    if time.calendar_year:
        return fact.end.year == time.calendar_year
    now = {pair for pair in facts.currency(fact.indicator_id).now}
    others = [one for one in explicit if one.period is not None]
    if others:
        now = {(other.basis, other.period) for other in facts.values(fact.indicator_id) if any(is_of(one, other, facts, []) for one in others)} or now
    for _ in range(time.years_before):
        now = {(basis, year_before(basis, period)) for basis, period in now}
    if time.quarters_before:
        now = {(basis, _quarter_before(period)) for basis, period in now if basis == "quarter"}
    return (fact.basis, fact.period) in now


def _quarter_before(period: str) -> str:
    from kpi_lib.core.periods import parse_period

    return parse_period(period).shift(-1).label


def equals(number: Number, fact: Fact, reading: Reading) -> bool:
    """Say whether a fact has the unit, the kind and, as it is written, the value of a figure."""
    if not _is_alike(number, fact, reading):
        return False
    value = fact.value * (1e6 if fact.unit == Unit.MILLION_POUNDS else 1)
    if is_value(number, value):
        return True
    is_share = number.unit == Unit.PERCENT and fact.kind == VALUE
    return is_share and bool(_COMPLEMENT.search(reading.text)) and is_value(number, 100 - value)


def is_value(number: Number, value: float) -> bool:
    """Say whether a figure, with the word that bends it, says a value: half up at the decimals written."""
    said = abs(number.value)
    size = abs(value)
    if number.is_share:
        return _is_share(number, size)
    if number.bent in (OVER, UNDER, JUST_OVER, JUST_UNDER):
        reach = (NEAR_SHARE if number.bent in (JUST_OVER, JUST_UNDER) else FAR_SHARE) * said
        if number.bent in (OVER, JUST_OVER):
            return said < size <= said + reach
        return said - reach <= size < said
    if _rounded(size, number.decimals) == round(said, max(number.decimals, 0)):
        return True
    return number.bent == ABOUT and abs(size - said) <= NEAR_SHARE * said


def _is_share(number: Number, size: float) -> bool:
    said = number.value
    if number.bent == OVER:
        return said < size
    if number.bent == UNDER:
        return size < said
    if number.bent in (JUST_OVER, JUST_UNDER):
        return abs(size - said) <= 2 * NEAR_POINTS and (size > said) == (number.bent == JUST_OVER)
    return abs(size - said) <= NEAR_POINTS


def _rounded(value: float, decimals: int) -> float:
    if decimals >= 0:
        return float(round_half_up(value, decimals))
    step = 10**-decimals
    return float(round_half_up(value / step)) * step


def _is_alike(number: Number, fact: Fact, reading: Reading) -> bool:
    is_delta = fact.kind in (SIZE, SHARE)
    if is_delta != _is_delta(number, reading):
        return False
    unit = number.unit
    if unit == POINTS:
        return fact.kind == SIZE and fact.unit == Unit.PERCENT
    if unit == Unit.PERCENT:
        return fact.unit == Unit.PERCENT and fact.kind != SIZE
    if unit == RANK:
        return fact.kind == RANK
    if unit == Unit.POUNDS:
        return fact.unit in (Unit.POUNDS, Unit.MILLION_POUNDS)
    if unit == Unit.COUNT:
        return fact.kind == COUNT
    if unit == NONE:
        return fact.unit not in (Unit.PERCENT, Unit.POUNDS, Unit.MILLION_POUNDS) and fact.kind in (VALUE, BOUND, COUNT, SIZE)
    return fact.unit == unit


def _is_delta(number: Number, reading: Reading) -> bool:
    if number.unit == POINTS:
        return True
    if number.unit in (TIMES, RANK):
        return False
    return bool(_DELTA_BEFORE.search(reading.text[: number.at.begin]) or _DELTA_AFTER.match(reading.text, number.at.end))
