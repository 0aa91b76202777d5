"""What a published page must not say of real records."""

import pandas as pd

from kpi_lib.analysis.withhold.small_counts import add_withheld


def withheld(least: int, by: list[str]) -> list[bool]:
    rows = pd.DataFrame({"kind": ["a", "a", "b", "b"], "n": [3, 40, 0, 6], "rest": [9, 8, 7, 6]})
    return list(add_withheld(rows, ["n", "rest"], least=least, by=by)["is_withheld"])


def test_a_count_from_one_to_five_hides_its_row_and_zero_does_not() -> None:
    assert withheld(6, []) == [True, False, False, False]


def test_a_small_count_hides_the_rows_that_would_tell_it() -> None:
    assert withheld(6, ["kind"]) == [True, True, False, False]


def test_one_withholds_nothing() -> None:
    assert withheld(1, ["kind"]) == [False] * 4


def test_what_is_withheld_is_missing_and_says_why() -> None:
    day = pd.Timestamp("2018-03-31")
    rows = pd.DataFrame(
        {
            "kind": ["a", "b"], "band": [1, 2], "n": [3, 8], "value": [30.0, 80.0], "oldest": [day, day],
            "verdict": "rose", "reason": "It rose.",
        }
    )  # fmt: skip
    told = add_withheld(rows, ["n"], least=6, kept=["band"])
    first, second = told.iloc[0], told.iloc[1]
    assert first[["n", "value", "oldest"]].isna().all()
    assert first[["kind", "band", "verdict", "reason"]].tolist() == [
        "a", 1, "cannot_say", "Withheld: the counts are small.",
    ]  # fmt: skip
    assert second.drop("is_withheld").equals(rows.iloc[1])
    assert rows["n"].tolist() == [3, 8]


def test_a_part_of_one_is_small_as_well() -> None:
    # six weeks of one placement in thirteen: half a child
    rows = pd.DataFrame({"n": [0.5, 0.0, 6.0]})
    assert add_withheld(rows, ["n"], least=6)["is_withheld"].tolist() == [True, False, False]


def test_no_rows_stay_no_rows() -> None:
    assert add_withheld(pd.DataFrame({"n": [], "g": []}), ["n"], least=6, by=["g"]).empty
