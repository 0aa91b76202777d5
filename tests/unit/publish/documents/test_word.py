from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def word(written: Path) -> Any:
    return Document(str(written / "brief.docx"))


def part(written: Path, name: str) -> str:
    with zipfile.ZipFile(written / "brief.docx") as parts:
        return parts.read(name).decode()


def texts_of(word: Any, style: str) -> list[str]:
    return [item.text for item in word.paragraphs if item.style.name == style]


def numbered_in(word: Any) -> list[str]:
    return [
        item.text for item in word.paragraphs if item._p.pPr is not None and item._p.pPr.numPr is not None
    ]


def test_title_block_and_headings_are_styles_that_word_knows(word: Any) -> None:
    assert texts_of(word, "Title") == ["A brief: two improved"]
    assert texts_of(word, "Title Block") == ["Council: Cyngor Ynys Môn, ŵ ŷ", "For: Cabinet"]
    assert texts_of(word, "Heading 1") == ["In brief", "The figures", "What needs a decision?"]
    assert texts_of(word, "Heading 2") == ["A rule"]


def test_numbered_paragraphs_are_words_own_and_run_on_through_the_sections(word: Any, written: Path) -> None:
    assert numbered_in(word)[:3] == ["Changes: Two improved.", "One got worse.", "Assessments: 76.4%."]
    starts = re.findall(r'<w:startOverride w:val="(\d+)"', part(written, "word/numbering.xml"))
    assert {"1", "3", "4"} <= set(starts)


def test_a_tables_header_row_repeats_on_every_page(word: Any) -> None:
    [table] = word.tables
    is_header = [
        row._tr.trPr is not None and row._tr.trPr.find(f"{W}tblHeader") is not None for row in table.rows
    ]
    assert is_header == [True, False, False, False]
    assert [cell.text for cell in table.rows[0].cells] == ["Measure", "Figure"]
    assert [cell.text for cell in table.rows[2].cells] == ["Assessments 2017–18", "▲ 76.4%"]
    assert texts_of(word, "Table Caption") == ["Table 1. Both figures"]


def test_a_chart_has_its_text_alternative_and_its_caption(word: Any, written: Path) -> None:
    assert 'descr="It rose from 72.4% to 76.4%"' in part(written, "word/document.xml")
    assert texts_of(word, "Image Caption") == ["Figure 1. Assessments, by year: improved. Not from zero."]
    [picture] = word.inline_shapes
    assert round(picture.width.cm) == 16


def test_the_page_is_a4_with_head_foot_and_page_numbers(word: Any, written: Path) -> None:
    section = word.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert section.header.paragraphs[0].text == "Series"
    assert section.footer.paragraphs[0].text.startswith("Brief, July\tPage ")
    fields = re.findall(r'w:instr=" (\w+) "', section.footer._element.xml)
    assert fields == ["PAGE", "NUMPAGES"]


def test_language_author_and_day_are_stated(word: Any, written: Path) -> None:
    assert 'w:val="en-GB"' in part(written, "word/styles.xml")
    core = word.core_properties
    assert (core.title, core.author, core.created.isoformat()[:10]) == (
        "A brief: two improved",
        "Series",
        "2018-07-12",
    )
