"""What a measure's name says: which things, which moment, which unit, and what is left unexplained."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.names.plain_names import SNAPSHOT, parse_marks

WORDS_FILE = "name_words.toml"
STATE, COMPARATOR = "state", "comparator"
MOMENTS = frozenset({"start", "end", "complete", STATE, "throughout"})
"""Meanings that say which moment of a case is counted."""
BASES = frozenset({"to_date", "rolling_year"})
"""Meanings that say on what a figure rests, such as the year to date: nothing of what is measured."""

TYPO_LENGTH, TYPO_LIKENESS = 6, 85.0
"""A word this long (letters) and this like a known one (0 to 100) is that one, written wrongly."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_TIMES = re.compile(
    rf"\b(?:(?:19|20)\d\d(?: ?(?:19|20)?\d\d)?|(?:q|qtr|quarter) ?[1-4]|(?:{_MONTHS})[a-z]*(?: \d\d)?)\b"
)
_AT_DAY = re.compile(rf"\b(?:as )?at (?:\d{{1,2}} \d{{1,2}} \d{{2,4}}\b|(?:\d{{1,2}} )?(?=(?:{_MONTHS})))")
_CODE_OF_ROW = r"\d+(?:\.\d+)*[a-z]?"
_REFERENCE = re.compile(
    r"^\s*(?!(?i:ni\W*\d|s\W*47)|(?:19|20)\d\d)"
    rf"(?:(?i:k?pi|ref|measure|indicator) ?{_CODE_OF_ROW}\.?\s+"
    rf"|[A-Za-z]{{1,4}}[ ._-]?{_CODE_OF_ROW}(?:\s*[:)]|\s+[-–]\s)"
    rf"|[A-Za-z]{{1,4}}[._-]?{_CODE_OF_ROW}\.?\s+(?=[A-Z%])"
    r"|\d+(?:\.\d+)+[a-z]?\.?\s+(?!years|yrs)"
    r"|\d+[a-z]?(?:\s*[:)]|\.\s|\s+[-–]\s))\s*"
)
"""A reference before a name, such as "CS01: " or "1.2 "; never "NI 62", "S47" or "3 or more"."""
_CODE = re.compile(r"\bni\d+[a-z]?\b")
_MARK_WORDS = {
    "rate": r"\brate\b",
    "average": r"\baverage\b|\bmean\b",
    "total": r"\btotal\b|\bvolume\b|\bhow many\b",
    "money": r"£|\bcosts?\b|\bspend\b|\boverspend\b|\bexpenditure\b",
}
"""Marks besides those of `plain_name`, by the words that state them."""


class Word(BaseModel):
    """One meaning, and the phrases that say it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    means: tuple[str, ...]
    says: tuple[str, ...]


class NameWords(BaseModel):
    """The words of measures' names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fillers: tuple[str, ...]
    word: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one name says.

    Parameters
    ----------
    things : the meanings of its words, those of moments left out.
    moments : which moment of a case it counts, as far as it says so.
    marks : the units it states, as `plain_name` marks them, and `rate`, `average`, `money`, `total`.
    numbers : numbers that no known phrase explains.
    codes : national indicators that it names, such as `ni62`.
    others : words that are not known.
    """

    things: frozenset[str]
    moments: frozenset[str]
    marks: frozenset[str]
    numbers: frozenset[str]
    codes: frozenset[str]
    others: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name in common words, for comparing how alike two names are."""
        return " ".join([*sorted(self.things), *sorted(self.moments), *sorted(self.numbers), *self.others])


@dataclass(frozen=True, slots=True)
class _Phrases:
    pattern: re.Pattern[str]
    means: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    vocabulary: tuple[str, ...]


@lru_cache(maxsize=8192)
def meaning_of(text: str) -> Meaning:
    """Return what a name says.

    >>> sorted(meaning_of("% CLA with 3+ placements in last 12 months (NI 62)").things)
    ['looked_after', 'three_placements']
    """
    phrases = _load_phrases()
    plain, stated = parse_marks(_REFERENCE.sub("", text))
    marks = {mark for mark in stated if mark != SNAPSHOT}
    marks |= {mark for mark, pattern in _MARK_WORDS.items() if re.search(pattern, plain)}
    meanings = {STATE} if SNAPSHOT in stated or _AT_DAY.search(plain) else set[str]()

    def take_phrase(match: re.Match[str]) -> str:
        meanings.update(phrases.means[match[0]])
        return " | "

    words = _CODE.sub(" ", plain).split()
    corrected = " ".join(_known_word(word, phrases) for word in words)
    rest = _TIMES.sub(" ", _AT_DAY.sub(" ", phrases.pattern.sub(take_phrase, corrected)))
    left = [word for word in re.findall(r"[\w£]+", rest) if word not in phrases.fillers]
    return Meaning(
        frozenset(meanings - MOMENTS - BASES),
        frozenset(meanings & MOMENTS),
        frozenset(marks),
        frozenset(word for word in left if word[0].isdigit()),
        frozenset(_CODE.findall(plain)),
        tuple(word for word in left if not word[0].isdigit() and word != "£"),
    )


def _known_word(word: str, phrases: _Phrases) -> str:
    """Return the word of the vocabulary that was meant: itself, or the one it misspells, "assesments"."""
    # short words are taken as they are: "CIN" and "CIC" are one letter apart, and so are "CLA" and "CLAs"
    if len(word) < TYPO_LENGTH or word in phrases.fillers or word in phrases.vocabulary:
        return word
    alike = {known: fuzz.ratio(word, known) for known in phrases.vocabulary if known[0] == word[0]}
    nearest = max(alike, key=lambda known: alike[known], default=word)
    return nearest if alike.get(nearest, 0) >= TYPO_LIKENESS else word


@lru_cache(maxsize=1)
def _load_phrases() -> _Phrases:
    """Read the packaged words once, with the names of all areas as those of comparators."""
    source = files("kpi_lib.catalogue") / "data" / WORDS_FILE
    words = NameWords.model_validate(tomllib.loads(source.read_text(encoding="utf-8")))
    means = {_plain(area): (COMPARATOR,) for area in load_areas().code_by_name}
    means |= {_plain(area.name): (COMPARATOR,) for area in load_areas()}
    means |= {_plain(phrase): word.means for word in words.word for phrase in word.says}
    means.pop("", None)
    # "child protection plan" before "child protection": the longest phrase says what is meant
    longest_first = sorted(means, key=lambda phrase: (-len(phrase.split()), -len(phrase), phrase))
    pattern = re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\S)")
    vocabulary = {word for phrase in means for word in phrase.split() if not word[0].isdigit()}
    return _Phrases(pattern, means, frozenset(map(_plain, words.fillers)) - {""}, tuple(sorted(vocabulary)))


def _plain(phrase: str) -> str:
    return parse_marks(phrase)[0]
