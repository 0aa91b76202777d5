"""No figure is printed finer than its source gives it, wherever it stands."""

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.pages.brief.words import figure_sentence, listed
from kpi_lib.present.charts.control_chart import draw_control_chart
from kpi_lib.present.charts.series import select_trend
from kpi_lib.present.charts.trend import draw_trend
from kpi_lib.present.shown.answer import show_answer
from kpi_lib.present.shown.ledger import ledger_line
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.shown.value_table import value_cell
from kpi_lib.present.words.alternatives import trend_alternative
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import AGO
from kpi_lib.present.words.numbers import at_source_decimals, format_estimate, format_figure
from kpi_lib.present.words.printed import figure_words
from kpi_lib.present.words.reconciliation import claim_sentence, difference_words
from kpi_lib.present.words.statements import verdict_statements
from kpi_lib.present.words.verdicts import change_sentence, change_short, comparison_sentence

HOME = "E10000034"


def reported(estimates, **columns):
    """Return a share as a report states it, in whole per cents."""
    return estimates((HOME, "2017-18-Q4", 85.0), **{"provenance": "reported", "decimals": 0, **columns})


def test_a_figure_has_the_fewer_of_its_own_and_the_indicators_decimals(timely, estimates):
    shown = [str(format_estimate(reported(estimates, **told).iloc[0], timely)) for told in
             ({}, {"decimals": 1}, {"decimals": 3}, {"decimals": pd.NA})]  # fmt: skip
    assert shown == ["85%", "85.0%", "85.0%", "85.0%"]


def test_each_figure_of_a_row_has_its_own_decimals(timely, change):
    row = change(decimals=0, earlier_decimals=1)
    assert [str(format_figure(row, timely, of)) for of in ("value", "earlier_value")] == ["85%", "66.0%"]
    assert at_source_decimals(row, timely, "value", "earlier_value").decimals == 0


def test_the_sentences_of_a_page_say_a_reported_share_in_whole_per_cents(
    timely, estimates, comparison, neighbourhood
):
    row = reported(estimates).iloc[0]
    assert figure_sentence(Headline(timely, row)) == (
        "The figure is 85% in January to March 2018, as the council’s report states."
    )
    shown = show_answer(Headline(timely, row, None), comparison().to_frame().T.iloc[:0], neighbourhood)
    assert "Assessments finished on time: 85%." in shown.text and "85.0" not in shown.html
    assert "Worcestershire 85% in January" in trend_alternative(timely, row, None, None, neighbourhood)
    assert "| 85% |" in ledger_line(Headline(timely, row))


def test_a_change_is_told_no_finer_than_the_coarser_figure(timely, change):
    row = change(decimals=0, earlier_value=72.4, earlier_decimals=1, change=12.6)
    assert change_short(row, timely).endswith(f": up 13 points {AGO}")
    assert "a year ago (72.4%)" in change_sentence(row, timely)
    mirrored = change(decimals=1, earlier_decimals=0, earlier_value=72.0, change=13.4)
    assert at_source_decimals(mirrored, timely, "value", "earlier_value").decimals == 0
    assert "up 13 points" in change_short(mirrored, timely)
    assert change_short(change(decimals=0, change=0.4), timely).endswith(f": up 0.4 points {AGO}")
    told = Headline(timely, None, change(decimals=0, earlier_decimals=0))
    assert listed([told]) == "assessments finished on time (85%, from 66%)"


def test_a_comparator_in_whole_numbers_is_told_so(timely, comparison):
    england = comparison(comparator="england", average="", comparator_value=82.0, comparator_decimals=0)
    assert comparison_sentence(england, timely).startswith("Higher than England (82%)")
    later = Headline(timely, comparison(period="2018-19"), None, None)
    (statement,) = verdict_statements(later, [comparison(decimals=0)], "the West Midlands")
    assert statement.lead.endswith("was 85%:")


def test_tiles_tables_and_the_printed_figures_agree(timely, estimates, change):
    rows = reported(estimates)
    tile = show_tiles([Headline(timely, rows.iloc[0], change(decimals=0))], rows)
    assert "85%" in tile.text and "85.0" not in tile.html
    assert value_cell(rows.iloc[0], timely).text == "85%"
    assert figure_words({"value": 85.0, "decimals": 0, "status": "ok"}, timely) == "85%"


def test_charts_label_it_as_it_is_told(timely, estimates, comparison, neighbourhood):
    rows = estimates((HOME, "2016-17", 66.0), (HOME, "2017-18", 85.0), decimals=0)
    against = [
        comparison(period=year, comparator="england", average="", model="", comparator_value=82.0,
                   comparator_decimals=places)
        for year, places in (("2016-17", 1), ("2017-18", 0))
    ]  # fmt: skip
    trend = select_trend(rows, pd.DataFrame(against), neighbourhood, basis="year", average="mean")
    axes = draw_trend(timely, trend, neighbourhood.home_name)
    assert {"Worcestershire 85%", "England 82%"} <= {text.get_text() for text in axes.texts}


def test_a_control_chart_gives_its_newest_figure_as_told_and_its_limits_as_worked_out(timely, estimates):
    quarters = estimates((HOME, "2017-18-Q3", 72.0), (HOME, "2017-18-Q4", 85.0), decimals=0)
    limits = quarters.assign(
        centre=70.0, lower_limit=60.0, upper_limit=80.0, segment=1, signal="", side=0, is_trial=True,
        variation="common_cause", event="",
    )  # fmt: skip
    events = pd.DataFrame({"date": pd.to_datetime([]), "reason": []})
    said = {text.get_text() for text in draw_control_chart(timely, limits, events).texts}
    assert {"Newest 85%", "Average 70.0%"} <= said


def test_a_claim_and_its_difference_follow_the_coarser_side():
    plans = load_catalogue()["child_protection_plan_rate"]
    row = pd.Series(
        {
            "compared": "value", "local_value": 36.0, "local_decimals": 0, "published_value": 38.6,
            "published_decimals": 1, "local_numerator": None, "published_numerator": None,
            "local_period": "2018-03-31", "published_period": "2017-18",
            "is_same_period": True, "residual": -2.6, "status": "unexplained", "reason": "",
            "evidence": "independent",
        }
    )  # fmt: skip
    assert "36 against 38.6, 3 per 10,000 children lower" in claim_sentence(row, plans)
    assert difference_words(row, plans) == "\N{MINUS SIGN}3"
