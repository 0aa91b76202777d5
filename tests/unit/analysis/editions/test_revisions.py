"""What was known on a day, and what later editions made of a figure."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from kpi_lib.analysis.editions.revisions import (
    REVISIONS,
    select_known,
    select_published_by,
    summarise_revisions,
)
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import DataError

nan = float("nan")
Observe = Callable[..., pd.DataFrame]


@pytest.fixture
def told(observe: Observe) -> pd.DataFrame:
    """Two years of one rate: 2016-17 in the 2017 edition only, 2017-18 first 381.5 and then 382.3."""
    return observe(
        ("referral_rate", "A", "2016-17", 5497, nan, 473.7),
        ("referral_rate", "A", "2017-18", 4461, nan, 381.5),
        ("referral_rate", "A", "2017-18", 4461, 116697, 382.3),
        edition=["2017", "2020", "2024"],
        published=pd.to_datetime(["2017-12-31", "2020-11-26", "2024-12-31"]),
        source=["2017.csv", "2020.csv", "2024.csv"],
    )


@pytest.mark.parametrize(
    ("day", "values"),
    [
        ("2017-12-31", [473.7]),  # known at the end of the day on which it came out
        ("2020-11-25", [473.7]),
        ("2020-11-26", [473.7, 381.5]),
        ("2024-12-30", [473.7, 381.5]),
        ("2026-01-01", [473.7, 382.3]),
    ],
)
def test_the_edition_newest_on_the_day_is_taken(
    told: pd.DataFrame, catalogue: Catalogue, day: str, values: list[float]
) -> None:
    known = select_published_by(told, date.fromisoformat(day))
    assert summarise_estimates(known, catalogue)["value"].tolist() == values


def test_before_anything_came_out_nothing_was_known(told: pd.DataFrame) -> None:
    with pytest.raises(DataError) as error:
        select_published_by(told, date(2017, 12, 30))
    assert str(error.value).splitlines()[:2] == [
        "Nothing was known on this day",
        "got 2017-12-30; expected a day on or after 2017-12-31",
    ]


def test_a_figure_of_no_known_day_was_never_known(told: pd.DataFrame) -> None:
    undated = told.assign(published=told["published"].where(told["edition"].ne("2020")))
    assert select_published_by(undated, date(2021, 1, 1))["edition"].tolist() == ["2017"]


def test_of_records_nothing_may_have_been_known(told: pd.DataFrame) -> None:
    # Only figures are refused when none was known: a kind of record may have begun later than they did.
    before = select_known(told, date(2017, 12, 30))
    assert before.empty and list(before) == list(told)
    noted = told.assign(noted_on=pd.to_datetime(["2026-11-23", "2017-12-30", None]))
    assert select_known(noted, date(2017, 12, 30), dated="noted_on")["edition"].tolist() == ["2020"]


def test_a_report_beside_a_publication_is_no_revision(observe: Observe, catalogue: Catalogue) -> None:
    both = observe(
        ("referral_rate", "A", "2017-18-Q4", 770, nan, nan),
        ("referral_rate", "A", "2017-18-Q4", 870, nan, 74.6),
        edition=["2018-07-12", "2024"],
        provenance=["reported", "published"],
        published=pd.to_datetime(["2018-07-12", "2024-12-31"]),
    )
    assert summarise_revisions(both, catalogue).empty


def test_one_row_holds_first_and_newest_statement(told: pd.DataFrame, catalogue: Catalogue) -> None:
    found = summarise_revisions(told, catalogue)
    assert list(found.columns) == REVISIONS
    (row,) = found.to_dict("records")
    assert (row["first_value"], row["value"], round(row["difference"], 9)) == (381.5, 382.3, 0.8)
    assert (row["first_edition"], row["edition"]) == ("2020", "2024")
    assert (row["values"], row["days"]) == ("381.5; 382.3", "2020-11-26; 2024-12-31")
    assert (row["n_editions"], row["n_changes"], row["is_revised"]) == (2, 1, True)


def test_the_coarser_print_decides_whether_a_value_changed(observe: Observe, catalogue: Catalogue) -> None:
    # 2015 prints whole numbers (60 beside 71), 2018 one decimal. 60.4 rounds to 60: the same figure. 61.5
    # rounds half up to 62: revised. Printed 15 beside 15.3 in one release means 15.0, so 15.1 is a revision.
    rows = observe(
        ("plan_rate", "A", "2014-03-31", 60, nan, 60),
        ("plan_rate", "A", "2014-03-31", 60, nan, 60.4),
        ("plan_rate", "A", "2015-03-31", 61, nan, 61),
        ("plan_rate", "A", "2015-03-31", 61, nan, 61.5),
        ("repeat_percent", "A", "2014-15", 15, 100, 15),
        ("repeat_percent", "A", "2014-15", 15, 100, 15.1),
        ("repeat_percent", "B", "2014-15", 15, 100, 15.3),
        edition=["2015", "2018", "2015", "2018", "2015", "2018", "2015"],
        source=["15.csv", "18.csv", "15.csv", "18.csv", "15.csv", "18.csv", "15.csv"],
    )
    found = summarise_revisions(rows, catalogue).set_index(["indicator_id", "period"])
    assert found["is_revised"].to_dict() == {
        ("plan_rate", "2014-03-31"): False,
        ("plan_rate", "2015-03-31"): True,
        ("repeat_percent", "2014-15"): True,
    }


def test_counts_stand_for_a_value_that_is_not_printed(observe: Observe, catalogue: Catalogue) -> None:
    # 20 of 80 is 25 per cent, as the later edition prints; 21 of 80 would be 26.25.
    def said(count: int) -> pd.DataFrame:
        return observe(
            ("repeat_percent", "A", "2016-17", count, 80, nan),
            ("repeat_percent", "A", "2016-17", 20, 80, 25),
            edition=["2017", "2018"],
            source=["17.csv", "18.csv"],
        )

    assert summarise_revisions(said(20), catalogue)["is_revised"].tolist() == [False]
    assert summarise_revisions(said(21), catalogue)["is_revised"].tolist() == [True]


def test_a_figure_withheld_later_is_revised_without_a_difference(
    observe: Observe, catalogue: Catalogue
) -> None:
    rows = observe(
        ("repeat_percent", "A", "2016-17", 20, 80, 25),
        ("repeat_percent", "A", "2016-17", nan, nan, nan),
        edition=["2017", "2018"],
        status=["ok", "suppressed"],
    )
    (row,) = summarise_revisions(rows, catalogue).to_dict("records")
    assert (row["is_revised"], row["values"]) == (True, "25; suppressed")
    assert pd.isna(row["difference"])


def test_a_value_that_came_back_was_revised_twice(observe: Observe, catalogue: Catalogue) -> None:
    rows = observe(
        *(("plan_rate", "A", "2016-03-31", 40, nan, value) for value in (40.1, 40.3, 40.1)),
        edition=["2016", "2017", "2018"],
    )
    (row,) = summarise_revisions(rows, catalogue).to_dict("records")
    assert (row["n_changes"], row["difference"], row["values"]) == (2, 0.0, "40.1; 40.3; 40.1")


def test_estimates_take_the_edition_published_last_and_name_it(
    told: pd.DataFrame, catalogue: Catalogue
) -> None:
    # Edition names may mislead ("v9" before "2024"); the day does not.
    odd = told.assign(edition=["2017", "v9", "2024"])
    row = summarise_estimates(odd, catalogue).query("period == '2017-18'").iloc[0]
    assert (row["value"], row["edition"], str(row["published"].date())) == (382.3, "2024", "2024-12-31")


def test_inputs_are_left_as_they_were(told: pd.DataFrame, catalogue: Catalogue) -> None:
    before = told.copy(deep=True)
    summarise_revisions(told, catalogue)
    select_published_by(told, date(2018, 1, 1))
    pd.testing.assert_frame_equal(told, before)
