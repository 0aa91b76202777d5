"""The three readers' journeys, from the site's first page, at a desk and on a phone.

What a reader looks for is read from the report and from the figures behind the site, not from its markup.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Locator, Page

from kpi_lib.present.words.marks import CHANCE, CHANGES, COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import lower_first, sentence_case

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"viewport": {"width": 1280, "height": 900}, "has_touch": False}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
MEASURE = "How many assessments are finished on time"
FOUND = f"{sentence_case(CHANGES['improved'].phrase)}; {COMPARISONS['worse'].phrase} {NEIGHBOURS_AVERAGE}"
OLD, NEW = "Fernshire, October to December 2017", "Fernshire, January to March 2018"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def reader(request: pytest.FixtureRequest, chromium: Any, address: str) -> Iterator[Page]:
    """A reader on the site's first page, at a desk or with a phone in the hand."""
    context = chromium.new_context(**request.param, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}/index.html", wait_until="load")
    yield page
    context.close()


def follow(page: Page, link: Locator) -> None:
    """Press a link as this reader would: with a finger on a phone, with the mouse at a desk."""
    link = link.first
    link.scroll_into_view_if_needed()
    with page.expect_navigation():
        link.tap() if page.evaluate("navigator.maxTouchPoints > 0") else link.click()


def words_of(page: Page) -> str:
    """Return the words of the page's own text, on one line."""
    return " ".join(page.locator("main").inner_text().split())


def test_the_director_finds_in_two_clicks_whether_assessments_are_on_time(reader: Page) -> None:
    assert MEASURE in words_of(reader), "the first page asks the question"
    follow(reader, reader.get_by_role("main").get_by_role("link", name=NEW))
    follow(reader, reader.get_by_role("main").get_by_role("link", name=MEASURE))
    heading = reader.get_by_role("heading", level=1).inner_text()
    assert heading.startswith(f"{MEASURE}: {lower_first(FOUND)}")
    told = words_of(reader)
    assert "80.3%" in told
    assert (
        f"{sentence_case(CHANGES['rose'].phrase)} (68.0%){CHANGES['improved'].clause}, and {CHANCE}." in told
    )
    lower = f"{sentence_case(COMPARISONS['lower'].phrase)} {NEIGHBOURS_AVERAGE} (84.1%)"
    assert f"{lower}{COMPARISONS['worse'].clause}" in told


def test_the_director_sees_the_answer_without_scrolling_once_there(reader: Page) -> None:
    follow(reader, reader.get_by_role("main").get_by_role("link", name=MEASURE))
    assert reader.get_by_text(FOUND).first.is_visible()
    top = reader.locator(".kpi-finding").first.bounding_box()
    assert top and top["y"] < reader.viewport_size["height"]


def test_the_analyst_downloads_the_series_and_finds_the_numbers_of_the_page(reader: Page) -> None:
    follow(reader, reader.get_by_role("main").get_by_role("link", name=MEASURE))
    reader.get_by_text("By quarter: show as table").click()
    table = reader.get_by_role("table", name=f"{MEASURE}, Fernshire, by quarter").first
    shown = read_table(table)
    assert shown["January to March 2018"] == ("80.3%", "874", "1,089"), "as the return has it"
    tools = reader.get_by_role("group", name=f"{MEASURE}, Fernshire, by quarter: data and sources")
    for words, read in (("CSV", read_csv), ("Excel", read_workbook)):
        with reader.expect_download() as downloading:
            tools.get_by_role("link", name=words).click()
        rows = read(Path(downloading.value.path()))
        own = [
            row
            for row in rows
            if (row["statistic"], row["basis"], row["area"]) == ("figure", "quarter", "Fernshire")
        ]
        assert len(own) == len(shown)
        assert sorted(as_shown(row) for row in own) == sorted(shown.values())
        assert {row["edition"] for row in rows} == {"2017-18-Q4"}


def test_a_member_of_the_public_opens_an_old_edition_and_learns_of_the_newer_one(reader: Page) -> None:
    follow(reader, reader.get_by_role("main").get_by_role("link", name=OLD))
    assert "2017-18-q3" in reader.url
    notice = reader.get_by_text("newer edition").first
    notice.wait_for(state="visible")
    follow(reader, reader.locator("main").get_by_role("link", name=NEW))
    assert "2017-18-q4" in reader.url
    assert reader.get_by_role("heading", level=1).inner_text().startswith(NEW)
    assert not reader.get_by_text("newer edition").first.is_visible()


def test_the_newer_edition_is_told_of_on_a_page_deep_in_the_old_one(reader: Page, address: str) -> None:
    reader.goto(f"{address}/editions/2017-18-q3/indicators/assessment-45-days-percent.html")
    reader.get_by_text("newer edition").first.wait_for(state="visible")


def read_table(table: Locator) -> dict[str, tuple[str, str, str]]:
    """Return by period what a table shows: the figure, how many were counted, and out of how many."""
    lines = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return {line[0]: (line[1].split()[0], line[3].split()[0], line[4].split()[0]) for line in lines}


def as_shown(row: dict[str, str]) -> tuple[str, str, str]:
    """Return a row of a download as the page's table shows it."""
    return f"{float(row['value']):.1f}%", f"{int(row['numerator']):,}", f"{int(row['denominator']):,}"


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def read_workbook(path: Path) -> list[dict[str, str]]:
    """Return the rows of the first sheet that has them."""
    with path.open("rb") as file:
        sheets = openpyxl.load_workbook(io.BytesIO(file.read()), read_only=True).worksheets
    for sheet in sheets:
        head, *rows = sheet.iter_rows(values_only=True)
        if "statistic" in head:
            names = [str(name) for name in head]
            return [dict(zip(names, map(_text, row), strict=True)) for row in rows]
    raise AssertionError(f"no sheet of {path.name} has a column 'statistic'")


def _text(value: object) -> str:
    return "" if value is None else str(value)
