"""Which indicator a council's own name means: known for certain, or suggested with a reason.

A suggestion is for a person to accept. It never joins a count to a rate, a stock to a flow, or another's
figure (England, neighbours, a target) to the council: what a name says of unit, moment, ages and subject must
be what the indicator's own names say. Only then is likeness of wording compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from kpi_lib.catalogue.indicators import Catalogue, Kind, Unit, load_catalogue
from kpi_lib.catalogue.names.known_names import KnownNames, Part, known_names
from kpi_lib.catalogue.names.name_meaning import COMPARATOR, STATE, Meaning, meaning_of
from kpi_lib.catalogue.names.plain_names import NUMBER, PER_10000, PERCENT, SNAPSHOT, parse_marks, plain_name

__all__ = ["Suggestion", "named_indicator", "plain_name", "suggest_indicators", "suggest_parts"]

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
_COUNTS = frozenset({NUMBER, "total"})
_UNIT_WORDS = {
    Unit.PERCENT: "a percentage",
    Unit.CASES: "an average",
    Unit.POUNDS: "in pounds",
    Unit.MILLION_POUNDS: "in millions of pounds",
}
_BASIS_WORDS = {
    "to_date": "year to date, which is no quarter’s figure",
    "rolling_year": "rolling year, which is no quarter’s figure",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One indicator that a name may mean.

    Parameters
    ----------
    likeness : 0 to 100, how alike the name and the nearest name of the indicator are.
    reason : one line for a person, without a full stop.
    part : `value`, or the part of the indicator that the name counts (from `suggest_parts` only).
    """

    indicator_id: str
    title: str
    likeness: float
    reason: str
    part: Part = "value"


def named_indicator(text: str, catalogue: Catalogue | None = None) -> str | None:
    """Return the id of the indicator that a text names: its id or a title, spelt as may be.

    Nothing is guessed: an alias, whoever else uses it, is only suggested, and the council says once that it
    means the indicator by it. A percentage may leave its percent sign out or state it.

    >>> named_indicator("Assessments completed within 45 working days (%)")
    'assessment_45_days_percent'
    >>> named_indicator("C&F assessments in 45 days")
    """
    return _owner(text, catalogue or load_catalogue(), with_aliases=False)


def _owner(text: str, catalogue: Catalogue, *, with_aliases: bool) -> str | None:
    """Return the indicator whose name a text is; "snapshot" is never said of a flow."""
    indicator_id = _names(catalogue, with_aliases=with_aliases).get(plain_name(text))
    if indicator_id and SNAPSHOT in parse_marks(text)[1] and catalogue[indicator_id].kind is Kind.FLOW:
        return None
    return indicator_id


def suggest_indicators(
    text: str, unit: Unit | str | None = None, n: int = 3, catalogue: Catalogue | None = None
) -> tuple[Suggestion, ...]:
    """Return at most `n` indicators that a name may mean, the likeliest first; often none.

    Parameters
    ----------
    text : the name as it is in the file; take the council's own name out of it first, for a name with an
        area in it is taken for that area's figure.
    unit : what the file states of the row's unit, where it states one.

    Returns
    -------
    Suggestions of part `value`; a name of a count finds none (see `suggest_parts`).

    >>> [item.indicator_id for item in suggest_indicators("ICPCs held within 15 days of S47")]
    ['initial_conference_15_days_percent']
    """
    catalogue = catalogue or load_catalogue()
    stated = Unit(unit) if unit is not None else None
    if indicator_id := _owner(text, catalogue, with_aliases=True):
        indicator = catalogue[indicator_id]
        if stated in (None, indicator.unit):
            return (Suggestion(indicator_id, indicator.title, 100.0, "a name of this indicator"),)[:n]
    said = meaning_of(text)
    fitting = [known for known in _values(catalogue) if _states_unit(said, known.indicator.unit, stated)]
    return _ranked(said, fitting, n, has_unit=stated is not None)


def suggest_parts(text: str, n: int = 3, catalogue: Catalogue | None = None) -> tuple[Suggestion, ...]:
    """Return at most `n` parts of indicators that a name of a count may mean, numerators first.

    >>> [(item.indicator_id, item.part) for item in suggest_parts("No. of CP plans started")]
    [('child_protection_start_rate', 'numerator'), ('child_protection_repeat_percent', 'denominator')]
    """
    said = meaning_of(text)
    if not said.marks & _COUNTS or said.marks - _COUNTS:
        return ()
    return _ranked(said, _parts(catalogue or load_catalogue()), n)


