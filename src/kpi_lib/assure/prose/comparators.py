"""Whom a word compares with: "better than England and the region"."""

from __future__ import annotations

import re

from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.mentions import Place, Reading, Word

_NEW_CLAUSE = re.compile(r";|\b(?:while|whereas)\b")

_WHICH = re.compile(r"\b(?:which|and that) (?:is|was|are)(?: also)?\s*$")

_AFTER_WORD = re.compile(r"\b(?:than|to|with|as|from|against|of|by|below|above|on|at|behind|between)\b")

_ADJOINED = {
    "above",
    "below",
    "behind",
    "ahead of",
    "in line with",
    "close to",
    "level with",
    "beat",
    "outperformed",
    "exceeds",
    "exceeded",
    "matches",
    "matched",
}


def comparators_of(word: Word, reading: Reading, facts: Facts) -> tuple[Place, ...]:
    """Return whom a word compares with: the areas named after it, before the next claim or period."""
    before = [other for other in reading.words if other.at.end <= word.at.begin]
    if before and _WHICH.search(reading.text[: word.at.begin]):
        return comparators_of(before[-1], reading, facts)
    stops = [other.at.begin for other in reading.words if other.at.begin > word.at.begin]
    clause = _NEW_CLAUSE.search(reading.text, word.at.end)
    end = min([*stops, clause.start() if clause else len(reading.text)])
    others = [place for place in reading.places if place.area != facts.home]
    after = [place for place in others if word.at.end <= place.at.begin < end]
    if after and (
        word.text in _ADJOINED
        or _AFTER_WORD.search(reading.text[word.at.end : after[0].at.begin])
        or not reading.text[word.at.end : after[0].at.begin].strip()
    ):
        is_time_first = any(
            word.at.end <= time.at.begin < after[0].at.begin
            and "than" in reading.text[word.at.end : time.at.begin]
            for time in reading.times
        )
        is_subject = re.match(
            r"\s*(?:it |they |which )?(?:was|is|were|are|had|has|rose|fell)\b",
            reading.text[after[0].at.end :],
        )
        if not is_time_first and not is_subject:
            return _joined(after, reading)
    led = [place for place in others if place.at.end <= word.at.begin and _is_led(place, reading)]
    return (led[-1],) if led and not _names_time(word, reading, end) else ()


def _joined(places: list[Place], reading: Reading) -> tuple[Place, ...]:
    """Return the first area and those joined to it: "than England and the region"."""
    group = [places[0]]
    for place in places[1:]:
        if not re.fullmatch(
            r"[^;]*?(?:,|\band\b|\bor\b|\bnor\b)(?: both| of| than| the| that of| those of| with| to|\s)*",
            reading.between(group[-1].at, place.at),
        ):
            break
        group.append(place)
    return tuple(group)


def _is_led(place: Place, reading: Reading) -> bool:
    return bool(
        re.search(
            r"\b(?:than|against|compared (?:with|to)|relative to|alongside|beside|versus"
            r"|unlike|next to)(?: both| the| its| our)*\s*$",
            reading.text[: place.at.begin],
        )
    )


def _names_time(word: Word, reading: Reading, end: int) -> bool:
    return any(word.at.end <= time.at.begin < end for time in reading.times)
