"""New, gone and revised figures between two sets."""

from collections.abc import Callable

import pandas as pd
import pytest

from kpi_lib.analysis.editions.differences import DIFFERENCES, summarise_by_source, summarise_differences

nan = float("nan")


@pytest.fixture
def old(observe: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    return observe(
        ("referral_rate", "A", "2016-17", 5497, nan, 473.7),
        ("referral_rate", "A", "2017-18", 4461, nan, 381.5),
        ("repeat_percent", "A", "2017-18", nan, nan, nan),
        status=["ok", "ok", "suppressed"],
        source=["a.csv", "a.csv", "b.csv"],
    )


def test_the_same_set_has_no_difference_wherever_the_figures_stand(old: pd.DataFrame) -> None:
    moved = old.iloc[::-1].assign(row=range(90, 93), column=4, note="read again")
    assert summarise_differences(old, moved).empty
    assert list(summarise_differences(old, moved).columns) == DIFFERENCES


def test_new_gone_and_revised_figures_are_told_apart(old: pd.DataFrame) -> None:
    revised = old.assign(value=[473.7, 382.3, nan], status=["ok", "ok", "not_available"])
    added = revised.iloc[[0]].assign(period="2018-19")
    now = pd.concat([revised.iloc[1:], added])
    found = summarise_differences(old, now)
    told = [tuple(row) for row in found[["change", "source", "period", "what"]].to_numpy()]
    assert told == [
        ("gone", "a.csv", "2016-17", ""),
        ("revised", "a.csv", "2017-18", "value"),
        ("new", "a.csv", "2018-19", ""),
        ("revised", "b.csv", "2017-18", "status"),
    ]
    value = found.loc[found["what"].eq("value")].iloc[0]
    assert (value["earlier_value"], value["value"]) == (381.5, 382.3)
    assert summarise_by_source(found).to_dict("records") == [
        {"source": "a.csv", "new": 1, "revised": 1, "gone": 1},
        {"source": "b.csv", "new": 0, "revised": 1, "gone": 0},
    ]


def test_another_edition_of_a_figure_is_a_figure_of_its_own(old: pd.DataFrame) -> None:
    later = old.iloc[[1]].assign(edition="2024", value=382.3)
    found = summarise_differences(old, pd.concat([old, later]))
    assert found[["change", "edition", "value"]].values.tolist() == [["new", "2024", 382.3]]


def test_a_changed_provenance_or_day_is_a_revision(old: pd.DataFrame) -> None:
    now = old.assign(provenance=["local", "published", "published"], published=pd.Timestamp("2018-11-15"))
    assert summarise_differences(old, now)["what"].tolist() == [
        "provenance, published", "published", "published",
    ]  # fmt: skip


def test_a_column_that_an_older_set_lacks_is_not_compared(old: pd.DataFrame) -> None:
    assert summarise_differences(old.drop(columns="published"), old).empty


def test_nothing_against_something_is_all_new(old: pd.DataFrame) -> None:
    assert summarise_differences(old.iloc[:0], old)["change"].tolist() == ["new"] * 3
    assert summarise_by_source(summarise_differences(old, old)).empty
