import pandas as pd
import pytest

from kpi_lib.present.shown.lists import DROPPED, KEPT, show_changes, show_standings
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANGES, COMPARISONS, MOVED

HOME = "E10000034"
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture
def estimate(estimates):
    return estimates((HOME, "2017-18", 85.0)).iloc[0]


def test_only_a_tested_change_puts_an_indicator_on_its_list(timely, estimate, change):
    text = show_changes([Headline(timely, estimate, change())], {"timely_percent"}).text
    told = f"85.0% in the year to 31 March 2018, from 66.0%{NO_BREAK}{KEPT}"
    assert f"{CHANGES['improved'].heading}\n- Assessments finished on time: {told}\n" in text
    assert text.count("- Assessments") == 1


@pytest.mark.parametrize(
    ("verdict", "title"),
    [
        ("got_worse", CHANGES["got_worse"].heading),
        ("rose", MOVED.heading),
        ("fell", MOVED.heading),
    ],
)
def test_each_verdict_has_its_list(timely, estimate, change, verdict, title):
    text = show_changes([Headline(timely, estimate, change(verdict=verdict))], set()).text
    assert f"{title}\n- Assessments" in text


def test_noise_is_no_clear_change_and_carries_no_flag(timely, estimate, change):
    text = show_changes([Headline(timely, estimate, change(verdict="no_clear_change"))], set()).text
    told = "85.0% in the year to 31 March 2018, from 66.0%"
    assert f"{CHANGES['no_clear_change'].heading}\n- Assessments finished on time: {told}\n" in text


def test_a_flag_that_does_not_survive_says_so(timely, estimate, change):
    text = show_changes([Headline(timely, estimate, change())], set()).text
    assert f"from 66.0%{NO_BREAK}{DROPPED}" in text


def test_an_untested_change_is_on_no_list(timely, estimate, change):
    text = show_changes([Headline(timely, estimate, change(verdict="cannot_say"))], set()).text
    assert "- Assessments" not in text


def test_a_standing_says_against_what_and_whether_it_would_stand(timely, estimate, comparison):
    worse = comparison(verdict="worse", comparator_value=90.0)
    shown = show_standings(
        [Headline(timely, estimate, None, worse)],
        {"timely_percent": pd.Series({"n_ways": 60, "n_agreeing": 46})},
    )
    assert (
        f"{COMPARISONS['worse'].heading}\n- {timely.plain_title}: 85.0% in the year to 31 March 2018 "
        "against 90.0% (10 of 10 neighbours); 46 of 60 ways agree" in shown.text
    )
    assert "kpi-is-worse" in shown.html and "▼" in shown.html
