"""A sentence, read: what it names, the figures it writes and the claims that its words make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kpi_lib.assure.prose.figures import find_numbers
from kpi_lib.assure.prose.mentions import Number, Reading, Span, Subject, Word
from kpi_lib.assure.prose.naming import find_places, find_subjects
from kpi_lib.assure.prose.times import find_times
from kpi_lib.catalogue.areas import Area
from kpi_lib.catalogue.lexicon import Kind, Way, any_of, load_aliases, load_lexicon, whole_words
from kpi_lib.core.periods import Period

_NO_CHANGE = r"no (?:clear |significant |statistically significant |marked )+(?:change|difference|movement)s?"


def read_sentence(
    text: str, home: Area, quarter: Period, subjects: tuple[str, ...] = (), *, is_marked: bool = False
) -> Reading:
    """Read one plain sentence.

    Parameters
    ----------
    text : from `plain`; case does not matter.
    home : the pack's own area, which "our" and "the council" mean.
    quarter : the edition's, which "last year" starts from.
    subjects : ids of the measures that it speaks of where it names none.
    is_marked : its figures are marked as illustrative where it stands.
    """
    small = text.lower()
    named = find_subjects(small)
    constants = [span for subject in named for span in _constants(small, subject)]
    constants += [span for name in subjects for span in _spans(_constant_patterns(name), small)]
    literal = [part for subject in named for part in subject.literal]
    times = tuple(
        time for time in find_times(small, quarter) if not any(time.at.holds(part) for part in literal)
    )
    spoken = [*literal, *constants, *(time.at for time in times)]
    places = find_places(small, home, spoken)
    spelt = [part for part in literal if any(letter.isdigit() for letter in small[part.begin : part.end])]
    references = [at for at in _spans(_not_figures(), small) if not any(at.holds(part) for part in spelt)]
    numbers = find_numbers(small, [*spoken, *references])
    words = _words(
        small, [*literal, *constants, *references], times=[time.at for time in times], numbers=numbers
    )
    lexicon = load_lexicon()
    is_certain = bool(any_of(lexicon.certain).search(any_of((*lexicon.by_chance, _NO_CHANGE)).sub("", small)))
    is_question = text.rstrip("\"')").endswith("?")
    is_illustrative = is_marked or "illustrative" in small
    return Reading(
        small, named, places, times, numbers, tuple(words), is_question, is_illustrative, is_certain
    )


def _constants(text: str, subject: Subject) -> Iterator[Span]:
    """Yield where the numbers of a measure's definition stand, anywhere in a sentence that names it."""
    yield from _spans(_constant_patterns(subject.indicator_id), text)


@lru_cache(maxsize=256)
def _constant_patterns(indicator_id: str) -> re.Pattern[str] | None:
    patterns = load_aliases().constants(indicator_id)
    return any_of(patterns) if patterns else None


@lru_cache(maxsize=1)
def _not_figures() -> re.Pattern[str]:
    return whole_words("|".join(load_lexicon().not_figures))


def _spans(pattern: re.Pattern[str] | None, text: str) -> Iterator[Span]:
    if pattern is not None:
        yield from (Span(*match.span()) for match in pattern.finditer(text))


def _words(text: str, taken: list[Span], *, times: list[Span], numbers: tuple[Number, ...]) -> Iterator[Word]:
    """Yield the claiming words, longest first where they overlap, in the order in which they stand."""
    lexicon = load_lexicon()
    blocked = [*taken, *_spans(any_of(lexicon.not_claims), text), *map(_bend_of, numbers)]
    chance = [*_spans(any_of(lexicon.by_chance), text), *_spans(any_of(lexicon.certain), text)]
    found = [word for word in _claimed(text) if not any(word.at.holds(span) for span in [*blocked, *chance])]
    found = [word for word in found if not any(word.at.holds(span) for span in times)]
    found.sort(key=lambda word: (word.at.begin - word.at.end, word.at.begin))
    chosen: list[Word] = []
    for word in found:
        if not any(word.at.holds(other.at) for other in chosen) and not _is_wish(text, word):
            chosen.append(replace(word, is_negated=_is_negated(text, word)))
    chosen.sort(key=lambda word: word.at.begin)
    yield from chosen
    for match in _SO_DID.finditer(text):
        before = [word for word in chosen if word.at.end <= match.start()]
        yield from (replace(word, at=Span(*match.span())) for word in before[-1:])


