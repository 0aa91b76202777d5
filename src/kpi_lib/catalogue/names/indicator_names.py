"""Which indicator a council's own name means: known for certain, or suggested with a reason.

A suggestion is for a person to accept. It never joins a count to a rate, a stock to a flow, or another's
figure (England, neighbours, a target) to the council: what a name says of unit, moment, ages and subject must
be what the indicator's own names say. Only then is likeness of wording compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from kpi_lib.catalogue.indicators import Indicator, Kind, Unit, load_catalogue
from kpi_lib.catalogue.names.name_meaning import COMPARATOR, STATE, Meaning, meaning_of
from kpi_lib.catalogue.names.plain_names import PER_10000, PERCENT, SNAPSHOT, parse_marks, plain_name

MOST_SUGGESTIONS = 3
LEAST_ALIKE = 62.0
"""Names less alike than this (0 to 100) are not suggested."""
UNKNOWN_WORD = 12.0
"""What each word that no known name has takes from the likeness."""
_STATED = {
    Unit.PERCENT: frozenset({PERCENT, "rate", "total"}),
    Unit.PER_10000: frozenset({PER_10000, "rate", "total"}),
    Unit.CASES: frozenset({"average", "rate"}),
    Unit.POUNDS: frozenset({"money", "average"}),
    Unit.MILLION_POUNDS: frozenset({"money", "total"}),
}
"""Marks with which a name may state each unit; any other mark states another unit."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One indicator that a name may mean; `likeness` (0 to 100) is to the nearest of its names."""

    indicator_id: str
    title: str
    likeness: float


@dataclass(frozen=True)
class _KnownNames:
    """What all names of one indicator say together: what a name of it must say, and what it may say."""

    indicator: Indicator

    @cached_property
    def names(self) -> tuple[Meaning, ...]:
        return tuple(map(meaning_of, (self.indicator.title, *self.indicator.aliases)))

    @cached_property
    def own_codes(self) -> frozenset[str]:
        return frozenset(map(plain_name, self.indicator.codes))

    @cached_property
    def codes(self) -> frozenset[str]:
        return self.own_codes | frozenset(map(plain_name, self.indicator.search_words))

    @cached_property
    def needed(self) -> frozenset[str]:
        """What every one of its names says; a stock need not be said to be one."""
        said = (meaning.things | meaning.moments for meaning in self.names)
        return frozenset.intersection(*said) - {STATE}

    @cached_property
    def allowed(self) -> frozenset[str]:
        """What any of its names says; a stock may always be said to be one."""
        said = frozenset[str]().union(*(meaning.things | meaning.moments for meaning in self.names))
        return said | {STATE} if self.indicator.kind is Kind.STOCK else said - {STATE}

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset[str]().union(*(meaning.numbers for meaning in self.names))

    def may_be_bare(self, things: frozenset[str]) -> bool:
        """Say whether a name that states no unit says as much as one of its own that states none.

        "Care leavers in EET" is the share; "Adoptions" may be a count of them.
        """
        bare = (meaning for meaning in self.names if not meaning.marks)
        return any(meaning.things | meaning.moments <= things | {STATE} for meaning in bare)


def named_indicator(text: str) -> str | None:
    """Return the id of the indicator that a text names: its id or a title, spelt as may be.

    Nothing is guessed: an alias, whoever else uses it, is only suggested, and the council says once that it
    means the indicator by it. A percentage may leave its percent sign out or state it.

    >>> named_indicator("Assessments completed within 45 working days (%)")
    'assessment_45_days_percent'
    >>> named_indicator("C&F assessments in 45 days")
    """
    return _owner(text, with_aliases=False)


def _owner(text: str, *, with_aliases: bool) -> str | None:
    """Return the indicator whose name a text is; "snapshot" is never said of a flow."""
    indicator_id = _owners(with_aliases=with_aliases).get(plain_name(text))
    if indicator_id and SNAPSHOT in parse_marks(text)[1] and load_catalogue()[indicator_id].kind is Kind.FLOW:
        return None
    return indicator_id


def suggest_indicators(text: str) -> tuple[Suggestion, ...]:
    """Return at most `MOST_SUGGESTIONS` indicators that a name may mean, the likeliest first; often none.

    A name of a count finds none. Take the council's own name out of the text first: a name with an area in it
    is taken for that area's figure.

    >>> [suggestion.indicator_id for suggestion in suggest_indicators("ICPCs held within 15 days of S47")]
    ['initial_conference_15_days_percent']
    """
    if indicator_id := _owner(text, with_aliases=True):
        title = load_catalogue()[indicator_id].title
        return (Suggestion(indicator_id, title, 100.0),)
    meaning = meaning_of(text)
    suggestions = [
        suggestion
        for known in _known_names()
        if _states_unit(meaning, known.indicator.unit) and (suggestion := _suggestion(meaning, known))
    ]
    return tuple(sorted(suggestions, key=lambda suggestion: -suggestion.likeness)[:MOST_SUGGESTIONS])


def _states_unit(meaning: Meaning, unit: Unit) -> bool:
    """Say whether a name can be that of an indicator in this unit.

    A rate per 10,000 must say so: a bare "Children looked after" is a count. "Number and %" is two figures.
    """
    if meaning.marks - _STATED.get(unit, frozenset()):
        return False
    if unit is Unit.PERCENT and "total" in meaning.marks and PERCENT not in meaning.marks:
        return False  # "Total re-referrals" is how many there were, "Total % of re-referrals" their share
    return unit is not Unit.PER_10000 or bool(meaning.marks & {PER_10000, "rate"})


def _suggestion(meaning: Meaning, known: _KnownNames) -> Suggestion | None:
    """Return the suggestion of one indicator, None where the name says something that it does not mean.

    "Re-referrals of disabled children" says more than any name of re-referrals, "Referrals" less: neither is
    one. A code decides alone: "Unsettled (NI 62)" is the indicator of that code, whatever its words.
    """
    things = meaning.things | meaning.moments
    by_code = bool(meaning.codes & known.own_codes)
    if COMPARATOR in things or not things <= known.allowed or meaning.codes - known.codes:
        return None
    if not meaning.numbers <= known.numbers or not (by_code or known.needed <= things):
        return None
    if not (meaning.marks or by_code or known.may_be_bare(things)):
        return None
    alike = max(fuzz.token_sort_ratio(meaning.key, name.key) for name in known.names)
    strange = set(meaning.others) - {word for name in known.names for word in name.others}
    likeness = 100.0 if by_code else round(alike - UNKNOWN_WORD * len(strange), 1)
    if likeness < LEAST_ALIKE:
        return None
    return Suggestion(known.indicator.id, known.indicator.title, likeness)


@lru_cache(maxsize=2)
def _owners(*, with_aliases: bool) -> Mapping[str, str]:
    """Return the indicator of every plain name that is one indicator's alone."""
    owners: dict[str, set[str]] = {}
    for indicator in load_catalogue():
        aliases = (*indicator.aliases, *indicator.codes) if with_aliases else ()
        for name in (indicator.id, indicator.title, indicator.plain_title, *aliases):
            plain = plain_name(name)
            owners.setdefault(plain, set()).add(indicator.id)
            if indicator.unit is Unit.PERCENT and not parse_marks(name)[1]:
                owners.setdefault(f"{PERCENT} {plain}", set()).add(indicator.id)
    return {plain: ids.pop() for plain, ids in owners.items() if len(ids) == 1}


@lru_cache(maxsize=1)
def _known_names() -> tuple[_KnownNames, ...]:
    return tuple(map(_KnownNames, load_catalogue()))
