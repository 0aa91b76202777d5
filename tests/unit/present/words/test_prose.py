import pytest

from kpi_lib.present.words.marks import change_mark, comparison_mark
from kpi_lib.present.words.verdicts import (
    change_sentence,
    change_short,
    change_words,
    comparison_sentence,
    comparison_words,
    finding,
)


def test_better_says_direction_and_chance(comparison, timely):
    assert comparison_sentence(comparison(), timely) == (
        "Higher than the neighbours’ average (79.0%), which is better, and more than chance would explain."
    )


def test_beyond_the_second_level_is_far_more_than_chance(comparison, timely):
    sentence = comparison_sentence(comparison(level="99.8", verdict="worse", value=60.0), timely)
    assert sentence == (
        "Lower than the neighbours’ average (79.0%), which is worse, and far more than chance would explain."
    )


def test_demand_is_only_higher_or_lower(comparison, plans):
    row = comparison(comparator="england", average="", verdict="lower", value=36.3, comparator_value=45.9)
    assert comparison_sentence(row, plans) == "Lower than England (45.9), and more than chance would explain."


def test_similar_claims_no_difference(comparison, timely):
    assert comparison_sentence(comparison(verdict="similar", level="", average="median"), timely) == (
        "Close to the neighbours’ median (79.0%): the difference is no more than chance would explain."
    )


def test_no_verdict_gives_its_reason(comparison, timely):
    row = comparison(
        verdict="cannot_say", reason="Only 3 of 10 neighbours can be used, fewer than the 5 needed."
    )
    assert comparison_sentence(row, timely) == (
        "No verdict against the neighbours’ average: "
        "only 3 of 10 neighbours can be used, fewer than the 5 needed."
    )


def test_a_comparator_without_a_figure_is_said_to_have_none(comparison, timely):
    row = comparison(comparator="region", verdict="cannot_say", comparator_value=float("nan"))
    assert (
        comparison_sentence(row, timely, "the West Midlands")
        == "No figure for the West Midlands in this period."
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({}, "Higher than a year ago (66.0%), an improvement, and more than chance would explain."),
        (
            {"verdict": "got_worse", "direction": "down", "value": 50.0},
            "Lower than a year ago (66.0%), which is worse, and more than chance would explain.",
        ),
        ({"verdict": "rose"}, "Higher than a year ago (66.0%), and more than chance would explain."),
        (
            {"verdict": "no_clear_change"},
            "Higher than a year ago (66.0%), but no more than chance would explain: no clear change.",
        ),
        (
            {"verdict": "cannot_say", "reason": "The sources give no counts."},
            "Higher than a year ago (66.0%), but whether by chance cannot be said: "
            "the sources give no counts.",
        ),
        (
            {"verdict": "cannot_say", "earlier_value": float("nan"), "reason": "There is no earlier figure."},
            "No comparison with a year ago: there is no earlier figure.",
        ),
    ],
)
def test_changes_in_sentences(change, timely, columns, sentence):
    assert change_sentence(change(**columns), timely) == sentence


@pytest.mark.parametrize("verdict", ["got_worse", "rose", "fell", "no_clear_change", "cannot_say"])
def test_improvement_is_claimed_by_one_verdict_only(change, timely, verdict):
    row = change(verdict=verdict)
    said = " ".join([change_sentence(row, timely), change_short(row, timely), finding(row, None)])
    assert "improve" not in said.lower()


def test_a_tile_says_size_and_unit(change, timely, plans):
    # 85.0 − 66.0 = 19.0 points
    assert change_short(change(), timely) == "improved: up 19.0 points on a year ago"
    assert (
        change_short(change(verdict="fell", direction="down", change=-2.45), plans)
        == "down 2.5 on a year ago"
    )
    assert change_short(change(verdict="no_clear_change"), timely) == "no clear change on a year ago"
    assert change_short(None, timely) == "no figure a year ago to compare"


def test_the_finding_names_both_verdicts(change, comparison):
    assert finding(change(), comparison()) == "Improved on a year ago; better than the neighbours’ average"
    absent = comparison(verdict="cannot_say", comparator_value=float("nan"))
    assert finding(change(), absent) == "Improved on a year ago"
    assert finding(None, absent) == "No neighbour has a figure"
    untested = change(verdict="cannot_say", reason="No counts.")
    assert change_words(untested, "66.0%") == "higher than a year ago (66.0%), not tested for chance"
    assert finding(untested, None) == "Higher than a year ago, not tested for chance"
    assert finding(change(verdict="cannot_say", change=float("nan")), absent) == "No neighbour has a figure"
    assert comparison_words(comparison(comparator="target", average="")) == "better than the target"


def test_a_mark_points_where_the_figure_went_and_its_word_says_what_that_is():
    lower = comparison_mark("better", is_above=False)
    assert (lower.symbol, lower.word, lower.role) == ("▼", "better", "better")
    assert comparison_mark("similar", is_above=True).symbol == "●"
    assert comparison_mark("cannot_say", is_above=True).symbol == "◌"
    rose = change_mark("rose", "up")
    assert (rose.symbol, rose.word, rose.role) == ("▲", "rose", "neutral")
