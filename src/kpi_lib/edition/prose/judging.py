"""Each claiming word of a sentence, held against the verdict about the measure and comparator it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kpi_lib.catalogue.indicators import Polarity
from kpi_lib.core.areas import ENGLAND
from kpi_lib.edition.prose.binding import Bound, is_of
from kpi_lib.edition.prose.facts import NEIGHBOURS, TARGET, VALUE, Fact, Facts, Row, year_before
from kpi_lib.edition.prose.mentions import Place, Reading, Time, Word
from kpi_lib.edition.prose.seats import subjects_at, times_at
from kpi_lib.present.words import is_missing

UP, DOWN, GOOD, BAD, SAME = "up", "down", "good", "bad", "same"
TESTED = {"improved": UP, "got_worse": DOWN, "rose": UP, "fell": DOWN}
_BEYOND_CHANCE_CHANGE = {"improved", "got_worse", "rose", "fell"}
_BEYOND_CHANCE = {"better", "worse", "higher", "lower"}


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


def fault_of(claim: Claim, facts: Facts) -> str:
    """Return why a claim does not stand; an empty text where it does."""
    places = comparators_of(claim.word, claim.reading, facts)
    if claim.word.kind == "same" and not places and _LEVEL.search(claim.reading.text):
        places = ()
    if places:
        faults = [_against(claim, place.area, facts) for place in places]
        return next((fault for fault in faults if fault), "")
    return _over_time(claim, facts)


_UNTESTED = re.compile(r"\bnot (?:been )?tested\b|\buntested\b|\bby chance cannot be said\b")
_NEW_CLAUSE = re.compile(r";|\b(?:while|whereas)\b")
_WHICH = re.compile(r"\b(?:which|and that) (?:is|was|are)(?: also)?\s*$")
_LEVEL = re.compile(r"\blevel\b")
_AFTER_WORD = re.compile(r"\b(?:than|to|with|as|from|against|of|by|below|above|on|at|behind|between)\b")


def comparators_of(word: Word, reading: Reading, facts: Facts) -> tuple[Place, ...]:
    """Return whom a word compares with: the areas named after it, before the next claim or period."""
    before = [other for other in reading.words if other.at.end <= word.at.begin]
    if before and _WHICH.search(reading.text[: word.at.begin]):
        return comparators_of(before[-1], reading, facts)
    stops = [other.at.begin for other in reading.words if other.at.begin > word.at.begin]
    clause = _NEW_CLAUSE.search(reading.text, word.at.end)
    end = min([*stops, clause.start() if clause else len(reading.text)])
    others = [place for place in reading.places if place.area != facts.home]
    after = [place for place in others if word.at.end <= place.at.begin < end]
    if after and (word.text in _ADJOINED or _AFTER_WORD.search(reading.text[word.at.end : after[0].at.begin]) or not reading.text[word.at.end : after[0].at.begin].strip()):
        is_time_first = any(
            word.at.end <= time.at.begin < after[0].at.begin and "than" in reading.text[word.at.end : time.at.begin]
            for time in reading.times
        )
        is_subject = re.match(r"\s*(?:it |they |which )?(?:was|is|were|are|had|has|rose|fell)\b", reading.text[after[0].at.end :])
        if not is_time_first and not is_subject:
            return _joined(after, reading)
    led = [place for place in others if place.at.end <= word.at.begin and _is_led(place, reading)]
    return (led[-1],) if led and not _names_time(word, reading, end) else ()


_ADJOINED = {"above", "below", "behind", "ahead of", "in line with", "close to", "level with", "beat", "outperformed", "exceeds", "exceeded", "matches", "matched"}


def _joined(places: list[Place], reading: Reading) -> tuple[Place, ...]:
    """Return the first area and those joined to it: "than England and the region"."""
    group = [places[0]]
    for place in places[1:]:
        if not re.fullmatch(r"[^;]*?(?:,|\band\b|\bor\b|\bnor\b)(?: both| of| than| the| that of| those of| with| to|\s)*", reading.between(group[-1].at, place.at)):
            break
        group.append(place)
    return tuple(group)


def _is_led(place: Place, reading: Reading) -> bool:
    return bool(re.search(r"\b(?:than|against|compared (?:with|to)|relative to|alongside|beside|versus|unlike|next to)(?: both| the| its| our)*\s*$", reading.text[: place.at.begin]))


def _names_time(word: Word, reading: Reading, end: int) -> bool:
    return any(word.at.end <= time.at.begin < end for time in reading.times)


def _against(claim: Claim, area: str, facts: Facts) -> str:
    comparator = {ENGLAND: "england", facts.pack.area.region_code: "region"}.get(area, area.partition(":")[0])
    if comparator not in (NEIGHBOURS, TARGET, "england", "region"):
        return _against_area(claim, area, facts)
    known = [
        row
        for row in facts.comparisons(claim.indicator_id, comparator)
        if not is_missing(row["comparator_value"]) and not is_missing(row["value"])
    ]
    rows = _rows_in_time(claim, known, facts, "comparison")
    if not rows:
        return f"there is no figure for {_area_words(area)} to compare with"
    return _comparison_fault(claim, rows[0], _area_words(area))


def _comparison_fault(claim: Claim, row: Row, whom: str) -> str:
    word, verdict = claim.word, str(row["verdict"])
    way = UP if row["difference"] > 0 else DOWN if row["difference"] < 0 else SAME
    found = f"the verdict against {whom} is '{verdict.replace('_', ' ')}' ({row['value']:.4g} against {row['comparator_value']:.4g})"
    if word.factor:
        return _factor_fault(word, row["value"], row["comparator_value"], claim.reading.text)
    if word.way == SAME:
        return "" if (verdict == "similar") != word.is_negated and verdict != "cannot_say" else found
    if word.way in (GOOD, BAD):
        wanted = "better" if word.way == GOOD else "worse"
        if word.is_negated:
            return found if verdict in (wanted, "cannot_say") else ""
        return "" if verdict == wanted else found
    if word.is_negated:
        return "" if verdict in ("similar",) or verdict in _BEYOND_CHANCE and way != word.way else found
    if way != word.way:
        return found
    if verdict in _BEYOND_CHANCE or claim.is_in_figures and not claim.reading.is_certain:
        return ""
    return f"{found}; a plain direction needs the figure it is compared with"


def _against_area(claim: Claim, area: str, facts: Facts) -> str:
    own, other = (_value_in_time(claim, facts, where) for where in (facts.home, area))
    if own is None or other is None:
        return f"there is no figure for {_area_words(area)} in that period"
    return _pair_fault(claim, other, own, facts)


def _value_in_time(claim: Claim, facts: Facts, area: str) -> Fact | None:
    times = [time for time in claim.reading.times if time.is_explicit]
    lead = facts.lead_period(claim.indicator_id, "comparison")
    found = [
        fact
        for fact in facts.values(claim.indicator_id, area)
        if (any(is_of(time, fact, facts, []) for time in times) if times else (fact.basis, fact.period) == lead)
    ]
    return found[0] if found else None


def _over_time(claim: Claim, facts: Facts) -> str:
    if claim.word.kind == "extreme":
        return _extreme_fault(claim, facts)
    pair = _pair_in_figures(claim, facts)
    rows = _change_rows(claim, facts, pair)
    if pair is not None and not (rows and _is_year_apart(pair)):
        return _pair_fault(claim, *pair, facts)
    if not rows:
        return "there is no comparison with a year before for this measure"
    faults = [_change_fault(claim, row) for row in rows]
    return "" if "" in faults else faults[0]


def _change_rows(claim: Claim, facts: Facts, pair: tuple[Fact, Fact] | None) -> list[Row]:
    """Return the changes that a word may speak of: of its figures' period, else of the one named, else the lead."""
    changes = facts.changes(claim.indicator_id)
    if pair is not None:
        exact = [row for row in changes if (row["basis"], row["period"]) == (pair[1].basis, pair[1].period)]
        if exact:
            return exact
    rows = _rows_in_time(claim, changes, facts, "change")
    if any(time.is_explicit for time in claim.reading.times):
        return rows[:1]
    return [*rows[:1], *(row for row in changes[:1] if row not in rows[:1])]


