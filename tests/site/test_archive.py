"""A member of the public opens an old edition: it is there as released, and says that a newer one exists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD, NEW = "2017-18-q3", "2017-18-q4"
PHONE = {"width": 390, "height": 844}


def test_an_old_edition_leads_to_the_newest(
    open_page: Callable[[dict[str, int]], AbstractContextManager[Any]], address: str
) -> None:
    with open_page(PHONE) as visit:
        page = visit.page
        page.goto(f"{address}/editions/{OLD}/indicators/rereferral-percent.html")
        notice = page.locator(".kpi-newer")
        assert "A newer edition has been published: Fernshire, January to March 2018" in notice.inner_text()
        notice.locator("a").click()
        page.wait_for_url(f"**/editions/{NEW}/overview.html")
        assert not page.locator(".kpi-newer").is_visible()
        assert visit.faults == []


def test_a_page_kept_as_it_was_learns_of_an_edition_that_came_later(
    open_page: Callable[[dict[str, int]], AbstractContextManager[Any]], address: str
) -> None:
    later = """window.kpiEditions = [{"slug": "2018-19-q1", "quarter": "2018-19-Q1", "area_code": "X10000001",
        "title": "Fernshire, April to June 2018", "address": "editions/2018-19-q1/overview"},
        {"slug": "2017-18-q4", "quarter": "2017-18-Q4", "area_code": "X10000001"}];"""
    with open_page(PHONE) as visit:
        page = visit.page
        page.route("**/editions.js", lambda route: route.fulfill(body=later, content_type="text/javascript"))
        page.goto(f"{address}/editions/{NEW}/overview.html")
        notice = page.locator(".kpi-newer:visible")
        notice.wait_for()
        assert "Fernshire, April to June 2018" in notice.inner_text()
        assert notice.locator("a").get_attribute("href") == "../../editions/2018-19-q1/overview.html"


def test_the_releases_are_two_clicks_from_any_page(
    open_page: Callable[[dict[str, int]], AbstractContextManager[Any]], address: str
) -> None:
    with open_page({"width": 1440, "height": 900}) as visit:
        page = visit.page
        page.goto(f"{address}/editions/{OLD}/overview.html")
        page.get_by_role("link", name="Releases", exact=True).first.click()
        page.wait_for_url("**/releases.html")
        assert page.get_by_role("heading", name="Releases and corrections").is_visible()
        assert visit.faults == []


def test_the_log_in_the_site_is_the_one_in_the_project(built: Path) -> None:
    assert (built / "_site" / "releases.jsonl").read_bytes() == (
        built / "releases" / "releases.jsonl"
    ).read_bytes()
