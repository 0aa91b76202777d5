"""Coverage, response, answers, and what silence could hide."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.practice.surveys import add_answer_changes, summarise_answers, summarise_responses


def answers(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["period", "n_invited", "n_answered", "n_positive"])
    return frame.assign(question="listened")


def changed(*rows: tuple[str, int, int, int]) -> pd.Series:
    found = summarise_answers(answers(*rows), ["question", "period"])
    return add_answer_changes(found, ["question"]).iloc[-1]


def test_coverage_and_response_are_shares_of_people() -> None:
    surveys = pd.DataFrame({"n_eligible": [100, 100], "n_invited": [80, 40], "n_answered": [20, 10]})
    found = summarise_responses(surveys).iloc[0]
    assert (found["coverage"], found["response"]) == (60, 25)
    # Wilson of 30 of 120: 18.11 to 33.44
    assert (found["response_lower"], found["response_upper"]) == pytest.approx((18.11, 33.44), abs=0.01)


def test_nobody_asked_has_a_reason() -> None:
    surveys = pd.DataFrame({"n_eligible": [10], "n_invited": [0], "n_answered": [0]})
    found = summarise_responses(surveys).iloc[0]
    assert (found["coverage"], found["response_reason"]) == (0, "Nobody was asked.")
    assert np.isnan(found["response"])


def test_bounds_give_all_the_silence_to_either_side() -> None:
    found = summarise_answers(answers(("2017-18-Q4", 100, 40, 30)), ["period"]).iloc[0]
    # 30 of 40 said so; of the 100 asked, 30 did and 60 more may have
    assert (found["value"], found["bound_lower"], found["bound_upper"]) == (75, 30, 90)
    assert (found["bound_width"], found["is_too_wide"]) == (60, True)
    assert found["outer_lower"] < 30 < 90 < found["outer_upper"]


def test_where_all_answered_the_bounds_are_the_interval() -> None:
    found = summarise_answers(answers(("2017-18-Q4", 40, 40, 30)), ["period"]).iloc[0]
    assert found["bound_width"] == 0
    assert (found["outer_lower"], found["outer_upper"]) == (found["value_lower"], found["value_upper"])


def test_nobody_answered_is_bounded_by_nothing_and_everything() -> None:
    found = summarise_answers(answers(("2017-18-Q4", 10, 0, 0)), ["period"]).iloc[0]
    assert (found["bound_lower"], found["bound_upper"]) == (0, 100)
    assert found["value_reason"] == "Nobody answered."


@pytest.mark.parametrize(
    ("earlier", "later", "verdict"),
    [
        ((400, 390, 100), (400, 390, 300), "rose"),
        ((400, 100, 30), (400, 100, 80), "rose_among_answers"),
        ((400, 100, 80), (400, 100, 30), "fell_among_answers"),
        ((40, 20, 10), (40, 20, 11), "no_clear_change"),
        ((40, 0, 0), (40, 20, 11), "cannot_say"),
    ],
)
def test_a_change_says_whether_silence_could_undo_it(
    earlier: tuple[int, int, int], later: tuple[int, int, int], verdict: str
) -> None:
    found = changed(("2017-18-Q3", *earlier), ("2017-18-Q4", *later))
    assert found["verdict"] == verdict
    assert found["earlier"] == "2017-18-Q3"


def test_the_first_wave_has_nothing_to_compare_with() -> None:
    assert changed(("2017-18-Q4", 40, 20, 10))["verdict"] == "cannot_say"
