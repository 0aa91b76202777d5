from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from kpi_lib.ingest.layouts.lait import mark_of

Clean = Callable[..., tuple[pd.DataFrame, pd.DataFrame]]
WIDE = (
    "geog_l,geog_c,new_la_code,geog_n,CINAt310316,CINAt310316RatePer10K,Referrals1617,Referrals1617Rate,"
    "ReferralsNFA1617,CPPAt310317,Referrals1617DCI\n"
    'National,,E06000046,England,"389,430",330.4,646120,548.2,66040,51080,\n'
    "LA,885,E10000034,Worcestershire,4067,350.5,5497,473.7,x,517,3\n"
    "LA,929,E06000048,Northumberland,1,2.5,4,..,1,3,P\n"
    "LA,835,E10000009,Dorset,1,2.5,4,7.5,1,3,P\n"
)


def test_the_year_is_in_the_headers_and_the_name_outdoes_a_wrong_code(clean: Clean) -> None:
    observations, issues = clean(WIDE)
    # four areas x four indicators: children in need, referrals, no further action, plans
    found = observations.set_index(["indicator_id", "area_code"])
    assert len(found) == 16
    assert found.loc[("children_in_need_rate", "E92000001"), ["period", "numerator", "value"]].tolist() == [
        "2017-03-31", 389430, 330.4,
    ]  # fmt: skip
    assert found.loc[("referral_rate", "E10000034"), ["period", "value"]].tolist() == ["2016-17", 473.7]
    nothing_further = found.loc[("referral_nfa_percent", "E10000034")]
    assert (nothing_further["status"], nothing_further["denominator"]) == ("suppressed", 5497)
    assert (
        found.loc[("referral_rate", "E06000057"), "status"] == "not_available"
    )  # the code in force since 2013
    assert ("referral_rate", "E10000009") in found.index  # Dorset before 2019, not its successor
    assert "E06000046" not in observations["area_code"].tolist()
    conflict = issues[issues["code"] == "area-conflict"].iloc[0]
    assert "Isle of Wight" in conflict["what"] and "England" in conflict["what"]
    assert issues[issues["code"] == "mislabelled-year"]["column"].tolist() == ["CINAt310316"]


def test_a_measure_a_row_with_marks_spans_and_gaps(clean: Clean) -> None:
    text = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n" + "".join(
        f"{measure},,{year},{area},{value},{number},\n"
        for measure, year, area, value, number in (
            ("LAC", "2018", "Worcestershire", "68", "885"),
            ("LAC", "2025 (prov)", "London (Inner)", "-", "987"),
            ("LAC", "2014-16", "England", "60", "970"),
            ("Work_Force_TO_Rate", "2018", "Dorset (Pre LG)", "17.399999999999999", "835.0"),
            ("RTA", "2018", "Barnet", "12", "302"),
        )
    )
    observations, issues = clean(text)
    assert observations[["indicator_id", "area_code", "period", "note"]].values.tolist() == [
        ["looked_after_rate", "E10000034", "2018-03-31", ""],
        ["looked_after_rate", "E13000001", "2025-03-31", "provisional (prov)"],
        ["social_worker_turnover_percent", "E10000009", "2018-09-30", ""],
    ]
    assert observations["value"].tolist()[::2] == [68, 17.4]
    assert observations["status"].tolist() == ["ok", "not_available", "ok"]
    assert issues[issues["code"] == "unknown-period"]["got"].tolist() == ["'2014-16'"]


@pytest.mark.parametrize(
    ("years", "note"), [("2018 (Rev)", "revised (Rev)"), ("2016-17 (OT)", "outturn (OT)"), ("2018", "")]
)
def test_a_mark_is_kept_in_words(years: str, note: str) -> None:
    assert mark_of(years) == note


def lait(*rows: tuple[str, str, str, str, str]) -> str:
    return "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n" + "".join(
        f"{measure},,{year},{area},{value},{number},\n" for measure, year, area, value, number in rows
    )


def test_the_tools_own_counts_stand_behind_its_values(clean: Clean) -> None:
    observations, issues = clean(
        lait(
            ("RevCP", "2018", "Worcestershire", "93.499999999999986", "885"),
            ("CPP_Reviewed_InReqTimeScl", "2018", "Worcestershire", "290", "885"),
            ("CPP_31March_3MnthorMore", "2018", "Worcestershire", "310", "885"),
            ("RevCP", "2018", "Essex", "90", "881"),
            ("CPP_Reviewed_InReqTimeScl", "2017", "Essex", "290", "881"),
        )
    )
    found = observations.set_index("area_code")
    # 290 of 310 are 93.55 %, or 93.5 to one decimal; Essex has a count of another year only
    assert found.loc["E10000034", ["numerator", "denominator", "value"]].tolist() == [290, 310, 93.5]
    assert found.loc["E10000012", ["numerator", "denominator"]].isna().all()
    assert "value-disagrees" not in set(issues["code"])


def test_several_counts_are_added_up_and_one_that_contradicts_the_value_is_left_out(clean: Clean) -> None:
    counts = ("10_ICPC", "60"), ("15_ICPC", "20"), ("20_ICPC", "10"), ("21_ICPC", "10")
    rows = [(name, "2018", "Worcestershire", n, "885") for name, n in counts]
    # 80 of 100 are 80.0 %; where the source says 78.4, two conferences of unknown length are missing
    right, _ = clean(lait(("CP_conf_15days", "2018", "Worcestershire", "80", "885"), *rows))
    wrong, _ = clean(lait(("CP_conf_15days", "2018", "Worcestershire", "78.4", "885"), *rows))
    assert right[["numerator", "denominator", "note"]].values.tolist() == [[80, 100, ""]]
    assert wrong["numerator"].tolist() == [80]
    assert wrong["denominator"].isna().all()
    assert "contradicts the value" in wrong["note"].iloc[0]


def test_a_count_that_is_missing_leaves_the_sum_empty(clean: Clean) -> None:
    rows = [
        (name, "2018", "Worcestershire", n, "885")
        for name, n in (("CP_conf_15days", "80"), ("10_ICPC", "60"), ("15_ICPC", "-"))
    ]
    observations, _ = clean(lait(*rows))
    assert observations[["numerator", "denominator"]].isna().all(axis=None)
