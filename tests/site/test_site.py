"""The built site as its readers meet it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from lxml import html

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROW = {"width": 390, "height": 844}
INDICATOR = "editions/2017-18-q4/indicators/assessment-45-days-percent.html"
ONE_OF_EACH = [
    "index.html",
    "editions/2017-18-q4/overview.html",
    "editions/2017-18-q4/themes/front-door.html",
    INDICATOR,
    "editions/2017-18-q4/benchmarks.html",
    "editions/2017-18-q4/improvement.html",
    "editions/2017-18-q4/inspections.html",
    "editions/2017-18-q4/quality-assurance.html",
    "editions/2017-18-q4/voice.html",
    "editions/2017-18-q4/courts.html",
    "editions/2017-18-q4/workforce-and-practice.html",
    "editions/2017-18-q4/improvement-plan.html",
    "editions/2017-18-q4/money.html",
    "editions/2017-18-q4/through-care.html",
    "editions/2017-18-q4/reconciliation.html",
    "editions/2017-18-q4/data-quality.html",
    "editions/2017-18-q4/methods.html",
]
STRAIGHT = re.compile(r"\w+'\w+|\w+s' [a-z]+")
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}

LOOK = """() => [document.documentElement.scrollWidth,
[...document.querySelectorAll('main *')].filter(element => {
    const box = element.getBoundingClientRect();
    if (!box.width || box.right <= window.innerWidth + 1) return false;
    for (let outer = element.parentElement; outer; outer = outer.parentElement)
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(outer).overflowX)) return false;
    return true;
}).map(element => element.outerHTML.slice(0, 120)),
[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href')),
[...document.querySelectorAll('[id]')].map(element => element.id)]"""


def pages_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def soup_of(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser")


@dataclass(frozen=True)
class Seen:
    """What one page showed on a phone."""

    faults: list[str]
    width: int
    too_wide: list[str]
    links: list[str]
    anchors: list[str]


@pytest.fixture(scope="module")
def walk(
    site: Path,
    publisher: str,
    address: str,
    open_page: Any,
    once: Callable[[str, Callable[[Path], object]], Path],
) -> dict[str, Seen]:
    """Every page of the site, opened once in a narrow window, however many workers ask."""

    def look(folder: Path) -> None:
        folder.mkdir()
        with open_page(NARROW) as visit:
            seen = {page: asdict(_look(visit, f"{address}/{page}")) for page in pages_of(site)}
        (folder / "seen.json").write_text(json.dumps(seen), encoding="utf-8")

    seen = json.loads((once(f"walk-{publisher}", look) / "seen.json").read_text(encoding="utf-8"))
    return {page: Seen(**of_page) for page, of_page in seen.items()}


def _look(visit: Any, url: str) -> Seen:
    visit.faults.clear()
    visit.page.goto(url, wait_until="load")
    width, too_wide, links, anchors = visit.page.evaluate(LOOK)
    return Seen(list(visit.faults), width, too_wide, links, anchors)


def test_no_page_has_a_straight_apostrophe_in_its_words(site: Path) -> None:
    found: list[tuple[str, str]] = []
    for page in pages_of(site):
        main = html.document_fromstring((site / page).read_text(encoding="utf-8").encode()).find(".//main")
        for code in main.xpath(".//script | .//style | .//pre | .//code"):
            code.drop_tree()
        found += [(page, hit) for hit in STRAIGHT.findall(main.text_content())]
    assert found == []


def test_every_page_opens_without_error_and_without_another_host(walk: dict[str, Seen]) -> None:
    assert {page: seen.faults for page, seen in walk.items() if seen.faults} == {}
    assert len(walk) > 100


def test_nothing_overflows_on_a_phone(walk: dict[str, Seen]) -> None:
    wide = {page: seen.too_wide[:3] for page, seen in walk.items() if seen.width > NARROW["width"]}
    assert wide == {}


def test_every_internal_link_leads_somewhere(site: Path, walk: dict[str, Seen]) -> None:
    broken = []
    for page, seen in walk.items():
        for link in seen.links:
            target, anchor = urldefrag(urljoin(f"http://site/{page}", link))
            if not target.startswith("http://site/"):
                continue
            name = unquote(target.removeprefix("http://site/"))
            found = name in walk or (site / name).is_file()
            if not found or (anchor and name in walk and anchor not in walk[name].anchors):
                broken.append(f"{page}: {link}")
    assert broken == []


def test_the_search_finds_assessments(address: str, publisher: str, visit: Any) -> None:
    if publisher == "quarto":
        pytest.skip("Quarto's search is a box on every page, tried below")
    visit.page.goto(f"{address}/search.html?q=assessments", wait_until="load")
    results = visit.page.locator("#search-results ul.search li a")
    results.first.wait_for(timeout=20_000)
    links = [results.nth(place).get_attribute("href") for place in range(results.count())]
    assert any("assessment-45-days-percent" in str(link) for link in links)
    newest = visit.page.locator("#search-results li", has=visit.page.locator("a[href*='2017-18-q4']"))
    assert "January to March 2018" in str(newest.first.locator(".kpi-search-edition").text_content())
    assert visit.faults == []


def test_quartos_search_finds_assessments(address: str, publisher: str, visit: Any) -> None:
    if publisher != "quarto":
        pytest.skip("the embedded publisher's search is a page, tried above")
    visit.page.goto(f"{address}/index.html", wait_until="load")
    visit.page.keyboard.press("f")
    visit.page.locator("input.aa-Input").first.fill("assessments")
    link = visit.page.locator(".aa-Panel a[href*='assessment']").first
    link.wait_for(timeout=20_000)
    assert "Q4 2017-18" in visit.page.locator(".aa-Panel").inner_text()  # which edition a result is of
    assert visit.faults == []


@pytest.mark.parametrize("page", ONE_OF_EACH)
def test_every_picture_says_what_it_shows(site: Path, page: str) -> None:
    soup = soup_of(site, page)
    silent = [str(tag)[:120] for tag in soup.main.find_all("img") if not tag.get("alt", "").strip()]
    for svg in soup.main.find_all("svg"):
        hidden = svg.get("aria-hidden") == "true" or svg.find_parent(attrs={"aria-hidden": "true"})
        described = svg.get("role") == "img" and (
            svg.get("aria-label") or svg.get("aria-labelledby") or svg.title
        )
        if not (hidden or described or svg.find_parent(attrs={"role": "img", "aria-label": True})):
            silent.append(str(svg)[:120])
    assert silent == []


def test_an_indicators_page_has_charts_that_speak(site: Path) -> None:
    main = soup_of(site, INDICATOR).main
    spoken = [str(tag.get("aria-label") or tag.get("alt") or "") for tag in main.find_all(["svg", "img"])]
    spoken += [str(tag["aria-label"]) for tag in main.find_all(attrs={"role": "img", "aria-label": True})]
    titles = [title.get_text() for title in main.select("svg > title, svg > desc")]
    with_numbers = [text for text in spoken + titles if len(re.findall(r"\d", text)) >= 3]
    assert len(with_numbers) >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ground_follows_the_readers_choice(address: str, visit: Any, scheme: str) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.goto(f"{address}/{INDICATOR}", wait_until="load")
    visit.page.wait_for_timeout(600)
    ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == GROUNDS[scheme]
    output = visit.page.evaluate(
        "getComputedStyle(document.querySelector('.cell_output .text_html, .cell-output')).backgroundColor"
    )
    assert output in (GROUNDS[scheme], "rgba(0, 0, 0, 0)")


def test_a_chart_is_narrow_on_a_phone_and_wide_on_a_desk(address: str, visit: Any) -> None:
    shown = "[...document.querySelectorAll('.kpi-wide')].some(one => one.getBoundingClientRect().width > 0)"
    visit.page.goto(f"{address}/{INDICATOR}", wait_until="load")
    assert visit.page.evaluate(shown)
    visit.page.set_viewport_size(NARROW)
    assert not visit.page.evaluate(shown)


def test_the_two_editions_show_different_pictures(site: Path) -> None:
    pictures = {
        edition: [
            str(svg) for svg in soup_of(site, INDICATOR.replace("2017-18-q4", edition)).main.find_all("svg")
        ]
        for edition in ("2017-18-q3", "2017-18-q4")
    }
    assert pictures["2017-18-q3"] and pictures["2017-18-q3"] != pictures["2017-18-q4"]
