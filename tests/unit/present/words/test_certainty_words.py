import math

import pandas as pd
import pytest

from kpi_lib.analysis.change.quarterly_trend import Family
from kpi_lib.analysis.change.trends import RECENT_TREND
from kpi_lib.pages.overview.flags import show_flags
from kpi_lib.present.shown.trends import show_trends
from kpi_lib.present.words.control_charts import assurance_mark, chart_finding, signal_words, variation_mark
from kpi_lib.present.words.marks import CHANCE
from kpi_lib.present.words.stability import stability_clause
from kpi_lib.present.words.trends import change_power, path_line, trend_line


def stability(**columns):
    return pd.Series({"n_ways": 60, "n_agreeing": 46, "flips": "", "pivotal": "", **columns})


def trend(**columns):
    return pd.Series(
        {
            "basis": "quarter", "period": "2017-18-Q4", "method": "quasi_binomial", "n_points": 16,
            "verdict": "improved",
            "slope": 3.54, "slope_lower": 2.9, "slope_upper": 4.1, "least_detectable": 1.25,
            "reason": "",
            **columns,
        }
    )  # fmt: skip


def chart(**columns):
    return pd.Series({"signal": "outside", "side": 1, "variation": "concern", **columns})


def test_a_verdict_that_always_stands(neighbourhood):
    told = stability_clause(stability(n_agreeing=60), {}, neighbourhood)
    assert told == "all 60 ways of drawing the comparison agree"


def test_the_choices_that_turn_a_verdict_are_named_with_what_they_would_say(neighbourhood):
    verdicts = {(name, way): "worse" for name in ("2021-04", "2025-05") for way in ("mean", "median")}
    verdicts["2021-04", "pooled"] = "better"
    row = stability(flips="2021-04 pooled;2025-05 mean;2025-05 median")
    assert stability_clause(row, verdicts, neighbourhood) == (
        "46 of 60 ways of drawing the comparison agree; with the pooled average of the April 2021 list it "
        "would be “better” and with the mean and median of the May 2025 list it would be “worse”"
    )


def test_the_neighbours_on_whom_a_verdict_hangs_are_named(neighbourhood):
    row = stability(pivotal="E10000031;E10000016")
    assert stability_clause(row, {}, neighbourhood).endswith(
        "without Warwickshire or Kent it would not stand"
    )


def test_no_verdict_has_no_stability(neighbourhood):
    assert stability_clause(stability(n_ways=0, n_agreeing=0), {}, neighbourhood) == ""
    assert stability_clause(None, {}, neighbourhood) == ""


def test_a_tested_trend_says_way_size_interval_and_method(timely):
    mark, told = trend_line(trend(), timely)
    assert (mark.symbol, mark.role) == ("▲", "better")
    assert told == (
        f"Improving over 16 quarters, April 2014 to March 2018, by {CHANCE}: "
        "up 3.5 percentage points a year (95% interval 2.9 to 4.1)."
    )


def test_a_slope_that_prints_as_nothing_has_no_way(timely):
    told = trend_line(trend(verdict="no_clear_change", slope=-0.01, slope_lower=-1.0), timely)[1]
    assert ": 0.0 percentage points a year (" in told


def test_the_method_is_told_once_in_a_closed_box_with_its_technical_name(timely):
    none = pd.DataFrame()
    rows = pd.DataFrame([trend(), trend(period="2017-18-Q3"), trend(verdict="cannot_say", method="none")])
    shown = show_trends(rows, none, timely)
    lines, _, box = shown.html.partition("<details")
    assert "regression" not in lines and "season" not in lines
    assert box.count("quasi-binomial regression with a term for each quarter") == 1
    assert "a season is not taken for a trend" in box
    assert "quasi-Poisson" not in shown.text and "recent trend test" not in shown.text


@pytest.mark.parametrize("method", [*Family, RECENT_TREND])
def test_every_method_that_tests_a_trend_has_its_words(timely, method):
    shown = show_trends(pd.DataFrame([trend(method=str(method))]), pd.DataFrame(), timely)
    assert "Technical name: " in shown.text


