"""A sentence says its row's verdict and figures: the opposite verdict gives the opposite sentence.

The one place where the wording of verdicts is written out again: other tests take it from its home.
"""

import pytest

from kpi_lib.present.words.marks import CHANGES, COMPARISONS, MOVED, change_mark, comparison_mark
from kpi_lib.present.words.verdicts import (
    change_sentence,
    change_short,
    change_words,
    comparison_sentence,
    comparison_words,
    finding,
)

UP = {"direction": "up", "value": 85.0, "earlier_value": 66.0, "change": 19.0}
DOWN = {"direction": "down", "value": 66.0, "earlier_value": 85.0, "change": -19.0}
ABOVE = {"value": 85.0, "comparator_value": 79.0}
BELOW = {"value": 79.0, "comparator_value": 85.0}
ENGLAND = {"comparator": "england", "average": ""}


@pytest.mark.parametrize(
    ("wordings", "verdict", "word", "phrase", "clause", "role"),
    [
        (CHANGES, "improved", "improved", "improved on a year ago", ", an improvement", "better"),
        (CHANGES, "got_worse", "got worse", "worse than a year ago", ", which is worse", "worse"),
        (CHANGES, "rose", "rose", "higher than a year ago", "", "neutral"),
        (CHANGES, "fell", "fell", "lower than a year ago", "", "neutral"),
        (CHANGES, "no_clear_change", "no clear change", "no clear change on a year ago", "", "similar"),
        (CHANGES, "cannot_say", "cannot say", "no figure a year ago to compare", "", "unknown"),
        (COMPARISONS, "better", "better", "better than", ", which is better", "better"),
        (COMPARISONS, "worse", "worse", "worse than", ", which is worse", "worse"),
        (COMPARISONS, "higher", "higher", "higher than", "", "neutral"),
        (COMPARISONS, "lower", "lower", "lower than", "", "neutral"),
        (COMPARISONS, "similar", "similar", "close to", "", "similar"),
        (COMPARISONS, "cannot_say", "cannot say", "no verdict against", "", "unknown"),
    ],
)
def test_a_verdict_has_one_set_of_words(wordings, verdict, word, phrase, clause, role):
    said = wordings[verdict]
    assert (said.word, said.phrase, said.clause, said.role) == (word, phrase, clause, role)


def test_headings_and_sentences_of_empty_lists():
    heads = {verdict: words.heading for verdict, words in (CHANGES | COMPARISONS).items() if words.heading}
    assert heads == {
        "improved": "Improved",
        "got_worse": "Got worse",
        "no_clear_change": "No clear change",
        "better": "Better than the neighbours",
        "worse": "Worse than the neighbours",
    }
    assert CHANGES["improved"].none == "Nothing improved on a year ago by more than chance would explain."
    assert CHANGES["got_worse"].none == "Nothing got worse on a year ago by more than chance would explain."
    assert CHANGES["no_clear_change"].none == "Every tested figure changed by more than chance explains."
    assert COMPARISONS["better"].none == "Nothing is better than the neighbours’ average beyond chance."
    assert COMPARISONS["worse"].none == "Nothing is worse than the neighbours’ average beyond chance."
    assert MOVED.heading == "Measures not judged as good or bad"
    assert MOVED.none == "None of these measures moved by more than chance would explain."


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


@pytest.mark.parametrize(
    ("row", "words", "short"),
    [
        ({**UP, "verdict": "improved"}, "improved", "improved: up 19.0 points"),
        ({**DOWN, "verdict": "improved"}, "improved", "improved: down 19.0 points"),
        ({**UP, "verdict": "got_worse"}, "worse than", "worse: up 19.0 points"),
        ({**DOWN, "verdict": "got_worse"}, "worse than", "worse: down 19.0 points"),
        ({**UP, "verdict": "rose"}, "higher than", "up 19.0 points"),
        ({**DOWN, "verdict": "fell"}, "lower than", "down 19.0 points"),
        ({**UP, "verdict": "no_clear_change"}, "no clear change on", "no clear change on"),
    ],
)
def test_a_change_says_its_verdict_and_size(change, timely, row, words, short):
    said = change(**row)
    assert change_words(said).startswith(words)
    assert change_short(said, timely).startswith(short)
    assert finding(said, None).lower() == change_words(said)


