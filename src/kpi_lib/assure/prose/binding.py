"""Each figure of a sentence, bound to a computed one of the same measure, area, period, kind and unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kpi_lib.assure.prose.fact_rows import (
    NEIGHBOURS,
    RANK,
    REPORTED,
    SHARE,
    SIZE,
    VALUE,
    Fact,
    is_in,
    year_before,
)
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.mentions import Number, Reading, Time
from kpi_lib.assure.prose.seats import Seat, is_since, seat_of, subjects_at, times_at
from kpi_lib.assure.prose.values import has_unit, is_value
from kpi_lib.catalogue.indicators import Unit
from kpi_lib.core.periods import parse_period

_COMPLEMENT = re.compile(
    r"\b(?:late|unsuitable|missed|overdue|without|(?:not|n't) (?:yet |been )*"
    r"(?:completed|finished|held|done|reviewed|on time|in time|within|in|have|had|having|seen|taken|met))\b"
)
_PART_OF = re.compile(
    r"\s*(?:of|that of|the (?:rate|share|figure) (?:in|of|for)|of that (?:in|of)|of (?:the )?)\s*(?:the )?"
)
_CLAUSE = re.compile(r"[,;:]\s|\b(?:and|but|while|whereas|so)\b")
_STATED = re.compile(r"\b(?:reports?|reported|stated?|states|said|says|cabinet|paragraph)\b")


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of a sentence and the facts that it may be."""

    number: Number
    facts: tuple[Fact, ...]


def bind(number: Number, reading: Reading, facts: Facts, default: tuple[str, ...]) -> Bound:
    """Return a figure with the facts that it can be, none where nothing computed bears it out.

    Parameters
    ----------
    default : the measures that the sentence speaks of where it names none.
    """
    seat = seat_of(number, reading)
    part = _as_part_of_another(number, reading, facts, default)
    if part is not None:
        return Bound(number, part)
    alike = [
        fact
        for indicator_id in _subjects_with_unit(number, reading, facts, default)
        for fact in facts.of(indicator_id)
        if equals(number, fact, reading, seat)
    ]
    found = [
        fact for fact in alike if in_area(fact, reading, facts, seat) and in_time(fact, reading, facts, seat)
    ]
    return Bound(number, tuple(found))


