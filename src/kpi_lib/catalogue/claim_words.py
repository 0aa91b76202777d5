"""The words and digits that state a figure or a claim, and the stated exceptions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cached_property, lru_cache

from pydantic import BaseModel, ConfigDict

from kpi_lib.catalogue.indicators import Catalogue, load_catalogue
from kpi_lib.catalogue.packaged import packaged_text

WORDS_FILE = "claim_words.toml"

_NUMBER = r"(?:\d[\d,]*|two|three)"
_TIMES = ("working days", "days", "weeks", "months", "years")
_UNIT = "|".join((*_TIMES, "miles", "children", "placements", "social workers"))
_DEFINED = re.compile(
    r"(?P<lead>no more than|more than|less than|at least|within|per|aged)? ?\b"
    rf"(?P<core>{_NUMBER}(?: to {_NUMBER})?(?: or more)?(?: (?P<unit>{_UNIT}))?(?: or (?:more|longer))?)\b"
)
"""A number of a definition, with what makes it one: "within 45 working days", "three or more placements"."""


class ClaimWords(BaseModel):
    """What `claim_words.toml` holds; see there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numbers: tuple[str, ...]
    claims: tuple[str, ...]
    names: tuple[str, ...]
    patterns: dict[str, tuple[str, ...]]

    @cached_property
    def figure(self) -> re.Pattern[str]:
        """What looks like a figure: digits with their marks, numbers in words."""
        return re.compile(rf"[£$€]?\d+(?:[.,]\d+)*\s?%?|%|{_whole(map(_as_pattern, self.numbers))}")

    @cached_property
    def claim(self) -> re.Pattern[str]:
        """What looks like a claim."""
        return re.compile(_whole(map(_as_pattern, self.claims)))

    def exceptions(self, catalogue: Catalogue) -> re.Pattern[str]:
        """Return a pattern of what is neither: names, dates, ages, laws, numbers of a definition."""
        stated = [pattern.replace(" ", r"\s+") for group in self.patterns.values() for pattern in group]
        named = map(_as_pattern, [*self.names, *_titles(catalogue), *_defined(catalogue)])
        return re.compile(rf"{_whole([*named, *stated])}(?![.,-]?\d|\s?%)")


def _titles(catalogue: Catalogue) -> Iterable[str]:
    return (title.lower() for indicator in catalogue for title in (indicator.title, indicator.plain_title))


def _defined(catalogue: Catalogue) -> set[str]:
    """Return the numbers of titles and definitions as phrases; one of a unit of time also by itself."""
    phrases = set()
    for indicator in catalogue:
        text = f"{indicator.title}. {indicator.plain_title}. {indicator.definition}"
        for number in _DEFINED.finditer(text.lower()):
            is_time, is_part = number["unit"] in _TIMES, number["lead"] or " or " in number["core"]
            if is_time or number["lead"] == "per" or (number["unit"] and is_part):
                phrases.add(number.group().strip())
            if is_time:
                phrases.add(number["core"])
    return phrases


def _as_pattern(phrase: str) -> str:
    words = re.escape(phrase.replace("’", "'")).replace(r"\ ", r"[\s-]+")
    return words.replace(r"\*", r"\w*")


def _whole(patterns: Iterable[str]) -> str:
    longest_first = sorted(patterns, key=len, reverse=True)
    return rf"(?<![\w£$€])(?<!\d[.,])(?:{'|'.join(longest_first)})(?!\w)"


@lru_cache(maxsize=1)
def load_claim_words() -> ClaimWords:
    """Read the packaged `claim_words.toml`."""
    return ClaimWords.model_validate(tomllib.loads(packaged_text(WORDS_FILE)))


@lru_cache(maxsize=1)
def load_exceptions() -> re.Pattern[str]:
    """Return the pattern of the exceptions for the packaged catalogue."""
    return load_claim_words().exceptions(load_catalogue())
