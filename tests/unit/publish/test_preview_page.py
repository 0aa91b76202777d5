"""The page of a preview: whole in itself, every text of the file escaped, readable on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kpi_lib.ingest.preview.file import Preview, load_preview
from kpi_lib.publish.preview import preview_facts, preview_page, preview_sections, save_preview_page

HOME = "E10000034"
REREFERRALS = "Referrals within 12 months of an earlier referral"
HOSTILE = '<script>alert("x")</script> & [red]{{ 7 * 7 }}</td>'
LONG = "Adolescents" * 30


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    """A scorecard of one known name, a hostile and a long one, without an area."""
    path = tmp_path_factory.mktemp("preview") / "<b>card.csv"
    cells = HOSTILE.replace('"', '""')
    path.write_text(
        f'Ref,Indicator,Q1 2024/25,Q2 2024/25\n1,{REREFERRALS},18.8,21.7\n2,"{cells}",1,2\n3,{LONG},3,4\n',
        encoding="utf-8",
    )
    return load_preview(path, home_area=HOME)


@pytest.fixture(scope="module")
def page(preview: Preview) -> BeautifulSoup:
    return BeautifulSoup(preview_page(preview), "html.parser")


def test_texts_of_the_file_are_texts_on_the_page(preview: Preview, page: BeautifulSoup) -> None:
    assert page.find_all(["script", "b"], title=False) == []
    assert HOSTILE in page.get_text() and LONG in page.get_text()
    assert page.h1 is not None and page.h1.get_text() == "<b>card.csv"
    assert preview.reading.file == "<b>card.csv"


def test_the_page_asks_no_other_host(page: BeautifulSoup) -> None:
    assert page.find_all(["link", "img", "iframe", "object"]) == [] and page.find_all(src=True) == []
    style = page.style
    assert style is not None and not re.search(r"url\(|@import|https?:", style.get_text())
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None and str(policy["content"]).startswith("default-src 'none'")


def test_page_and_sections_say_the_same(preview: Preview, page: BeautifulSoup) -> None:
    sections = preview_sections(preview)
    assert [title.get_text() for title in page.find_all("h2")] == [section.title for section in sections]
    rows = [row for table in page.find_all("table") for row in table.tbody.find_all("tr")]
    assert len(rows) == sum(len(section.lines) for section in sections)
    assert [item.get_text() for item in page.find_all("li")] == preview_facts(preview)


def test_every_question_is_marked(preview: Preview, page: BeautifulSoup) -> None:
    questions = [line for section in preview_sections(preview) for line in section.lines if line.is_question]
    marks = page.select("tr.question td.mark b")
    # Two unknown names: each in Rows and in To settle first.
    assert len(questions) == len(marks) == 4
    assert {mark.get_text() for mark in marks} == {"?"}
    assert "Worcestershire ?" in page.get_text()


def test_what_is_left_out_says_why(preview: Preview) -> None:
    columns = next(section for section in preview_sections(preview) if section.title == "Columns")
    left_out = [line.texts for line in columns.lines if line.is_left_out]
    assert [(texts[0], texts[1], texts[-1]) for texts in left_out] == [("A", "Ref", "a reference")]


def test_the_page_is_written_and_an_older_one_replaced(preview: Preview, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    save_preview_page(preview, path)
    assert path.read_text(encoding="utf-8") == preview_page(preview)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_window_and_nothing_is_requested(
    preview: Preview, tmp_path: Path, width: int
) -> None:
    api = pytest.importorskip("playwright.sync_api")
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("no Chromium")
    path = tmp_path / "page.html"
    save_preview_page(preview, path)
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": width, "height": 800})
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert asked == [path.as_uri()]
        browser.close()
