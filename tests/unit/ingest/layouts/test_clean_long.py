from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from frame_contracts import issues_schema, observations_schema

Clean = Callable[..., tuple[pd.DataFrame, pd.DataFrame]]
HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"


def test_a_row_becomes_an_observation(clean: Clean) -> None:
    observations, issues = clean(
        HEADER + 'referral_rate,E10000034,Q4 2017/18,870,"116,697",,published,from months\n'
    )
    observations_schema().validate(observations)
    issues_schema().validate(issues)
    (row,) = observations.to_dict("records")
    assert (row["period"], row["frequency"], row["year"]) == ("2017-18-Q4", "quarter", "2017-18")
    assert (str(row["period_start"].date()), str(row["period_end"].date())) == ("2018-01-01", "2018-03-31")
    assert (row["numerator"], row["denominator"], row["status"], row["token"]) == (870, 116697, "ok", "870")
    assert pd.isna(row["value"])
    assert (row["source"], row["row"], row["column"], row["note"]) == ("file0.csv", 2, 4, "from months")
    assert issues.empty


@pytest.mark.parametrize(
    ("figures", "status", "token", "column"),
    [("1,2,50", "ok", "50", 6), ("1,2,c", "suppressed", "c", 6), ("c,2,", "suppressed", "c", 4),
     ("1,x,", "not_available", "x", 5), ("1,2,", "ok", "1", 4), (",,", "not_available", "", 6)],
)  # fmt: skip
def test_the_status_is_that_of_the_value_else_of_its_parts(
    clean: Clean, figures: str, status: str, token: str, column: int
) -> None:
    observations, _ = clean(HEADER + f"rereferral_percent,E10000034,2017-18,{figures},local,\n")
    assert observations[["status", "token", "column"]].values.tolist() == [[status, token, column]]


@pytest.mark.parametrize(
    ("area", "code"),
    [("E10000034", "E10000034"), ("885", "E10000034"), ("Worcestershire", "E10000034"),
     ("E10000027", "E06000066"), ("Bristol (City of)", "E06000023"), ("England", "E92000001")],
)  # fmt: skip
def test_an_area_is_found_by_code_number_or_name(clean: Clean, area: str, code: str) -> None:
    observations, _ = clean(HEADER + f"referral_rate,{area},2017-18,1,1000,10,published,\n")
    assert observations["area_code"].tolist() == [code]  # E10000027 was Somerset's until 2023


@pytest.mark.parametrize(
    ("row", "code", "hint"),
    [
        ("referal_rate,E10000034,2017-18,1,9,,local,", "unknown-indicator", "did you mean 'referral_rate'"),
        ("referral_rate,Worcestershir,2017-18,1,9,,local,", "unknown-area", "did you mean 'Worcestershire'"),
        ("referral_rate,E10000034,2017-18-Q5,1,1000,,local,", "unknown-period", "quarters run 1 to 4"),
        ("referral_rate,E10000034,30 February 2018,1,1000,,local,", "unknown-period", "quarters run 1 to 4"),
        ("referral_rate,E10000034,Q1 2018,1,1000,,local,", "unknown-period", "state which for the file"),
        ("referral_rate,E10000034,Q2 17/18 (Apr-Jun 17),1,1000,,local,", "unknown-period", "correct the one"),
        ("referral_rate,E10000034,Q3 17/18 YTD,1,1000,,local,", "unknown-period", "name the period alone"),
        ("referral_rate,E10000034,2017-18,1,1000,,locl,", "unknown-provenance", "did you mean 'local'?"),
    ],
)  # fmt: skip
def test_an_unknown_word_stops_with_the_nearest(clean: Clean, row: str, code: str, hint: str) -> None:
    observations, issues = clean(HEADER + row + "\n")
    assert observations.empty
    (issue,) = issues.to_dict("records")
    assert (issue["severity"], issue["code"], issue["row"]) == ("stop", code, 2)
    assert issue["hint"].startswith(hint)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("rereferral_percent,E10000034,2017-18,5,4,,local,", "numerator-above-denominator"),
        ("referral_rate,E10000034,2017-18,-5,1000,,local,", "negative-count"),
        ("rereferral_percent,E10000034,2017-18,,,100.5,local,", "percentage-over-100"),
        ("rereferral_percent,E10000034,2017-18,about 5,9,,local,", "text-in-number"),
    ],
)
def test_a_figure_that_cannot_be_stops(clean: Clean, row: str, code: str) -> None:
    _, issues = clean(HEADER + row + "\n")
    assert issues.loc[issues["severity"] == "stop", "code"].tolist() == [code]
    assert set(issues["row"]) == {2}


