"""Stages of court cases as they stood on a day, cohort by cohort, and what small counts hide."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.analysis.practice.courts import (
    add_hidden,
    select_steps,
    summarise_court_spells,
    summarise_court_times,
)
from kpi_lib.core.errors import AnalysisError

AS_AT = pd.Timestamp("2018-03-31")
DATES = ["pre_proceedings_start", "closed_without_court", "issue", "final_order"]


def cases(*rows: tuple[str, ...]) -> pd.DataFrame:
    """Return cases from texts of the four dates, an empty one for what has not happened."""
    texts = pd.DataFrame(rows, columns=DATES)
    days = {
        name: pd.to_datetime(texts[name].where(texts[name].ne(""))).astype("datetime64[us]") for name in DATES
    }
    frame = pd.DataFrame(days)
    return frame.assign(case_id=[f"c{number:04d}" for number in range(1, len(rows) + 1)])


def test_a_case_is_in_each_stage_for_as_long_as_it_was_by_the_day() -> None:
    # 2017-04-03 to 2017-06-12: 70 days; the order of 2018-04-30 is not known yet: 292 days to 31 March.
    spells = summarise_court_spells(cases(("2017-04-03", "", "2017-06-12", "2018-04-30")), AS_AT)
    assert spells["stage"].tolist() == ["pre_proceedings", "proceedings"]
    assert spells["weeks"].tolist() == [70 / 7, 292 / 7]
    assert spells["has_ended"].tolist() == [True, False]
    assert spells["cohort"].tolist() == ["2018-03-31", "2018-03-31"]


def test_a_case_that_needs_no_court_ends_pre_proceedings_and_one_straight_to_court_has_none() -> None:
    spells = summarise_court_spells(
        cases(("2017-01-02", "2017-01-30", "", ""), ("", "", "2016-01-04", "")), AS_AT
    )
    assert spells[["case_id", "stage", "has_ended"]].to_numpy().tolist() == [
        ["c0001", "pre_proceedings", True],
        ["c0002", "proceedings", False],
    ]
    assert spells["cohort"].tolist() == ["2017-03-31", "2016-03-31"]


def test_only_the_last_years_are_looked_at_to_the_day() -> None:
    days = ("2015-03-31", "2015-04-01", "2018-03-31", "2018-04-01")
    spells = summarise_court_spells(cases(*(("", "", day, "") for day in days)), AS_AT)
    assert spells["start"].dt.strftime("%Y-%m-%d").tolist() == ["2015-04-01", "2018-03-31"]


def test_an_end_before_its_start_is_refused() -> None:
    with pytest.raises(AnalysisError, match="A stage ends before it starts"):
        summarise_court_spells(cases(("2017-06-12", "", "2017-04-03", "")), AS_AT)


def test_the_median_and_share_of_cases_that_all_ended_are_the_plain_ones() -> None:
    # 20, 24, 26 and 30 weeks, all ended: half by 24 to 26 weeks → 25; three of four within 26 → 75 %.
    days = [pd.Timestamp("2017-04-03") + pd.Timedelta(weeks=weeks) for weeks in (20, 24, 26, 30)]
    spells = summarise_court_spells(
        cases(*(("", "", "2017-04-03", f"{day:%Y-%m-%d}") for day in days)), AS_AT
    )
    overall = summarise_court_times(spells, 1).lengths.iloc[-1]
    assert (overall["cohort"], overall["n_cases"], overall["n_open"]) == ("", 4, 0)
    assert (overall["median"], overall["share_within"]) == (25.0, 75.0)


def test_a_small_count_is_hidden_with_all_that_would_tell_it() -> None:
    # 7 cases of one cohort ended, 2 of them beyond 26 weeks: the share would tell, the ends (7, 0) would not.
    spells = pd.DataFrame(
        {"stage": "proceedings", "cohort": "2018-03-31", "weeks": [20.0] * 5 + [30.0] * 2, "has_ended": True}
    )
    lengths = summarise_court_times(spells, 6).lengths
    hidden = lengths[["hides_cases", "hides_ends", "hides_share"]].drop_duplicates().to_numpy().tolist()
    assert hidden == [[False, False, True]]
    assert lengths[["share_within", "share_lower", "share_upper"]].isna().all(axis=None)
    assert lengths["n_cases"].tolist() == lengths["n_ended"].tolist() == [7, 7]
    assert not summarise_court_times(spells, 1).lengths["hides_share"].any()


def test_one_small_cohort_hides_the_others_of_its_stage_for_the_total_would_tell_it() -> None:
    spells = pd.DataFrame(
        {"stage": ["a"] * 3 + ["b"], "cohort": ["1", "2", "2", "1"], "weeks": 30.0, "has_ended": True}
    )
    lengths = pd.DataFrame(
        {
            "stage": ["a", "a", "b"], "cohort": ["1", "2", "1"], "n_cases": [3, 50, 9], "n_ended": [3, 50, 9],
            "n_open": 0, "limit": 26.0,
        }
    )  # fmt: skip
    told = add_hidden(lengths.assign(median=20.0, share_within=50.0), spells, 6)
    assert told["hides_cases"].tolist() == [True, True, False]
    figures = told[["n_cases", "n_ended", "n_open", "median", "share_within"]]
    assert figures.iloc[:2].isna().all(axis=None)
    assert told["median"].iloc[2] == 20.0


def test_a_curve_keeps_steps_of_enough_endings_while_enough_are_followed() -> None:
    # ends 1, 1, 1, 1 of 4: with 2 at least, the second step stands for two; at the fourth only 1 is followed.
    curve = pd.DataFrame(
        {
            "stage": "a", "cohort": "1", "weeks": [0.0, 1.0, 2.0, 3.0, 4.0, 4.0],
            "open_share": [100.0, 75.0, 50.0, 25.0, 0.0, 0.0], "n_at_risk": [4, 4, 3, 2, 1, None],
            "n_ended": [0, 1, 1, 1, 1, 0],
        }
    )  # fmt: skip
    assert select_steps(curve, 2)["weeks"].tolist() == [0.0, 2.0]
    assert select_steps(curve, 1)["weeks"].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 4.0]


def test_without_cases_there_is_nothing_to_tell_and_nothing_fails() -> None:
    times = summarise_court_times(summarise_court_spells(cases(), AS_AT), 6)
    assert times.curves.empty and times.tests.empty
    assert times.lengths.empty
