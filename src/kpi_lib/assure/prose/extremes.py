""" "Highest", "best", "most": held against the neighbours, the series, or half of the whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kpi_lib.assure.prose.binding import is_of
from kpi_lib.assure.prose.claims import DOWN, GOOD, UP, Claim
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.mentions import Word
from kpi_lib.assure.prose.pairs import area_words
from kpi_lib.catalogue.indicators import Polarity

Pick = Callable[[Iterable[float]], float]
"""The largest or the least of some figures."""
_AMONG = re.compile(
    r"\b(?:neighbours?|authorities|councils|areas|group|peers|comparators|of the (?:ten|eleven|10|11))\b"
)

_SINCE = re.compile(
    r"\b(?:since|ever|on record|in (?:the last |the past )?(?:\w+) (?:years|quarters)|of "
    r"the (?:last|past)|for (?:\w+) (?:years|quarters)|in the series|record|all-time|peak"
    r"|yet|so far)\b"
)


def extreme_fault(claim: Claim, facts: Facts) -> str:
    """Return why a superlative does not stand; an empty text where it does."""
    word, text = claim.word, claim.reading.text
    way = _extreme_way(word, claim, facts)
    if way is None:
        return "the measure has no better or worse way"
    pick: Pick = max if way == UP else min
    if re.search(r"\bthe region\b|\bin england\b|\bnationally\b|\bcountry\b", text[word.at.end :]):
        return "no such order is computed; name the neighbours or a period"
    if _AMONG.search(text[word.at.begin :]) or (_AMONG.search(text) and not _SINCE.search(text)):
        return _among_fault(claim, facts, pick)
    if word.text in ("most", "least", "fewest") and not _SINCE.search(text):
        return _most_fault(claim, facts)
    if _SINCE.search(text) or claim.reading.times:
        return _record_fault(claim, facts, pick)
    return "it does not say among whom, or since when"


def _extreme_way(word: Word, claim: Claim, facts: Facts) -> str | None:
    if word.way in (UP, DOWN):
        return word.way
    polarity = facts.pack.catalogue[claim.indicator_id].polarity
    if polarity is Polarity.NEUTRAL:
        return None
    is_up = (polarity is Polarity.HIGHER_IS_BETTER) == (word.way == GOOD)
    return UP if is_up else DOWN


def _among_fault(claim: Claim, facts: Facts, pick: Pick) -> str:
    lead = facts.lead_period(claim.indicator_id, "comparison")
    times = [time for time in claim.reading.times if time.is_explicit]
    own = facts.home
    members = (*facts.pack.neighbourhood.members, own)
    values = {
        area: fact
        for area in members
        for fact in facts.values(claim.indicator_id, area)
        if (
            any(is_of(time, fact, facts, []) for time in times)
            if times
            else (fact.basis, fact.period) == lead
        )
    }
    named = [place.area for place in claim.reading.places if place.area in members and place.area != own]
    who = named[0] if named and own not in [place.area for place in claim.reading.places] else own
    if len(values) < 2 or who not in values:
        return "the neighbours have no figures in that period"
    best = pick(fact.value for fact in values.values())
    is_so = values[who].value == best
    return (
        ""
        if is_so != claim.word.is_negated
        else f"{area_words(who)} has {values[who].value:.4g}; the figure at that end is {best:.4g}"
    )


def _record_fault(claim: Claim, facts: Facts, pick: Pick) -> str:
    own = facts.values(claim.indicator_id)
    times = [time for time in claim.reading.times if time.is_explicit]
    since = [
        time for time in times if re.search(r"\bsince\b[^,;]{0,20}$", claim.reading.text[: time.at.begin])
    ]
    at = [time for time in times if time not in since]
    now = facts.currency(claim.indicator_id).now
    spoken = {
        (fact.basis, fact.period)
        for one in claim.bound
        for fact in one.facts
        if fact.indicator_id == claim.indicator_id and fact.area == facts.home
    }
    for basis in dict.fromkeys([facts.lead_period(claim.indicator_id)[0], *(fact.basis for fact in own)]):
        series = sorted((fact for fact in own if fact.basis == basis), key=lambda fact: fact.end)
        chosen = [
            fact
            for fact in series
            if (any(is_of(time, fact, facts, []) for time in at) if at else (fact.basis, fact.period) in now)
        ]
        if spoken and not any((fact.basis, fact.period) in spoken for fact in chosen) and not at:
            continue
        starts = [fact.end for fact in series if any(is_of(time, fact, facts, []) for time in since)]
        if (since and not starts) or not chosen:
            continue
        window = [
            fact
            for fact in series
            if (not starts or fact.end > min(starts)) and (fact.end <= chosen[-1].end or not since)
        ]
        if len(window) > 2 and chosen[-1].value == pick(fact.value for fact in window):
            return "" if not claim.word.is_negated else "it is"
    return "" if claim.word.is_negated else "the series has a figure further that way"


def _most_fault(claim: Claim, facts: Facts) -> str:
    """Judge "most assessments": more than half of what the measure counts."""
    if claim.word.text != "most":
        return "it does not say among whom, or since when"
    lead = facts.lead_period(claim.indicator_id)
    times = [time for time in claim.reading.times if time.is_explicit]
    found = [
        fact
        for fact in facts.values(claim.indicator_id)
        if (
            any(is_of(time, fact, facts, []) for time in times)
            if times
            else (fact.basis, fact.period) == lead
        )
    ]
    if not found or found[0].unit != "percent":
        return "no share is computed that could be more than half"
    is_not = bool(
        re.search(r"\b(?:not|late|without|missed)\b|n't\b", claim.reading.text[claim.word.at.end :])
    )
    share = 100 - found[0].value if is_not else found[0].value
    return "" if share > 50 else f"the share is {share:.4g}%"