def _bend_of(number: Number) -> Span:
    """Return where the words stand that bend a figure ("more than 76%"); an empty stretch where none do."""
    return Span(number.led_from, number.at.begin)


def _claimed(text: str) -> Iterator[Word]:
    for kind, way, pattern in _claim_patterns():
        for match in pattern.finditer(text):
            if match.group() not in ("up", "down") or _is_move(text, match):
                yield Word(Span(*match.span()), match.group(), kind, way)
    for pattern, factor in _multiple_patterns():
        for match in pattern.finditer(text):
            yield Word(
                Span(*match.span()), match.group(), "moved", "up" if factor > 1 else "down", factor=factor
            )
    for match in _UNKNOWN.finditer(text):
        if match["word"] not in _NO_COMPARATIVES:
            yield Word(Span(*match.span("word")), match["word"], "unbound", "none")


_SO_DID = re.compile(
    r"\b(?:so|as|nor|neither) (?:did|do|does|have|has|had|was|were|is|are)(?= \w)|\bfollowed suit\b"
)
"""Says of another measure what was said of the one before."""
_UNKNOWN = re.compile(
    r"(?<![\w-])(?P<word>[a-z]{2,}er(?= than)|(?:more|less) [a-z]+ly|(?<=the )[a-z]{2,}est)(?![\w-])"
)
_NO_COMPARATIVES = {
    "rather", "other", "whether", "latest", "newest", "nearest", "rest", "interest", "west", "test",
    "request", "earliest", "oldest", "youngest", "closest", "contest", "guest", "forest", "harvest",
    "protest", "finest", "north-west", "furthest", "number",
}  # fmt: skip
_MOVES = re.compile(
    r"\s*(?:by|from|on|since|to (?:about |around |nearly |almost |over |just )?[\d£]|at|in"
    r"|over|again|slightly|sharply|a little|compared|year|this|nearly|almost|about|around"
    r"|\d|£|\(|[.,;:)!]|$|and|but|again|-|more|two|three|four|five|six|seven|eight|nine"
    r"|ten)"
)


def _is_move(text: str, match: re.Match[str]) -> bool:
    return bool(_MOVES.match(text, match.end()))


@lru_cache(maxsize=1)
def _claim_patterns() -> tuple[tuple[Kind, Way, re.Pattern[str]], ...]:
    return tuple((claim.kind, claim.way, any_of(claim.words)) for claim in load_lexicon().claim)


@lru_cache(maxsize=1)
def _multiple_patterns() -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((whole_words(pattern), factor) for pattern, factor in load_lexicon().multiples.items())


_VERBS = {
    "improve",
    "reduce",
    "increase",
    "raise",
    "rise",
    "fall",
    "drop",
    "cut",
    "strengthen",
    "worsen",
    "grow",
    "lower",
}
_LED_TO = re.compile(
    r"(?:led|lead|leads|due|thanks|owing|compared|contributed|contributing|amounts?"
    r"|amounted|moved|went|similar) to $"
)


def _is_wish(text: str, word: Word) -> bool:
    """Say whether a plain form stands under "will", "wants", "to": a wish, not a claim."""
    if word.text not in load_lexicon().plain_forms:
        return False
    before = text[: word.at.begin]
    if word.text in _VERBS and before.endswith("to ") and not _LED_TO.search(before):
        return True
    near = re.split(r"[,;:.]", before)[-1].split()[-4:]
    intent = any_of(tuple(item for item in load_lexicon().intent if item not in ("to", "for")))
    return any(intent.fullmatch(part) for part in near)


def _is_negated(text: str, word: Word) -> bool:
    clause = re.split(r"[,;:]|\b(?:but|while|whereas|and)\b", text[: word.at.begin])[-1]
    near = " ".join(clause.split()[-4:])
    if "neither" in clause or re.search(r"\bnot only\b", near):
        return "neither" in clause
    return bool(
        re.search(
            r"(?<!\w)(?:not|no|never|nor|without|hardly|cannot|failed to|fails to|none)(?!\w)|n't", near
        )
    )
