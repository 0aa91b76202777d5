"""The pages of the plan, of money and of Through Care, from the example's records, and the report's."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kpi_lib.core.errors import CatalogueError
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.project import Project
from kpi_lib.pages.improvement_plan.page import ImprovementPlanPage
from kpi_lib.pages.money.page import MoneyPage
from kpi_lib.pages.through_care.page import ThroughCarePage


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("2017-18-Q4")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_sums_of_the_report_stand_beside_the_records_that_add_up_to_them(pack: Pack) -> None:
    told = plain(MoneyPage(pack).reported().text).splitlines()
    assert [line.split(" | ")[1:] for line in told[2:]] == [
        ["£4.3 million", "£4.3 million"],
        ["£0.4 million", "no records"],
        ["£5.2 million", "£5.2 million"],
    ]


def test_price_volume_and_mix_add_up_to_the_reported_pressure_to_the_penny(pack: Pack) -> None:
    told = plain(MoneyPage(pack).causes().text)
    assert "the whole difference of £4.3 million" in told
    ledger = MoneyPage(pack).ledger().text
    whole = next(line for line in ledger.splitlines() if line.startswith("placement_type all"))
    figures = dict(part.split(" ", 1) for part in whole.split(" | "))
    parts = sum(int(figures[name]) for name in ("price", "volume", "mix", "new", "ended"))
    assert parts == int(figures["total"]) == int(figures["spend"]) - int(figures["budget"]) == 430_000_000


def test_the_indicator_counted_from_spend_is_the_pages_own_price_of_a_week(pack: Pack) -> None:
    row = pack.figures("placement_week_cost", basis="rolling_year").iloc[-1]
    spend = pack.records("placement_spend")
    year = spend.loc[spend["quarter"].str.startswith("2017-18")]
    assert row["numerator"] == pytest.approx(year["spend_amount"].sum())
    assert row["value"] == pytest.approx(year["spend_amount"].sum() / year["spend_weeks"].sum())


def test_a_plan_has_all_its_outcomes_in_sight(pack: Pack) -> None:
    told = ImprovementPlanPage(pack).outcomes().text
    for words in ("Moved as meant", "No measurable change yet", "Unevidenced", "Too early to tell"):
        assert f"{words}: " in told
    assert "1 aim is of a complete action" in told.split("No measurable change yet")[1].splitlines()[0]
    bare = ImprovementPlanPage(pack).unevidenced().text
    assert "Train every team manager to lead improvement" in bare


def test_an_unknown_theme_of_the_plan_is_told_with_the_nearest(pack: Pack) -> None:
    with pytest.raises(CatalogueError, match="did you mean 'In care and beyond'"):
        ImprovementPlanPage(pack).evidence("In care and beyand")


def test_a_theme_whose_actions_name_no_indicator_says_so(pack: Pack) -> None:
    actions, aims = (pack.processed.records[name] for name in ("actions", "action_aims"))
    theme = "In care and beyond"
    own = actions.loc[actions["theme"].eq(theme), "action_id"]
    assert len(own) == 4
    none = "No action of this theme names an indicator."
    assert none not in ImprovementPlanPage(pack).evidence(theme).text
    records = {**pack.processed.records, "action_aims": aims.loc[~aims["action_id"].isin(own)]}
    page = ImprovementPlanPage(replace(pack, processed=replace(pack.processed, records=records)))
    assert none in page.evidence(theme).text


def test_a_price_of_few_real_children_is_on_no_page(pack: Pack) -> None:
    spend = pack.records("placement_spend").assign(provenance="local")
    few = spend.assign(spend_weeks=spend["spend_weeks"].mask(spend["placement_type"].eq("adoption"), 13.0))
    for rows, is_told in ((spend, True), (few, False)):
        records = {**pack.processed.records, "placement_spend": rows}
        other = replace(pack, processed=replace(pack.processed, records=records))
        told = MoneyPage(other).unit_costs().text
        assert ("Placed for adoption |" in told) is is_told


def test_through_care_heads_with_the_reported_shares(worcestershire: Project) -> None:
    page = ThroughCarePage(load_pack("2017-18-Q4", project=worcestershire))
    assert page.title.startswith("48% of children who left care in 2017–18")
    assert page.title.endswith("against 35% in 2016–17")


def test_through_care_lets_the_years_show_their_gap(pack: Pack) -> None:
    # published: 665 children on 31 March 2017, 288 came and 237 left, so 716 a year later
    assert "2017/18 | 665 | 288 | 237 | 716 | 716 | 0" in ThroughCarePage(pack).flows().text
    rows = pack.results.estimates
    is_stock = rows["indicator_id"].eq("looked_after_rate") & rows["area_code"].eq(pack.area.area_code)
    is_newest = is_stock & rows["basis"].eq("year") & rows["year"].eq("2017-18")
    assert is_newest.sum() == 1
    more = rows.assign(numerator=rows["numerator"].mask(is_newest, 719.0))
    other = replace(pack, results=replace(pack.results, estimates=more))
    assert "2017/18 | 665 | 288 | 237 | 716 | 719 | 3" in ThroughCarePage(other).flows().text


def test_an_area_without_records_has_pages_that_say_so(worcestershire: Project) -> None:
    other = load_pack("2017-18-Q4", "Essex", project=worcestershire)
    plan, money, care = ImprovementPlanPage(other), MoneyPage(other), ThroughCarePage(other)
    assert plan.title == "No improvement plan of this area is in the raw files"
    assert money.title == "No spend on placements of this area is in the raw files"
    assert money.causes().text.startswith("No budget for these quarters")
    assert money.pressure().text.startswith("There is no projection of spend")
    assert care.routes().text.startswith("Children leaving care by route are not known")
    assert plan.evidence("workforce").text == "No improvement plan of this area is in the raw files."


def test_small_numbers_of_real_children_are_not_shown_by_placement(pack: Pack) -> None:
    counts = pack.records("placement_counts").assign(provenance="local")
    few = counts.assign(children=counts["children"].mask(counts["placement_type"].eq("adoption"), 3))
    for rows, is_told in ((counts, True), (few, False)):
        records = {**pack.processed.records, "placement_counts": rows}
        other = replace(pack, processed=replace(pack.processed, records=records))
        told = MoneyPage(other).projection().text
        assert ("Semi-independent living |" in told, "All placements |" in told) == (is_told, True)
        assert ("could point at a child" in told) is not is_told


def with_money(pack: Pack, **kinds: pd.DataFrame) -> MoneyPage:
    return MoneyPage(
        replace(pack, processed=replace(pack.processed, records={**pack.processed.records, **kinds}))
    )


def test_a_budget_of_some_quarters_is_not_set_beside_the_spend_of_all(pack: Pack) -> None:
    budgets = pack.records("placement_budgets")
    page = with_money(pack, placement_budgets=budgets.loc[budgets["quarter"].ne("2017-18-Q4")])
    assert "no budget for all of it is known" in plain(page.title)
    assert page.causes().text.startswith("No budget for these quarters")
    assert "not known" in plain(page.spend().text)
    reported = plain(page.reported().text).splitlines()[2:]
    assert [line.split(" | ")[2] for line in reported] == ["no records"] * 3


def test_spend_without_weeks_is_stated_and_the_page_stands(pack: Pack) -> None:
    spend = pack.records("placement_spend")
    is_other = spend["placement_type"].eq("other") & spend["quarter"].str.startswith("2017-18")
    weeks = spend["spend_weeks"].mask(is_other, 0.0)
    page = with_money(pack, placement_spend=spend.assign(spend_weeks=weeks))
    told = plain(page.causes().text)
    assert "Money without weeks" in told and "the whole difference of £4.3 million" in told
