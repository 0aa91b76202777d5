"""A falsehood planted in an executed page or a commentary stops `kpi` before anything is published."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpi_lib.assure.prose.gate import check_prose, check_sealed
from kpi_lib.assure.prose.seal import save_seal
from kpi_lib.assure.release.run import choose_editions
from kpi_lib.core.errors import KpiErrors, ProseError
from kpi_lib.pack.project import project_at
from kpi_lib.run.record import load_editions

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
    for name in ("editions", "data", "notebooks", "docs"):
        shutil.copytree(built / name, tmp_path / name)
    return tmp_path


def test_the_bundled_editions_hold_no_false_alarm(built: Path) -> None:
    project = project_at(built)
    check_sealed(project, load_editions(project.editions, project.area_code))


def test_the_library_asked_again_says_what_each_kind_of_page_says(project: Path) -> None:
    found = project_at(project)
    kinds = keep_one_page_of_each_kind(project / "editions/2017-18-q4")
    assert check_prose(found, choose_editions(found, ["2017-18-Q4"])) == len(kinds) > 15


def keep_one_page_of_each_kind(folder: Path) -> list[str]:
    """Shorten an edition's record: all pages are checked when they are executed, these are asked again."""
    record = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    pages = {page["kind"]: page for page in reversed(record["pages"])}
    record["pages"] = list(pages.values())
    (folder / "edition.json").write_text(json.dumps(record), encoding="utf-8")
    return list(pages)


REWRITTEN = {
    "brief": ("5 improved", "6 improved"),
    "benchmarks": ("Kent", "Essex"),
    "methods": ("0.05", "0.01"),
}


def test_pages_rewritten_with_their_record_and_their_seal_are_found(project: Path) -> None:
    folder = project / "editions/2017-18-q4"
    record = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    record["pages"] = [item for item in record["pages"] if item["address"] in REWRITTEN]
    for item in record["pages"]:
        page = folder / f"{item['address']}.ipynb"
        text, (true, false) = page.read_text(encoding="utf-8"), REWRITTEN[item["address"]]
        assert true in text
        page.write_text(text.replace(true, false), encoding="utf-8")
        item["sha256"] = hashlib.sha256(page.read_bytes()).hexdigest()
    (folder / "edition.json").write_text(json.dumps(record), encoding="utf-8")
    found = project_at(project)
    save_seal(folder, load_editions(found.editions, found.area_code)[0])
    with pytest.raises(KpiErrors) as caught:
        check_prose(found, choose_editions(found, ["2017-18-Q4"]))
    for address, (_, false) in REWRITTEN.items():
        told = [error.as_text() for error in caught.value.errors if address in error.as_text()]
        assert any(false in text and "asked again" in text for text in told), address


def test_what_a_cell_prints_by_hand_stops_the_run(project: Path, kpi: Callable[..., Any]) -> None:
    notebook = project / "notebooks/methods.ipynb"
    source = notebook.read_text(encoding="utf-8").replace(
        "page.context()", "print('Re-referrals improved on a year ago.')"
    )
    notebook.write_text(source, encoding="utf-8")
    ran = kpi(project, "execute", "-q", "2017-18-Q4")
    assert ran.code == 14 and "(methods: “Re-referrals improved on a year ago.”)" in ran.err


@pytest.mark.parametrize(("true", "false"), PLANTED)
def test_an_edited_page_is_named_with_its_sentence(project: Path, true: str, false: str) -> None:
    page = project / PAGE
    text = page.read_text(encoding="utf-8")
    assert true in text
    page.write_text(text.replace(true, false, 1), encoding="utf-8")
    found = project_at(project)
    with pytest.raises(ProseError) as caught:
        check_sealed(found, load_editions(found.editions, found.area_code))
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
    commentary = project / "data/raw/commentary/E10000034/2017-18-Q4.md"
    commentary.parent.mkdir(parents=True)
    commentary.write_text("## Overview\nRe-referrals improved.\n", encoding="utf-8")
    ran = kpi(project, "execute", "-q", "2017-18-Q4")
    assert ran.code == 14 and "Re-referrals improved." in ran.err
