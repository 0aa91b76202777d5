"""A falsehood planted in a page, a notebook or a commentary stops `kpi` before anything is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpi_lib.assure.release.run import choose_editions
from kpi_lib.core.errors import ProseError
from kpi_lib.pack.project import project_at
from kpi_lib.present.words.marks import CHANCE, CHANGES, NOT_BEYOND_CHANCE
from kpi_lib.present.words.numbers import sentence_case
from kpi_lib.run.prose import check_prose, check_sealed
from kpi_lib.run.record import load_editions

PAGE = "editions/2017-18-q4/indicators/rereferral-percent.ipynb"
COMMENTARY = "data/raw/commentary/X10000001/2017-18-Q4.md"
PLANTED = (
    (sentence_case(CHANGES["no_clear_change"].phrase), sentence_case(CHANGES["improved"].phrase)),
    ("26.3%", "16.3%"),
    ("## Is there a trend?", "## Re-referrals improved"),
    (CHANCE, NOT_BEYOND_CHANCE),
)


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the executed editions of the bundle, without its site."""
    for name in ("kpi.toml", "neighbours.csv", "_quarto.yml", "index.ipynb"):
        shutil.copyfile(built / name, tmp_path / name)
    for name in ("editions", "data", "notebooks", "docs"):
        shutil.copytree(built / name, tmp_path / name)
    return tmp_path


def write_commentary(project: Path, text: str) -> None:
    file = project / COMMENTARY
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def test_the_bundled_editions_hold_no_false_alarm(built: Path) -> None:
    project = project_at(built)
    check_sealed(project, load_editions(project.editions, project.area_code))
    assert check_prose(project, choose_editions(project, ["2017-18-Q4"])) > 70


@pytest.mark.parametrize(
    ("true", "false"),
    [("page.context()", "print('Re-referrals improved.')"), ("page.context()", "'Improved.'")],
)
def test_what_a_cell_puts_together_stops_the_run(
    project: Path, kpi: Callable[..., Any], true: str, false: str
) -> None:
    notebook = project / "notebooks/methods.ipynb"
    source = notebook.read_text(encoding="utf-8")
    assert true in source
    notebook.write_text(source.replace(true, false), encoding="utf-8")
    ran = kpi(project, "execute", "-q", "2017-18-Q4")
    assert ran.code == 8 and "does more than ask the library (methods.ipynb, cell 6)" in ran.err


def test_a_claim_in_markdown_stops_the_run(project: Path, kpi: Callable[..., Any]) -> None:
    notebook = project / "notebooks/indicator.ipynb"
    source = notebook.read_text(encoding="utf-8")
    notebook.write_text(source.replace("## Is there a trend?", "## Re-referrals improved"), encoding="utf-8")
    ran = kpi(project, "execute", "-q", "2017-18-Q4")
    assert ran.code == 14 and "states a claim (indicator.ipynb, cell 13, line 1)" in ran.err


@pytest.mark.parametrize(("true", "false"), PLANTED)
def test_an_edited_page_is_named(project: Path, true: str, false: str) -> None:
    page = project / PAGE
    text = page.read_text(encoding="utf-8")
    assert true in text
    page.write_text(text.replace(true, false, 1), encoding="utf-8")
    found = project_at(project)
    with pytest.raises(ProseError, match="2017-18-q4/indicators/rereferral-percent"):
        check_sealed(found, load_editions(found.editions, found.area_code))


@pytest.mark.parametrize("command", ["publish", "check-prose"])
def test_commands_stop_on_it(project: Path, kpi: Callable[..., Any], command: str) -> None:
    page = project / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace(*PLANTED[0], 1), encoding="utf-8")
    ran = kpi(project, command, *(("--publisher", "embedded") if command == "publish" else ()))
    assert ran.code == 14 and "changed after it was executed" in ran.err
    assert not (project / "_site").exists()


def test_an_edited_landing_page_is_not_published(project: Path, kpi: Callable[..., Any]) -> None:
    landing = project_at(project).landing
    landing.write_text(landing.read_text(encoding="utf-8").replace("126.7", "116.7"), encoding="utf-8")
    ran = kpi(project, "publish", "--publisher", "embedded")
    assert ran.code == 14 and "The landing page was changed" in ran.err


@pytest.mark.parametrize("command", [("execute", "-q", "2017-18-Q4"), ("check",), ("check-prose",)])
def test_a_commentary_with_a_claim_stops_before_a_notebook_runs(
    project: Path, kpi: Callable[..., Any], command: tuple[str, ...]
) -> None:
    write_commentary(project, "## Overview\n\nRe-referrals improved.\n")
    ran = kpi(project, *command)
    assert ran.code == 14 and "'improved' in “Re-referrals improved.”" in ran.err and "row 3" in ran.err


def test_a_commentary_by_reference_is_on_its_pages(project: Path, kpi: Callable[..., Any]) -> None:
    write_commentary(project, "## rereferral_percent\n\nIt is {{ value: rereferral_percent }}, we say.\n")
    ran = kpi(project, "execute", "-q", "2017-18-Q4")
    assert ran.code == 0, ran.err
    assert "It is 26.3%, we say." in (project / PAGE).read_text(encoding="utf-8")
