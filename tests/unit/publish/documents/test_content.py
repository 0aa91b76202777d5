"""Both forms say what the page says; nothing in them is code; two runs give the same bytes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx import Document as WordDocument
from pypdf import PdfReader

from kpi_lib.present.shown.document import show_section
from kpi_lib.publish.documents.files import visible

from .conftest import HOSTILE, brief, write


def letters(text: str) -> str:
    """Return a text without the spaces and breaks that differ between a page and paper."""
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")


@pytest.fixture(scope="module")
def said(written: Path) -> dict[str, str]:
    word = WordDocument(str(written / "brief.docx"))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    pages = PdfReader(written / "brief.pdf").pages
    return {
        "docx": letters("".join([*(item.text for item in word.paragraphs), *cells])),
        "pdf": letters("".join(page.extract_text() for page in pages)),
    }


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_every_paragraph_and_cell_of_the_page_stands_in_the_document(said: dict[str, str], form: str) -> None:
    page = "".join(show_section(section).html for section in brief().sections)
    blocks = BeautifulSoup(page, "html.parser").select("li, td, th, h3, caption")
    wanted = [letters(block.get_text().strip()) for block in blocks]
    assert len(wanted) > 15
    assert [text for text in wanted if text not in said[form]] == []


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_is_code_elsewhere_is_only_text_here(said: dict[str, str], form: str, text: str) -> None:
    assert f"{letters(text)}:{letters(text)}" in said[form]


def test_nothing_in_a_document_leads_out_of_it(written: Path) -> None:
    with zipfile.ZipFile(written / "brief.docx") as parts:
        relations = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
        body = parts.read("word/document.xml").decode()
    assert 'TargetMode="External"' not in relations
    assert "HYPERLINK" not in re.sub(r"<w:t[ >].*?</w:t>", "", body)
    assert not any(page.get("/Annots") for page in PdfReader(written / "brief.pdf").pages)


def test_two_runs_give_the_same_bytes(payload: dict[str, Any], written: Path, tmp_path: Path) -> None:
    write(payload, tmp_path / "again")
    for name in ("brief.docx", "brief.pdf"):
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes()


@pytest.mark.parametrize(
    "text", ["one\N{RIGHT-TO-LEFT OVERRIDE}two", "one\N{ZERO WIDTH SPACE}two", "one\x07two"]
)
def test_marks_that_nobody_sees_are_left_out(text: str) -> None:
    assert visible(text) == "onetwo"
