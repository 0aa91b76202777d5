"""How many measures improved, got worse or stand apart: counted as the pages' headings count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.mentions import Number, Reading, Word
from kpi_lib.catalogue.lexicon import load_lexicon
from kpi_lib.present.shown.lists import has_real_change, has_real_comparison

_MEASURES = r"(?:headline )?(?:measures?|indicators?|kpis?)"
_OPEN = re.compile(
    rf"\b(?:{_MEASURES}|nothing|everything|none of (?:them|these|our)|(?:all|both|most"
    rf"|half) of (?:them|these))\b"
)
_ALL = {"all", "every", "each", "everything"}
_NONE = {"no", "none", "nothing", "not one"}
_QUANTIFIER = re.compile(
    r"\b(all|every|each|everything|no|none|nothing|most|a majority|half|few|many|several|some|both)\b"
)


@dataclass(frozen=True)
class Scope:
    """Which measures a count is over: a theme's, the headline ones, or all."""

    theme: str = ""
    is_headline: bool = False


ALL = Scope()


def is_count(reading: Reading) -> bool:
    """Say whether a sentence counts measures rather than speaking of one."""
    return bool(_OPEN.search(reading.text)) and not reading.subjects


def is_of_measures(number: Number, reading: Reading) -> bool:
    """Say whether a figure is a number of measures: "two measures"."""
    return bool(re.match(rf"\s*(?:of (?:the|our) )?{_MEASURES}\b", reading.text[number.at.end :]))


def count_fault(word: Word, reading: Reading, facts: Facts, scope: Scope) -> tuple[str, tuple[Number, ...]]:
    """Return why a count of measures does not stand (empty where it does), and the figures it uses."""
    n, total = counts_of(word, reading, facts, scope)
    if n is None:
        return "no such count of measures is made", ()
    number, quantifier = _said(word, reading)
    used = (number,) if number else ()
    if number is not None:
        return ("" if number.value == n else f"{n} of {total} measures do"), used
    if quantifier in _NONE or (word.is_negated and quantifier in ("", *_ALL)):
        return ("" if n == 0 else f"{n} of {total} measures do"), used
    if quantifier in _ALL:
        return ("" if n == total and total else f"{n} of {total} measures do"), used
    if quantifier in ("most", "a majority"):
        return ("" if 2 * n > total else f"{n} of {total} measures do"), used
    if quantifier in ("some", "several", "few", "many") and n > 1:
        return "", used
    return f"it does not say how many measures ({n} of {total} do)", used


def counts_of(word: Word, reading: Reading, facts: Facts, scope: Scope) -> tuple[int | None, int]:
    """Return how many measures do what a word says, and of how many."""
    pack = facts.pack
    chosen = [
        item
        for item in pack.headlines.values()
        if (not scope.theme or item.indicator.theme == scope.theme)
        and (not scope.is_headline or item.indicator.is_headline)
    ]
    is_compared = _compares(word, reading)
    verdicts = (
        [
            str(item.comparison["verdict"])
            for item in chosen
            if has_real_comparison(item) and item.comparison is not None
        ]
        if is_compared
        else [
            str(item.change["verdict"])
            for item in chosen
            if has_real_change(item) and item.change is not None
        ]
    )
    tested = [verdict for verdict in verdicts if verdict != "cannot_say"]
    wanted = _WANTED.get((word.way, is_compared))
    return (None if wanted is None else sum(verdict in wanted for verdict in tested)), len(tested)


_WANTED = {
    ("good", False): {"improved"},
    ("bad", False): {"got_worse"},
    ("up", False): {"rose"},
    ("down", False): {"fell"},
    ("same", False): {"no_clear_change"},
    ("good", True): {"better"},
    ("bad", True): {"worse"},
    ("up", True): {"higher"},
    ("down", True): {"lower"},
    ("same", True): {"similar"},
}


def _compares(word: Word, reading: Reading) -> bool:
    return any(place.area.startswith("neighbours") for place in reading.places)


def _said(word: Word, reading: Reading) -> tuple[Number | None, str]:
    """Return the number or quantifier that counts a word: before it in its clause, or after "on"."""
    stops = [other.at.end for other in reading.words if other.at.end <= word.at.begin]
    begin = max(stops, default=0)
    before = [number for number in reading.numbers if begin <= number.at.begin < word.at.begin]
    quantified = list(_QUANTIFIER.finditer(reading.text, begin, word.at.begin))
    if before and (not quantified or quantified[-1].start() < before[-1].at.begin):
        return before[-1], ""
    if quantified:
        return None, quantified[-1].group(1)
    nexts = [other.at.begin for other in reading.words if other.at.begin > word.at.begin]
    end = min(nexts, default=len(reading.text))
    after = [number for number in reading.numbers if word.at.end <= number.at.begin < end]
    found = _QUANTIFIER.search(reading.text, word.at.end, end)
    if after and (found is None or after[0].at.begin < found.start()):
        return after[0], ""
    return None, found.group(1) if found else ""


def words_for(value: int) -> str:
    """Return a count as a word, for a hint."""
    return next((word for word, number in load_lexicon().number_words.items() if number == value), str(value))
