"""A falsehood planted in an executed page or a commentary stops `kpi` before anything is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpi_lib.core.errors import ProseError
from kpi_lib.edition.project import project_at
from kpi_lib.edition.prose.gate import check_prose, check_sealed
from kpi_lib.edition.record import load_editions
from kpi_lib.edition.run import choose_editions

PAGE = "editions/2017-18-q4/indicators/rereferral-percent.ipynb"
PLANTED = (
    ("Worse than a year ago", "Improved on a year ago"),
    ("24.2%", "14.2%"),
    ("## Is there a trend?", "## Re-referrals improved"),
    ("more than chance would explain", "no more than chance would explain"),
)


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the executed editions of the bundle, without its site."""
    for name in ("kpi.toml", "_quarto.yml", "index.ipynb"):
        shutil.copyfile(built / name, tmp_path / name)
    for name in ("editions", "data", "notebooks"):
        shutil.copytree(built / name, tmp_path / name)
    return tmp_path


def test_the_bundled_editions_hold_no_false_alarm(built: Path) -> None:
    project = project_at(built)
    check_sealed(project, load_editions(project.editions))
    assert check_prose(project, choose_editions(project, ["2017-18-Q4"])) > 70


@pytest.mark.parametrize(("true", "false"), PLANTED)
def test_an_edited_page_is_named_with_its_sentence(project: Path, true: str, false: str) -> None:
    page = project / PAGE
    text = page.read_text(encoding="utf-8")
    assert true in text
    page.write_text(text.replace(true, false, 1), encoding="utf-8")
    found = project_at(project)
    with pytest.raises(ProseError) as caught:
        check_sealed(found, load_editions(found.editions))
    assert "indicators/rereferral-percent" in str(caught.value)
    assert false.removeprefix("## ") in str(caught.value)


def test_publishing_stops_on_it(project: Path, kpi: Callable[..., Any]) -> None:
    page = project / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace(*PLANTED[0], 1), encoding="utf-8")
    ran = kpi(project, "publish", "--publisher", "embedded")
    assert ran.code == 14 and "Improved on a year ago" in ran.err
    assert not (project / "_site").exists()


def test_a_commentary_that_is_not_borne_out_stops_before_a_notebook_runs(
    project: Path, kpi: Callable[..., Any]
) -> None:
    (project / "data/raw/commentary").mkdir()
    commentary = project / "data/raw/commentary/2017-18-Q4.md"
    commentary.write_text("## Overview\nRe-referrals improved.\n", encoding="utf-8")
    ran = kpi(project, "execute", "-q", "2017-18-Q4")
    assert ran.code == 14 and "Re-referrals improved." in ran.err
