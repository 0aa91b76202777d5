"""Feedback in words: what silence could hide is always said."""

import pandas as pd
import pytest

from kpi_lib.pages.voice.words import (
    apart_finding,
    change_line,
    mentions_finding,
    reach_sentence,
    response_finding,
    silence_finding,
    voice_title,
)

HELPED = pd.Series({"value": 77.0, "bound_lower": 32.0, "bound_upper": 90.0, "is_withheld": False})


def test_the_title_counts_answers_before_what_they_say() -> None:
    reached = pd.Series({"response": 42.0, "is_withheld": False})
    assert voice_title(reached, HELPED) == (
        "42% of those asked for feedback answered; 77% of them say that the service helped"
    )
    hidden = HELPED.copy()
    hidden["is_withheld"] = True
    assert voice_title(reached, hidden) == "42% of those asked for feedback answered"
    assert voice_title(None, None) == "No feedback of this area is in the raw files"


def test_few_people_asked_are_not_counted_out() -> None:
    few = pd.Series(
        dict.fromkeys(["n_eligible", "n_invited", "n_answered", "coverage", "response"], float("nan"))
        | {"is_withheld": True}
    )
    assert voice_title(few, None) == (
        "How many answer when asked for feedback is withheld: the counts are small"
    )
    assert reach_sentence(few).endswith("answered is withheld: the counts are small.")


def test_what_silence_could_hide_stands_beside_the_answers() -> None:
    assert silence_finding(HELPED).endswith("of all who were asked it could be anything from 32% to 90%")


def responses(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["who", "response", "response_lower", "response_upper"])
    return frame.assign(is_withheld=False)


def test_groups_are_ranked_only_where_their_intervals_lie_apart() -> None:
    apart = responses(("child", 30, 25, 35), ("carer", 50, 45, 55))
    assert response_finding(apart) == "Carers answer most often (50%), children least (30%)"
    assert response_finding(apart.assign(response_upper=60.0)).startswith("No group answers more often")
    assert response_finding(apart.assign(is_withheld=True)) == (
        "There are no two groups to compare that may be shown"
    )
    # the highest share is uncertain, but parents still answer more often than children
    wide = responses(("child", 30, 25, 35), ("parent", 50, 45, 55), ("carer", 60, 20, 90))
    assert response_finding(wide) == "Parents (50%) answer more often than children (30%)"
    # carers lie above children, and parents between the two by less than chance would explain
    middle = responses(("child", 42, 36, 49), ("parent", 35, 30, 41), ("carer", 56, 48, 65))
    assert response_finding(middle) == "Carers (56%) answer more often than parents (35%)"


def test_children_are_set_apart_only_by_their_intervals() -> None:
    rows = pd.DataFrame(
        {
            "question": "listened", "who": ["child", "parent"], "value_lower": [40.0, 61.0],
            "value_upper": [60.0, 80.0], "value": 60.0, "is_withheld": False,
        }
    )  # fmt: skip
    assert apart_finding(rows) == "Fewer children than parents or carers say yes to “I was listened to”"
    assert apart_finding(rows.assign(value_lower=50.0)).startswith("Children answer much as")
    more = rows.assign(value_lower=[70.0, 20.0], value_upper=[90.0, 40.0])
    assert apart_finding(more) == "More children than parents or carers say yes to “I was listened to”"
    for alone in (rows.iloc[:1], rows.assign(is_withheld=[True, False])):
        assert apart_finding(alone) == "There are no answers of children beside others’ that may be shown"


@pytest.mark.parametrize(
    ("verdict", "words", "symbol"),
    [
        ("rose", "more said so than a year before, whatever those who did not answer think", "▲"),
        (
            "fell_among_answers",
            "fewer said so than a year before; those who did not answer could undo it",
            "▼",
        ),
        ("no_clear_change", "no clear change on the year before", "●"),
    ],
)
def test_a_change_says_whether_silence_could_undo_it(verdict: str, words: str, symbol: str) -> None:
    row = pd.Series(
        {
            "question": "listened",
            "value": 70.0,
            "earlier_value": 60.0,
            "change": 10.0,
            "verdict": verdict,
            "is_withheld": False,
        }
    )
    mark, told = change_line(row)
    assert (mark.symbol, told) == (symbol, f"“I was listened to”: 70% (from 60%), {words}.")


def test_withheld_answers_tell_no_figure() -> None:
    row = pd.Series(
        {"question": "listened", "value": 70.0, "change": 10.0, "verdict": "rose", "is_withheld": True}
    )
    assert change_line(row)[1] == "“I was listened to”: withheld."


def test_what_was_raised_most_is_named_among_what_may_be_shown() -> None:
    rows = pd.DataFrame(
        {
            "theme": ["help_in_time", "moving_on"], "n_good": [9, 4], "n_change": [7, 30],
            "is_withheld": [False, True],
        }
    )  # fmt: skip
    # what is withheld may have been raised more often
    assert mentions_finding(rows) == (
        "Most often raised, as going well and as what should change: help when it was needed (some themes "
        "are withheld)"
    )
    shown = rows.assign(is_withheld=False)
    assert mentions_finding(shown.assign(n_change=0)).startswith(
        "Nobody wants anything changed; what most often went well is"
    )
    assert "getting ready to live on one's own" in mentions_finding(shown.assign(n_good=9, n_change=[7, 0]))
    assert mentions_finding(rows.assign(is_withheld=False)) == (
        "What people most often want changed is getting ready to live on one's own; what most often went "
        "well is help when it was needed"
    )
    assert mentions_finding(rows.iloc[1:]).startswith("Too few people")
