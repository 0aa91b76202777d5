"""A claim about change over time, held against the verdict on it."""

from __future__ import annotations

from kpi_lib.assure.prose.claim_rows import is_year_apart, pair_in_figures, rows_in_time
from kpi_lib.assure.prose.claims import BAD, GOOD, SAME, Claim
from kpi_lib.assure.prose.fact_rows import Fact, Row
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.pairs import factor_fault, pair_fault
from kpi_lib.present.words.numbers import is_missing

_BEYOND_CHANCE_CHANGE = {"improved", "got_worse", "rose", "fell"}


def over_time_fault(claim: Claim, facts: Facts) -> str:
    """Return why a claim of change does not stand; an empty text where it does."""
    pair = pair_in_figures(claim, facts)
    rows = _change_rows(claim, facts, pair)
    if pair is not None and not (rows and is_year_apart(pair)):
        return pair_fault(claim, *pair, facts)
    if not rows:
        return "there is no comparison with a year before for this measure"
    faults = [_change_fault(claim, row) for row in rows]
    return "" if "" in faults else faults[0]


def _change_rows(claim: Claim, facts: Facts, pair: tuple[Fact, Fact] | None) -> list[Row]:
    """Return the changes that a word may speak of: its figures', else the period's named, else the lead."""
    changes = facts.changes(claim.indicator_id)
    if pair is not None:
        exact = [row for row in changes if (row["basis"], row["period"]) == (pair[1].basis, pair[1].period)]
        if exact:
            return exact
    rows = rows_in_time(claim, changes, facts, "change")
    if any(time.is_explicit for time in claim.reading.times):
        return rows[:1]
    return [*rows[:1], *(row for row in changes[:1] if row not in rows[:1])]


def _change_fault(claim: Claim, row: Row) -> str:
    word, verdict, way = claim.word, str(row["verdict"]), str(row["direction"])
    if is_missing(row["change"]):
        return "there is no figure a year before to compare with"
    if row.get("is_illustrative") and not claim.reading.is_marked:
        return "the figures behind it are illustrative; say so"
    found = (
        f"the verdict on the change is '{verdict.replace('_', ' ')}' "
        f"({row['earlier_value']:.4g} to {row['value']:.4g}, {row['basis'].replace('_', ' ')} "
        f"{row['period']})"
    )
    if word.factor:
        return factor_fault(word, row["value"], row["earlier_value"], claim.reading.text)
    if word.way == SAME:
        is_same = verdict == "no_clear_change" or (verdict == "cannot_say" and not row["change"])
        return (
            "" if is_same != word.is_negated and not (word.is_negated and verdict == "cannot_say") else found
        )
    if word.way in (GOOD, BAD):
        wanted = "improved" if word.way == GOOD else "got_worse"
        if word.is_negated:
            return found if verdict in (wanted, "cannot_say") else ""
        return "" if verdict == wanted else found
    if word.is_negated:
        return (
            ""
            if verdict == "no_clear_change" or (verdict in _BEYOND_CHANCE_CHANGE and way != word.way)
            else found
        )
    if way != word.way:
        return found
    if verdict in _BEYOND_CHANCE_CHANGE or (claim.is_in_figures and not claim.reading.is_certain):
        return ""
    return f"{found}; a plain direction needs its figures"
