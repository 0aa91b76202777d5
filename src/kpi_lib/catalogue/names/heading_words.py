"""What the words in headings of councils' own scorecards mean; see `heading_words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kpi_lib.core.errors import CatalogueError

PERSONAL = "personal"
LONGEST_HEADING = 300
_PUNCTUATION = re.compile(r"[^a-z0-9%]+")


@dataclass(frozen=True)
class HeadingWords:
    """The phrases by their normalised text: each with its meanings by dimension.

    A phrase may say something in several dimensions: "number" is a part and a unit. `longest` is the number
    of words of the longest phrase.
    """

    meanings: Mapping[str, Mapping[str, str]]
    longest: int

    def of(self, phrase: str) -> Mapping[str, str]:
        """Return what a phrase in the form of `normalise_heading` says, by dimension; empty where nothing."""
        return self.meanings.get(phrase, {})


def normalise_heading(text: str) -> str:
    """Return a heading in the form in which headings are compared; nothing for one that is far too long.

    >>> normalise_heading("  Rate per 10,000 (£000s)"), normalise_heading("R/A/G")
    ('rate per 10000 gbp 000s', 'r a g')
    """
    if len(text) > LONGEST_HEADING:
        return ""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.casefold())
    return " ".join(_PUNCTUATION.sub(" ", plain.replace("£", " gbp ")).split())


@lru_cache(maxsize=1)
def load_heading_words() -> HeadingWords:
    """Read the packaged `heading_words.toml` once.

    Raises
    ------
    CatalogueError : a phrase is in two lists of one dimension.
    """
    source = files("kpi_lib.catalogue") / "data" / "heading_words.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    meanings: dict[str, dict[str, str]] = {}
    for dimension, lists in raw.items():
        for meaning, phrases in lists.items():
            for phrase in phrases:
                of_phrase = meanings.setdefault(normalise_heading(phrase), {})
                if of_phrase.setdefault(dimension, meaning) != meaning:
                    raise CatalogueError(
                        "A phrase is in two lists",
                        where="heading_words.toml",
                        got=f"'{phrase}' in {of_phrase[dimension]} and {meaning}",
                        expected="one meaning for each phrase",
                    )
    return HeadingWords(meanings, max(phrase.count(" ") + 1 for phrase in meanings))
