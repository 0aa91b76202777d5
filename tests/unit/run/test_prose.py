"""A page that is not as it was executed is named; so is the landing page."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kpi_lib.run.prose import LANDING_SEAL, changed_landing, changed_pages, save_landing_seal
from kpi_lib.run.record import EditionRecord, PageRecord

TEXT = "Referrals fell to 74.6."
PAGE = "themes/front-door"


@pytest.fixture
def record(tmp_path: Path) -> EditionRecord:
    file = tmp_path / "q4" / f"{PAGE}.ipynb"
    file.parent.mkdir(parents=True)
    file.write_text(TEXT, encoding="utf-8")
    page = PageRecord("theme", PAGE, "", "Referrals", "", "", hashlib.sha256(TEXT.encode()).hexdigest())
    return EditionRecord("q4", "2017-18-Q4", "E10000034", "Worcestershire", True, "", "", (page,))


def changed(folder: Path, record: EditionRecord) -> list[tuple[str, str]]:
    return [(fault.what, fault.where) for fault in changed_pages(folder, [record])]


def test_a_page_as_executed_is_not_named(tmp_path: Path, record: EditionRecord) -> None:
    assert changed(tmp_path, record) == []


@pytest.mark.parametrize("text", [TEXT.replace("fell", "rose"), f"{TEXT} ", ""])
def test_a_page_changed_since_is_named(tmp_path: Path, record: EditionRecord, text: str) -> None:
    (tmp_path / "q4" / f"{PAGE}.ipynb").write_text(text, encoding="utf-8")
    assert changed(tmp_path, record) == [
        ("A page was changed after it was executed", f"q4/{PAGE}.ipynb"),
    ]


def test_a_page_that_is_gone_is_named(tmp_path: Path, record: EditionRecord) -> None:
    (tmp_path / "q4" / f"{PAGE}.ipynb").unlink()
    assert changed(tmp_path, record) == [("The file of an executed page is gone", f"q4/{PAGE}.ipynb")]


def test_the_landing_page_is_as_it_was_executed_or_named(tmp_path: Path) -> None:
    landing = tmp_path / "index.ipynb"
    landing.write_text(TEXT, encoding="utf-8")
    save_landing_seal(landing, tmp_path)
    assert [*changed_landing(landing, tmp_path)] == []
    landing.write_text(TEXT.replace("fell", "rose"), encoding="utf-8")
    assert [fault.where for fault in changed_landing(landing, tmp_path)] == ["index.ipynb"]


def test_a_landing_page_without_its_hash_is_named(tmp_path: Path) -> None:
    landing = tmp_path / "index.ipynb"
    landing.write_text(TEXT, encoding="utf-8")
    save_landing_seal(landing, tmp_path)
    (tmp_path / LANDING_SEAL).unlink()
    assert len([*changed_landing(landing, tmp_path)]) == 1