@pytest.mark.parametrize(
    ("row", "start"),
    [
        (UP, "Higher than a year ago (66.0%)"),
        (DOWN, "Lower than a year ago (85.0%)"),
        ({**UP, "value": 66.0, "change": 0.0, "direction": "none"}, "The same as a year ago (66.0%)"),
    ],
)
@pytest.mark.parametrize(
    "verdict", ["improved", "got_worse", "rose", "fell", "no_clear_change", "cannot_say"]
)
def test_a_changes_direction_and_earlier_figure_are_the_rows(change, timely, row, start, verdict):
    said = change_sentence(change(**row, verdict=verdict), timely)
    assert said.startswith(start)
    judged = {"improved": ("an improvement", "worse"), "got_worse": ("worse", "improvement")}
    claimed, opposite = judged.get(verdict, ("", "improvement"))
    assert claimed in said and opposite not in said
    assert ("and more than chance" in said) == (verdict not in ("no_clear_change", "cannot_say"))


@pytest.mark.parametrize(
    ("direction", "words", "short"),
    [
        ("up", "higher than a year ago", "up 19.0 points"),
        ("down", "lower than a year ago", "down 19.0 points"),
    ],
)
def test_an_untested_change_says_its_way_and_that_it_is_not_tested(change, timely, direction, words, short):
    row = change(**(UP if direction == "up" else DOWN), verdict="cannot_say", reason="No counts.")
    assert change_words(row) == f"{words}, not tested for chance"
    assert change_short(row, timely) == f"{short} on a year ago, not tested"


@pytest.mark.parametrize(
    ("row", "words", "sentence"),
    [
        ({**ABOVE, "verdict": "better"}, "better than", "Higher than … (79.0%), which is better, and"),
        ({**BELOW, "verdict": "better"}, "better than", "Lower than … (85.0%), which is better, and"),
        ({**ABOVE, "verdict": "worse"}, "worse than", "Higher than … (79.0%), which is worse, and"),
        ({**BELOW, "verdict": "worse"}, "worse than", "Lower than … (85.0%), which is worse, and"),
        ({**ABOVE, "verdict": "higher"}, "higher than", "Higher than … (79.0%), and"),
        ({**BELOW, "verdict": "lower"}, "lower than", "Lower than … (85.0%), and"),
        ({**BELOW, "verdict": "similar"}, "close to", "Close to … (85.0%): the difference is no more"),
        ({**BELOW, "verdict": "cannot_say", "rank": None}, "no verdict against", "No verdict against …: "),
    ],
)
@pytest.mark.parametrize(
    ("whom", "name"),
    [
        ({}, "the neighbours’ average"),
        ({"average": "median"}, "the neighbours’ median"),
        (ENGLAND, "England"),
    ],
)
def test_a_comparison_says_its_verdict_its_comparator_and_its_figure(
    comparison, timely, row, words, sentence, whom, name
):
    said = comparison(**{**row, **whom})
    assert comparison_words(said) == f"{words} {name}"
    assert comparison_sentence(said, timely).startswith(sentence.replace("…", name))


@pytest.mark.parametrize(("values", "way"), [(ABOVE, "above"), (BELOW, "below")])
def test_a_figure_past_every_neighbour_says_at_which_end(comparison, values, way):
    row = comparison(**values, verdict="cannot_say", rank=11.0, n_ranked=11)
    assert comparison_words(row) == f"{way} every neighbour with a figure, not tested"


@pytest.mark.parametrize("level", ["95", "99.8"])
def test_certainty_follows_the_level(comparison, timely, level):
    said = comparison_sentence(comparison(level=level), timely)
    assert ("far more than chance" in said) == (level == "99.8")


@pytest.mark.parametrize("gone", ["value", "earlier_value"])
def test_without_one_of_the_figures_no_change_is_said(change, timely, gone):
    row = change(**{gone: float("nan")}, change=float("nan"), verdict="cannot_say", reason="No figure.")
    assert change_sentence(row, timely) == "No comparison with a year ago: no figure."
    assert change_short(row, timely).startswith("no figure")
    assert finding(row, None) == "No comparison can be made"
