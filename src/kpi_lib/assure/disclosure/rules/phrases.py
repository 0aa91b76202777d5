"""Small counts in running text: "3 children", "n = 3", "57 of 60 children", "5% of 60 cases"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kpi_lib.assure.disclosure.rules.counting import counts_of_share, is_small, tells_small
from kpi_lib.assure.disclosure.rules.innocent import (
    INNOCENT_NOUNS,
    INNOCENT_PHRASES,
    NEVER_AFTER,
    PLACES,
    STOPS,
    THRESHOLDS,
)
from kpi_lib.assure.disclosure.rules.patterns import (
    ALL_BUT,
    COUNTED,
    DOING,
    IN_TRUTH,
    KEYED,
    LISTED,
    NAMED,
    NARROWED,
    OF_WHOM,
    OUT_OF,
    SHARE_OF,
    WITH_SHARE,
    WORD,
)
from kpi_lib.assure.disclosure.rules.words import LARGER_WORDS, NOUN, PEOPLE, SMALL_WORDS, plain


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of text that tells of few people, and by which rule."""

    rule: str
    what: str


@lru_cache(maxsize=200_000)
def find_phrases(text: str) -> tuple[Said, ...]:
    """Return every stretch of a text that gives a count of 1 to 5, or one to be worked out from it."""
    said = plain(text)
    if not said or not _HAS_NUMBER.search(said) or not _HAS_LETTER.search(said):
        return ()
    return tuple(
        Said(rule, said[max(0, match.start() - 30) : match.end() + 30].strip())
        for rule, pattern, judge in _RULES
        for match in pattern.finditer(said)
        if judge(match) and not is_innocent(said, match)
    )


_HAS_LETTER = re.compile(r"[A-Za-z]|\d\s?/\s?\d")


_HAS_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|single|couple|pair|trio)\b", re.IGNORECASE)


def is_innocent(said: str, match: re.Match[str]) -> bool:
    """Say whether a match is part of a known sentence, or names a place or a limit."""
    around = said[max(0, match.start() - 60) : match.end() + 60].lower()
    if any(phrase in around for phrase in INNOCENT_PHRASES if _overlaps(around, phrase, match, said)):
        return True
    before = said[max(0, match.start() - 24) : match.start()]
    is_place = PLACES.search(before) and not _ADJACENT.match(match.group())
    return bool(is_place or THRESHOLDS.search(before))


_ADJACENT = re.compile(rf"\w+ {PEOPLE}\b", re.IGNORECASE)


def _overlaps(around: str, phrase: str, match: re.Match[str], said: str) -> bool:
    place = around.find(phrase)
    start = match.start() - max(0, match.start() - 60)
    return place <= start < place + len(phrase) or start <= place < start + len(match.group())


def _between(match: re.Match[str]) -> bool:
    words = re.findall(WORD, match["between"].lower())
    return not STOPS.intersection(words)


def _out_of(match: re.Match[str]) -> bool:
    count, base = _value(match["count"]), _value(match["base"])
    if not base or count > base or _counts_others(match["tail"]):
        return False
    if not _tells_people(match["tail"]) and not _is_plain(match):
        return False
    if is_small(count):
        return base != _NEIGHBOURS or _tells_people(match["tail"])
    return is_small(base - count) and (base > _NEIGHBOURS or _tells_people(match["tail"]))


def _is_plain(match: re.Match[str]) -> bool:
    """Say whether "3 of 60" is in digits, and "3/60" no date, no year and no row of slashes."""
    if not (match["count"][0].isdigit() and match["base"][0].isdigit()):
        return False
    if "/" not in match["sign"]:
        return True
    after = match.string[match.end("base") : match.end("base") + 2]
    return (
        " " not in match.group()[: match.end("base") - match.start()]
        and "/" not in after
        and _value(match["base"]) > 31
    )


_NEIGHBOURS = 10
"""Statistical neighbours: "9 of 10", or "4 of 10", without a word says how many of them have a figure."""


def _share_of(match: re.Match[str]) -> bool:
    share, base = float(match["share"]), _value(match["base"])
    decimals = len(match["share"].partition(".")[2])
    if _counts_others(match["tail"]) or (1990 <= base <= 2100 and "," not in match["base"]):
        return False
    return tells_small(counts_of_share(share, decimals, base), base)


def _of_whom(match: re.Match[str]) -> bool:
    count, base = _value(match["count"]), _value(match["base"])
    return count > 5 and is_small(base - count) and not _counts_others(match["tail"])


def _all_but(match: re.Match[str]) -> bool:
    return not _counts_others(match["tail"])


def _counts_others(tail: str) -> bool:
    """Say whether the words after a number name something else than people or cases."""
    for word in re.findall(WORD, tail.lower()):
        if re.fullmatch(NOUN, word):
            return False
        if word in INNOCENT_NOUNS:
            return True
    return False


def _tells_people(tail: str) -> bool:
    return any(re.fullmatch(NOUN, word) for word in re.findall(WORD, tail.lower()))


def _value(text: str) -> float:
    word = text.lower()
    if word in SMALL_WORDS:
        return SMALL_WORDS[word]
    return float(LARGER_WORDS[word]) if word in LARGER_WORDS else float(word.replace(",", ""))


def _always(match: re.Match[str]) -> bool:
    return True


def _named(match: re.Match[str]) -> bool:
    words = re.findall(WORD, match["tail"].lower())
    return not words or not (INNOCENT_NOUNS | NEVER_AFTER).intersection(words)


_RULES = (
    ("small count", COUNTED, _between),
    ("small count", NAMED, _named),
    ("small count", KEYED, _named),
    ("small count", LISTED, _named),
    ("small count", IN_TRUTH, _named),
    ("small count", WITH_SHARE, _always),
    ("small count", NARROWED, _always),
    ("small count", OUT_OF, _out_of),
    ("share and base", SHARE_OF, _share_of),
    ("complement", OF_WHOM, _of_whom),
    ("complement", ALL_BUT, _all_but),
    ("small count", DOING, lambda match: not _counts_others(match["tail"])),
)
