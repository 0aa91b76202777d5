"""True sentences pass and planted falsehoods do not, each of another kind, on the bundled quarter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import kpi_lib as kpi
from kpi_lib.assure.prose.check import Checker, checker_of
from kpi_lib.assure.prose.plain import blocks_of_markdown

TABLES = Path(__file__).parent / "prose"


def cases(name: str) -> list[tuple[str, str]]:
    """Return (measure the page is about, sentence) of one table; kinds are all different."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["kind"] for row in rows}) == len(rows) >= 60
    return [(row["about"], row["sentence"]) for row in rows]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return checker_of(kpi.load("2017-18-Q4"))


def words_found(checker: Checker, about: str, sentence: str) -> list[str]:
    subjects = (about,) if about else ()
    return [found.word for found in checker.check_blocks(blocks_of_markdown(sentence), "page", subjects)]


@pytest.mark.parametrize(("about", "sentence"), cases("truths"))
def test_a_true_sentence_passes(checker: Checker, about: str, sentence: str) -> None:
    assert words_found(checker, about, sentence) == []


@pytest.mark.parametrize(("about", "sentence"), cases("falsehoods"))
def test_a_planted_falsehood_is_found(checker: Checker, about: str, sentence: str) -> None:
    assert words_found(checker, about, sentence) != []