def test_nothing_tested_has_no_box(timely):
    rows = pd.DataFrame([trend(verdict="cannot_say", reason="Not tested: too few.")])
    assert "<details" not in show_trends(rows, pd.DataFrame(), timely).html


def test_without_a_tested_trend_the_smallest_that_would_have_shown_is_told(timely):
    mark, told = trend_line(trend(verdict="no_clear_change", slope=-0.2, slope_lower=-1.25), timely)
    assert mark.symbol == "●"
    assert told.startswith(
        "No clear trend over 16 quarters, April 2014 to March 2018: "
        "down 0.2 percentage points a year (95% interval −1.3"
    )
    assert told.endswith(
        "A trend of 1.3 percentage points a year is the smallest that would have shown four times in five."
    )


def test_a_trend_that_cannot_be_tested_says_why_and_no_number(timely):
    nan = float("nan")
    row = trend(
        verdict="cannot_say", slope=nan, slope_lower=nan, least_detectable=nan, reason="Not tested: too few."
    )
    assert trend_line(row, timely)[1] == "By quarter no trend can be tested: too few."


def test_the_power_of_a_change(timely):
    told = change_power(pd.Series({"least_detectable": 2.35}), timely)
    assert told.endswith("four times in five, is 2.4 percentage points.")
    assert "is not known" in change_power(pd.Series({"least_detectable": float("nan")}), timely)
    assert change_power(None, timely) == ""


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"state": "no_tested_trend", "reason": "No tested trend: no date."}, "no tested trend: no date."),
        ({"state": "met", "reason": ""}, "met, the ups and downs of the seasons left out."),
        (
            {"state": "on_the_way", "quarters": 5.5, "quarters_lower": 3.2, "quarters_upper": math.inf},
            "about 6 more quarters (95% interval from 3, without an end) if the tested trend holds.",
        ),
        (
            {"state": "on_the_way", "quarters": 5.5, "quarters_lower": 3.2, "quarters_upper": 9.1},
            "about 6 more quarters (95% interval from 3 to 9) if the tested trend holds.",
        ),
    ],
)  # fmt: skip
def test_the_way_to_a_target(timely, columns, told):
    assert path_line(pd.Series({"target": 80.0, **columns}), timely)[1] == f"Target of 80.0%: {told}"


def test_signals_and_marks_are_told_without_colour():
    assert signal_words("shift", -1) == "seven below the average"
    assert (variation_mark("concern", 1).symbol, variation_mark("improvement", -1).symbol) == ("▲", "▼")
    assert variation_mark("common_cause", 0).word == "nothing unusual"
    assert {
        assurance_mark(name).symbol for name in ("consistent_pass", "consistent_fail", "inconsistent", "none")
    } == set("✓✗?◌")


def test_what_a_chart_finds():
    assert chart_finding(chart()) == "The newest quarter is above the upper limit, a cause for concern"
    assert chart_finding(chart(signal="shift", variation="higher")) == (
        "The last seven quarters or more are all above the average"
    )
    assert chart_finding(chart(signal="two_of_three", side=-1, variation="improvement")) == (
        "Two or more of the last three quarters are near the lower limit, an improvement"
    )
    assert chart_finding(chart(signal="trend", side=-1, variation="lower")) == (
        "The figure has fallen quarter after quarter through the last seven or more"
    )
    assert chart_finding(chart(signal="", side=0, variation="common_cause")).endswith(
        "what this series usually does"
    )


def test_the_budget_of_false_flags_in_a_sentence():
    # 30 + 8 tests; 1.5 + 0.4 = 1.9, about 2; 12 + 2 flags, 10 + 1 of them kept
    flags = pd.DataFrame(
        [["changes", 30, 12, 10, 1.5], ["trends", 8, 2, 1, 0.4]],
        columns=["rule", "n_tests", "n_flags", "n_kept", "expected_false"],
    )
    assert show_flags(flags, rate=0.05).text.split("\n")[0] == (
        "Of 38 tests, about 2 would raise a flag by chance alone; 14 did; 11 remain after controlling the "
        "false discovery rate at 5%."
    )
    nothing = flags.assign(n_tests=0)
    assert show_flags(nothing, rate=0.05).text == "No figure of this edition could be tested."
