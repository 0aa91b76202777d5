"""Cases by band, social workers per child, and a year of staff changes, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.analysis.practice.workforce import summarise_bands, summarise_children, summarise_staff_years

COUNTS = pd.DataFrame({"quarter": "2017-18-Q4", "social_workers": [1, 2, 3, 4], "children": [10, 8, 1, 1]})


def test_bands_count_both_ends_and_the_last_has_none() -> None:
    held = pd.DataFrame({"quarter": "2017-18-Q4", "cases": [9, 10, 14, 15, 40]})
    found = summarise_bands(held, "cases", None, ((1, 9), (10, 14), (15, None)), least=1)
    assert found["n"].tolist() == [1, 2, 2]
    assert found["share"].tolist() == pytest.approx([20.0, 40.0, 40.0])
    assert not found["is_withheld"].any()


def test_counts_weigh_their_rows_and_a_small_band_hides_its_quarter() -> None:
    found = summarise_bands(COUNTS, "social_workers", "children", ((1, 1), (2, 2), (3, None)), least=6)
    assert found["is_withheld"].all()
    # no figure of the quarter is left for a page to say, but which band is which
    assert found[["n", "n_all", "share"]].isna().all(axis=None)
    assert found["least"].tolist() == [1, 2, 3]
    shown = summarise_bands(COUNTS, "social_workers", "children", ((1, 1), (2, 2), (3, None)), least=1)
    assert (shown["n"].tolist(), shown["n_all"].unique().tolist()) == ([10, 8, 2], [20])


def test_a_child_has_one_change_fewer_than_social_workers() -> None:
    each = summarise_children(COUNTS)
    assert each["n_changes"].value_counts().sort_index().to_dict() == {0: 10, 1: 8, 2: 1, 3: 1}


def test_four_quarters_make_the_turnover_and_absence_of_a_year() -> None:
    labels = ["2016-17-Q3", "2016-17-Q4", "2017-18-Q1", "2017-18-Q2", "2017-18-Q4"]
    staff = pd.DataFrame(
        {
            "quarter": labels, "in_post": [100.0, 90.0, 95.0, 80.0, 80.0], "joiners": 1.0,
            "leavers": [2.0, 3.0, 4.0, 7.0, 9.0], "days_lost": 10.0, "days_available": 500.0,
        }
    )  # fmt: skip
    # leavers 2 + 3 + 4 + 7 = 16 of 80 in post → 20 %; 40 days of 2,000 → 2 %. Before Q4 a quarter is missing.
    found = summarise_staff_years(staff)
    assert found["quarter"].tolist() == ["2017-18-Q2"]
    assert found[["turnover", "absence"]].iloc[0].tolist() == pytest.approx([20.0, 2.0])


def test_nothing_known_gives_no_year() -> None:
    columns = ["quarter", "in_post", "joiners", "leavers", "days_lost", "days_available"]
    assert summarise_staff_years(pd.DataFrame(columns=columns)).empty
