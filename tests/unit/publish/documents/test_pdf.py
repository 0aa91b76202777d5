from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from .conftest import HOSTILE

A4 = (595, 842)


@pytest.fixture(scope="module")
def pdf(written: Path) -> PdfReader:
    return PdfReader(written / "brief.pdf")


def elements_of(node: Any) -> Iterator[Any]:
    """Yield every element of the tree that a screen reader walks."""
    node = node.get_object()
    kids = node.get("/K", [])
    if "/S" in node:
        yield node
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid.get_object(), "get"):
            yield from elements_of(kid)


@pytest.fixture(scope="module")
def roles(pdf: PdfReader) -> list[str]:
    return [str(item["/S"]) for item in elements_of(pdf.trailer["/Root"]["/StructTreeRoot"])]


def test_it_is_a_tagged_pdf_ua_in_british_english_with_a_title(pdf: PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "A brief: two improved"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_a_screen_reader_finds_headings_lists_tables_and_figures(roles: list[str]) -> None:
    assert roles.count("/H1") + roles.count("/H2") >= 3
    assert roles.count("/LI") == 3 + len(HOSTILE)  # numbered paragraphs
    assert roles.count("/TH") == 2
    assert roles.count("/Figure") == 1


def test_the_figure_states_its_finding(pdf: PdfReader) -> None:
    figures = [
        item for item in elements_of(pdf.trailer["/Root"]["/StructTreeRoot"]) if item["/S"] == "/Figure"
    ]
    assert [item["/Alt"] for item in figures] == ["It rose from 72.4% to 76.4%"]


def test_every_page_is_a4_with_head_foot_and_number(pdf: PdfReader) -> None:
    for number, page in enumerate(pdf.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        text = page.extract_text()
        assert "Series" in text
        assert f"Page {number} of {len(pdf.pages)}" in text


def test_the_chart_is_drawn_in_lines_and_its_words_are_text(pdf: PdfReader) -> None:
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Worcestershire 76.4%" in text
    assert not any(page.images for page in pdf.pages)
