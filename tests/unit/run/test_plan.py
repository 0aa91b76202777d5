from __future__ import annotations

import pytest

from kpi_lib.catalogue.indicators import load_catalogue, parse_catalogue
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.edition import Edition, parse_quarter
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.run.plan import plan_pages

HOME = Edition(parse_period("2017-18-Q4"), "E10000034", "Worcestershire")
ESSEX = Edition(parse_period("2017-18-Q4"), "E10000012", "Essex", is_home=False)


def test_an_edition_of_the_home_area_is_named_for_its_quarter() -> None:
    assert HOME.slug == "2017-18-q4"
    assert HOME.title == "Worcestershire, January to March 2018"
    assert HOME.short_title == "Q4 2017-18"


def test_another_area_is_part_of_the_name() -> None:
    assert ESSEX.slug == "2017-18-q4-essex"
    assert ESSEX.short_title == "Q4 2017-18, Essex"


def test_each_theme_is_followed_by_its_indicators(small_catalogue: str) -> None:
    pages = plan_pages(HOME, parse_catalogue(small_catalogue))
    assert [page.address for page in pages] == [
        "overview",
        "brief",
        "themes/front-door",
        "indicators/referral-rate",
        "indicators/assessment-rate",
        "improvement",
        *(part.address for part in pages_under(IMPROVEMENT)),
        "benchmarks",
        "reconciliation",
        "data-quality",
        "methods",
        "glossary",
    ]


def test_an_indicator_page_stands_under_its_theme_and_knows_its_parameters(small_catalogue: str) -> None:
    page = plan_pages(HOME, parse_catalogue(small_catalogue))[3]
    assert page.parent == "themes/front-door"
    assert page.title == "How often someone asks for help"
    assert dict(page.parameters) == {
        "quarter": "2017-18-Q4",
        "area": "E10000034",
        "indicator": "referral_rate",
    }
    assert (page.source, page.file) == ("indicator.ipynb", "indicators/referral-rate.ipynb")


def test_every_indicator_of_the_catalogue_has_one_page() -> None:
    catalogue = load_catalogue()
    pages = [dict(page.parameters).get("indicator") for page in plan_pages(HOME, catalogue)]
    assert sorted(filter(None, pages)) == sorted(catalogue.indicators)


def test_no_two_pages_share_an_address() -> None:
    addresses = [page.address for page in plan_pages(HOME, load_catalogue())]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("text", ["2017-18", "2018-03-31", "March 2018"])
def test_an_edition_is_for_a_quarter(text: str) -> None:
    with pytest.raises(DataError, match="An edition is for a quarter"):
        parse_quarter(text)
