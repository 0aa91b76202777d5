"""Everybody can read the site: by axe-core's rules, by keyboard, enlarged, and on paper.

axe-core takes seconds a page, so `make test` tries one page of each kind; `make access` tries every page.
"""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All rules; those that can be broken on a dark ground where all hold on a light one."""
EVERY_PAGE = bool(os.environ.get("KPI_EVERY_PAGE"))
EDITION = "editions/2017-18-q4"
SAMPLE = f"{EDITION}/indicators/referral-rate.html"
OVERVIEW, BENCHMARKS = f"{EDITION}/overview.html", f"{EDITION}/benchmarks.html"
DESK, HALF_A_DESK, SMALLEST = 1280, 640, 320
"""A desk's window; the same at 200% zoom; what WCAG 2.2 asks a page to flow into (1.4.10)."""

RUN = """rules => {
    document.querySelectorAll('details').forEach(box => { box.open = true; });
    return axe.run(document, {runOnly: rules, resultTypes: ['violations', 'passes']});
}"""
FOCUSABLE = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.disabled
      && element.tabIndex >= 0 && !element.closest('[inert]') && element.getClientRects().length
      && (element.type !== 'radio' || element.checked))
  .map((element, place) => { element.dataset.place = place; return element.outerHTML.slice(0, 110); })"""
FOCUSED = """() => {
    const element = document.activeElement;
    if (element.dataset.place === undefined) return null;
    const style = getComputedStyle(element);
    const rings = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return [Number(element.dataset.place), rings || style.boxShadow !== 'none'];
}"""
LAST_WORDS = (
    "() => [...document.querySelectorAll('main .kpi-footer p, main tbody:last-of-type tr:last-child th')]\
.filter(part => part.checkVisibility()).map(part => part.innerText)"
)
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def kinds(site: Path) -> list[str]:
    """Return one page of each kind, or every page when that is asked for."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    if EVERY_PAGE:
        return pages
    newest = [page for page in pages if not page.startswith("editions/") or page.startswith(f"{EDITION}/")]
    alone = [page for page in newest if "/indicators/" not in page and "/themes/" not in page]
    return [*alone, next(page for page in newest if "/themes/" in page), SAMPLE]


@pytest.fixture
def window(chromium: Any) -> Iterator[Any]:
    """A way to open a window of a colour scheme and width."""
    opened = []

    def opening(scheme: str = "light", width: int = DESK, **more: Any) -> Any:
        context = chromium.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce", **more
        )
        opened.append(context)
        return context.new_page()

    yield opening
    for context in opened:
        context.close()


@pytest.mark.parametrize("half", [0, 1], ids=["first-half", "second-half"])  # so that workers share them out
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_wcag(site: Path, address: str, window: Any, scheme: str, half: int) -> None:
    page, broken = window(scheme), []
    rules = COLOURS if scheme == "dark" and not EVERY_PAGE else WCAG
    for name in kinds(site)[half::2]:
        page.goto(f"{address}/{name}", wait_until="load")
        page.evaluate(AXE)
        result = page.evaluate(RUN, rules)
        assert any(rule["id"] == "color-contrast" for rule in result["passes"]), name
        for rule in result["violations"]:
            broken += [(name, rule["id"], node["html"][:120]) for node in rule["nodes"][:2]]
    assert broken == []


@pytest.mark.parametrize("name", [OVERVIEW, SAMPLE, BENCHMARKS, "index.html"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(address: str, window: Any, name: str) -> None:
    page = window()
    page.goto(f"{address}/{name}", wait_until="load")
    wanted = page.evaluate(FOCUSABLE)
    reached, unmarked = set(), []
    for _ in range(len(wanted) * 2 + 20):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            continue
        place, is_marked = found
        if place in reached and len(reached) >= len(wanted):
            break
        reached.add(place)
        if not is_marked:
            unmarked.append(wanted[place])
    assert [wanted[place] for place in range(len(wanted)) if place not in reached] == []
    assert unmarked == []


@pytest.mark.parametrize("width", [HALF_A_DESK, SMALLEST])
def test_pages_flow_when_they_are_enlarged(site: Path, address: str, window: Any, width: int) -> None:
    page, wide = window(width=width, device_scale_factor=DESK / width), {}
    for name in kinds(site):
        page.goto(f"{address}/{name}", wait_until="load")
        if (over := page.evaluate(TOO_WIDE)) > 0:
            wide[name] = over
    assert wide == {}


def test_on_paper_there_is_the_text_and_no_menu(address: str, window: Any) -> None:
    page = window()
    page.emulate_media(media="print")
    page.goto(f"{address}/{SAMPLE}", wait_until="load")
    shown = page.evaluate(
        "() => [...document.querySelectorAll('nav, header, aside, input, form')]"
        ".filter(part => part.checkVisibility() && part.getBoundingClientRect().height > 0"
        " && !part.closest('main article, main#quarto-document-content'))"
        ".map(part => part.outerHTML.slice(0, 120))"
    )
    assert shown == []
    closed = page.evaluate(
        "() => [...document.querySelectorAll('main details:not([open])')]"
        ".filter(box => ![...box.children].slice(1)"
        ".some(part => part.checkVisibility({contentVisibilityAuto: true})))"
        ".map(box => box.outerHTML.slice(0, 120))"
    )
    assert closed == [], "what is closed on the screen is open on paper"
    assert "rgb(255, 255, 255)" in page.evaluate("() => getComputedStyle(document.body).backgroundColor") or (
        page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
    )


def unspaced(text: str) -> str:
    """Return a text as a PDF can be searched for it: no spaces, no ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", [OVERVIEW, f"{EDITION}/brief.html", f"{EDITION}/money.html", SAMPLE])
def test_a_page_is_on_paper_to_its_last_line(address: str, window: Any, name: str) -> None:
    page = window()
    page.emulate_media(media="print")
    page.goto(f"{address}/{name}", wait_until="load")
    wanted = page.evaluate(LAST_WORDS)
    assert wanted, "the last row of each table, and the small print"
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    printed = unspaced(" ".join(sheet.extract_text() for sheet in paper.pages))
    assert [words for words in wanted if unspaced(words) not in printed] == []
