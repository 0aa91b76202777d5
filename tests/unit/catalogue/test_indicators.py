"""The catalogue: the packaged file holds its own rules, and a faulty one is refused in full."""

from __future__ import annotations

import pytest

from kpi_lib.catalogue.indicators import Kind, Measure, Polarity, Unit, load_catalogue, parse_catalogue
from kpi_lib.core.apostrophes import curl
from kpi_lib.core.errors import CatalogueError, KpiErrors

THEME = '[[theme]]\nid = "front-door"\ntitle = "Front door"\nquestion = "Are children seen?"\n'
INDICATOR = """
[[indicator]]
id = "{id}"
theme = "{theme}"
title = "Referrals"
plain_title = "How often help is asked for"
definition = "Referrals per 10,000 children."
numerator = "Referrals"
denominator = "Children"
unit = "{unit}"
measure = "rate"
multiplier = 10000
polarity = "neutral"
kind = "flow"
dfe_source = "Children in need, table C1"
"""

DEMAND = {
    "referral_rate",
    "section_47_rate",
    "children_in_need_rate",
    "child_protection_plan_rate",
    "child_protection_start_rate",
    "looked_after_rate",
    "looked_after_start_rate",
}


def _entry(id: str = "referral_rate", theme: str = "front-door", unit: str = "per_10000") -> str:
    return INDICATOR.format(id=id, theme=theme, unit=unit)


def test_the_catalogue_has_the_seven_themes_of_the_report_and_at_least_thirty_indicators() -> None:
    catalogue = load_catalogue()
    assert [theme.id for theme in catalogue.themes] == [
        "front-door",
        "child-protection",
        "looked-after",
        "care-leavers",
        "workforce",
        "quality-voice",
        "finance",
    ]
    assert len(catalogue) >= 30
    assert all(len(catalogue.in_theme(theme.id)) >= 3 for theme in catalogue.themes)


def test_demand_is_neither_good_nor_bad() -> None:
    catalogue = load_catalogue()
    assert {catalogue[name].polarity for name in DEMAND} == {Polarity.NEUTRAL}


def test_headlines_come_from_most_themes() -> None:
    headlines = [indicator for indicator in load_catalogue() if indicator.is_headline]
    assert len(headlines) == 8
    assert {indicator.theme for indicator in headlines} == {
        "front-door",
        "child-protection",
        "looked-after",
        "care-leavers",
        "workforce",
    }


def test_values_can_be_made_from_their_parts() -> None:
    for indicator in load_catalogue():
        assert indicator.multiplier == {Unit.PERCENT: 100, Unit.PER_10000: 10_000}.get(indicator.unit, 1)
        assert not (indicator.measure is Measure.RATE and not indicator.denominator), indicator.id


def test_states_are_stocks_and_events_are_flows() -> None:
    catalogue = load_catalogue()
    assert catalogue["child_protection_plan_rate"].kind is Kind.STOCK
    assert catalogue["child_protection_start_rate"].kind is Kind.FLOW


def test_plain_titles_are_short_and_free_of_symbols() -> None:
    for indicator in load_catalogue():
        assert len(indicator.plain_title.split()) <= 16, indicator.id
        assert not set("%/()") & set(indicator.plain_title), indicator.id


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'referral_rate'"):
        load_catalogue()["referal_rate"]


def test_all_faults_are_reported_together() -> None:
    # A wrong unit, an unknown theme and a second entry of one id: three faults in one error.
    text = THEME + _entry(unit="percent") + _entry(id="other", theme="front-dor") + _entry(id="other")
    with pytest.raises(KpiErrors) as caught:
        parse_catalogue(text)
    said = str(caught.value)
    assert "needs multiplier 100" in said
    assert "did you mean 'front-door'" in said
    assert "is there twice" in said


def test_a_retired_id_cannot_come_back() -> None:
    with pytest.raises(CatalogueError, match="retired"):
        parse_catalogue('retired_ids = ["referral_rate"]\n' + THEME + _entry())


def test_the_catalogues_texts_are_typed_curly_for_menus_and_downloads_show_them_as_they_are() -> None:
    catalogue = load_catalogue()
    texts = [str(value) for item in (*catalogue, *catalogue.themes) for value in item.model_dump().values()]
    assert [text for text in texts if curl(text) != text] == []
