"""Each claiming word of a sentence, held against the verdict about the measure and comparator it names."""

from __future__ import annotations

from kpi_lib.assure.prose.against import against_fault
from kpi_lib.assure.prose.claims import Claim
from kpi_lib.assure.prose.comparators import comparators_of
from kpi_lib.assure.prose.extremes import extreme_fault
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.over_time import over_time_fault


def fault_of(claim: Claim, facts: Facts) -> str:
    """Return why a claim does not stand; an empty text where it does."""
    if claim.word.kind == "extreme":
        return extreme_fault(claim, facts)
    places = comparators_of(claim.word, claim.reading, facts)
    faults = [against_fault(claim, place.area, facts) for place in places]
    return next((fault for fault in faults if fault), "") if places else over_time_fault(claim, facts)
