"""A sentence says its row's verdict and figures: the opposite verdict gives the opposite sentence."""

import pytest

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