def _pair_in_figures(claim: Claim, facts: Facts) -> tuple[Fact, Fact] | None:
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
    explicit = [time for time in claim.reading.times if time.is_explicit or time.years_before > 1 or time.quarters_before]
    return _pair_of_periods(claim, facts, explicit)


def _pair_of_periods(claim: Claim, facts: Facts, times: list[Time]) -> tuple[Fact, Fact] | None:
    """Return the values in two periods that a sentence names, or in an older one and now."""
    than = [time for time in times if re.search(r"\b(?:than|since|from|compared (?:with|to)|on|against)\b[^,;]{0,25}$", claim.reading.text[: time.at.begin])]
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
            and (any(is_of(time, fact, facts, []) for time in rest) if rest else (fact.basis, fact.period) in facts.currency(claim.indicator_id).now)
        ]
        if older and now and older[0].end < now[-1].end:
            return older[0], now[-1]
    return None


def _is_year_apart(pair: tuple[Fact, Fact]) -> bool:
    return pair[0].period == year_before(pair[1].basis, pair[1].period)


def _rows_in_time(claim: Claim, rows: list[Row], facts: Facts, of: str) -> list[Row]:
    """Return the rows of the period that the sentence names; without one, those its figures or the lead are of."""
    near = [time for time in times_at(claim.word.at, claim.reading) if time.is_explicit]
    times = [time for time in claim.reading.times if time.is_explicit]
    spoken = {(fact.basis, fact.period) for one in claim.bound for fact in one.facts if fact.indicator_id == claim.indicator_id}
    keyed = [(row, _as_fact(row, claim.indicator_id, facts)) for row in rows]
    if times:
        said = [(row, fact) for row, fact in keyed if any(is_of(time, fact, facts, []) for time in (near or times))]
        newest = max((fact.end for _, fact in said), default=None)
        said = [row for row, fact in said if fact.end == newest]
        return [row for row in said if (row["basis"], row["period"]) in spoken] or said
    now = facts.currency(claim.indicator_id).now
    current = [row for row in rows if (row["basis"], row["period"]) in now]
    spoken_now = [row for row in current if (row["basis"], row["period"]) in spoken]
    lead = [row for row in current if (row["basis"], row["period"]) == facts.lead_period(claim.indicator_id, of)]
    return spoken_now[:1] if spoken_now and not any(row in lead for row in spoken_now) else lead or spoken_now or current


