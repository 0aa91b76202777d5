"""A word that claims something, with the measure and the figures of the sentence that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kpi_lib.assure.prose.binding import Bound
from kpi_lib.assure.prose.fact_rows import VALUE, Fact
from kpi_lib.assure.prose.mentions import Reading, Word
from kpi_lib.assure.prose.seats import subjects_at

UP, DOWN, GOOD, BAD, SAME = "up", "down", "good", "bad", "same"

_UNTESTED = re.compile(r"\bnot (?:been )?tested\b|\buntested\b|\bby chance cannot be said\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """One word, the measure it speaks of, and the figures of the sentence that belong to it."""

    word: Word
    indicator_id: str
    reading: Reading
    bound: tuple[Bound, ...]

    def facts(self, area: str) -> list[Fact]:
        """Return the values of the measure in an area that the sentence writes."""
        return [
            fact
            for one in self.bound
            for fact in one.facts[:1] or ()
            if fact.indicator_id == self.indicator_id and fact.area == area and fact.kind == VALUE
        ]

    @property
    def is_in_figures(self) -> bool:
        """Whether a plain direction is said in figures, or said to be untested."""
        if _UNTESTED.search(self.reading.text):
            return True
        return any(fact.indicator_id == self.indicator_id for one in self.bound for fact in one.facts)


def claims_of(word: Word, reading: Reading, bound: Iterable[Bound], default: tuple[str, ...]) -> list[Claim]:
    """Return a claim for each measure that a word speaks of; none where the sentence names none."""
    names = subjects_at(word.at, reading, default, is_word=True)
    written = {fact.indicator_id for one in bound for fact in one.facts}
    chosen = [name for name in names if name in written] if len(names) > 1 else []
    return [Claim(word, name, reading, tuple(bound)) for name in (chosen or names)]
