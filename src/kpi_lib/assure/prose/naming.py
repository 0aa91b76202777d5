"""Which measures and which areas a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kpi_lib.assure.prose.fact_rows import NEIGHBOURS, TARGET
from kpi_lib.assure.prose.mentions import Place, Span, Subject
from kpi_lib.assure.prose.plain import plain
from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.indicators import Catalogue, load_catalogue
from kpi_lib.catalogue.lexicon import Alias, load_aliases, whole_words
from kpi_lib.core.areas import ENGLAND

_PER_POPULATION = " per 10,000 children"
_WRITTEN_OUT = 1000
"""A title beats every alias."""
_ONE_WORD = 12

_HOME = r"our|ours|we|us|here|the (?:council|county|service|authority)(?:'s)?|local(?:ly)?"
_ENGLAND = r"england|english average|national(?:ly)?(?: average| figure| rate| data)?|the country"
_NEIGHBOURS = (
    r"(?:statistical )?neighbours?(?:'s?)?|(?:similar|comparable|other|neighbouring|like) "
    r"(?:councils?|areas?|authorities|places?)(?:'s?)?|"
    r"benchmark(?:s| group)?|comparators?|(?:peers?|peer group)"
)


def find_subjects(text: str) -> tuple[Subject, ...]:
    """Return the measures that a text of small letters names; where names overlap, the longest wins."""
    found = []
    for alias in _names():
        for match in alias.pattern.finditer(text):
            literal = _literal(match)
            weight = alias.weight + _written(literal, match)
            found.append((weight, Subject(Span(*match.span()), alias.indicator_id, literal)))
    found.sort(key=lambda item: (-item[0], item[1].at.begin))
    chosen: list[Subject] = []
    for _, subject in found:
        if not any(_overlap(subject, other) for other in chosen):
            chosen.append(subject)
    return tuple(sorted(chosen, key=lambda subject: subject.at.begin))


def find_places(text: str, home: Area, taken: Iterable[Span]) -> tuple[Place, ...]:
    """Return the areas and comparators that a text of small letters names, outside of `taken`."""
    blocked, found = list(taken), []
    for area, pattern in _places(home):
        for match in pattern.finditer(text):
            at = Span(*match.span())
            if not any(at.holds(other) for other in blocked):
                blocked.append(at)
                found.append(Place(at, _averaged(area, text, at)))
    return tuple(sorted(found, key=lambda place: place.at.begin))


def _averaged(area: str, text: str, at: Span) -> str:
    if area != NEIGHBOURS:
        return area
    near = text[max(0, at.begin - 12) : at.end + 20]
    named = next((name for name in ("median", "pooled") if name in near), "")
    return f"{area}:{named}" if named else area


def _written(literal: tuple[Span, ...], match: re.Match[str]) -> int:
    """Return how much of a name is written out; a gap counts for no more than one word."""
    length = sum(part.end - part.begin for part in literal)
    return length + min(match.end() - match.start() - length, _ONE_WORD)


def _overlap(one: Subject, other: Subject) -> bool:
    """Names overlap where a written part of one lies in the other's whole stretch."""
    return any(part.holds(other.at) for part in one.literal) or any(
        part.holds(one.at) for part in other.literal
    )


def _literal(match: re.Match[str]) -> tuple[Span, ...]:
    """Return the stretches of a match that its gaps leave."""
    edges, spans = match.start(), []
    for number in range(1, (match.re.groups or 0) + 1):
        begin, end = match.span(number)
        if begin >= 0:
            spans.append(Span(edges, begin))
            edges = end
    return (*spans, Span(edges, match.end()))


@lru_cache(maxsize=1)
def _names() -> tuple[Alias, ...]:
    return (*_titles(load_catalogue()), *load_aliases().all)


def _titles(catalogue: Catalogue) -> Iterable[Alias]:
    for indicator in catalogue:
        for title in (indicator.title, indicator.plain_title, indicator.id):
            name = plain(title).lower().removesuffix(_PER_POPULATION)
            known = _WRITTEN_OUT if title != indicator.title or len(name.split()) > 3 else 0
            yield Alias(indicator.id, whole_words(re.escape(name)), known)


@lru_cache(maxsize=8)
def _places(home: Area) -> tuple[tuple[str, re.Pattern[str]], ...]:
    areas = load_areas()
    region = next((area.name for area in areas if area.area_code == home.region_code), "")
    others = sorted((a for a in areas if a.area_code != home.area_code), key=lambda a: -len(a.name))
    named = [(a.area_code, whole_words(re.escape(plain(a.name).lower()) + "(?:'s?)?")) for a in others]
    return (
        (
            home.area_code,
            whole_words(re.escape(plain(home.name).lower()) + r"(?: county council| council)?(?:'s?)?"),
        ),
        *[item for item in named if item[0] != ENGLAND],
        (ENGLAND, whole_words(rf"(?:{_ENGLAND})(?:'s?)?")),
        (NEIGHBOURS, whole_words(_NEIGHBOURS)),
        (
            home.region_code,
            whole_words(rf"(?:the )?(?:region(?:al(?:ly)?)?|{re.escape(region.lower())})(?:'s?)?"),
        ),
        (TARGET, whole_words(r"targets?")),
        (home.area_code, whole_words(_HOME)),
    )
