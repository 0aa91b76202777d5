"""Small counts in running text and in code: "3 children", "n = 3", "57 of 60 children", "5% of 60 cases".

A pattern finds a stretch of text that has the form of a count; its judge says whether what is counted are
people or cases; last, a stretch is harmless within a known sentence, or as a place or a limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kpi_lib.assure.disclosure.rules.figures import counts_of_share, is_small, leaves_small
from kpi_lib.assure.disclosure.rules.words import (
    LARGER_WORDS,
    NOUN,
    PEOPLE,
    SMALL_WORDS,
    plain,
    words_for,
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What discloses few people, and by which rule: a stretch of text, or a cell with its row's name."""

    rule: str
    got: str


STOPS = frozenset(words_for("others", "stops"))
OTHER_NOUNS = frozenset(words_for("others", "nouns"))
AFTER_THEMES = frozenset(words_for("others", "after"))
KNOWN_SENTENCES = words_for("others", "phrases")
NEIGHBOURS = 10
"""Statistical neighbours: "9 of 10", or "4 of 10", without a word says how many of them have a figure."""

_PLACE = re.compile(
    r"(?:(?:\b|(?<=\d))(?:paragraph|para|table|figure|fig|section|chapter|page|step|stage|phase|version|quarter|"
    r"article|tier|level|class|part|item|row|column|line|option|type|category|band|appendix|annex|form|rule|note|"
    r"key stage|no\.|reg(?:ulation)?|schedule|act)\s*[(“\"]?|\bQ)$",
    re.IGNORECASE,
)
"""What makes the number after it the name of a place: "paragraph 5"."""
_LIMIT = re.compile(
    r"(?:\b(?:at least|more than|fewer than|less than|under|over|above|below|up to|minimum of|"
    r"about one in|than|every)\s*[(“\"]?|≥ ?|≤ ?|> ?|< ?|\d\s|\d to |\bn ≥ )$",
    re.IGNORECASE,
)
"""What makes the number after it a limit, or a part of another number."""
_PEOPLE_NEXT = re.compile(rf"\w+ {PEOPLE}\b", re.IGNORECASE)
_HAS_LETTER = re.compile(r"[A-Za-z]|\d\s?/\s?\d")
_HAS_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|single|couple|pair|trio)\b", re.IGNORECASE)

_WORD = r"[A-Za-z][A-Za-z’'-]*"
_SMALL = r"(?:0*[1-5]|" + "|".join(SMALL_WORDS) + ")"
_BEFORE = r"(?<![\w.,£$€%/:#§φ=<>+*^|−–-])"
_AFTER = r"(?![\w%/]|[.,:−–-]\d|\s?%|\s?per\s?cent|\s?percent|:\s\d)"
_MORE = r"(?!\s+(?:or (?:more|fewer|less|over|under)|and over|to (?:\d|six|ten)|in \d|per ))"
_COUNT = rf"(?P<count>{_SMALL}){_AFTER}{_MORE}"
_DEFINITE = "the|our|these|those|all"
_ANY = r"\d{1,3}(?:,\d{3})+|\d+"
_TAIL = rf"(?P<tail>(?:\s+{_WORD}){{0,4}})"
_ONE_MORE = rf"(?P<tail>(?:\s*{_WORD})?)"


@lru_cache(maxsize=200_000)
def find_in_text(text: str) -> tuple[Disclosure, ...]:
    """Return every stretch of a text that gives a count of 1 to 5, or one to be worked out from it."""
    said = plain(text)
    if not said or not _HAS_NUMBER.search(said) or not _HAS_LETTER.search(said):
        return ()
    return tuple(
        Disclosure(rule, _around(said, match))
        for rule, pattern, counts_people in _RULES
        for match in pattern.finditer(said)
        if counts_people(match) and not _is_harmless(said, match)
    )


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 30) : match.end() + 30].strip()


def _is_harmless(said: str, match: re.Match[str]) -> bool:
    """Say whether a match is part of a known sentence, or names a place or a limit."""
    begin = max(0, match.start() - 60)
    around, start, end = said[begin : match.end() + 60].lower(), match.start() - begin, match.end() - begin
    for sentence in KNOWN_SENTENCES:
        place = around.find(sentence)
        if place >= 0 and place < end and start < place + len(sentence):
            return True
    before = said[max(0, match.start() - 24) : match.start()]
    # "Q2 3 children left" follows the name of a place, and is a count all the same
    is_place = _PLACE.search(before) and not _PEOPLE_NEXT.match(match.group())
    return bool(is_place or _LIMIT.search(before))


