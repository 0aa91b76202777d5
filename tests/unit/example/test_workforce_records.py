"""Records of the workforce add up to the returns and to the published year; a court case is dates alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.analysis.practice.workforce import summarise_staff_years

DAYS = ["pre_proceedings_start", "closed_without_court", "issue", "final_order"]


def returned(returns: pd.DataFrame, indicator_id: str, column: str) -> dict[str, float]:
    rows = returns.loc[returns["indicator_id"].eq(indicator_id)]
    return dict(zip(rows["period"], rows[column], strict=True))


def test_the_cases_and_posts_of_a_quarter_are_the_caseload_of_its_return(
    raw: Path, returns: pd.DataFrame
) -> None:
    sums = pd.read_csv(raw / "workforce" / "caseloads.csv").groupby("quarter")[["cases", "fte"]].sum()
    cases, posts = (returned(returns, "caseload_average", name) for name in ("x", "n"))
    assert len(sums) == 8
    assert sums["cases"].to_dict() == {quarter: cases[quarter] for quarter in sums.index}
    assert sums["fte"].to_dict() == pytest.approx({quarter: posts[quarter] for quarter in sums.index})


def test_children_by_social_workers_are_those_of_the_return(raw: Path, returns: pd.DataFrame) -> None:
    counts = pd.read_csv(raw / "workforce" / "social_worker_changes.csv")
    many = counts.loc[counts["social_workers"].ge(3)].groupby("quarter")["children"].sum()
    assert many.to_dict() == returned(returns, "three_social_workers_percent", "x")
    assert counts.groupby("quarter")["children"].sum().to_dict() == returned(
        returns, "three_social_workers_percent", "n"
    )


def test_who_is_in_post_follows_from_the_vacancies_and_from_who_came_and_left(
    raw: Path, returns: pd.DataFrame
) -> None:
    staff = pd.read_csv(raw / "workforce" / "staff_changes.csv").set_index("quarter")
    vacant, posts = (returned(returns, "social_worker_vacancy_percent", name) for name in ("x", "n"))
    assert staff["in_post"].to_dict() == pytest.approx(
        {label: posts[label] - vacant[label] for label in posts}
    )
    moved = (staff["joiners"] - staff["leavers"]).iloc[1:]
    assert moved.tolist() == pytest.approx(staff["in_post"].diff().iloc[1:].tolist())


def test_the_year_to_the_census_has_the_leavers_and_the_sickness_that_are_published(
    raw: Path, published: pd.DataFrame
) -> None:
    staff = pd.read_csv(raw / "workforce" / "staff_changes.csv")
    to_census = staff.loc[staff["quarter"].isin(["2016-17-Q3", "2016-17-Q4", "2017-18-Q1", "2017-18-Q2"])]
    home = published.loc[published["area_code"].eq("X10000001") & published["period"].eq("2017-09-30")]
    told = home.set_index("indicator_id")
    assert to_census["leavers"].sum() == pytest.approx(
        float(told.loc["social_worker_turnover_percent", "numerator"])
    )
    assert to_census["days_lost"].sum() == pytest.approx(
        float(told.loc["social_worker_absence_percent", "numerator"])
    )
    census = summarise_staff_years(staff).set_index("quarter").loc["2017-18-Q2"]
    for name, indicator_id in (
        ("turnover", "social_worker_turnover_percent"),
        ("absence", "social_worker_absence_percent"),
    ):
        assert census[name] == pytest.approx(float(told.loc[indicator_id, "value"]), abs=0.1)


def test_a_case_is_a_number_and_dates_that_follow_each_other(raw: Path) -> None:
    cases = pd.read_csv(raw / "courts" / "court_cases.csv", parse_dates=DAYS)
    assert list(cases) == ["case_id", *DAYS, "area_code"]
    assert cases["case_id"].str.fullmatch(r"c\d{4}").all()
    for end, start in (("issue", DAYS[0]), ("closed_without_court", DAYS[0]), ("final_order", "issue")):
        both = cases.dropna(subset=[end, start])
        assert len(both) > 50
        assert both[end].ge(both[start]).all()
    assert cases[DAYS].max().max() <= pd.Timestamp("2018-03-31")
