"""Names that councils use: each finds its indicator or none, and never joins what differs.

`local_names.csv`: names as scorecards of English councils, LAIT, DfE's columns, the national indicators and
the regions' quarterly benchmarking write them, each with the right first suggestion, or `none`.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_lib.catalogue.datasets import find_dataset
from kpi_lib.catalogue.indicators import Kind, Unit, load_catalogue
from kpi_lib.catalogue.names.indicator_names import named_indicator, suggest_indicators
from kpi_lib.catalogue.names.name_meaning import COMPARATOR, MOMENTS, NameWords, meaning_of
from kpi_lib.catalogue.names.plain_names import PER_10000, SNAPSHOT, parse_marks, plain_name

TABLE = Path(__file__).with_name("local_names.csv")
LEAST_HITS = 0.95
CATALOGUE = load_catalogue()


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _suggested(row: dict[str, str]) -> list[str]:
    return [item.indicator_id for item in suggest_indicators(row["name"])] or ["none"]


def test_the_right_suggestion_comes_first_for_nearly_all_names() -> None:
    rows = _rows()
    wrong = {row["name"]: _suggested(row) for row in rows if _suggested(row)[0] != row["first"]}
    assert len(rows) >= 150
    assert len(wrong) <= (1 - LEAST_HITS) * len(rows), wrong


def test_no_name_that_is_to_find_nothing_is_joined_to_anything() -> None:
    joined = {row["name"]: _suggested(row) for row in _rows() if row["first"] == "none"}
    assert len(joined) >= 100
    assert {name: found for name, found in joined.items() if found != ["none"]} == {}


def test_what_is_named_for_certain_is_right() -> None:
    certain = {row["name"]: named_indicator(row["name"]) for row in _rows()}
    right = {row["name"]: row["first"] for row in _rows()}
    assert {name: found for name, found in certain.items() if found and found != right[name]} == {}


def test_no_name_belongs_to_two_indicators() -> None:
    owners = defaultdict(set)
    for item in CATALOGUE:
        for name in (item.id, item.title, item.plain_title, *item.aliases, *item.codes):
            owners[plain_name(name)].add(item.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item.id)
def test_each_title_alias_and_code_names_its_own_indicator(item) -> None:
    titles = (item.id, item.title, item.plain_title)
    assert {name: named_indicator(name) for name in titles if named_indicator(name) != item.id} == {}
    # an alias is only suggested, first and alone: the council says once that it means this indicator
    names = (*titles, *item.aliases, *item.codes)
    first = {name: [found.indicator_id for found in suggest_indicators(name)] for name in names}
    assert {name: found for name, found in first.items() if found != [item.id]} == {}
    assert item.aliases


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item.id)
def test_each_alias_is_a_measures_name_and_no_populations(item) -> None:
    # "CIN" or "Section 47 enquiries" alone is a count of children or events, not a rate.
    if item.unit is Unit.PER_10000:
        names = (item.title, *item.aliases)
        assert [name for name in names if not meaning_of(name).marks & {PER_10000, "rate"}] == []
    assert [name for name in item.aliases if not meaning_of(name).things] == []
    assert [name for name in item.aliases if COMPARATOR in meaning_of(name).things] == []


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item.id)
def test_a_count_is_never_joined(item) -> None:
    for name in (item.title, *item.aliases):
        plain = parse_marks(name)[0]
        for count in (
            f"Number of {plain}",
            f"No. of {plain}",
            f"{plain} (number)",
            f"Total number of {plain}",
        ):
            assert named_indicator(count) is None, count
            assert suggest_indicators(count) == (), count


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item.id)
def test_a_flow_is_never_joined_to_a_stock_or_the_reverse(item) -> None:
    for name in (item.title, *item.aliases):
        stock = f"{name} (snapshot)"
        found = {CATALOGUE[one.indicator_id].kind for one in suggest_indicators(stock)}
        assert found <= {Kind.STOCK}, stock
        for word in ("started", "ceased"):
            meant = meaning_of(f"{name} {word}").moments & {"start", "end"}
            for one in suggest_indicators(f"{name} {word}"):
                own = (CATALOGUE[one.indicator_id].title, *CATALOGUE[one.indicator_id].aliases)
                assert any(meant <= meaning_of(text).moments for text in own), (name, word, one)


@pytest.mark.parametrize(
    "other", ["England", "Statistical neighbours", "West Midlands", "Shropshire", "Target"]
)
def test_anothers_figure_is_never_joined_to_the_council(other: str) -> None:
    for item in CATALOGUE:
        for name in (f"{other} - {item.title}", f"{item.title} ({other})"):
            assert named_indicator(name) is None, name
            assert suggest_indicators(name) == (), name


@given(name=st.sampled_from(_rows()), data=st.data())
def test_case_spaces_and_dashes_change_nothing(name: dict[str, str], data: st.DataObject) -> None:
    text = name["name"]
    spaced = text.replace(" ", data.draw(st.sampled_from(["  ", "\N{NO-BREAK SPACE}", " \N{THIN SPACE}"])))
    assert plain_name(spaced) == plain_name(text)
    assert plain_name(text.upper()) == plain_name(text.lower())


@given(st.text(max_size=60))
def test_any_text_has_a_plain_name_and_suggestions_in_order(text: str) -> None:
    found = suggest_indicators(text)
    assert len(found) <= 3
    assert [item.likeness for item in found] == sorted((item.likeness for item in found), reverse=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "% of assessments completed within 45 working days",
            "Percentage of assessments completed within 45 days",
        ),
        ("Children’s care leavers & EET", "Childrens care leavers and EET"),
        ("CLA with three or more placements", "CLA with 3+ placements"),
        ("S47 rate per 10,000 children aged 0-17", "Section 47, per 10k"),
        ("No. of CLA", "CLA (number)"),
        ("CLA per 10,000 (snapshot)", "Rate of CLA per 10 000"),
        ("Number of CLA with 3+ placements as a % of CLA", "% CLA with 3 or more placements CLA"),
    ],
)
def test_spellings_of_one_name_agree(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CLA (number)", "CLA per 10,000"),
        ("Re-referrals (%)", "Re-referrals (no.)"),
        ("CP plans started per 10,000", "CP plans ended per 10,000"),
        ("Referrals", "Re-referrals"),
    ],
)
def test_what_differs_keeps_its_own_name(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


def test_a_rate_per_10000_must_say_so() -> None:
    assert suggest_indicators("Children looked after") == ()
    assert suggest_indicators("Children looked after per 10,000")[0].indicator_id == "looked_after_rate"


def test_laits_names_are_known_but_those_that_are_bare_words() -> None:
    # LAIT calls rates by the population: LAC, CIN; and two by the event.
    codes = {
        label: measure.indicator
        for measure in find_dataset("lait").measure
        for label in measure.where["Short Desc"]
    }
    first = {code: suggest_indicators(code)[:1] for code in codes}
    unknown = {
        code
        for code, indicator_id in codes.items()
        if [item.indicator_id for item in first[code]] != [indicator_id]
    }
    assert unknown == {"LAC", "CIN", "Section_47"}


def test_every_meaning_of_a_moment_is_one_of_those_that_are_known() -> None:
    text = (files("kpi_lib.catalogue") / "data" / "name_words.toml").read_text(encoding="utf-8")
    meant = {one for word in NameWords.model_validate(tomllib.loads(text)).word for one in word.means}
    assert meant >= MOMENTS


def test_a_snapshot_is_said_of_no_flow() -> None:
    assert SNAPSHOT in parse_marks("Referral rate (snapshot)")[1]
    assert named_indicator("Referral rate (snapshot)") is None
    assert named_indicator("Children looked after per 10,000 children (snapshot)") == "looked_after_rate"
