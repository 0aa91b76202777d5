"""What is drawn adds up to what is published, meets what the report states, and is never passed off as real.

The reported figures are those of the council's report to Cabinet of 12 July 2018.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Kind, Measure, load_catalogue
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
from kpi_lib.core.periods import Frequency, parse_period, quarters_of, year_ending
from kpi_lib.core.rounding import round_half_up

HOME = "E10000034"
YEARS = [year_ending(year) for year in range(2015, 2019)]


def _year(frame: pd.DataFrame, indicator_id: str, year: str) -> pd.DataFrame:
    return frame[frame["indicator_id"].eq(indicator_id) & frame["period"].str.startswith(f"{year}-Q")]


def _of(published: pd.DataFrame, indicator_id: str, period: str, area: str = HOME) -> dict[str, str] | None:
    rows = published[
        published["indicator_id"].eq(indicator_id)
        & published["area_code"].eq(area)
        & published["period"].eq(period)
    ]
    return rows.iloc[0].to_dict() if len(rows) else None


def test_only_the_home_area_has_figures_that_dfe_does_not_publish(bundle: pd.DataFrame) -> None:
    assert set(bundle.loc[bundle["provenance"].ne("published"), "area_code"]) == {HOME}


def test_every_quarter_returns_every_quarterly_indicator(returns: pd.DataFrame) -> None:
    # Referrals by quarter are published, so they stand with the published figures; what is counted from
    # records has no return of its own.
    counted = {item.id for kind in load_record_kinds().values() for item in kind.indicator}
    quarterly = {item.id for item in load_catalogue() if item.frequency == "quarter"}
    quarterly -= {"referral_rate", *counted}
    quarters = [quarter.label for year in YEARS for quarter in quarters_of(year)]
    assert sorted(set(returns["period"])) == quarters
    for label, mine in returns.groupby("period"):
        assert set(mine["indicator_id"]) == quarterly, label
        assert set(mine["file"]) == {f"returns/{label}.csv"}


def test_quarters_of_a_flow_add_up_to_the_published_year(
    published: pd.DataFrame, returns: pd.DataFrame
) -> None:
    catalogue, checked = load_catalogue(), 0
    for indicator_id in returns["indicator_id"].unique():
        indicator = catalogue[indicator_id]
        for year in YEARS:
            annual = _of(published, indicator_id, year.label)
            if indicator.kind is not Kind.FLOW or annual is None:
                continue
            mine = _year(returns, indicator_id, year.label)
            x, n = mine["x"].sum(), mine["n"].mean() if indicator.measure is Measure.RATE else mine["n"].sum()
            if "nearest 5" not in annual["note"] or not annual["value"]:
                assert annual["numerator"] in ("", f"{x:g}"), (indicator_id, year.label)
                assert annual["denominator"] in ("", f"{n:.12g}"), (indicator_id, year.label)
            if annual["value"]:
                made = round_half_up(x / n * indicator.multiplier, indicator.decimals)
                assert made == Decimal(annual["value"]), (indicator_id, year.label)
            checked += 1
    assert checked >= 50


def test_a_state_ends_on_the_published_day(published: pd.DataFrame, returns: pd.DataFrame) -> None:
    catalogue, checked = load_catalogue(), 0
    stocks = published[published["area_code"].eq(HOME) & published["value"].str.fullmatch(r"[\d.]+")]
    for row in stocks.to_dict("records"):
        period, indicator = parse_period(row["period"]), catalogue[row["indicator_id"]]
        if period.frequency is not Frequency.SNAPSHOT or indicator.frequency != "quarter":
            continue
        mine = returns[
            returns["indicator_id"].eq(indicator.id)
            & returns["period"].map(lambda label, end=period.end: parse_period(label).end == end)
        ]
        if mine.empty:
            continue  # before April 2014
        (drawn,) = mine.to_dict("records")
        checked += 1
        if row["numerator"] and row["denominator"]:
            assert drawn["provenance"] == "published"
            assert all(drawn[name] == row[name] for name in ("numerator", "denominator", "value"))
            continue
        made = round_half_up(drawn["x"] / drawn["n"] * indicator.multiplier, indicator.decimals)
        assert (made, drawn["provenance"]) == (Decimal(row["value"]), "illustrative"), indicator.id
    assert checked >= 25


@pytest.mark.parametrize(("quarter", "percent"), [("2017-18-Q1", 66), ("2017-18-Q4", 85)])
def test_reported_assessments_are_met(returns: pd.DataFrame, quarter: str, percent: int) -> None:
    row = returns[
        returns["indicator_id"].eq("assessment_45_days_percent") & returns["period"].eq(quarter)
    ].iloc[0]
    assert (row["provenance"], row["value"]) == ("reported", str(percent))
    assert "paragraph 5" in row["note"]
    # The counts give the stated percentage to one decimal.
    assert abs(100 * row["x"] / row["n"] - percent) < 0.05


@pytest.mark.parametrize(("year", "percent"), [("2016-17", 35), ("2017-18", 48)])
def test_reported_years_of_leaving_care_are_met(returns: pd.DataFrame, year: str, percent: int) -> None:
    mine = _year(returns, "left_care_within_12_months_percent", year)
    assert round_half_up(100 * mine["x"].sum() / mine["n"].sum()) == percent


def test_plans_at_the_end_of_2017_18_are_the_424_children_that_round_to_36(returns: pd.DataFrame) -> None:
    row = returns[
        returns["indicator_id"].eq("child_protection_plan_rate") & returns["period"].eq("2017-18-Q4")
    ].iloc[0]
    assert (row["x"], row["provenance"]) == (424, "published")
    assert round_half_up(row["x"] / row["n"] * 10_000) == 36


def test_the_report_s_own_figures_are_kept_as_it_states_them(bundle: pd.DataFrame) -> None:
    said = bundle[bundle["file"].str.startswith("reported/")]
    figures = {
        (row["indicator_id"], row["period"]): row["value"] or row["numerator"]
        for row in said.to_dict("records")
    }
    assert figures == {
        ("referral_rate", "2017-18-Q4"): "770",
        ("child_protection_plan_rate", "2017-18-Q4"): "36",
        ("looked_after_start_rate", "2017-18"): "269",
        ("left_care_within_12_months_percent", "2016-17"): "35",
        ("left_care_within_12_months_percent", "2017-18"): "48",
        ("placement_cost_pressure", "2017-18"): "7.6",
        ("safeguarding_cost_pressure", "2017-18"): "0.6",
    }
    assert set(said["provenance"]) == {"reported"}
    assert said["note"].str.startswith("paragraph ").all()


def test_counts_are_possible(returns: pd.DataFrame) -> None:
    shares = {item.id for item in load_catalogue() if item.measure is Measure.PROPORTION}
    counted = returns[returns["numerator"].ne("")]
    assert (counted["x"] >= 0).all()
    assert (counted["n"] > 0).all()
    assert (counted["x"] <= counted["n"])[counted["indicator_id"].isin(shares)].all()
    whole = counted[~counted["indicator_id"].str.startswith(("caseload", "social_worker"))]
    assert (whole["x"] % 1 == 0).all()
