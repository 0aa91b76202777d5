import json

import pytest
from bs4 import BeautifulSoup

from kpi_lib.present.ink.svg import for_print
from kpi_lib.present.shown.display import Drawing, Shown
from kpi_lib.present.shown.document import (
    MIME,
    Document,
    Note,
    Numbered,
    Plate,
    Section,
    Sheet,
    Subheading,
    number_through,
    payload_of,
    show_files,
    show_pointer,
    show_section,
)
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table


def soup(shown):
    return BeautifulSoup(shown.html, "html.parser")


def test_numbers_run_on_through_sections_and_past_what_has_none():
    parts = number_through([[Numbered(0, "", "a"), Note("x"), Numbered(0, "", "b")], [Numbered(0, "", "c")]])
    assert [[getattr(block, "number", None) for block in blocks] for blocks in parts] == [[1, None, 2], [3]]


def test_a_list_goes_on_counting_after_a_chart_and_each_paragraph_has_an_address():
    picture = Plate(Shown("<figure></figure>", "A chart"))
    page = soup(
        show_section(
            Section("T", [Numbered(4, "", "a"), Numbered(5, "", "b"), picture, Numbered(6, "", "c")])
        )
    )
    assert [item["start"] for item in page.select("ol")] == ["4", "6"]
    assert [item["id"] for item in page.select("li")] == ["paragraph-4", "paragraph-5", "paragraph-6"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img onerror=alert(1)>'])
def test_no_text_becomes_markup(text):
    blocks = [Numbered(1, text, text, href=text), Subheading(text, text), Note(text)]
    page = soup(show_section(Section("T", blocks)))
    assert page.select("script, img") == []
    assert page.get_text().count(text) == 5


def test_a_document_is_plain_data_that_no_publisher_shows():
    table = Table("Both", [Column("A")], [Group([[Cell("x")]])], kind="compact")
    chart = Shown("<figure></figure>", "", drawing=Drawing("<svg/>", "It rose", "Chart", ["Note."]))
    sections = [Section("T", [Numbered(1, "", "a"), Sheet(table), Plate(chart)])]
    document = Document("Title", "Series", "Brief", "Subject", "2018-07-12", [("Council", "C")], sections, [])
    kinds = [block["kind"] for block in json.loads(json.dumps(payload_of(document)))["sections"][0]["blocks"]]
    assert kinds == ["numbered", "table", "picture"]
    bundle = show_files(document, "brief")._repr_mimebundle_()
    assert bundle[MIME]["title"] == "Title"
    assert soup(show_files(document, "brief")).get_text().strip() == ""


def test_a_pointer_leads_to_the_page_and_leaves_room_for_its_files():
    page = soup(show_pointer("brief", "The brief"))
    assert page.a["href"] == "brief.html"
    assert page.select_one(".kpi-files")["data-files"] == "brief"


def test_a_picture_for_print_is_in_the_light_palette_with_a_font_of_its_own():
    words = '<text style="fill: var(--kpi-home, #12436D)">9</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 405">{words}</svg>'
    printed = for_print(svg)
    assert "var(" not in printed
    assert "fill: #12436D" in printed
    assert 'width="720"' in printed
    assert 'font-family="Source Sans Pro, DejaVu Sans"' in printed
