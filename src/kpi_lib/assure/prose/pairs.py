"""Two figures that no verdict compares, held side by side."""

from __future__ import annotations

import re

from kpi_lib.assure.prose.claims import BAD, DOWN, GOOD, SAME, UP, Claim
from kpi_lib.assure.prose.fact_rows import NEIGHBOURS, TARGET, Fact
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.mentions import Word
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Polarity


def pair_fault(claim: Claim, older: Fact, newer: Fact, facts: Facts) -> str:
    """Judge two figures that no verdict compares: beyond chance only where their intervals lie apart."""
    word = claim.word
    way = UP if newer.value > older.value else DOWN if newer.value < older.value else SAME
    apart = newer.lower > older.upper or newer.upper < older.lower
    found = f"the figures are {older.value:.4g} ({older.period}) and {newer.value:.4g} ({newer.period})"
    if word.factor:
        return factor_fault(word, newer.value, older.value, claim.reading.text)
    if word.way == SAME:
        return "" if apart == word.is_negated else found
    if word.way in (GOOD, BAD):
        polarity = facts.pack.catalogue[claim.indicator_id].polarity
        good = {Polarity.HIGHER_IS_BETTER: UP, Polarity.LOWER_IS_BETTER: DOWN}.get(polarity)
        is_said = good is not None and apart and (way == good) == (word.way == GOOD)
        return "" if is_said != word.is_negated else f"{found}: no such verdict can be drawn"
    if word.is_negated:
        return found if way == word.way and apart else ""
    if way != word.way:
        return found
    return (
        ""
        if apart or (claim.is_in_figures and not claim.reading.is_certain)
        else f"{found}, too near for a difference beyond chance"
    )


def factor_fault(word: Word, value: float, before: float, text: str) -> str:
    """Return why "doubled" or "half" does not stand; an empty text where it does."""
    ratio = value / before if before else float("inf")
    led = text[max(0, word.at.begin - 16) : word.at.begin]
    said = word.factor
    if re.search(r"(?:more than|over) $", led):
        is_so = ratio > said if said > 1 else ratio < said
    elif re.search(r"(?:almost|nearly) $", led):
        is_so = said * 0.85 <= ratio < said if said > 1 else said < ratio <= said * 1.15
    else:
        is_so = abs(ratio / said - 1) <= 0.05
    return (
        ""
        if is_so != word.is_negated
        else f"the figures are {before:.4g} and {value:.4g}, {ratio:.2f} times as much"
    )


def area_words(area: str) -> str:
    """Return an area or comparator in words."""

    if area.startswith(NEIGHBOURS) or area == TARGET:
        return "the neighbours' average" if area != TARGET else "the target"
    return load_areas().named(area).name
