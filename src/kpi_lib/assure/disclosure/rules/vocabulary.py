"""The audit's words, kept in `vocabulary.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


def words_for(part: str, name: str) -> tuple[str, ...]:
    """Return a list of words, such as the `people` of the part `nouns`."""
    return tuple(_vocabulary()[part][name])


def any_of(part: str, name: str) -> str:
    """Return a list of words as one pattern of alternatives."""
    return f"(?:{'|'.join(words_for(part, name))})"


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    source = files("kpi_lib.assure.disclosure.rules").joinpath("vocabulary.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
