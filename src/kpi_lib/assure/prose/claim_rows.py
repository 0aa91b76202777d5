"""Which rows of changes and comparisons, and which two figures, a claim is about."""

from __future__ import annotations

import re

from kpi_lib.assure.prose.binding import is_of
from kpi_lib.assure.prose.claims import Claim
from kpi_lib.assure.prose.fact_rows import VALUE, Fact, Row, year_before
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.mentions import Time
from kpi_lib.assure.prose.seats import times_at
from kpi_lib.core.periods import parse_period


def rows_in_time(claim: Claim, rows: list[Row], facts: Facts, of: str) -> list[Row]:
    """Return the rows of the period that the sentence names, else those of its figures or of the lead."""
    near = [time for time in times_at(claim.word.at, claim.reading) if time.is_explicit]
    times = [time for time in claim.reading.times if time.is_explicit]
    spoken = {
        (fact.basis, fact.period)
        for one in claim.bound
        for fact in one.facts
        if fact.indicator_id == claim.indicator_id
    }
    keyed = [(row, _as_fact(row, claim.indicator_id, facts)) for row in rows]
    if times:
        named = [
            (row, fact)
            for row, fact in keyed
            if any(is_of(time, fact, facts, []) for time in (near or times))
        ]
        newest = max((fact.end for _, fact in named), default=None)
        said = [row for row, fact in named if fact.end == newest]
        return [row for row in said if (row["basis"], row["period"]) in spoken] or said
    now = facts.currency(claim.indicator_id).now
    current = [row for row in rows if (row["basis"], row["period"]) in now]
    spoken_now = [row for row in current if (row["basis"], row["period"]) in spoken]
    lead = [
        row for row in current if (row["basis"], row["period"]) == facts.lead_period(claim.indicator_id, of)
    ]
    return (
        spoken_now[:1]
        if spoken_now and not any(row in lead for row in spoken_now)
        else lead or spoken_now or current
    )


def _as_fact(row: Row, indicator_id: str, facts: Facts) -> Fact:
    own = [
        fact
        for fact in facts.values(indicator_id)
        if (fact.basis, fact.period) == (row["basis"], row["period"])
    ]
    if own:
        return own[0]

    return Fact(
        indicator_id,
        facts.home,
        row["basis"],
        row["period"],
        parse_period(row["period"]).end,
        VALUE,
        float("nan"),
        "",
        False,
    )


def pair_in_figures(claim: Claim, facts: Facts) -> tuple[Fact, Fact] | None:
    """Return the earliest and the newest value of the measure that the sentence writes, of one basis."""
    own = [
        (one, fact)
        for one in claim.bound
        for fact in one.facts
        if fact.indicator_id == claim.indicator_id and fact.kind == VALUE and fact.area == facts.home
    ]
    lead = facts.lead_period(claim.indicator_id, "change")[0]
    bases = sorted(dict.fromkeys(fact.basis for _, fact in own), key=lambda basis: basis != lead)
    for basis in bases:
        found = sorted((fact for _, fact in own if fact.basis == basis), key=lambda fact: fact.end)
        if len(found) > 1 and found[0].end < found[-1].end:
            return found[0], found[-1]
    explicit = [
        time
        for time in claim.reading.times
        if time.is_explicit or time.years_before > 1 or time.quarters_before
    ]
    return _pair_of_periods(claim, facts, explicit)


def _pair_of_periods(claim: Claim, facts: Facts, times: list[Time]) -> tuple[Fact, Fact] | None:
    """Return the values in two periods that a sentence names, or in an older one and now."""
    than = [
        time
        for time in times
        if re.search(
            r"\b(?:than|since|from|compared (?:with|to)|on|against)\b[^,;]{0,25}$",
            claim.reading.text[: time.at.begin],
        )
    ]
    if not than:
        return None
    older_time = than[-1]
    own = facts.values(claim.indicator_id)
    lead = facts.lead_period(claim.indicator_id, "change") or facts.lead_period(claim.indicator_id)
    rest = [time for time in times if time is not older_time]
    for basis in dict.fromkeys((lead[0], *(fact.basis for fact in own))):
        older = [fact for fact in own if fact.basis == basis and is_of(older_time, fact, facts, rest)]
        now = [
            fact
            for fact in own
            if fact.basis == basis
            and (
                any(is_of(time, fact, facts, []) for time in rest)
                if rest
                else (fact.basis, fact.period) in facts.currency(claim.indicator_id).now
            )
        ]
        if older and now and older[0].end < now[-1].end:
            return older[0], now[-1]
    return None


def is_year_apart(pair: tuple[Fact, Fact]) -> bool:
    """Say whether two figures are of one period and that of a year before."""
    return pair[0].period == year_before(pair[1].basis, pair[1].period)
