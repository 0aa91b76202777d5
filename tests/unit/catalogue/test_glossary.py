"""Every word that pages need is explained, once, without jargon and without figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpi_lib.catalogue.glossary import Term, load_glossary, select_terms

NOTEBOOKS = {path.stem for path in (Path(__file__).parents[3] / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize("term", load_glossary(), ids=lambda term: term.id)
def test_a_meaning_is_short_plain_and_without_a_figure(term: Term) -> None:
    assert len(term.meaning.split()) <= 45
    assert max(len(sentence.split()) for sentence in re.split(r"(?<=[.;:]) ", term.meaning)) <= 26
    assert not re.search(r"\d", term.meaning)
    assert set(term.pages) <= NOTEBOOKS


def test_terms_stand_by_the_alphabet() -> None:
    names = [term.term.lower() for term in load_glossary()]
    assert names == sorted(names)


def test_a_term_is_known_in_its_forms_but_not_within_another_word() -> None:
    term = Term(id="rate", term="Rate", meaning="…", forms=("per 10,000",))
    assert term.is_in("The rate rose.") and term.is_in("36.3 per 10,000 children")
    assert not term.is_in("separate") and not term.is_in("rate-setting")


def test_a_pages_own_words_bring_their_terms() -> None:
    told = {term.id for term in select_terms("indicator", "How many children are referred again")}
    assert {"referral", "re-referral", "verdict"} <= told
    assert "kappa" not in told
