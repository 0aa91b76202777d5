"""Why a figure is bound to nothing, in words that help to mend it."""

from __future__ import annotations

from kpi_lib.assure.prose.binding import equals, in_area, in_time
from kpi_lib.assure.prose.fact_rows import VALUE, Fact
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.mentions import Number, Reading
from kpi_lib.assure.prose.seats import seat_of, subjects_at
from kpi_lib.present.words.numbers import format_figure


def why_unbound(number: Number, reading: Reading, facts: Facts, default: tuple[str, ...]) -> str:
    """Return what a figure would have to be, or whose it is instead."""
    subjects, seat = subjects_at(number.at, reading, default), seat_of(number, reading)
    if not subjects:
        return "the sentence names no measure that the figure could be of"
    known = [fact for name in subjects for fact in facts.of(name)]
    alike = [fact for fact in known if equals(number, fact, reading, seat)]
    elsewhere = [fact for fact in alike if in_time(fact, reading, facts, seat)]
    if elsewhere:
        return f"it is the figure of another area ({_told(elsewhere[0], facts)})"
    stale = [fact for fact in alike if in_area(fact, reading, facts, seat)]
    if stale:
        return f"it is the figure of another period ({_told(stale[-1], facts)})"
    value = next(
        (
            fact
            for fact in known
            if fact.kind == VALUE
            and in_area(fact, reading, facts, seat)
            and in_time(fact, reading, facts, seat)
        ),
        None,
    )
    return "nothing computed bears it out" + (f"; computed is {_told(value, facts)}" if value else "")


def _told(fact: Fact, facts: Facts) -> str:
    indicator = facts.pack.catalogue[fact.indicator_id]
    value = (
        f"{format_figure({'value': fact.value, 'decimals': fact.decimals}, indicator)}"
        if fact.kind == VALUE
        else f"{fact.value:.4g}"
    )
    return f"{indicator.title}, {fact.basis.replace('_', ' ')} {fact.period}: {value}"