def _names_people(tail: str) -> bool:
    return any(re.fullmatch(NOUN, word) for word in re.findall(_WORD, tail.lower()))


def _counts_others(match: re.Match[str]) -> bool:
    """Say whether the words after a number name something else than people or cases, and name it first."""
    for word in re.findall(_WORD, match["tail"].lower()):
        if re.fullmatch(NOUN, word):
            return False
        if word in OTHER_NOUNS:
            return True
    return False


def _counts_no_others(match: re.Match[str]) -> bool:
    return not _counts_others(match)


def _is_one_phrase(match: re.Match[str]) -> bool:
    """Say whether nothing between number and noun ends the phrase, as in "one row a social worker"."""
    return not STOPS.intersection(re.findall(_WORD, match["between"].lower()))


def _is_of_people(match: re.Match[str]) -> bool:
    words = re.findall(_WORD, match["tail"].lower())
    return not (OTHER_NOUNS | AFTER_THEMES).intersection(words)


def _is_small_part(match: re.Match[str]) -> bool:
    count, base = _value(match["count"]), _value(match["base"])
    if not base or count > base or _counts_others(match):
        return False
    is_named = _names_people(match["tail"])
    if not is_named and not _is_plain(match):
        return False
    if is_small(count):
        return base != NEIGHBOURS or is_named
    return is_small(base - count) and (base > NEIGHBOURS or is_named)


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


def _leaves_small(match: re.Match[str]) -> bool:
    share, base = float(match["share"]), _value(match["base"])
    decimals = len(match["share"].partition(".")[2])
    is_year = 1990 <= base <= 2100 and "," not in match["base"]
    return not (is_year or _counts_others(match)) and leaves_small(
        counts_of_share(share, decimals, base), base
    )


def _leaves_few_others(match: re.Match[str]) -> bool:
    count, base = _value(match["count"]), _value(match["base"])
    return count > 5 and is_small(base - count) and not _counts_others(match)


def _value(text: str) -> float:
    word = text.lower()
    return float(SMALL_WORDS.get(word) or LARGER_WORDS.get(word) or word.replace(",", ""))


def _always(_: re.Match[str]) -> bool:
    return True


_Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]]
_RULES: tuple[_Rule, ...] = tuple(
    (rule, re.compile(pattern, re.IGNORECASE), counts_people)
    for rule, pattern, counts_people in (
        (  # "3 young children"
            "small count",
            rf"{_BEFORE}{_COUNT}(?P<between>(?:[\s,(]+(?:{_WORD})){{0,4}}?)[\s(]+{NOUN}\b",
            _is_one_phrase,
        ),
        (  # "children: 3", "children numbered 3"
            "small count",
            rf"\b{NOUN}\s*"
            r"(?:\s(?:were|was|is|are|numbered|totalled|total|count)\s+(?:only|just|about)?\s*|[:=(\[]+\s*)"
            rf"{_COUNT}{_ONE_MORE}",
            _is_of_people,
        ),
        (  # "n = 3", "true count: 3"
            "small count",
            r"(?<![\w-])(?:[\w-]*[-_ ])?(?:n|num|count|counted|counts|number|numbers|numerator|total|totals|"
            rf"denominator|freq|frequency|suppressed|withheld|true|actual|raw|{NOUN})"
            r"(?:[-_](?:count|n|total|number|value))?[\"'’\])]*\s*(?:[:=]|\s(?:of|is|was)\s)\s*[\"'‘(\[]?\s*"
            rf"{_COUNT}(?P<tail>(?:\s*{_WORD}){{0,2}})",
            _is_of_people,
        ),
        (  # "Number of children placed abroad this quarter: 3"
            "small count",
            rf"\b{NOUN}\b(?:\s+{_WORD}){{0,6}}\s*[:=]\s*{_COUNT}{_ONE_MORE}",
            _is_of_people,
        ),
        (  # "exactly 3"
            "small count",
            r"\b(?:actual(?:ly)?|true|truly|exact(?:ly)?|precisely|really|in fact|unrounded|unsuppressed|"
            r"before suppression)\s+(?:value|count|number|figure|total)?\s*[:=]?\s*"
            rf"(?P<count>[1-5]){_AFTER}{_MORE}{_ONE_MORE}",
            _is_of_people,
        ),
        (  # "3 (5%)"
            "small count",
            r"(?<![\w.,£$%/:#–-])[1-5]\s*\(\s*\d{1,2}(?:\.\d+)?\s?%(?:[^)]{0,30})\)",
            _always,
        ),
        (  # "fewer than 3 children": 1 or 2
            "small count",
            r"\b(?:fewer than|less than|at most|no more than)\s+(?:[2-5]|two|three|four|five)\s+"
            rf"(?:\w+\s+)?{NOUN}\b",
            _always,
        ),
        (  # "3 of 60", "3 out of the 60 children", "57/60"
            "small count",
            rf"{_BEFORE}(?P<count>{_ANY}|{_SMALL})\s*"
            rf"(?P<sign>/|(?:out of|of|from)\s+(?:{_DEFINITE}|a total of)?\s*)"
            rf"\s*(?P<base>{_ANY}|{'|'.join(LARGER_WORDS)}){_AFTER}{_TAIL}",
            _is_small_part,
        ),
        (  # "5% of 60 cases"
            "share and base",
            rf"(?P<share>\d+(?:\.\d+)?)\s?(?:%|per ?cent)\s*\(?\s*(?:out of|of|among|from|n\s*=|base\s*:?)\s*"
            rf"(?:{_DEFINITE})?\s*(?P<base>{_ANY}){_AFTER}{_TAIL}",
            _leaves_small,
        ),
        (  # "60 children, of whom 57"
            "complement",
            rf"{_BEFORE}(?P<base>{_ANY})\s+(?:{_WORD}\s+){{0,3}}?{NOUN}\b[^.;|]{{0,40}}?"
            r"(?:of (?:whom|which|them)|all but|and|but|only|,)\s+(?:only |just |all but )?"
            rf"(?P<count>{_ANY}){_AFTER}{_TAIL}",
            _leaves_few_others,
        ),
        (  # "all but three"
            "complement",
            r"\b(?:all but|all except|except for|apart from|save for|bar)\s+"
            rf"(?P<count>{_SMALL}){_AFTER}{_TAIL}",
            _counts_no_others,
        ),
        (  # "three of them went missing"
            "small count",
            rf"{_BEFORE}(?P<count>{_SMALL})\s+(?:of (?:them|these|those|whom)\s+)?(?:were|was|had been|died|"
            r"left care|left home|returned|entered|ran away|went missing|became|are adopted|is adopted|"
            rf"went home|moved (?:home|placement)|turned|aged|under \d)\b{_TAIL}",
            _counts_no_others,
        ),
    )
)

_PERSON = (
    r"(?:child|children|young (?:people|persons?)|people|persons|girls?|boys?|bab(?:y|ies)|infants?|"
    r"siblings?|famil(?:y|ies)|households?|parents?|carers?|care leavers?|social workers?|referrals?|audits|"
    r"adoptions?|placements|court cases|deaths?)"
)
_MAY_COUNT = re.compile(
    r"(?i)child|young|people|persons|girl|boy|bab|infant|sibling|famil|household|parent|carer|leaver|"
    r"worker|referral|audits|adoption|placements|cases|death|numerator|counted"
)
"""A word of the two patterns below: most lines of a script have none, and are read ten times faster."""
_IN_CODE = (
    re.compile(
        rf"(?<![\w.,$%#-])(?:[1-5]|one|two|three|four|five) (?:[a-z]+ )?{_PERSON}\b(?!-)", re.IGNORECASE
    ),
    re.compile(
        rf"[\"'](?:[\w -]*[_ -])?(?:{_PERSON}|counted|numerator|cases|n_children)"
        r"[\"']\s*:\s*[\"']?[1-5](?![\w.%])",
        re.IGNORECASE,
    ),
)


def find_in_code(text: str) -> Iterator[Disclosure]:
    """Yield what a script or a style sheet says: its words in full, its data by the names of their keys."""
    if not _MAY_COUNT.search(text):
        return
    for pattern in _IN_CODE:
        for match in pattern.finditer(text):
            if not _is_harmless(text, match):
                yield Disclosure("small count", plain(_around(text, match)))
