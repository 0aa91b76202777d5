"""What the analyst finds on the built site: data, addresses, sorting, citations, another comparison."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import html

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.present.shown.files import harmless
from kpi_lib.present.words.numbers import format_value

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITION = "editions/2017-18-q4"
INDICATOR = f"{EDITION}/indicators/assessment-45-days-percent.html"
BENCHMARKS = f"{EDITION}/benchmarks.html"
TOOL_LINKS = "//p[contains(concat(' ', normalize-space(@class), ' '), ' kpi-tools ')]//a[@download]/@href"


def soup_of(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser")


def quick(page: Path) -> html.HtmlElement:
    """Read a page many times as fast as `soup_of`, for what looks at all of them."""
    return html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def pages_of(site: Path) -> list[Path]:
    return sorted((site / EDITION).rglob("*.html"))


def test_every_link_to_data_and_notebooks_leads_to_a_file(site: Path) -> None:
    seen = 0
    for page in pages_of(site):
        links = [str(link) for link in quick(page).xpath(TOOL_LINKS)]
        assert [link for link in links if not (page.parent / link).is_file()] == [], page
        seen += len(links)
    assert seen > 500


def test_no_two_things_of_a_page_have_one_address(site: Path) -> None:
    for page in pages_of(site):
        ids = Counter(map(str, quick(page).xpath("//@id")))
        assert len(ids) > 5
        named = {name for name in ids if name.startswith(("figure-", "table-"))}
        assert [name for name in named if ids[name] > 1] == [], page


def test_the_download_holds_the_numbers_of_the_page(site: Path) -> None:
    indicator = load_catalogue()["assessment_45_days_percent"]
    shown = [
        [cell.get_text(" ", strip=True).split(" ")[0] for cell in row.find_all(["th", "td"])[1:4:2]]
        for table in soup_of(site, INDICATOR).select("div[id^=table-][id$=by-year] tbody")
        for row in table.find_all("tr")
    ]
    with (site / EDITION / "data" / "assessment-45-days-percent.csv").open(encoding="utf-8") as file:
        rows = [
            row for row in csv.DictReader(file) if row["basis"] == "year" and row["statistic"] == "figure"
        ]
    own = sorted((row for row in rows if row["area_code"] == "X10000001"), key=lambda row: row["period_end"])
    told = [
        [format_value(float(row["value"]), indicator).number, f"{float(row['numerator']):,.0f}"]
        for row in own
    ]
    assert told[::-1] == shown and len(shown) >= 4


def test_no_cell_of_any_download_begins_a_formula(site: Path) -> None:
    files = sorted((site / EDITION / "data").glob("*.csv"))
    assert len(files) > 100
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        risky = [cell for cell in cells if harmless(cell) != cell]
        assert [cell for cell in risky if not _is_number(cell)] == [], path


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_a_table_sorts_and_filters_by_keyboard(address: str, visit: Any) -> None:
    visit.page.goto(f"{address}/{BENCHMARKS}", wait_until="load")
    box = visit.page.locator("#table-statistical-neighbours-of-fernshire")
    place = box.locator("th", has_text="Place").locator("button")
    place.focus()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Enter")
    column = "rows => rows.map(row => Number(row.cells[1].textContent))"
    places = box.locator("tbody tr").evaluate_all(column)
    assert places == sorted(places, reverse=True) and len(places) == 10
    assert box.locator("th[aria-sort=descending]").count() == 1
    assert box.locator("table + [role=status]").inner_text() == "Sorted by Place, descending."
    box = visit.page.locator("#table-every-way-of-averaging-the-neighbours")
    box.get_by_label("Show only rows with").fill("How many assessments are finished on time")
    assert box.locator("tbody tr:visible").count() == 1
    assert box.locator(".kpi-filter [role=status]").inner_text().startswith("1 of ")
    box.get_by_label("Show only rows with").fill("Atlantis")
    assert box.locator(".kpi-filter [role=status]").inner_text() == "No row has “Atlantis” in it."
    assert visit.faults == []


def test_missing_figures_sort_last_both_ways(address: str, visit: Any) -> None:
    visit.page.goto(f"{address}/{BENCHMARKS}", wait_until="load")
    box = visit.page.locator("#table-every-way-of-averaging-the-neighbours")
    button = box.locator("th button").nth(2)
    for _ in ("ascending", "descending"):
        button.click()
        flags = box.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => row.cells[2].classList.contains('kpi-missing'))"
        )
        assert flags == sorted(flags)


def test_a_deep_link_opens_what_is_closed(address: str, visit: Any) -> None:
    name = soup_of_address(visit, f"{address}/{INDICATOR}")
    visit.page.goto(f"{address}/{INDICATOR}#{name}", wait_until="load")
    assert visit.page.locator(f"#{name}").is_visible()


def soup_of_address(visit: Any, url: str) -> str:
    visit.page.goto(url, wait_until="load")
    return str(visit.page.locator("details div[id^=table-]").first.get_attribute("id"))


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_citation_is_copied_served_and_from_disk(
    site: Path, address: str, chromium: Any, scheme: str
) -> None:
    page = chromium.new_page()
    where = (site / INDICATOR).as_uri() if scheme == "file" else f"{address}/{INDICATOR}"
    page.goto(where, wait_until="load")
    page.locator("summary", has_text="Cite this figure").click()
    page.evaluate(
        "window.copied = ''; document.addEventListener('copy', () => copied = String(getSelection()))"
    )
    cite = page.locator(".kpi-cite")
    cite.get_by_role("button").click()
    cite.get_by_text("Copied", exact=True).wait_for(timeout=5_000)
    sentence = cite.get_attribute("data-cite")
    assert sentence.startswith("How many assessments are finished on time, Fernshire: 80.3% in")
    assert f"{sentence}." in cite.locator("p").first.inner_text()
    page.close()


def test_another_comparison_gives_the_verdicts_of_the_analysis(site: Path, address: str, visit: Any) -> None:
    visit.page.goto(f"{address}/{BENCHMARKS}", wait_until="load")
    box = visit.page.locator(".kpi-what-if")
    data = json.loads(box.locator("script").text_content())
    told = box.locator(".kpi-told").inner_text()
    assert told == "This is the way in use on every page: the mean of the invented list."
    sizes = [len(item["names"]) + 1 for item in data["lists"]]
    for average, place, without in ((1, 0, 0), (2, 0, 0), (0, 0, 4)):
        box.locator("select[name=average]").select_option(str(average))
        box.locator("select[name=list]").select_option(str(place))
        box.locator("select[name=without]").select_option(str(without))
        at = sum(sizes[:place]) * 3 + average * sizes[place] + without
        expected = [data["marks"][letters[at]][1] for letters in data["verdicts"]]
        words = (
            "rows => rows.map(row => row.cells[2].querySelector('.kpi-word').lastChild.textContent.trim())"
        )
        assert box.locator("tbody tr").evaluate_all(words) == expected
        differing = box.locator("td.kpi-differs").count()
        told = box.locator(".kpi-told").inner_text()
        assert told.split(": ", 1)[1].startswith(f"{differing} of " if differing else "no verdict")
    assert _averages_of(site) == [data["marks"][letters[sizes[0]]][1] for letters in data["verdicts"]]
    assert visit.faults == []


def _averages_of(site: Path) -> list[str]:
    """Return the verdicts against the median of the list in force, as the table of averages has them."""
    table = soup_of(site, BENCHMARKS).select_one("#table-every-way-of-averaging-the-neighbours")
    cells = [row.find_all(["th", "td"])[3] for row in table.tbody.find_all("tr")]
    words = [cell.select_one(".kpi-word") for cell in cells]
    return [word.find(string=True, recursive=False).strip() for word in words if word is not None]


def test_without_scripts_tables_stand_and_controls_are_gone(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{BENCHMARKS}", wait_until="load")
    box = page.locator(".kpi-what-if")
    assert box.locator("tbody tr").count() > 20
    assert not box.locator("form").is_visible() and not box.locator("td.kpi-drawn").first.is_visible()
    assert page.locator("button.kpi-copy:visible").count() == 0
    context.close()
