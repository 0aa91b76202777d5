"""Answers beside those who were asked, and what people spoke of."""

import pandas as pd
import pytest

from kpi_lib.analysis.practice.surveys import add_invited, rank_mentions, summarise_mentions
from kpi_lib.analysis.withhold.small_counts import add_withheld
from kpi_lib.core.errors import AnalysisError

KEY = {"quarter": "2017-18-Q4", "who": "child", "channel": "online"}
CONTACTS = pd.DataFrame([{**KEY, "n_invited": 20, "n_answered": 8}])


def answers(n_answered: int, **changes: str) -> pd.DataFrame:
    return pd.DataFrame([{**KEY, **changes, "question": "helped", "n_answered": n_answered, "n_positive": 5}])


def test_answers_learn_how_many_were_asked() -> None:
    assert add_invited(answers(8), CONTACTS)["n_invited"].tolist() == [20]


@pytest.mark.parametrize(
    ("given", "expected"), [(answers(9), "at most 8"), (answers(8, who="carer"), "nobody: none were asked")]
)
def test_more_answers_than_people_are_refused(given: pd.DataFrame, expected: str) -> None:
    with pytest.raises(AnalysisError, match=f"expected {expected}"):
        add_invited(given, CONTACTS)


def test_mentions_are_added_up_and_the_most_often_raised_comes_first() -> None:
    rows = [("time", "good", 2), ("time", "change", 3), ("plan", "good", 9), ("time", "good", 1)]
    found = summarise_mentions(pd.DataFrame(rows, columns=["theme", "tone", "n_mentions"]), ["theme"])
    # plan 9 + 0; time 2 + 1 good and 3 to change
    assert rank_mentions(found).to_numpy().tolist() == [["plan", 9, 0, 9], ["time", 3, 3, 6]]


def test_mentions_that_are_withheld_come_last_by_name() -> None:
    counts = {"zoo": 5, "time": 4, "plan": 9, "work": 0}
    rows = [(theme, "good", n) for theme, n in counts.items()]
    found = summarise_mentions(pd.DataFrame(rows, columns=["theme", "tone", "n_mentions"]), ["theme"])
    ranked = rank_mentions(add_withheld(found, ["n_good"], least=6))
    assert ranked["theme"].tolist() == ["plan", "work", "time", "zoo"]