def _subjects_with_unit(
    number: Number, reading: Reading, facts: Facts, default: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the measures that a figure is about; those of its unit where the nearest has another."""
    near = subjects_at(number.at, reading, default)
    if number.unit not in (Unit.PERCENT, Unit.PER_10000):
        return near
    if (
        any(facts.pack.catalogue[name].unit == number.unit for name in near)
        or seat_of(number, reading).is_delta
    ):
        return near
    named = tuple(dict.fromkeys(subject.indicator_id for subject in reading.subjects))
    return tuple(name for name in named if facts.pack.catalogue[name].unit == number.unit) or near


def _as_part_of_another(
    number: Number, reading: Reading, facts: Facts, default: tuple[str, ...]
) -> tuple[Fact, ...] | None:
    """Bind "half of England's" to the own figure, where it is so; nothing where it is no such part."""
    if not number.is_share:
        return None
    after = [
        place for place in reading.places if place.at.begin >= number.at.end and place.area != facts.home
    ]
    if not after or not _PART_OF.fullmatch(reading.text[number.at.end : after[0].at.begin]):
        return None
    found = []
    for name in subjects_at(number.at, reading, default):
        lead = facts.lead_period(name, "comparison")
        own, other = (
            [fact for fact in facts.values(name, area) if (fact.basis, fact.period) == lead]
            for area in (facts.home, after[0].area)
        )
        if own and other and other[0].value and is_value(number, own[0].value / other[0].value * 100):
            found.append(own[0])
    return tuple(found)


def in_area(fact: Fact, reading: Reading, facts: Facts, seat: Seat) -> bool:
    """Say whether a fact is of an area that the sentence speaks of at a figure."""
    named = {place.area for place in reading.places}
    if fact.kind in (SIZE, SHARE) and fact.area != facts.home:
        return fact.area in named
    if fact.kind == RANK or fact.pair.startswith((NEIGHBOURS, "ways")):
        return True
    if seat.place is not None:
        return fact.area == seat.place.area
    return fact.area == facts.home or fact.area in named


def in_time(fact: Fact, reading: Reading, facts: Facts, seat: Seat) -> bool:
    """Say whether a fact is of a period that the sentence speaks of at a figure."""
    explicit = [time for time in reading.times if time.is_explicit]
    currency = facts.currency(fact.indicator_id)
    times = [time for time in seat.times if not (seat.is_delta and time.years_before == 1)]
    is_then = any(is_of(time, fact, facts, explicit) for time in times)
    is_now = is_then if times else (fact.basis, fact.period) in currency.now
    is_local = any(time in times_at(seat.at, reading) for time in times)
    since = [time for time in explicit if time not in times and is_since(time, reading)]
    if seat.is_from and since and fact.area == facts.home:
        return any(is_of(time, fact, facts, []) for time in since)
    if (seat.is_from or seat.is_beside) and not seat.is_delta and not is_local and fact.area == facts.home:
        before = {year_before(*pair) for pair in _named_periods(explicit, fact, facts)}
        is_before = fact.period in before if before else (fact.basis, fact.period) in currency.earlier
        return is_before or (seat.is_beside and is_now)
    return is_now


def _named_periods(times: Iterable[Time], fact: Fact, facts: Facts) -> list[tuple[str, str]]:
    """Return (basis, period) of the values of a fact's measure and basis in the periods named."""
    values = [other for other in facts.values(fact.indicator_id) if other.basis == fact.basis]
    return [
        (other.basis, other.period)
        for other in values
        if any(is_of(time, other, facts, []) for time in times)
    ]


def is_of(time: Time, fact: Fact, facts: Facts, others: Iterable[Time]) -> bool:
    """Say whether a fact is of a period as a sentence names it; `others` are those it is relative to."""
    if time.period is not None:
        is_rolling = fact.end == time.period.end and fact.basis != "quarter"
        return is_rolling if time.is_rolling else is_in(fact, time.period)
    if time.calendar_year:
        return fact.end.year == time.calendar_year
    named = [one for one in others if one.period is not None]
    values = facts.values(fact.indicator_id) if named else []
    now = {(one.basis, one.period) for one in values if any(is_of(time_, one, facts, []) for time_ in named)}
    now = now or set(facts.currency(fact.indicator_id).now)
    for _ in range(time.years_before):
        now = {(basis, year_before(basis, period)) for basis, period in now}
    if time.quarters_before:
        now = {(basis, parse_period(period).shift(-1).label) for basis, period in now if basis == "quarter"}
    return (fact.basis, fact.period) in now


def equals(number: Number, fact: Fact, reading: Reading, seat: Seat) -> bool:
    """Say whether a fact has the unit, the kind and, as it is written, the value of a figure."""
    if (fact.kind in (SIZE, SHARE)) != seat.is_delta or not has_unit(number, fact):
        return False
    if fact.decimals is not None and number.decimals > fact.decimals:
        return False  # "85.0%" claims what a report's "85%" does not
    if fact.pair.startswith("ways ") and "ways" not in reading.text:
        return False
    if fact.pair.startswith("neighbours ") and "neighbour" not in reading.text:
        return False
    if fact.pair == REPORTED and not _STATED.search(reading.text):
        return False
    value = fact.value * (1e6 if fact.unit == Unit.MILLION_POUNDS else 1)
    is_share = number.unit == Unit.PERCENT and fact.kind == VALUE and fact.unit == Unit.PERCENT
    return is_value(number, 100 - value if is_share and _is_complement(number, reading) else value)


def _is_complement(number: Number, reading: Reading) -> bool:
    """Say whether a share is of those who did not: "23.6% were not finished on time"."""
    begins = [match.end() for match in _CLAUSE.finditer(reading.text, 0, number.at.begin)]
    end = _CLAUSE.search(reading.text, number.at.end)
    clause = reading.text[max(begins, default=0) : end.start() if end else None]
    return bool(_COMPLEMENT.search(clause))
