"""What a published page must not say of real records."""

import pandas as pd

from kpi_lib.analysis.small_counts import add_withheld


def withheld(least: int, by: list[str]) -> list[bool]:
    rows = pd.DataFrame({"kind": ["a", "a", "b", "b"], "n": [3, 40, 0, 6], "rest": [9, 8, 7, 6]})
    return list(add_withheld(rows, ["n", "rest"], least=least, by=by)["is_withheld"])


def test_a_count_from_one_to_five_hides_its_row_and_zero_does_not() -> None:
    assert withheld(6, []) == [True, False, False, False]


def test_a_small_count_hides_the_rows_that_would_tell_it() -> None:
    assert withheld(6, ["kind"]) == [True, True, False, False]


def test_one_withholds_nothing() -> None:
    assert withheld(1, ["kind"]) == [False] * 4


def test_no_rows_stay_no_rows() -> None:
    assert add_withheld(pd.DataFrame({"n": [], "g": []}), ["n"], least=6, by=["g"]).empty
