"""The words by which the audit tells a count of people or cases from any other number.

The lists are in `vocabulary.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files


def words_for(part: str, name: str) -> tuple[str, ...]:
    """Return a list of words, such as the `people` of the part `nouns`."""
    return tuple(_vocabulary()[part][name])


def any_of(part: str, *names: str) -> str:
    """Return lists of words as one pattern of alternatives."""
    return f"(?:{'|'.join(word for name in names for word in words_for(part, name))})"


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    source = files("kpi_lib.assure.disclosure.rules").joinpath("vocabulary.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


PEOPLE = any_of("nouns", "people")
"""Words for people."""
NOUN = any_of("nouns", "people", "events")
"""Words for people, and for what happens to them and is counted one a person."""
SMALL_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "single": 1,
    "couple": 2,
    "pair": 2,
    "trio": 3,
}
LARGER_WORDS = {
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100,
}  # fmt: skip

WITHHELD = re.compile(
    r"^\W*(?:(?:under|fewer than|less than|below|<|&lt;|≤|up to)\s*(?:6|six|5|five)|1\s*(?:to|[-–])\s*5|"
    r"withheld.*|suppressed.*|confidential.*|hidden|redacted|\[?c\]?|\*+|\[x\]|\[z\]|u6)\W*$",
    re.IGNORECASE,
)
"""A cell that says that its figure is kept back."""

IS_SMALL = re.compile(
    r"^\W*(?:(?:under|fewer than|less than|below|<|≤|up to)\s*(?:6|six|5|five)|1\s*(?:to|[-–])\s*5|u6)",
    re.IGNORECASE,
)
"""A withheld cell that says why: its count is 1 to 5."""

MISSING = re.compile(
    r"^\W*(?:not (?:given|available|known|shown|published)|none|missing|blank|n/?a|nan|null|-+|–|—)?\W*$",
    re.IGNORECASE,
)
"""A cell without a figure that does not say why."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\u20e3]")


def plain(text: str) -> str:
    """Return text as it reads: compatibility forms folded (`３`, `③`), unseen marks gone, spaces single."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())