def test_the_same_figure_twice_stops_and_names_both_rows(clean: Clean) -> None:
    row = "referral_rate,{},{},870,116697,,local,\n"
    text = HEADER + row.format("E10000034", "2017-18-Q4") + row.format("885", "Jan-Mar 2018")
    observations, issues = clean(text)
    assert len(observations) == 1
    (issue,) = issues.to_dict("records")
    assert (issue["code"], issue["severity"], issue["row"]) == ("duplicate-key", "stop", 3)
    assert issue["expected"] == "one figure; the first is in file0.csv, row 2"


def test_two_files_of_one_edition_may_not_state_the_same_figure(clean: Clean) -> None:
    text = HEADER + "referral_rate,E10000034,2017-18-Q4,870,116697,,local,\n"
    _, issues = clean(text, text, edition="2017-18-Q4")
    assert issues[["code", "severity", "file"]].values.tolist() == [["duplicate-key", "stop", "file1.csv"]]


def test_a_rate_that_its_parts_contradict_is_a_warning(clean: Clean) -> None:
    # 4,461 / 116,697 * 10,000 = 382.27: 382.3 is right to its last digit, 382.4 is not.
    row = "referral_rate,E10000034,2017-18,4461,116697,{},local,\n"
    assert clean(HEADER + row.format("382.3"))[1].empty
    _, issues = clean(HEADER + row.format("382.4"))
    assert issues[["code", "severity"]].values.tolist() == [["value-disagrees", "warn"]]


def test_rounded_published_counts_are_given_their_rounding(clean: Clean) -> None:
    # 439 / 42,100 * 10,000 = 104.28, but the population is rounded to 100: 439 / 42,050 gives 104.40.
    row = "section_47_rate,E10000034,2012-13,439,42100,104.4,{},\n"
    assert clean(HEADER + row.format("published"))[1].empty
    assert clean(HEADER + row.format("local"))[1]["code"].tolist() == ["value-disagrees"]


def test_empty_rows_at_the_end_are_noted_not_judged(clean: Clean) -> None:
    observations, issues = clean(HEADER + "referral_rate,E10000034,2017-18,1,1000,10,local,\n,,,,,,,\n")
    assert len(observations) == 1
    assert issues[["severity", "code", "row"]].values.tolist() == [["note", "blank-row", 3]]


def test_provenance_of_the_manifest_fills_an_empty_one(clean: Clean) -> None:
    observations, _ = clean(HEADER + "referral_rate,E10000034,2017-18,1,1000,10,,\n")
    assert observations["provenance"].tolist() == ["local"]


def test_a_name_is_the_area_of_its_time_and_a_code_is_itself(clean: Callable[..., tuple]) -> None:
    head = "indicator_id,area_code,period,value\n"
    rows = "".join(
        f"rereferral_percent,{area},{year},20\n"
        for area, year in (
            ("Dorset", "2017-18"),
            ("Dorset", "2019-20"),
            ("838", "2016-17"),
            ("E06000059", "2015-16"),
        )
    )
    observations, _ = clean(head + rows)
    found = observations.set_index("period")["area_code"].to_dict()
    old, new = "E10000009", "E06000059"  # the county that ended in March 2019; the council that followed it
    assert found == {"2017-18": old, "2019-20": new, "2016-17": new, "2015-16": new}


def test_a_name_in_a_scorecard_is_the_area_of_each_column_s_time(clean: Callable[..., tuple]) -> None:
    text = "area,indicator,Q4 2018/19,Q1 2019/20\nDorset,rereferral_percent,21,22\n"
    observations, _ = clean(text)
    assert observations.sort_values("period")["area_code"].tolist() == ["E10000009", "E06000059"]