def _as_fact(row: Row, indicator_id: str, facts: Facts) -> Fact:
    own = [fact for fact in facts.values(indicator_id) if (fact.basis, fact.period) == (row["basis"], row["period"])]
    if own:
        return own[0]
    from kpi_lib.core.periods import parse_period

    return Fact(indicator_id, facts.home, row["basis"], row["period"], parse_period(row["period"]).end, VALUE, float("nan"), "", False)


def _change_fault(claim: Claim, row: Row) -> str:
    word, verdict, way = claim.word, str(row["verdict"]), str(row["direction"])
    if is_missing(row["change"]):
        return "there is no figure a year before to compare with"
    if row.get("is_illustrative") and not claim.reading.is_marked:
        return "the figures behind it are illustrative; say so"
    found = f"the verdict on the change is '{verdict.replace('_', ' ')}' ({row['earlier_value']:.4g} to {row['value']:.4g}, {row['basis'].replace('_', ' ')} {row['period']})"
    if word.factor:
        return _factor_fault(word, row["value"], row["earlier_value"], claim.reading.text)
    if word.way == SAME:
        is_same = verdict == "no_clear_change" or verdict == "cannot_say" and not row["change"]
        return "" if is_same != word.is_negated and not (word.is_negated and verdict == "cannot_say") else found
    if word.way in (GOOD, BAD):
        wanted = "improved" if word.way == GOOD else "got_worse"
        if word.is_negated:
            return found if verdict in (wanted, "cannot_say") else ""
        return "" if verdict == wanted else found
    if word.is_negated:
        return "" if verdict == "no_clear_change" or verdict in _BEYOND_CHANCE_CHANGE and way != word.way else found
    if way != word.way:
        return found
    if verdict in _BEYOND_CHANCE_CHANGE or claim.is_in_figures and not claim.reading.is_certain:
        return ""
    return f"{found}; a plain direction needs its figures"


def _pair_fault(claim: Claim, older: Fact, newer: Fact, facts: Facts) -> str:
    """Judge two figures that no verdict compares: beyond chance only where their intervals lie apart."""
    word = claim.word
    way = UP if newer.value > older.value else DOWN if newer.value < older.value else SAME
    apart = newer.lower > older.upper or newer.upper < older.lower
    found = f"the figures are {older.value:.4g} ({older.period}) and {newer.value:.4g} ({newer.period})"
    if word.factor:
        return _factor_fault(word, newer.value, older.value, claim.reading.text)
    if word.way == SAME:
        return "" if not apart != word.is_negated else found
    if word.way in (GOOD, BAD):
        polarity = facts.pack.catalogue[claim.indicator_id].polarity
        good = {Polarity.HIGHER_IS_BETTER: UP, Polarity.LOWER_IS_BETTER: DOWN}.get(polarity)
        is_said = good is not None and apart and (way == good) == (word.way == GOOD)
        return "" if is_said != word.is_negated else f"{found}: no such verdict can be drawn"
    if word.is_negated:
        return found if way == word.way and apart else ""
    if way != word.way:
        return found
    return "" if apart or claim.is_in_figures and not claim.reading.is_certain else f"{found}, too near for a difference beyond chance"


def _factor_fault(word: Word, value: float, before: float, text: str) -> str:
    ratio = value / before if before else float("inf")
    led = text[max(0, word.at.begin - 16) : word.at.begin]
    said = word.factor
    if re.search(r"(?:more than|over) $", led):
        is_so = ratio > said if said > 1 else ratio < said
    elif re.search(r"(?:almost|nearly) $", led):
        is_so = said * 0.85 <= ratio < said if said > 1 else said < ratio <= said * 1.15
    else:
        is_so = abs(ratio / said - 1) <= 0.05
    return "" if is_so != word.is_negated else f"the figures are {before:.4g} and {value:.4g}, {ratio:.2f} times as much"


