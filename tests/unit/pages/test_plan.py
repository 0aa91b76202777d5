"""The improvement plan in words and pictures."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.pages.improvement_plan.actions import show_attention, show_outcomes, show_progress
from kpi_lib.pages.improvement_plan.aims import show_aims
from kpi_lib.present.charts.bar_rows import draw_stacked_rows
from kpi_lib.present.charts.trend import draw_aim
from kpi_lib.present.words.plan import change_words, dates_words, others_words, outcome_mark, plan_title

CATALOGUE = load_catalogue()
ID = "assessment_45_days_percent"
AS_AT = pd.Timestamp("2018-03-31")
ACTIONS = pd.DataFrame(
    {
        "action_id": ["watch", "train"],
        "theme": ["best_practice", "workforce"],
        "action": ["Watch every assessment", "Train every manager"],
        "owner": ["Group Manager", "Head of Workforce"],
        "state": ["complete", "overdue"],
        "start": pd.to_datetime(["2017-05-15", "2017-01-09"]),
        "due": pd.to_datetime(["2018-03-30", "2018-03-29"]),
        "finished": pd.to_datetime(["2018-02-28", None]),
        "stalled_since": pd.to_datetime([None, None]),
        "days_late": pd.array([None, 2], dtype="Int64"),
        "provenance": "local",
        "source": "Plan",
    }
)
EVIDENCE = pd.DataFrame(
    {
        "action_id": ["watch", "train"],
        "indicator_id": [ID, ""],
        "direction": ["up", ""],
        "outcome": ["no_measurable_change", "not_evidenced"],
        "reason": ["No change beyond chance can be measured yet.", "It names no indicator."],
        "method": ["step_test", "none"],
        "start": ACTIONS["start"],
        "since": pd.to_datetime(["2017-06-15", "2017-01-09"]),
        "n_before": [13, 0],
        "n_after": [3, 0],
        "change": [-0.8, float("nan")],
        "change_lower": [-21.9, float("nan")],
        "change_upper": [11.0, float("nan")],
        "least_detectable": [30.7, float("nan")],
        "size": float("nan"),
        "n_events": [1, 0],
        "events": ["2017-09-01 Ofsted monitoring visit: Family Front Door", ""],
    }
)
QUARTERS = pd.DataFrame(
    {
        "period": ["2016-17-Q4", "2017-18-Q1", "2017-18-Q2", "2017-18-Q3"],
        "value": [70.0, 66.0, 78.0, 77.0],
        "lower": 60.0,
        "upper": 80.0,
        "provenance": "local",
    }
)


def test_complete_without_a_measurable_change_is_told_as_such() -> None:
    text = show_outcomes(EVIDENCE, ACTIONS).text.splitlines()
    assert text == [
        "● No measurable change yet: 1 aim of 1 complete action. Watch every assessment.",
        "◌ Unevidenced: 1 action. Train every manager.",
    ]


def test_the_title_counts_what_is_complete_and_what_moved() -> None:
    assert plan_title(ACTIONS, EVIDENCE) == (
        "Of 2 actions, 1 is complete; none has been followed yet by the change it was for"
    )
    moved = EVIDENCE.assign(outcome=["moved_as_meant", "not_evidenced"])
    assert "1 has been followed by the change it was for" in plan_title(ACTIONS, moved)
    assert (
        plan_title(ACTIONS.head(0), EVIDENCE.head(0))
        == "No improvement plan of this area is in the raw files"
    )


@pytest.mark.parametrize(
    ("outcome", "direction", "symbol", "role"),
    [
        ("moved_as_meant", "down", "▼", "better"),
        ("moved_the_other_way", "down", "▲", "worse"),
        ("moved_the_other_way", "up", "▼", "worse"),
        ("no_measurable_change", "up", "●", "similar"),
        ("too_early", "up", "○", "unknown"),
    ],
)
def test_the_mark_points_where_the_figure_went(outcome: str, direction: str, symbol: str, role: str) -> None:
    mark = outcome_mark(outcome, direction)
    assert (mark.symbol, mark.role) == (symbol, role)


def test_an_events_reason_keeps_its_own_semicolons() -> None:
    found = pd.Series(
        {"n_events": 2, "events": "2017-04-03 New forms; old ones ended; 2018-01-02 Ofsted’s visit"}
    )
    assert others_words(found) == (
        "Meanwhile: new forms; old ones ended (April 2017) and Ofsted’s visit (January 2018)."
    )


def test_a_change_keeps_its_sign_where_its_interval_holds_zero() -> None:
    indicator = CATALOGUE[ID]
    row = EVIDENCE.iloc[0]
    assert change_words(row, indicator) == "down 0.8 percentage points (95% interval: down 21.9 to up 11.0)"
    clear = row.copy()
    clear["change"], clear["change_lower"], clear["change_upper"] = -8.0, -11.0, -5.0
    assert (
        change_words(clear, indicator) == "down 8.0 percentage points (95% interval: down 11.0 to down 5.0)"
    )
    clear["change"], clear["change_lower"], clear["change_upper"] = 3.0, -0.04, 6.0
    assert change_words(clear, indicator) == "up 3.0 percentage points (95% interval: 0.0 to up 6.0)"


def test_a_finish_after_the_day_is_not_known_yet() -> None:
    action = ACTIONS.iloc[0]
    assert "finished 28" in dates_words(action, AS_AT)
    assert "finished" not in dates_words(action, pd.Timestamp("2018-01-31"))


def test_states_are_counted_by_theme_and_those_in_need_of_attention_listed() -> None:
    progress = pd.DataFrame(
        {"theme": ["workforce"], "complete": [0], "in_progress": [0], "stalled": [0], "overdue": [1],
         "not_begun": [0], "not_stated": [0], "actions": [1]}
    )  # fmt: skip
    told = show_progress(progress, ACTIONS).text
    assert told.startswith(
        "Actions by theme and state. The one action is not complete, 1 is overdue and none has stalled"
    )
    late = show_attention(ACTIONS.tail(1), AS_AT).text
    assert "Train every manager" in late and "2 days late" in late
    assert show_attention(ACTIONS.head(0), AS_AT).text == "No action is overdue, and none has stalled."


def test_a_panel_tells_the_aim_the_outcome_and_what_else_happened() -> None:
    text = show_aims(EVIDENCE, ACTIONS, {ID: QUARTERS}, CATALOGUE).text
    assert text.startswith("Watch every assessment → ")
    assert "● No measurable change yet." in text
    assert "Quarters before: 13; since: 3." in text
    assert "Meanwhile: Ofsted monitoring visit: Family Front Door (September 2017)." in text
    assert "Train every manager" not in text


def test_the_start_stands_in_its_quarter_and_the_shade_begins_where_an_effect_could_show() -> None:
    axes = draw_aim(CATALOGUE[ID], QUARTERS, pd.Timestamp("2017-05-15"), pd.Timestamp("2017-07-01"))
    begun = next(line for line in axes.lines if line.get_gid() == "begun")
    shade = next(patch for patch in axes.patches if patch.get_gid() == "effect")
    # the day lies within the quarter, half a place about it; the effect from its end on
    place = pd.Period("2017-05-15", freq="Q-MAR").ordinal
    assert place - 0.5 < begun.get_xdata()[0] < place + 0.5
    assert shade.get_x() == pytest.approx(place + 0.5, abs=0.02)


def test_parts_stand_side_by_side_and_an_empty_one_draws_nothing() -> None:
    counts = pd.DataFrame({"complete": [2], "overdue": 0, "not_begun": 1}, index=["A theme"])
    axes = draw_stacked_rows(counts, counts.astype(str), ["home", "worse", "other"])
    bars = [patch for patch in axes.patches if str(patch.get_gid()).startswith("part-")]
    assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(0, 2), (2, 1)]
    assert [text.get_text() for text in axes.texts] == ["A theme", "2", "1"]
