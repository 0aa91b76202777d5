"""Figures that DfE published, typed by hand from its releases, stand in the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from kpi_lib.pack.project import project_at
from kpi_lib.run.engine import run_notebook
from kpi_lib.run.kernel import WarmKernel

pytestmark = [pytest.mark.slow]

# Department for Education, "Children in need", reporting year 2024 (published 31 October 2024), year
# ending 31 March 2018; England's and Worcestershire's figures per 10,000 children, or per cent.
PUBLISHED = [
    ("child-protection-plan-rate", "Worcestershire", "36.3", "45.9"),
    ("referral-rate", "Worcestershire", "382.3", "559.6"),
    ("rereferral-percent", "Worcestershire", "24.2", "21.9"),
]


def figures_in(page: Path) -> set[str]:
    """Return every number that a page prints, thousands separators left out."""
    return numbers_of(BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").main.get_text(" "))


def numbers_of(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))


@pytest.mark.parametrize(("indicator", "area", "own", "england"), PUBLISHED)
def test_the_bundled_edition_states_them(
    built_worcestershire: Path, indicator: str, area: str, own: str, england: str
) -> None:
    page = built_worcestershire / "_site" / "editions" / "2017-18-q4" / "indicators" / f"{indicator}.html"
    assert {own, england} <= figures_in(page)


def test_so_do_pages_straight_from_dfe(built_from_dfe: Path) -> None:
    # DfE's own files where the bundle reads what was carried over from them.
    project = project_at(built_from_dfe).with_raw(built_from_dfe / "dfe")
    with WarmKernel(project.root, project.environment) as kernel:
        for indicator, area, own, england in PUBLISHED:
            asked = {"quarter": "2017-18-Q4", "area": area, "indicator": indicator.replace("-", "_")}
            executed = run_notebook(project.notebook("indicator.ipynb"), asked, kernel)
            shown = [output for cell in executed.cells for output in cell.get("outputs", [])]
            page = " ".join(output.data.get("text/html", "") for output in shown)
            told = numbers_of(BeautifulSoup(page, "html.parser").get_text(" "))
            assert {own, england} <= told, indicator


def test_another_council_is_built_from_the_same_files(built_from_dfe: Path) -> None:
    site = built_from_dfe / "_areas" / "essex"
    pages = sorted(
        path.name for path in (site / "editions" / "2017-18-q4-essex" / "indicators").glob("*.html")
    )
    assert pages == [
        "assessment-45-days-percent.html", "assessment-rate.html", "child-protection-end-rate.html",
        "child-protection-plan-rate.html", "child-protection-repeat-percent.html",
        "child-protection-start-rate.html", "referral-nfa-percent.html", "referral-not-in-need-percent.html",
        "referral-rate.html", "rereferral-percent.html",
    ]  # fmt: skip
    overview = (site / "editions" / "2017-18-q4-essex" / "overview.html").read_text(encoding="utf-8")
    assert "Essex" in BeautifulSoup(overview, "html.parser").h1.get_text()
    assert "Worcestershire" not in BeautifulSoup(overview, "html.parser").h1.get_text()


def test_no_page_of_a_real_council_is_marked_as_invented(
    built_from_dfe: Path, built_worcestershire: Path
) -> None:
    sites = built_from_dfe / "_areas" / "essex", built_worcestershire / "_site"
    pages = [path for site in sites for path in site.rglob("*.html")]
    marked = [path.name for path in pages if "no place is called" in path.read_text(encoding="utf-8")]
    assert len(pages) > 60 and marked == []


def test_every_page_of_the_invented_council_says_that_it_is(built: Path) -> None:
    pages = [*(built / "_site" / "editions").rglob("*.html"), built / "_site" / "releases.html"]
    silent = [path.name for path in pages if "no place is called Fernshire" not in path.read_text("utf-8")]
    assert len(pages) > 140 and silent == []


def test_the_bundles_own_data_and_editions_are_untouched(built_from_dfe: Path) -> None:
    assert not (built_from_dfe / "data" / "processed").exists()
    assert not (built_from_dfe / "editions").exists()


def test_another_areas_edition_releases_nothing(built_from_dfe: Path) -> None:
    assert not (built_from_dfe / "_site").exists() and not (built_from_dfe / "releases").exists()
    assert not (built_from_dfe / "_quarto-editions.yml").exists()
    figures = built_from_dfe / "_areas" / "essex" / "editions" / "2017-18-q4-essex" / "figures.csv"
    assert set(pd.read_csv(figures)["area_code"]) == {"E10000012"}
