"""True sentences pass and planted falsehoods do not, each of another kind, on a real quarter."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kpi_lib.core.errors import KpiErrors, ProseError
from kpi_lib.ingest.hand_written.commentary import commentary_file
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.project import Project
from kpi_lib.pages.commentary.commentary import (
    Section,
    check_commentary,
    parse_commentary,
    resolved,
    written_faults,
)

TABLES = Path(__file__).parent / "prose"
FILE = "commentary/E10000034/2017-18-Q4.md"
Check = Callable[[str, str], None]


def cases(name: str) -> list[tuple[str, str]]:
    """Return (indicator whose page it is on, sentence) of one table; kinds are all different."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["kind"] for row in rows}) == len(rows) >= 40
    return [(row["about"], row["sentence"]) for row in rows]


def commentary_on(about: str, sentence: str) -> str:
    """Return a commentary that says one sentence; a heading of its own is one level deeper."""
    text = f"#{sentence}" if sentence.startswith("## ") else sentence
    return f"## {about or 'Overview'}\n\n{text}\n"


@pytest.fixture(scope="module")
def bundled(worcestershire: Project) -> Pack:
    return load_pack("2017-18-Q4", project=worcestershire)


@pytest.fixture
def check(bundled: Pack, tmp_path: Path) -> Check:
    """Check a sentence as a run checks the commentary of a quarter."""

    def run(about: str, sentence: str) -> None:
        file = tmp_path / commentary_file(bundled.area.area_code, bundled.quarter)
        file.parent.mkdir(parents=True)
        file.write_text(commentary_on(about, sentence), encoding="utf-8")
        check_commentary(replace(bundled, project=replace(bundled.project, raw=tmp_path)))

    return run


@pytest.mark.parametrize(("about", "sentence"), cases("truths"))
def test_a_true_sentence_passes(check: Check, about: str, sentence: str) -> None:
    check(about, sentence)


@pytest.mark.parametrize(("about", "sentence"), cases("falsehoods"))
def test_a_planted_falsehood_stops(check: Check, about: str, sentence: str) -> None:
    with pytest.raises((ProseError, KpiErrors), match=r"states a (figure|claim) that is not a reference"):
        check(about, sentence)


@pytest.mark.parametrize(("about", "sentence"), [case for case in cases("truths") if "{{" in case[1]])
def test_what_a_reference_says_stops_where_it_is_typed(bundled: Pack, about: str, sentence: str) -> None:
    typed = resolved(Section(about, sentence, 1), bundled)
    assert written_faults(parse_commentary(commentary_on(about, typed), FILE, bundled.catalogue))