def _states_unit(said: Meaning, unit: Unit, stated: Unit | None) -> bool:
    """Say whether a name and the unit that a file states next to it can be those of an indicator.

    A rate per 10,000 must say so: a bare "Children looked after" is a count. "Number and %" is two figures.
    """
    if stated is not None and stated is not unit:
        return False
    marks = said.marks - {NUMBER} if stated is unit and said.marks & {PERCENT, PER_10000} else said.marks
    if marks - _STATED.get(unit, frozenset()):
        return False
    if unit is Unit.PERCENT and "total" in marks and PERCENT not in marks:
        return False
    return unit is not Unit.PER_10000 or bool(marks & {PER_10000, "rate"}) or stated is unit


def _ranked(
    said: Meaning, known: Iterable[KnownNames], n: int, *, has_unit: bool = False
) -> tuple[Suggestion, ...]:
    found = [item for candidate in known if (item := _suggestion(said, candidate, has_unit))]
    return tuple(sorted(found, key=lambda item: -item.likeness)[:n])


def _suggestion(said: Meaning, known: KnownNames, has_unit: bool) -> Suggestion | None:
    things = said.things | said.moments
    by_code = bool(said.codes & known.own_codes)
    if COMPARATOR in things or not things <= known.allowed or said.codes - known.codes:
        return None
    if not said.numbers <= known.numbers or not (by_code or known.needed <= things):
        return None
    if not (said.marks or has_unit or by_code or known.may_be_bare(things)):
        return None
    alike = {name: fuzz.token_sort_ratio(said.key, item.key) for name, item in known.names.items()}
    nearest = max(alike, key=lambda name: alike[name])
    strange = set(said.others) - {word for item in known.names.values() for word in item.others}
    likeness = 100.0 if by_code else round(alike[nearest] - UNKNOWN_WORD * len(strange), 1)
    if likeness < LEAST_ALIKE:
        return None
    reason = _reason(said, known, nearest, by_code)
    return Suggestion(known.indicator.id, known.indicator.title, likeness, reason, known.part)


def _reason(said: Meaning, known: KnownNames, nearest: str, by_code: bool) -> str:
    if known.part != "value":
        return f"the {known.part} of this indicator: {nearest}"
    parts = [f"has its number, {', '.join(sorted(said.codes)).upper()}"] if by_code else [f"like ‘{nearest}’"]
    unit = known.indicator.unit
    if not said.marks & {PERCENT, PER_10000, "rate", "average", "money"} and unit in _UNIT_WORDS:
        parts.append(f"states no unit, this is {_UNIT_WORDS[unit]}")
    parts += [f"says {_BASIS_WORDS[basis]}" for basis in sorted(said.bases)]
    if known.indicator.kind is Kind.STOCK and STATE not in said.moments:
        parts.append("counted on the last day of the period")
    return "; ".join(parts)


@lru_cache(maxsize=8)
def _names(catalogue: Catalogue, *, with_aliases: bool) -> Mapping[str, str]:
    """Return the indicator of every plain name that is one indicator's alone."""
    owners: dict[str, set[str]] = {}
    for indicator in catalogue:
        aliases = (*indicator.aliases, *indicator.codes) if with_aliases else ()
        for name in (indicator.id, indicator.title, indicator.plain_title, *aliases):
            plain = plain_name(name)
            owners.setdefault(plain, set()).add(indicator.id)
            if indicator.unit is Unit.PERCENT and not parse_marks(name)[1]:
                owners.setdefault(f"{PERCENT} {plain}", set()).add(indicator.id)
    return {plain: ids.pop() for plain, ids in owners.items() if len(ids) == 1}


@lru_cache(maxsize=8)
def _values(catalogue: Catalogue) -> tuple[KnownNames, ...]:
    return tuple(known_names(item, "value", (item.title, *item.aliases)) for item in catalogue)


@lru_cache(maxsize=8)
def _parts(catalogue: Catalogue) -> tuple[KnownNames, ...]:
    numerators = [known_names(item, "numerator", (item.numerator,)) for item in catalogue if item.numerator]
    denominators = [
        known_names(item, "denominator", (item.denominator,)) for item in catalogue if item.denominator
    ]
    return (*numerators, *denominators)
