"""A claim about an area or comparator, held against its verdict."""

from __future__ import annotations

from kpi_lib.assure.prose.binding import is_of
from kpi_lib.assure.prose.claim_rows import rows_in_time
from kpi_lib.assure.prose.claims import BAD, DOWN, GOOD, SAME, UP, Claim
from kpi_lib.assure.prose.fact_rows import NEIGHBOURS, TARGET, Fact, Row
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.pairs import area_words, factor_fault, pair_fault
from kpi_lib.core.areas import ENGLAND
from kpi_lib.present.words.numbers import is_missing

BEYOND_CHANCE = {"better", "worse", "higher", "lower"}


def against_fault(claim: Claim, area: str, facts: Facts) -> str:
    """Return why a claim about an area or comparator does not stand; an empty text where it does."""
    comparator = {ENGLAND: "england", facts.pack.area.region_code: "region"}.get(area, area.partition(":")[0])
    if comparator not in (NEIGHBOURS, TARGET, "england", "region"):
        return _against_area(claim, area, facts)
    known = [
        row
        for row in facts.comparisons(claim.indicator_id, comparator)
        if not is_missing(row["comparator_value"]) and not is_missing(row["value"])
    ]
    rows = rows_in_time(claim, known, facts, "comparison")
    if not rows:
        return f"there is no figure for {area_words(area)} to compare with"
    return _comparison_fault(claim, rows[0], area_words(area))


def _comparison_fault(claim: Claim, row: Row, whom: str) -> str:
    word, verdict = claim.word, str(row["verdict"])
    way = UP if row["difference"] > 0 else DOWN if row["difference"] < 0 else SAME
    found = (
        f"the verdict against {whom} is '{verdict.replace('_', ' ')}' ({row['value']:.4g} "
        f"against {row['comparator_value']:.4g})"
    )
    if word.factor:
        return factor_fault(word, row["value"], row["comparator_value"], claim.reading.text)
    if word.way == SAME:
        return "" if (verdict == "similar") != word.is_negated and verdict != "cannot_say" else found
    if word.way in (GOOD, BAD):
        wanted = "better" if word.way == GOOD else "worse"
        if word.is_negated:
            return found if verdict in (wanted, "cannot_say") else ""
        return "" if verdict == wanted else found
    if word.is_negated:
        return "" if verdict in ("similar",) or (verdict in BEYOND_CHANCE and way != word.way) else found
    if way != word.way:
        return found
    if verdict in BEYOND_CHANCE or (claim.is_in_figures and not claim.reading.is_certain):
        return ""
    return f"{found}; a plain direction needs the figure it is compared with"


def _against_area(claim: Claim, area: str, facts: Facts) -> str:
    own, other = (_value_in_time(claim, facts, where) for where in (facts.home, area))
    if own is None or other is None:
        return f"there is no figure for {area_words(area)} in that period"
    return pair_fault(claim, other, own, facts)


def _value_in_time(claim: Claim, facts: Facts, area: str) -> Fact | None:
    times = [time for time in claim.reading.times if time.is_explicit]
    lead = facts.lead_period(claim.indicator_id, "comparison")
    found = [
        fact
        for fact in facts.values(claim.indicator_id, area)
        if (
            any(is_of(time, fact, facts, []) for time in times)
            if times
            else (fact.basis, fact.period) == lead
        )
    ]
    return found[0] if found else None
