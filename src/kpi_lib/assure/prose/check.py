"""A text of a page, sentence by sentence: every figure and every claim bound, or a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kpi_lib.assure.prose.binding import Bound, bind
from kpi_lib.assure.prose.claims import claims_of
from kpi_lib.assure.prose.counting import ALL, Scope, count_fault, is_count, is_of_measures
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.judging import fault_of
from kpi_lib.assure.prose.mentions import Number, Reading, Word
from kpi_lib.assure.prose.plain import Block
from kpi_lib.assure.prose.reading import read_sentence
from kpi_lib.assure.prose.sentences import sentences_of
from kpi_lib.assure.prose.telling import why_unbound
from kpi_lib.catalogue.areas import Area
from kpi_lib.core.periods import Frequency, Period

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a page's text that no computed figure or verdict bears out."""

    page: str
    sentence: str
    word: str
    reason: str


@dataclass(frozen=True)
class Checker:
    """Checks texts against the facts of one quarter of one area.

    Parameters
    ----------
    area, quarter : of the edition: what "our" and "this quarter" mean.
    load : loads the facts, when the first sentence needs them.
    """

    area: Area
    quarter: Period
    load: Callable[[], Facts]

    @cached_property
    def facts(self) -> Facts:
        """The facts, loaded once."""
        return self.load()

    def check_blocks(
        self, blocks: Iterable[Block], page: str, subjects: tuple[str, ...] = (), scope: Scope = ALL
    ) -> list[Finding]:
        """Return the findings of a page's blocks; a heading lends its measure to what stands under it.

        Parameters
        ----------
        subjects : ids of the measures that the page is about.
        """
        found: list[Finding] = []
        told: tuple[str, ...] = subjects
        heading = ""
        for block in blocks:
            if block.is_heading or block.heading != heading:
                heading = block.heading
                told = self._named(heading) or subjects
            for sentence in sentences_of(block.text):
                findings, named = self.check_sentence(
                    sentence, page, told, scope, is_heading=block.is_heading
                )
                found += findings
                told = named or told
        return found

    def check_sentence(
        self,
        sentence: str,
        page: str,
        subjects: tuple[str, ...] = (),
        scope: Scope = ALL,
        *,
        is_heading: bool = False,
        is_marked: bool = False,
    ) -> tuple[list[Finding], tuple[str, ...]]:
        """Return the findings of one sentence, and the measures that it names."""
        reading = read_sentence(sentence, self.area, self.quarter, subjects, is_marked=is_marked)
        named = tuple(dict.fromkeys(subject.indicator_id for subject in reading.subjects))
        faults = [*stale_faults(reading, self.quarter, is_heading=is_heading)]
        if reading.numbers or reading.words:
            faults += self._faults(reading, () if is_count(reading) else subjects, scope)
        return [Finding(page, sentence, word, reason) for word, reason in faults], named

    def _faults(self, reading: Reading, default: tuple[str, ...], scope: Scope) -> Iterable[tuple[str, str]]:
        bound = paired([bind(number, reading, self.facts, default) for number in reading.numbers])
        counted: set[Number] = set()
        words = () if reading.is_question else reading.words
        if is_count(reading):
            for word in words:
                fault, used = count_fault(word, reading, self.facts, scope)
                counted |= set(used)
                if fault:
                    yield word.text, fault
        else:
            for word in words:
                if fault := self._word_fault(word, reading, bound, default):
                    yield word.text, fault
            counted |= {number for number in reading.numbers if self._is_right_count(number, reading, scope)}
        for one in bound:
            if one.facts and all(fact.is_illustrative for fact in one.facts) and not reading.is_marked:
                yield one.number.text, "the figure is illustrative; say so"
            if not one.facts and one.number not in counted:
                yield one.number.text, why_unbound(one.number, reading, self.facts, default)

    def _is_right_count(self, number: Number, reading: Reading, scope: Scope) -> bool:
        """Say whether a figure counts measures ("two measures got worse: …") and is the right count."""
        words = [word for word in reading.words if word.at.begin >= number.at.end]
        if not words or not is_of_measures(number, reading):
            return False
        fault, used = count_fault(words[0], reading, self.facts, scope)
        return not fault and number in used

    def _word_fault(
        self, word: Word, reading: Reading, bound: Sequence[Bound], default: tuple[str, ...]
    ) -> str:
        if word.kind == "unbound":
            return "no verdict can bear this word out"
        claims = claims_of(word, reading, bound, default)
        if not claims:
            return "the sentence names no measure that a verdict could be about"
        return next((fault for claim in claims if (fault := fault_of(claim, self.facts))), "")

    def _named(self, heading: str) -> tuple[str, ...]:
        reading = read_sentence(heading, self.area, self.quarter)
        return tuple(dict.fromkeys(subject.indicator_id for subject in reading.subjects))


_THIS_EDITION = re.compile(
    r"\b(?:this|the (?:present|current|latest)) (?:edition|quarter|report|issue|commentary"
    r"|page)\b|\bcommentary\b"
)
_YARDSTICK = re.compile(r"\b(?:than|with|to|since|from|against|before|unlike)(?: (?:in|the|that of))*\s*$")


def stale_faults(reading: Reading, quarter: Period, *, is_heading: bool) -> Iterator[tuple[str, str]]:
    """Yield a quarter that a sentence calls the edition's own although it is another."""
    if not (is_heading or _THIS_EDITION.search(reading.text)):
        return
    quarters = [time for time in reading.times if time.period and time.period.frequency is Frequency.QUARTER]
    own = [time for time in quarters if not _YARDSTICK.search(reading.text[: time.at.begin])]
    if own and all(time.period != quarter for time in own):
        at = own[0].at
        yield reading.text[at.begin : at.end], f"this edition is of {quarter.words}"


def checker_of(pack: Pack) -> Checker:
    """Return a checker of texts about a pack that is loaded already."""
    return Checker(pack.area, pack.quarter, lambda: Facts(pack))


def paired(bound: list[Bound]) -> list[Bound]:
    """Keep of the ends of a range, and of "a of b", only those facts whose partner stands beside them."""
    kept = []
    for place, one in enumerate(bound):
        near = [other for other in bound[max(0, place - 1) : place + 2] if other is not one]
        pairs = {fact.pair for other in near for fact in other.facts if fact.pair}
        facts = tuple(fact for fact in one.facts if not _needs_pair(fact.pair) or fact.pair in pairs)
        kept.append(replace(one, facts=facts))
    return kept


def _needs_pair(pair: str) -> bool:
    return pair.startswith(("interval ", "range "))
