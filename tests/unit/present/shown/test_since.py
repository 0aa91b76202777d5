from __future__ import annotations

from dataclasses import replace

import pandas as pd
from bs4 import BeautifulSoup

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import parse_period
from kpi_lib.present.shown.since import Since, show_since, show_since_list
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANGES, COMPARISONS

Q4 = parse_period("2017-18-Q4")
INDICATOR = load_catalogue()["rereferral_percent"]


def headline(period: str, value: float, change: str, comparison: str) -> Headline:
    return Headline(
        INDICATOR,
        pd.Series(
            {"basis": "year", "period": period, "value": value, "status": "ok", "provenance": "published"}
        ),
        pd.Series({"basis": "year", "period": period, "verdict": change, "direction": "up", "value": value}),
        pd.Series(
            {
                "basis": "year",
                "period": period,
                "comparator": "neighbours",
                "verdict": comparison,
                "value": value,
                "comparator_value": 21.0,
            }
        ),
    )


BEFORE = headline("2016-17", 20.5, "got_worse", "better")
NOW = headline("2017-18", 24.2, "got_worse", "similar")


def test_both_figures_stand_beside_each_other_with_their_verdicts() -> None:
    lines = show_since(Since(NOW, BEFORE), Q4).text.splitlines()
    worse = CHANGES["got_worse"].word
    better, similar = COMPARISONS["better"].word, COMPARISONS["similar"].word
    assert "Figure | 20.5% Year to 31 March 2017 | 24.2% Year to 31 March 2018" in lines
    assert f"Against a year before | ▲ {worse} | ▲ {worse}" in lines
    assert f"Against the neighbours | ▼ {better} | ● {similar}" in lines


def test_the_heading_above_is_not_said_again_to_the_eye_but_the_table_keeps_its_name_and_links() -> None:
    table = BeautifulSoup(show_since(Since(NOW, BEFORE), Q4).html, "html.parser")
    caption = table.select_one("caption")
    assert caption is not None and caption["class"] == ["kpi-unseen"]
    assert caption.text == "What changed since the quarter before"
    assert table.select_one("[role=region]")["aria-label"] == caption.text
    assert table.select_one(".kpi-tools") is not None


def test_a_figure_that_stands_is_told_in_a_sentence() -> None:
    assert show_since(Since(NOW, NOW), Q4).text.startswith(
        "Nothing: no figure has come since the edition before"
    )
    assert "had no figure" in show_since(Since(NOW, None), Q4).text


def test_a_list_parts_other_verdicts_from_other_figures() -> None:
    moved = Since(NOW, headline("2016-17", 20.5, "got_worse", "similar"))
    assert (moved.has_newer_figure, moved.has_other_verdict) == (True, False)
    still = Since(replace(NOW), NOW)
    text = show_since_list([moved, still, Since(NOW, BEFORE)], Q4, link="{slug}.html").text
    assert text.count("20.5%") == 2 and text.count("24.2%") == 2
    assert text.index("better") < text.index("Figures that came since")
