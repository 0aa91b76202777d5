"""What a column of a table counts, read from its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from kpi_lib.assure.disclosure.rules.figures import Figure
from kpi_lib.assure.disclosure.rules.vocabulary import any_of
from kpi_lib.assure.disclosure.rules.words import NOUN
from kpi_lib.catalogue.areas import load_areas


class Meaning(StrEnum):
    """What the numbers of a column are."""

    COUNT = "count"
    BASE = "base"
    TOTAL = "total"
    SHARE = "share"
    INTERVAL = "interval"
    VALUE = "value"
    OTHER = "other"


_OTHER = re.compile(rf"^{any_of('headings', 'others')}$", re.IGNORECASE)
_INTERVAL = re.compile(
    r"interval|limits|^(?:lower|upper)\b|four in five|\bci\b|lower998|upper998", re.IGNORECASE
)
_SHARE = re.compile(r"%|per ?cent|\bshare\b|proportion|percentage", re.IGNORECASE)
_VALUE = re.compile(any_of("headings", "values"), re.IGNORECASE)
_BASE = re.compile(rf"^{any_of('headings', 'bases')}$", re.IGNORECASE)
_TOTAL = re.compile(
    r"^(?:all|total|totals|sum|overall|altogether|all together|grand total|all \w+|.*\btotal)$", re.IGNORECASE
)
_COUNT = re.compile(
    rf"^(?:count|counted|counts|number|numbers|no\.?|numerator|n|{NOUN[3:-1]})$|\bnumber\b|\bcounts?\b|\b{NOUN}$",
    re.IGNORECASE,
)


def meaning_of(head: str, figures: Sequence[Figure], *, has_counted: bool, is_closed: bool) -> Meaning:
    """Return what a column holds.

    Parameters
    ----------
    figures : those of the column; a decimal or a per cent sign among them makes it no count.
    has_counted : the table has a column of counts by name, so that an area's column holds values.
    is_closed : whole numbers under a heading that says nothing count people; False for records whose
        keys are many things (JSON).
    """
    named = _meaning_of_head(head)
    if named is not None and named not in (Meaning.COUNT, Meaning.BASE):
        return named
    numbers = [figure for figure in figures if figure.number is not None]
    if any(figure.upper is not None for figure in numbers):
        return Meaning.INTERVAL
    if any(figure.is_percent for figure in numbers):
        return Meaning.SHARE
    if any(figure.is_money or figure.decimals or (figure.number or 0) < 0 for figure in numbers):
        return named if named is not None and _few_fractions(numbers) else Meaning.VALUE
    if named is not None:
        return named
    if has_counted and _is_area(head):
        return Meaning.VALUE
    return Meaning.COUNT if is_closed else Meaning.OTHER


def names_counts(head: str) -> bool:
    """Say whether a heading names counts outright."""
    return _meaning_of_head(head) in (Meaning.COUNT, Meaning.BASE)


@lru_cache(maxsize=10_000)
def _meaning_of_head(head: str) -> Meaning | None:
    said = re.sub(r"\s*\(.*?\)", "", head).strip()
    said = said if _OTHER.match(said) else said.replace("_", " ")
    if _OTHER.match(said):
        return Meaning.OTHER
    if _INTERVAL.search(said):
        return Meaning.INTERVAL
    if _TOTAL.match(said):
        return Meaning.TOTAL
    if _BASE.match(said):
        return Meaning.BASE
    if _COUNT.search(said) and not re.search(r"£|%|\bper\b", said, re.IGNORECASE):
        return Meaning.COUNT
    if _SHARE.search(head):
        return Meaning.SHARE
    return Meaning.VALUE if _VALUE.search(said) else None


def _few_fractions(numbers: Sequence[Figure]) -> bool:
    """Say whether most numbers of a column are whole, as counts with a few full-time equivalents are."""
    return (
        not any(figure.is_money for figure in numbers)
        and sum(f.decimals > 0 for f in numbers) < len(numbers) / 2
    )


@lru_cache(maxsize=1)
def area_names() -> frozenset[str]:
    """Return the names of all areas, in small letters."""
    return frozenset(area.name.lower() for area in load_areas())


@lru_cache(maxsize=1)
def whole_areas() -> frozenset[str]:
    """Return the names of the country and its regions, in small letters."""
    regions = {area.region_code for area in load_areas()}
    named = {area.name.lower() for area in load_areas() if area.area_code in regions}
    return frozenset(named | {"england", "region", "the region", "all england"})


def _is_area(head: str) -> bool:
    return head.lower() in area_names()
