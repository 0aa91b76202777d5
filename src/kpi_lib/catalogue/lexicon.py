"""The words that claim something, and the names by which sentences speak of an indicator."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["judged", "moved", "same", "extreme", "unbound"]
Way = Literal["up", "down", "good", "bad", "same", "none"]

_GAP = r"((?:[\s(,'\-]+[^\s;]+){0,6}?[\s(,'\-]+)"
"""What `…` stands for in an alias: up to six words, kept as a group of its own."""


class Claim(BaseModel):
    """Words of one kind: what they say, and which way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    way: Way
    words: tuple[str, ...]


class Named(BaseModel):
    """How sentences name one indicator, and the numbers that belong to its definition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aliases: Annotated[tuple[str, ...], Field(min_length=1)]
    constants: tuple[str, ...] = ()


class Lexicon(BaseModel):
    """All the words that a checker of prose knows, as patterns of small letters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    not_claims: tuple[str, ...]
    not_figures: tuple[str, ...]
    intent: tuple[str, ...]
    plain_forms: tuple[str, ...]
    certain: tuple[str, ...]
    by_chance: tuple[str, ...]
    negations: tuple[str, ...]
    number_words: dict[str, int]
    shares: dict[str, float]
    multiples: dict[str, float]
    claim: tuple[Claim, ...]

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class Alias:
    """One name of one indicator, as a pattern whose gaps are its groups."""

    indicator_id: str
    pattern: re.Pattern[str]
    weight: int = 0
    """Added to the length of what it finds: the longest name in a sentence wins."""


@dataclass(frozen=True)
class Aliases:
    """The names of all indicators beside their titles."""

    by_indicator: dict[str, Named]

    def constants(self, indicator_id: str) -> tuple[str, ...]:
        """Return the patterns of the numbers that belong to an indicator's definition."""
        named = self.by_indicator.get(indicator_id)
        return named.constants if named else ()

    @cached_property
    def all(self) -> tuple[Alias, ...]:
        """Every name."""
        return tuple(
            Alias(name, whole_words(as_pattern(alias)))
            for name, named in self.by_indicator.items()
            for alias in named.aliases
        )


def as_pattern(alias: str) -> str:
    """Return an alias as a regular expression."""
    return _GAP.join(part.strip() for part in alias.split("…"))


@lru_cache(maxsize=4096)
def whole_words(pattern: str) -> re.Pattern[str]:
    """Return a pattern that matches whole words only."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")


@lru_cache(maxsize=512)
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that matches whichever of these comes first, the longest written first."""
    return whole_words("|".join(f"(?:{pattern})" for pattern in sorted(patterns, key=len, reverse=True)))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the packaged `lexicon.toml`."""
    return Lexicon.model_validate(_toml("lexicon.toml"))


@lru_cache(maxsize=1)
def load_aliases() -> Aliases:
    """Read the packaged `aliases.toml`."""
    return Aliases({name: Named.model_validate(entry) for name, entry in _toml("aliases.toml").items()})


def _toml(name: str) -> dict[str, object]:
    return tomllib.loads((files("kpi_lib.catalogue") / name).read_text(encoding="utf-8"))
