"""A figure's citation: value, when, publisher, title, edition."""

from collections.abc import Callable

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.pages.citation import citation, show_citation

DFE, RETURN, REPORT = "published/cin-2024.csv", "returns/2017-18-Q4.csv", "reported/cabinet.csv"
COUNCIL = "Worcestershire County Council"
SOURCES = {
    DFE: {
        "publisher": "Department for Education",
        "title": "Characteristics of children in need: 2024",
        "edition": "2024",
    },
    RETURN: {"publisher": "kpi-lib", "title": "Quarterly return", "edition": "2017-18-Q4"},
    REPORT: {"publisher": COUNCIL, "title": "Report to Cabinet of 12 July 2018", "edition": "2018-07-12"},
}
IN_DFE = "Department for Education, Characteristics of children in need, 2024 edition"


def cited(indicator: Indicator, rows: pd.DataFrame) -> str:
    return citation(rows.iloc[0], indicator, "Worcestershire", SOURCES, council=COUNCIL)


def test_a_stock_is_cited_at_its_day(plans: Indicator, estimates: Callable[..., pd.DataFrame]) -> None:
    rows = estimates(("E10000034", "2017-18", 36.3), source=DFE)
    assert cited(plans, rows) == (
        f"Children with a protection plan, Worcestershire: 36.3 per 10,000 at 31 March 2018, {IN_DFE}"
    )


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"source": DFE}, f"85.0% in the year to 31 March 2018, {IN_DFE}"),
        ({"source": RETURN, "note": f"published for 2018-03-31, see {DFE}"}, IN_DFE),
        ({"source": REPORT, "provenance": "reported"}, f"{COUNCIL}, Report to Cabinet of 12 July 2018"),
        (
            {
                "source": RETURN,
                "provenance": "reported",
                "note": 'report of 12 July 2018, paragraph 5: "85%"',
            },
            f"{COUNCIL}, report of 12 July 2018, paragraph 5",
        ),
    ],
)
def test_a_figure_is_cited_where_it_was_published(
    timely: Indicator, estimates: Callable[..., pd.DataFrame], columns: dict[str, str], told: str
) -> None:
    assert cited(timely, estimates(("E10000034", "2017-18", 85.0), **columns)).endswith(told)


def test_no_figure_has_no_citation(timely: Indicator, estimates: Callable[..., pd.DataFrame]) -> None:
    assert cited(timely, estimates(("E10000034", "2017-18", float("nan")), source=DFE)) == ""
    assert show_citation("").html == ""


def test_a_hostile_title_is_text() -> None:
    html = show_citation('"><img src=x onerror=alert(1)>').html
    assert "<img" not in html and html.count("&lt;img") == 2


def test_counts_of_an_older_edition_are_named_with_it(
    timely: Indicator, estimates: Callable[..., pd.DataFrame]
) -> None:
    tool = {"publisher": "Department for Education", "title": "Interactive tool", "edition": "2026-04"}
    rows = estimates(
        ("E10000034", "2017-18", 85.0), source="tool.csv", note=f"counts of the 2024 edition, {DFE}"
    )
    said = citation(rows.iloc[0], timely, "Worcestershire", {**SOURCES, "tool.csv": tool})
    assert said.endswith(
        "Department for Education, Interactive tool, 2026-04 edition; "
        "its counts, Characteristics of children in need, 2024 edition"
    )
