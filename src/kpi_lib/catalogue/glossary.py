"""The words of the pages in plain English, from `glossary.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kpi_lib.catalogue.packaged import packaged_text

GLOSSARY_FILE = "glossary.toml"
Words = Annotated[str, Field(min_length=1)]


class Term(BaseModel):
    """One word or phrase: what it means, how pages may write it, and which kinds of page use it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    term: Words
    meaning: Words
    forms: tuple[Words, ...] = ()
    pages: tuple[Words, ...] = ()

    def is_in(self, text: str) -> bool:
        """Say whether a text uses the term, in any of its forms.

        >>> Term(id="referral", term="Referral", meaning="…").is_in("A referral is a request.")
        True
        """
        forms = "|".join(re.escape(form) for form in (self.term, *self.forms))
        return re.search(rf"(?<![\w-])(?:{forms})(?![\w-])", text, re.IGNORECASE) is not None


@lru_cache(maxsize=1)
def load_glossary() -> tuple[Term, ...]:
    """Return all terms by the alphabet; raises ValueError where the file breaks its own rules."""
    terms = [Term.model_validate(row) for row in tomllib.loads(packaged_text(GLOSSARY_FILE))["term"]]
    if len({term.id for term in terms}) < len(terms):
        raise ValueError(f"{GLOSSARY_FILE}: two terms share an id")
    return tuple(sorted(terms, key=lambda term: term.term.lower()))


def select_terms(kind: str, text: str = "") -> tuple[Term, ...]:
    """Return the terms that a kind of page uses, and those that are in a text of its own."""
    return tuple(term for term in load_glossary() if kind in term.pages or (text and term.is_in(text)))