_AMONG = re.compile(r"\b(?:neighbours?|authorities|councils|areas|group|peers|comparators|of the (?:ten|eleven|10|11))\b")
_SINCE = re.compile(r"\b(?:since|ever|on record|in (?:the last |the past )?(?:\w+) (?:years|quarters)|of the (?:last|past)|for (?:\w+) (?:years|quarters)|in the series|record|all-time|peak|yet|so far)\b")


def _extreme_fault(claim: Claim, facts: Facts) -> str:
    word, text = claim.word, claim.reading.text
    way = _extreme_way(word, claim, facts)
    if way is None:
        return "the measure has no better or worse way"
    pick = max if way == UP else min
    if re.search(r"\bthe region\b|\bin england\b|\bnationally\b|\bcountry\b", text[word.at.end :]):
        return "no such order is computed; name the neighbours or a period"
    if _AMONG.search(text[word.at.begin :]) or _AMONG.search(text) and not _SINCE.search(text):
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


def _among_fault(claim: Claim, facts: Facts, pick: object) -> str:
    lead = facts.lead_period(claim.indicator_id, "comparison")
    times = [time for time in claim.reading.times if time.is_explicit]
    own = facts.home
    members = (*facts.pack.neighbourhood.members, own)
    values = {
        area: fact
        for area in members
        for fact in facts.values(claim.indicator_id, area)
        if (any(is_of(time, fact, facts, []) for time in times) if times else (fact.basis, fact.period) == lead)
    }
    named = [place.area for place in claim.reading.places if place.area in members and place.area != own]
    who = named[0] if named and own not in [place.area for place in claim.reading.places] else own
    if len(values) < 2 or who not in values:
        return "the neighbours have no figures in that period"
    best = pick(fact.value for fact in values.values())  # type: ignore[operator]
    is_so = values[who].value == best
    return "" if is_so != claim.word.is_negated else f"{_area_words(who)} has {values[who].value:.4g}; the figure at that end is {best:.4g}"


def _record_fault(claim: Claim, facts: Facts, pick: object) -> str:
    own = facts.values(claim.indicator_id)
    times = [time for time in claim.reading.times if time.is_explicit]
    since = [time for time in times if re.search(r"\bsince\b[^,;]{0,20}$", claim.reading.text[: time.at.begin])]
    at = [time for time in times if time not in since]
    now = facts.currency(claim.indicator_id).now
    spoken = {(fact.basis, fact.period) for one in claim.bound for fact in one.facts if fact.indicator_id == claim.indicator_id and fact.area == facts.home}
    for basis in dict.fromkeys([facts.lead_period(claim.indicator_id)[0], *(fact.basis for fact in own)]):
        series = sorted((fact for fact in own if fact.basis == basis), key=lambda fact: fact.end)
        chosen = [fact for fact in series if (any(is_of(time, fact, facts, []) for time in at) if at else (fact.basis, fact.period) in now)]
        if spoken and not any((fact.basis, fact.period) in spoken for fact in chosen) and not at:
            continue
        starts = [fact.end for fact in series if any(is_of(time, fact, facts, []) for time in since)]
        if since and not starts or not chosen:
            continue
        window = [fact for fact in series if (not starts or fact.end > min(starts)) and (fact.end <= chosen[-1].end or not since)]
        if len(window) > 2 and chosen[-1].value == pick(fact.value for fact in window):  # type: ignore[operator]
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
        if (any(is_of(time, fact, facts, []) for time in times) if times else (fact.basis, fact.period) == lead)
    ]
    if not found or found[0].unit != "percent":
        return "no share is computed that could be more than half"
    is_not = bool(re.search(r"\b(?:not|late|without|missed)\b|n't\b", claim.reading.text[claim.word.at.end :]))
    share = 100 - found[0].value if is_not else found[0].value
    return "" if share > 50 else f"the share is {share:.4g}%"


def _area_words(area: str) -> str:
    from kpi_lib.catalogue.areas import load_areas

    if area.startswith(NEIGHBOURS) or area == TARGET:
        return "the neighbours' average" if area != TARGET else "the target"
    return load_areas().named(area).name


def claims_of(word: Word, reading: Reading, bound: Iterable[Bound], default: tuple[str, ...]) -> list[Claim]:
    """Return a claim for each measure that a word speaks of; none where the sentence names none."""
    names = subjects_at(word.at, reading, default)
    written = {fact.indicator_id for one in bound for fact in one.facts}
    chosen = [name for name in names if name in written] if len(names) > 1 else []
    return [Claim(word, name, reading, tuple(bound)) for name in (chosen or names)]
