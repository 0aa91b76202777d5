from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kpi_lib.assure.prose.seal import SEAL_FILE, check_seal, save_seal
from kpi_lib.run.record import EditionRecord, PageRecord

HTML = '<p>Referrals fell to 74.6.</p><svg aria-label="74.6, down from 138.0"><text>74.6</text></svg>'


def executed(html: str = HTML, text: str = "Referrals fell to 74.6.", markdown: str = "# Referrals") -> str:
    shown = new_output("execute_result", {"text/html": html, "text/plain": text}, execution_count=1)
    cells = [
        new_markdown_cell(markdown, id="cell-1"),
        new_code_cell("page.answer()", id="cell-2", outputs=[shown]),
    ]
    return str(nbformat.writes(new_notebook(cells=cells)))


@pytest.fixture
def edition(tmp_path: Path) -> tuple[Path, EditionRecord]:
    text = executed()
    (tmp_path / "overview.ipynb").write_text(text, encoding="utf-8")
    page = PageRecord(
        "overview", "overview", "", "Referrals", "", "", hashlib.sha256(text.encode()).hexdigest()
    )
    record = EditionRecord("q4", "2017-18-Q4", "E10000034", "Worcestershire", True, "", "", (page,))
    save_seal(tmp_path, record)
    return tmp_path, record


def test_a_page_as_executed_has_no_finding(edition: tuple[Path, EditionRecord]) -> None:
    assert list(check_seal(*edition)) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"html": HTML.replace("fell to 74.6", "fell to 64.6")}, "Referrals fell to 64.6."),
        ({"html": HTML.replace("<text>74.6", "<text>64.6")}, "64.6"),
        ({"html": HTML.replace("74.6, down", "74.6, up")}, "74.6, up from 138.0"),
        ({"html": HTML + '<img alt="A record low">'}, "A record low"),
        ({"html": HTML + "<script>document.write('the best in England')</script>"}, "best in England"),
        ({"text": "Referrals rose to 74.6."}, "Referrals rose to 74.6."),
        ({"markdown": "# Referrals\n\nAll is well."}, "All is well."),
        ({"html": HTML.replace("<p>Referrals fell to 74.6.</p>", "")}, "Referrals"),
    ],
    ids=["markup", "picture", "label", "alt text", "script", "text", "Markdown", "something left out"],
)
def test_a_page_changed_by_hand_is_named_with_its_sentence(
    edition: tuple[Path, EditionRecord], changed: dict[str, str], sentence: str
) -> None:
    folder, record = edition
    (folder / "overview.ipynb").write_text(executed(**changed), encoding="utf-8")
    found = list(check_seal(folder, record))
    assert [finding.page for finding in found] == ["overview"]
    assert sentence in found[0].sentence


def test_without_a_seal_every_changed_page_is_a_finding(edition: tuple[Path, EditionRecord]) -> None:
    folder, record = edition
    (folder / SEAL_FILE).unlink()
    (folder / "overview.ipynb").write_text(executed(markdown="# Other"), encoding="utf-8")
    assert {finding.page for finding in check_seal(folder, record)} == {"overview"}


def test_a_seal_of_other_sentences_is_no_help_to_a_forger(edition: tuple[Path, EditionRecord]) -> None:
    folder, record = edition
    (folder / SEAL_FILE).write_text(json.dumps({"overview": []}), encoding="utf-8")
    forged: Callable[..., Any] = executed
    (folder / "overview.ipynb").write_text(forged(text="Referrals fell to 4.6."), encoding="utf-8")
    assert list(check_seal(folder, record)) != []
