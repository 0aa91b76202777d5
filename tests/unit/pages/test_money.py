"""Money in words and pictures: steps that join, marks at the budget, fans that begin where history ends."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.practice.flows import summarise_newest_flows
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.pages.money.projection import pressure_sentence, projection_finding, show_projection
from kpi_lib.pages.money.spend import show_causes, show_spend, show_unit_costs
from kpi_lib.pages.money.words import money_title, over_words, short_millions
from kpi_lib.pages.through_care.figures import flow_finding, show_routes, stock_finding
from kpi_lib.pages.through_care.words import claim_words, through_care_title
from kpi_lib.present.charts.bar_rows import draw_bullet_rows
from kpi_lib.present.charts.flows import draw_fan, draw_flows, draw_stocks
from kpi_lib.present.charts.waterfall import draw_waterfall
from kpi_lib.present.words.numbers import format_millions

PENCE = 100_000
"""Pence to a unit of the frame below: its 600 are £0.6 million."""
EXPLAINED = pd.DataFrame(
    [
        {"placement_type": "residential", "kind": "both", "budget": 1000 * PENCE, "spend": 1600 * PENCE,
         "price": 100 * PENCE,
         "volume": 200 * PENCE, "mix": 300 * PENCE, "new": 0, "ended": 0, "unpriced": 0,
         "total": 600 * PENCE},
        {"placement_type": "all", "kind": "all", "budget": 1000 * PENCE, "spend": 1600 * PENCE,
         "price": 100 * PENCE, "volume": 200 * PENCE,
         "mix": 300 * PENCE, "new": 0, "ended": 0, "unpriced": 0,
         "total": 600 * PENCE},
    ]
)  # fmt: skip
TYPES = pd.DataFrame({"placement_type": ["residential"], "spend_amount": [1.6e6], "budget_amount": [1e6]})
FLOWS = pd.DataFrame(
    {
        "period": ["2017-18-Q3", "2017-18-Q4"],
        "stock": [768.0, 796.0],
        "entries": [62.0, 81.0],
        "exits": [56.0, 54.0],
        "running_stock": [768.0, 795.0],
        "running_gap": [0.0, 1.0],
    }
)


def test_money_is_written_with_its_sign_before_the_pound() -> None:
    assert (format_millions(-574_177), format_millions(7_600_000)) == (
        "−£0.6\N{NO-BREAK SPACE}million",
        "£7.6\N{NO-BREAK SPACE}million",
    )


def test_the_title_names_the_largest_cause_and_calls_it_most_only_above_half() -> None:
    # mix is 300 of 600, exactly half: not most of it
    title = money_title(TYPES, EXPLAINED, "2017–18", is_whole=False).replace("\N{NO-BREAK SPACE}", " ")
    assert title == (
        "Spend on placements is £0.6 million above budget so far in 2017–18; the largest part (£0.3 million "
        "of £0.6 million) comes from more children in dearer placements"
    )
    dearer = EXPLAINED.assign(volume=199 * PENCE, mix=301 * PENCE)
    assert "; most of it (£0.3" in money_title(TYPES, dearer, "2017–18", is_whole=False)
    below = EXPLAINED.assign(
        total=-600 * PENCE, price=-100 * PENCE, volume=-200 * PENCE, mix=-300 * PENCE, spend=400 * PENCE
    )
    assert money_title(TYPES, below, "2017–18", is_whole=True).endswith("below budget in 2017–18")


def test_causes_that_no_type_has_leave_the_table() -> None:
    records = pd.DataFrame({"provenance": ["local"], "source": ["Records"]})
    head = "Type | Price | Volume | Mix | Difference"
    assert head in show_causes(EXPLAINED, "2017–18", records).text
    late = EXPLAINED.assign(unpriced=[100 * PENCE, 100 * PENCE])
    told = show_causes(late, "2017–18", records).text
    assert "Mix | Money without weeks | Difference" in told and "£1,600,000" in show_spend(
        TYPES, EXPLAINED, "2017–18", records
    ).text  # fmt: skip


def test_a_spend_without_its_whole_budget_is_not_set_beside_it() -> None:
    told = money_title(TYPES, EXPLAINED.head(0), "2017–18", is_whole=True).replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Placements cost £1.6 million in 2017–18; no budget for all of it is known"
    unknown = TYPES.assign(spend_amount=float("nan"))
    assert money_title(unknown, EXPLAINED.head(0), "2017–18", is_whole=False) == (
        "Spend on placements is not known for every quarter so far in 2017–18"
    )


def test_a_type_known_only_up_to_an_earlier_quarter_has_no_number_now() -> None:
    ahead = pd.DataFrame(
        {"period": ["2018-19-Q4"], "horizon": 4, "method": "entries_and_exits", "last_period": "2017-18-Q4",
         "last_stock": 796.0, "projected": [802.0], "lower80": [774.0], "upper80": [833.0],
         "lower95": [757.0], "upper95": [851.0], "months": 12, "reason": ""}
    )  # fmt: skip
    stale = ahead.assign(placement_type="adoption", last_period="2017-18-Q2", last_stock=31.0)
    records = pd.DataFrame({"provenance": ["local"], "source": ["Records"]})
    told = show_projection(FLOWS, ahead, stale, records).text
    row = next(line for line in told.splitlines() if line.startswith("Placed for adoption"))
    assert row.split(" | ")[1:] == ["not known"] * 3


def test_each_step_begins_where_the_one_before_ended() -> None:
    steps = pd.DataFrame(
        {
            "label": ["Budget", "Price", "Mix", "Spend"],
            "amount": [1000, 100, -50, 1050],
            "text": "",
            "is_total": [True, False, False, True],
        }
    )
    axes = draw_waterfall(steps)
    bars = [patch for patch in axes.patches if patch.get_gid() == "step"]
    # 0–1000, 1000–1100, back to 1050, 0–1050
    assert [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars] == [
        (0, 1000), (1000, 1100), (1050, 1100), (0, 1050),
    ]  # fmt: skip
    assert axes.get_ylim()[0] == 0


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_mark_stands_at_the_plan_and_words_stay_in_the_picture(is_narrow: bool) -> None:
    rows = pd.DataFrame(
        {"amount": [16.2, 0.2], "planned": [11.0, nan], "text": ["£16.20 million", "£0.18 million"]},
        index=["Children’s homes and secure units", "Placed for adoption"],
    )
    axes = draw_bullet_rows(rows, is_narrow=is_narrow)
    (marks,) = [lines for lines in axes.collections if lines.get_gid() == "planned"]
    assert [segment[0][0] for segment in marks.get_segments()] == [11.0]
    boxes = [text.get_window_extent(axes.figure.canvas.get_renderer()) for text in axes.texts]
    assert min(box.x0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= (360 if is_narrow else 720)


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_the_fan_begins_with_the_newest_figure(is_narrow: bool) -> None:
    ahead = pd.DataFrame(
        {"period": ["2018-19-Q1", "2018-19-Q2"], "projected": [799.0, 802], "lower80": [779.0, 774],
         "upper80": [821.0, 833], "lower95": [767.0, 757], "upper95": [834.0, 851], "horizon": [1, 2],
         "months": [3, 6]}
    )  # fmt: skip
    axes = draw_fan(FLOWS, ahead, is_narrow=is_narrow)
    middle = next(line for line in axes.lines if line.get_gid() == "projected")
    assert list(middle.get_ydata()) == [796, 799, 802]
    low, high = axes.get_ylim()
    assert low < 757 and high > 851
    assert projection_finding(FLOWS, ahead) == (
        "796 children now; probably 774 to 833 in 6 months, most likely 802"
    )


def test_pressure_is_told_for_the_first_year_with_a_budget_and_not_without() -> None:
    row = {"year": "2018-19", "budget": 37.5e6, "pressure_projected": -0.6e6, "pressure_lower80": -2.4e6,
           "pressure_upper80": 1.2e6}  # fmt: skip
    told = pressure_sentence(pd.DataFrame([row])).replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "If things go on as they have, 2018–19 most likely ends £0.6 million below budget; four times in "
        "five it should end between £2.4 million below budget and £1.2 million above budget"
    )
    assert pressure_sentence(pd.DataFrame([row | {"budget": float("nan")}])) == ""


def test_entries_stand_above_the_line_and_exits_below() -> None:
    axes = draw_flows(FLOWS)
    heights = {
        role: [bar.get_height() for bar in axes.patches if bar.get_gid() == f"bar-{role}"]
        for role in ("home", "similar")
    }
    assert heights == {"home": [62, 81], "similar": [-56, -54]}
    assert flow_finding(summarise_newest_flows(FLOWS)) == (
        "In the last 2 quarters 143 came into care and 110 left: 33 more came than left"
    )


def test_a_quarter_that_is_not_known_is_neither_added_up_nor_drawn() -> None:
    gap = FLOWS.assign(entries=[62.0, nan], running_stock=[768.0, nan])
    told = flow_finding(summarise_newest_flows(gap))
    assert told == ("How many came into care and left it is not known for each of the last 2 quarters")
    assert [text.get_text() for text in draw_flows(gap).texts if "Out" in text.get_text()] == ["Out 54"]
    texts = [text.get_text() for text in draw_stocks(gap).texts]
    assert "Reported 796" in texts and not any("Implied" in text for text in texts)


@pytest.mark.parametrize(
    ("entries", "told"),
    [([50.0, 40.0], "90 came into care and 110 left: 20 fewer came than left"),
     ([60.0, 50.0], "110 came into care and 110 left: as many")],
)  # fmt: skip
def test_fewer_and_as_many_are_told_apart(entries: list[float], told: str) -> None:
    assert flow_finding(summarise_newest_flows(FLOWS.assign(entries=entries))).endswith(told)


def test_nothing_above_or_below_is_on_budget() -> None:
    assert over_words(0) == over_words(-49_999) == "on budget"
    assert over_words(-50_000).replace("\N{NO-BREAK SPACE}", " ") == "£0.1 million below budget"
    level = EXPLAINED.assign(total=400)
    assert money_title(TYPES, level, "2017–18", is_whole=True) == (
        "Spend on placements is on budget in 2017–18"
    )


def test_sizes_on_charts_round_half_up_as_everywhere() -> None:
    # 0.25 lies halfway: Python's own format would give 0.2
    assert short_millions(250_000) == "£0.3m" and short_millions(-7_600_000) == "£7.6m"


def test_a_price_that_could_point_at_a_child_is_not_shown() -> None:
    costs = pd.DataFrame(
        {"placement_type": ["adoption", "own_foster"], "cost_per_week": [nan, 500.0],
         "spend_weeks": [nan, 900.0], "budget_per_week": [nan, 480.0], "is_withheld": [True, False],
         "reason": "Withheld: the counts are small."}
    )  # fmt: skip
    records = pd.DataFrame({"provenance": ["local"], "source": ["Records"]})
    text = show_unit_costs(costs, costs, "2017–18", records).text
    assert "Placed for adoption" not in text and "£500" in text
    assert "could point at one are not shown" in show_unit_costs(costs, costs, "2017–18", records).html
    none = show_unit_costs(costs.head(1), costs, "2017–18", records).text
    assert none == "Withheld: the counts are small."


def test_the_implied_stock_is_drawn_beside_the_reported_one() -> None:
    lines = {line.get_gid(): list(line.get_ydata()) for line in draw_stocks(FLOWS).lines}
    assert (lines["implied"], lines["reported"]) == ([768, 795], [768, 796])
    assert stock_finding(FLOWS) == (
        "796 children are in care; counting all who came and left since December 2017 would make it 795"
    )
    level = FLOWS.assign(running_stock=[768.0, 796.0], running_gap=0.0)
    assert stock_finding(level).endswith("since December 2017 gives the same number")


def test_small_numbers_of_children_are_not_shown_by_route() -> None:
    routes = pd.DataFrame({"route": ["home"], "children": [5.0], "is_withheld": [True]})
    records = pd.DataFrame({"provenance": ["local"], "source": ["Records"]})
    assert "not shown" in show_routes(routes, "the year to 31 March 2018", records).text


def test_a_year_in_which_nobody_left_care_is_told_as_such() -> None:
    routes = pd.DataFrame({"route": ["home"], "all_children": [0.0], "is_withheld": [False]})
    told = show_routes(routes, "the year to 31 March 2018", pd.DataFrame()).text
    assert told == "No child is recorded as having left care in the year to 31 March 2018."


def test_one_reported_year_is_not_called_both() -> None:
    years = pd.DataFrame({"year": ["2016-17", "2017-18"], "provenance": "reported"})
    assert claim_words(years).startswith("Both figures in the heading are as reported")
    assert claim_words(years.tail(1)).startswith("The figure in the heading is as reported")
    assert claim_words(years.assign(provenance=["published", "reported"])) == ""


def test_the_heading_of_through_care_sets_the_year_beside_the_one_before() -> None:
    indicator = load_catalogue()["left_care_within_12_months_percent"]
    years = pd.DataFrame({"year": ["2016-17", "2017-18"], "value": [35.0, 48.0]})
    assert through_care_title(years, indicator) == (
        "48% of children who left care in 2017–18 had been in it for less than 12 months, "
        "against 35% in 2016–17"
    )
    assert through_care_title(years.head(0), indicator) == "How soon children leave care is not known yet"
