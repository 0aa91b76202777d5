"""Where a figure stands in its sentence: whose it is said to be, of which period, and whether a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpi_lib.assure.prose.fact_rows import RANK
from kpi_lib.assure.prose.figures import POINTS, TIMES
from kpi_lib.assure.prose.mentions import Number, Place, Reading, Span, Subject, Time

_MOVE = (
    r"(?:rise|fall|increase|decrease|drop|reduction|improvement|difference|gap|growth|gain"
    r"|change|decline|deterioration)"
)
_BENT = r"(?:about|around|nearly|almost|over|more than|just over|just under|some|roughly|approximately)"
_DELTA_BEFORE = re.compile(
    rf"(?:\bby(?: {_BENT})?|{_MOVE} of(?: {_BENT})?|(?:^|\W)(?<!made )(?<!make )(?<!makes "
    rf")(?<!making )(?:up|down)(?: {_BENT})?)(?: a)? $"
)
_DELTA_AFTER = re.compile(
    rf"\s*(?:of a point )?(?:higher|lower|above|below|more|fewer|less|better|worse|up|down"
    rf"|ahead|behind|short)\b|\s*{_MOVE}\b"
)
_FROM = re.compile(
    rf"\b(?:from|previously|formerly|had been|was once|(?P<weak>compared (?:with|to)|against))"
    rf"(?: (?:{_BENT}|just over|just under|the|a rate of|a figure of))? $"
)
_BROKEN = re.compile(r"[,;:](?!\d)|\b(?:while|whereas|but|than|which|and|against)\b")
_LISTED = re.compile(r"\s*(?:,|and|or|, and|nor|as well as|both)\s*")
_LED = re.compile(
    r"\b(?:than|against|with|to|unlike|versus|from)(?: (?:in|among|for|the|both|that of"
    r"|those of|its|our))*\s*$"
)
_BESIDE = re.compile(
    r"(?:\s|'s?|\(|the|average|mean|median|pooled|rate|figure|share|of|which was|where it "
    r"was|was|is|,? \(?an? (?:average|rate|figure) of|about|around|over|nearly|almost)*"
)
_NEAR = re.compile(
    r"(?!.*\b(?:lower|higher|below|above|than|and|but|while|whereas|from|by)\b)[\s(:"
    r"|']*(?:[^\s,;]+[\s(:|]+){0,5}"
)
_IN = re.compile(r"\s*,?\s*(?:in|for|across|by)(?: the)?\s*")
_BRACKET = re.compile(r"\s*\(\s*(?:the )?\s*")
_THEN_TIME = re.compile(
    r"(?:\s*[(,]?\s*[a-z\d',%-]+){0,7}?\s*[(,]?\s*(?:in|at|on|for|during|as at|of|over)?(?: the| quarter)?\s*"
)
_NOT_THEN = re.compile(r"\b(?:from|since|than|to|was|were|and|but|compared|against|up|down|of|on)\b(?=.)")
_NOT_BEFORE = re.compile(r"\b(?:than|from|since|but|while|whereas|to)\b|;")
_YARDSTICK = re.compile(r"\b(?:on|than|over|since|with|to|from)(?: the)?\s*$")
_BESIDE_TIME = re.compile(r"\s*\(\s*(?:it was |when it was )?")
_TWO_IN_BRACKET = re.compile(r"[^)]*\b(?:against|compared|from|versus|now)\b")
_SINCE = re.compile(r"\b(?:than|since|from|compared (?:with|to)|unlike)(?: in)?(?: the)?\s*$")
MOST_WORDS_AFTER_TIME = 14


@dataclass(frozen=True, slots=True)
class Seat:
    """What the words around a figure say of it."""

    at: Span
    place: Place | None
    """The area that it is plainly said of."""
    times: tuple[Time, ...]
    """The period that it is plainly said of."""
    is_delta: bool
    """It is the size of a change or difference."""
    is_from: bool
    """It is what was before: "from 72.4%"."""
    is_beside: bool = False
    """It is what something is held against, perhaps what was before: "against 72.4%"."""


def seat_of(number: Number, reading: Reading) -> Seat:
    """Return what the words around a figure say of it."""
    before = reading.text[: number.at.begin]
    is_delta = number.unit == POINTS or (
        number.unit not in (TIMES, RANK)
        and bool(_DELTA_BEFORE.search(before) or _DELTA_AFTER.match(reading.text, number.at.end))
    )
    led = None if number.unit == POINTS else _FROM.search(before)
    times = times_at(number.at, reading) or scope_of(number.at, reading)
    is_weak = led is not None and led["weak"] is not None
    is_from = led is not None and not is_weak
    return Seat(number.at, place_at(number.at, reading), tuple(times), is_delta, is_from, is_weak)


def subjects_at(
    at: Span, reading: Reading, default: tuple[str, ...], *, is_word: bool = False
) -> tuple[str, ...]:
    """Return the measures that a place in a sentence is about: the nearest named, or all where that is open.

    Parameters
    ----------
    default : the measures that the sentence speaks of where it names none.
    is_word : the place is a claiming word, which may stand before what it is about.
    """
    named = reading.subjects
    if not named:
        return default
    before = [subject for subject in named if subject.at.begin <= at.begin]
    if is_word and not before:
        return tuple(dict.fromkeys(subject.indicator_id for subject in _first_listed(named, reading)))
    chosen = _listed_with(before, reading) if before and is_tight(reading, before[-1].at, at) else named
    return tuple(dict.fromkeys(subject.indicator_id for subject in chosen))


def is_tight(reading: Reading, one: Span, other: Span, words: int = 7) -> bool:
    """Say whether two places stand in one clause, near, with no figure between."""
    if one.holds(other):
        return True
    gap = reading.between(one, other)
    return not _BROKEN.search(gap) and len(gap.split()) <= words and not reading.numbers_between(one, other)


def place_at(at: Span, reading: Reading) -> Place | None:
    """Return the area that a figure is plainly said of: "England's 82.7%", "Kent (86.9%)"."""
    before = [place for place in reading.places if place.at.end <= at.begin]
    after = [place for place in reading.places if place.at.begin >= at.end]
    if after:
        gap = reading.between(at, after[0].at)
        if _IN.fullmatch(gap) or _BRACKET.fullmatch(gap):
            return after[0]
    if before and not reading.numbers_between(before[-1].at, at):
        is_led = _LED.search(reading.text[: before[-1].at.begin])
        if (_BESIDE if is_led else _NEAR).fullmatch(reading.between(before[-1].at, at)):
            return before[-1]
    return None


def times_at(at: Span, reading: Reading) -> list[Time]:
    """Return the period that a figure is plainly said of: the one right after it, or the last before it."""
    if after := _time_after(at, reading):
        return [after]
    before = [time for time in reading.times if time.at.end <= at.begin]
    if not before or _is_yardstick(before[-1], reading, at) or reading.numbers_between(before[-1].at, at):
        return []
    gap = reading.between(before[-1].at, at)
    if _BESIDE_TIME.fullmatch(gap):
        return [] if _TWO_IN_BRACKET.match(reading.text, at.end) else [before[-1]]
    is_near = len(gap.split()) <= MOST_WORDS_AFTER_TIME and not _NOT_BEFORE.search(gap)
    return [before[-1]] if is_near else []


def scope_of(at: Span, reading: Reading) -> list[Time]:
    """Return the explicit period under which a figure stands: the last that leads, else one that follows."""
    own = {after for number in reading.numbers if (after := _time_after(number.at, reading))}
    free = [time for time in reading.times if time.is_explicit and time not in own]
    free = [time for time in free if not _SINCE.search(reading.text[: time.at.begin])]
    before = [time for time in free if time.at.end <= at.begin]
    return before[-1:] or free[:1]


def is_since(time: Time, reading: Reading) -> bool:
    """Say whether a period is where something began: "since 2015-16"."""
    return bool(re.search(r"\bsince(?: the)?\s*$", reading.text[: time.at.begin]))


def _time_after(at: Span, reading: Reading) -> Time | None:
    after = [time for time in reading.times if time.at.begin >= at.end]
    if not after or reading.numbers_between(at, after[0].at) or _is_yardstick(after[0], reading, at):
        return None
    gap = reading.between(at, after[0].at)
    is_said = _THEN_TIME.fullmatch(gap) and not _NOT_THEN.search(
        gap.rstrip().removesuffix("of").removesuffix("on")
    )
    return after[0] if is_said else None


def _is_yardstick(time: Time, reading: Reading, at: Span) -> bool:
    """Say whether a period is only compared with: "improved on a year ago", not "a year ago it was"."""
    is_relative = time.years_before > 0 or time.quarters_before > 0
    is_beside = _BESIDE_TIME.fullmatch(reading.between(time.at, at))
    return is_relative and not is_beside and bool(_YARDSTICK.search(reading.text[: time.at.begin]))


def _first_listed(subjects: tuple[Subject, ...], reading: Reading) -> list[Subject]:
    """Return the first of some subjects with those after it that it is listed with."""
    group = [subjects[0]]
    for subject in subjects[1:]:
        if not _LISTED.fullmatch(reading.between(group[-1].at, subject.at)):
            break
        group.append(subject)
    return group


def _listed_with(subjects: list[Subject], reading: Reading) -> list[Subject]:
    """Return the last of some subjects with those before it that it is listed with: "A and B"."""
    group = [subjects[-1]]
    for subject in reversed(subjects[:-1]):
        if not _LISTED.fullmatch(reading.between(subject.at, group[-1].at)):
            break
        group.append(subject)
    return group
