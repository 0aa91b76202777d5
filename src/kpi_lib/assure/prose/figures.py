"""Which figures a sentence writes, in digits or words, and their units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kpi_lib.assure.prose.fact_rows import RANK
from kpi_lib.assure.prose.mentions import Number, Span
from kpi_lib.catalogue.indicators import Unit
from kpi_lib.catalogue.lexicon import load_lexicon, whole_words

POINTS, TIMES, NONE = "points", "times", ""
ABOUT, JUST_OVER, JUST_UNDER, OVER, UNDER = "about", "just over", "just under", "over", "under"

_DIGITS = re.compile(
    r"(?<![\d])(?<!\d[.,])(?P<sign>(?:(?<=[\s(])|^)-|minus )?(?P<pound>£ ?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+)"
    r"(?P<scale> ?(?:million|billion|thousand|bn|m|k)(?![a-z]))?(?P<ordinal>st|nd|rd|th)?(?![a-z]*\d)"
)
_SCALES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3, "k": 1e3}
_BENT = (
    (JUST_OVER,
        r"just (?:over|above|more than)|slightly (?:over|above|more than)|a little (?:over"
        r"|more than)"),
    (JUST_UNDER,
        r"nearly|almost|just (?:under|below|less than|short of)|slightly (?:under|less than)"
        r"|a little (?:under|less than)|close to|approaching"),
    (OVER, r"more than|over|at least|upwards of|in excess of|above"),
    (UNDER, r"less than|fewer than|under|at most|up to|below|no more than"),
    (ABOUT, r"about|around|roughly|approximately|approx\.?|some|circa|c\.|~|in the region of"),
)  # fmt: skip
_BEFORE = tuple((name, re.compile(rf"(?<!\w)(?:{pattern})(?: the| a| an)? $")) for name, pattern in _BENT)
_AFTER = (
    (Unit.PERCENT, re.compile(r" ?(?:%|per ?cent(?!age)|percent(?!age)|pc(?!\w))(?!age)(?! points?)")),
    (POINTS, re.compile(
        r"(?: ?%| per ?cent| percent)?[ -]?(?:percentage[ -]points?|points?(?!\w)|ppts?"
        r"|pp(?!\w)|percentage)")),
    (Unit.PER_10000, re.compile(
        r"(?: [^\s\d]+){0,5}? ?(?:per|(?:in|for|of|out of) (?:every|each)) (?:10,000|10 000"
        r"|10000|ten thousand)")),
    (TIMES, re.compile(r" ?(?:times|x)(?!\w)(?! or)")),
    (Unit.WEEKS, re.compile(r"[ -]weeks?(?!\w)")),
    (Unit.DAYS, re.compile(r"[ -](?:working |calendar )?days?(?!\w)")),
    (Unit.CASES, re.compile(r" cases?(?!\w)")),
    ("duration", re.compile(r"[ -](?:years?|months?|hours?|minutes?|quarters?)(?!\w)")),
)  # fmt: skip
_COUNTED = re.compile(r"\s*[a-z]")
_NOT_COUNTED = re.compile(
    r"\s*(?:[).,;:|!?/\]'\"-]|$|(?:and|or|to|in|on|at|from|than|of|by|for|with|against"
    r"|compared|over|a|an|the|was|were|is|are|"
    r"which|while|whereas|but|this|that|last|during|between|across|as|up|down|per|higher"
    r"|lower|above|below|better|worse|more|"
    r"fewer|less|when|had|has|have|since|until|before|after|it|so|now|here|nationally"
    r"|locally|year|respectively|"
    r"points?|respectively|earlier|previously|then|we|our|england|its|their|not)(?!\w))"
)


def find_numbers(text: str, taken: Iterable[Span]) -> tuple[Number, ...]:
    """Return the figures that a text of small letters writes outside of `taken`, in order."""
    blocked = list(taken)
    found: list[Number] = []
    for number in (*_in_ranks(text), *_in_shares(text), *_in_digits(text), *_in_words(text)):
        if not any(number.at.holds(span) for span in blocked):
            blocked.append(number.at)
            found.append(number)
    return tuple(_with_shared_units(sorted(found, key=lambda number: number.at.begin), text))


def _in_digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        digits, scale = match["digits"].replace(",", ""), (match["scale"] or "").strip()
        factor = _SCALES.get(scale, 1.0)
        decimals = len(digits.partition(".")[2])
        unit = Unit.POUNDS if match["pound"] else RANK if match["ordinal"] else NONE
        value = float(digits) * factor * (-1 if match["sign"] else 1)
        yield _number(text, Span(*match.span()), value, decimals - _powers(factor), unit)


_RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_RANKED = re.compile(rf"\brank(?:s|ed|ing)?(?: in)?(?: the)? (?P<place>{'|'.join(_RANKS)}|last)\b")


def _in_ranks(text: str) -> Iterator[Number]:
    """Yield places in an order, in words; the last place is none that is computed by that name."""
    for match in _RANKED.finditer(text):
        place = _RANKS.index(match["place"]) + 1 if match["place"] in _RANKS else len(text)
        yield Number(Span(*match.span("place")), match["place"], place, 0, RANK)


def _in_shares(text: str) -> Iterator[Number]:
    """Yield parts of a whole, in per cent: "two thirds of", "one in four", "8 in every 10"."""
    for phrase, share in load_lexicon().shares.items():
        for match in whole_words(phrase).finditer(text):
            yield _share(text, match, share)
    known = {**load_lexicon().number_words, "one": 1}
    for match in _IN_TEN.finditer(text):
        part, whole = (known.get(word) or float(word) for word in match.group("part", "whole"))
        if 0 < part < whole:
            yield _share(text, match, part / whole * 100)


def _share(text: str, match: re.Match[str], share: float) -> Number:
    at = Span(*match.span())
    bent, led_from = _bend(text, at)
    return Number(at, match.group(), share, 0, Unit.PERCENT, bent, led_from, is_share=True)


_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|[1-9]|10"
_IN_TEN = re.compile(
    rf"(?<![\w.,-])(?P<part>{_SMALL}) (?:in|out of)(?: every)? (?P<whole>{_SMALL}|20|100)(?![\w.,]\d|\w|%)"
)


def _in_words(text: str) -> Iterator[Number]:
    for match in _spelled().finditer(text):
        value, decimals = _value_of(match.group())
        if value is not None:
            yield _number(text, Span(*match.span()), value, decimals, NONE)


def _number(text: str, at: Span, value: float, decimals: int, unit: str) -> Number:
    end = at.end
    if unit == NONE:
        for name, pattern in _AFTER:
            if after := pattern.match(text, at.end):
                unit, end = name, (at.end if name == Unit.PER_10000 else after.end())
                break
    if unit == NONE and _COUNTED.match(text, at.end) and not _NOT_COUNTED.match(text, at.end):
        unit = Unit.COUNT
    bent, led_from = _bend(text, at)
    return Number(Span(at.begin, end), text[at.begin : end], value, decimals, unit, bent, led_from)


def _bend(text: str, at: Span) -> tuple[str, int]:
    found = ((name, pattern.search(text[: at.begin])) for name, pattern in _BEFORE)
    return next(((name, match.start()) for name, match in found if match), ("", at.begin))


def _powers(factor: float) -> int:
    return len(f"{factor:.0f}") - 1


_LIST = re.compile(r"\s*(?:,|to|and|or|-|/|, and|\(|against|from|versus|vs\.?|then)\s*")


def _with_shared_units(numbers: list[Number], text: str) -> Iterator[Number]:
    """Give the first of "20.5 to 24.2%" the unit that only the last one writes."""
    for place, number in enumerate(numbers):
        later = place
        unit = number.unit
        while unit == NONE and later + 1 < len(numbers):
            if not _LIST.fullmatch(text[numbers[later].at.end : numbers[later + 1].at.begin]):
                break
            later += 1
            unit = numbers[later].unit
        unit = unit if unit in (Unit.PERCENT, Unit.PER_10000, POINTS, Unit.WEEKS, Unit.CASES) else number.unit
        yield replace(number, unit=unit)


def _spelled() -> re.Pattern[str]:
    words = "|".join(sorted(load_lexicon().number_words, key=len, reverse=True))
    one = rf"(?:{words}|hundred|thousand)"
    return re.compile(
        rf"(?<![\w-])(?:one(?= (?:(?:measure|indicator) \w|hundred|thousand|in (?:two|three"
        rf"|four|five|six|seven|eight|nine|ten|every|\d)))|a (?=hundred|thousand)|{one})"
        rf"(?:(?:[ -]| and )(?:{one}|one))*(?: point (?:{one}|one|nought|zero)(?: (?:{one}"
        rf"|one))*)?(?![\w])(?!-(?:year|day|month|week|term|way|part|stage|page))"
    )


def _value_of(text: str) -> tuple[float | None, int]:
    """Return the number that words spell and its decimals: "seventy-four point six" is 74.6."""
    known = {**load_lexicon().number_words, "one": 1, "a": 1, "nought": 0}
    whole, _, part = text.partition(" point ")
    total = current = 0
    for word in re.split(r"[ -]", whole):
        if word == "hundred":
            current = (current or 1) * 100
        elif word == "thousand":
            total, current = total + (current or 1) * 1000, 0
        elif word in known:
            current += known[word]
    digits = "".join(str(known[word]) for word in part.split() if word in known)
    return float(f"{total + current}.{digits or 0}"), len(digits)
