"""The page's data says for every choice what the analysis says, and no text in it ends the script."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product

import pandas as pd
from bs4 import BeautifulSoup

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.pages.benchmarks.what_if import SENTENCES, show_what_if
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import format_value

LISTS = {"2021-04": ["A", "B"], "2025-05": ["B", "C", "D"]}
HOSTILE = "</script><script>alert(1)</script>"
VERDICTS = ("better", "worse", "similar", "cannot_say")


def ways_of(comparison: pd.Series) -> pd.DataFrame:
    """Return one row per choice, the averages and verdicts all different from their neighbours'."""
    choices = [
        (model, average, left)
        for model, codes in LISTS.items()
        for average, left in product(("mean", "median", "pooled"), ("", *codes))
    ]
    rows = pd.DataFrame(choices, columns=["model", "average", "left_out"])
    return rows.assign(
        **{name: comparison[name] for name in ("indicator_id", "basis", "period", "value")},
        comparator_value=[75 + 0.3 * place for place in range(len(rows))],
        verdict=[VERDICTS[place % 4] for place in range(len(rows))],
    )


def shown(
    timely: Indicator, estimates: Callable[..., pd.DataFrame], comparison: Callable[..., pd.Series]
) -> tuple[BeautifulSoup, pd.DataFrame]:
    headline = Headline(timely, estimates(("E10000034", "2017-18", 85.0)).iloc[0], None, comparison())
    ways = ways_of(comparison())
    names = {"E10000034": "Worcestershire", "A": HOSTILE, "B": "Kent", "C": "Essex", "D": "Devon"}
    hood = Neighbourhood("E10000034", ("A", "B"), names, "2021-04")
    html = show_what_if([headline], ways, hood, LISTS, average="median").html
    return BeautifulSoup(html, "html.parser"), ways


def test_every_choice_has_the_verdict_and_the_average_of_the_analysis(
    timely: Indicator, estimates: Callable[..., pd.DataFrame], comparison: Callable[..., pd.Series]
) -> None:
    soup, ways = shown(timely, estimates, comparison)
    data = json.loads(soup.script.string)
    [letters], [figures] = data["verdicts"], data["figures"]
    assert len(letters) == len(ways) == 3 * (1 + 2) + 3 * (1 + 3)
    for letter, figure, (_, way) in zip(letters, figures.split("|"), ways.iterrows(), strict=True):
        assert data["marks"][letter][1] == way["verdict"].replace("_", " ")
        assert figure == format_value(way["comparator_value"], timely).number
    assert [len(item["names"]) for item in data["lists"]] == [2, 3]


def test_without_its_script_the_page_shows_the_way_in_force(
    timely: Indicator, estimates: Callable[..., pd.DataFrame], comparison: Callable[..., pd.Series]
) -> None:
    soup, ways = shown(timely, estimates, comparison)
    in_force = ways[
        ways["model"].eq("2021-04") & ways["average"].eq("median") & ways["left_out"].eq("")
    ].iloc[0]
    cells = [cell.get_text(" ", strip=True) for cell in soup.tbody.find_all("td")]
    told = (
        f"{in_force['verdict'].replace('_', ' ')} {format_value(in_force['comparator_value'], timely).number}"
    )
    assert [cell.split(" ", 1)[1] for cell in cells] == [told, told]
    assert soup.select_one("select[name=average] option[selected]").text == "median"


def test_a_hostile_name_stays_a_name(
    timely: Indicator, estimates: Callable[..., pd.DataFrame], comparison: Callable[..., pd.Series]
) -> None:
    soup, _ = shown(timely, estimates, comparison)
    assert len(soup.find_all("script")) == 1
    assert json.loads(soup.script.string)["lists"][0]["names"][0] == HOSTILE


def test_sentences_hold_no_figure_of_their_own() -> None:
    assert [words for words in SENTENCES.values() if any(letter.isdigit() for letter in words)] == [
        SENTENCES["one"]
    ]
