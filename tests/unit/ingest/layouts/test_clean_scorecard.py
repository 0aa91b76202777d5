from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue

Clean = Callable[..., tuple[pd.DataFrame, pd.DataFrame]]
COLUMNS = [
    "indicator_id",
    "area_code",
    "period",
    "numerator",
    "denominator",
    "value",
    "status",
    "row",
    "column",
]


def test_each_cell_is_a_figure_of_the_council(clean: Clean) -> None:
    text = "Scorecard,,\nIndicator,Q3 2017/18,Jan-Mar 2018\nReferral rate per 10000,74.1,c\n".replace(
        "Referral rate per 10000", "referral_rate"
    )
    observations, issues = clean(text)
    nothing = float("nan")
    expected = [
        ["referral_rate", "E10000034", "2017-18-Q3", nothing, nothing, 74.1, "ok", 3, 2],
        ["referral_rate", "E10000034", "2017-18-Q4", nothing, nothing, nothing, "suppressed", 3, 3],
    ]
    pd.testing.assert_frame_equal(
        observations[COLUMNS], pd.DataFrame(expected, columns=COLUMNS), check_dtype=False
    )
    assert issues.empty
    assert observations["provenance"].tolist() == ["local", "local"]


def test_titles_are_matched_like_ids(clean: Clean) -> None:
    observations, _ = clean("Indicator,2017-18-Q3,2017-18-Q4\nReferral Rate,74.1,74.6\nreferral-rate,1,2\n")
    assert observations["indicator_id"].unique().tolist() == ["referral_rate"]


def test_a_title_is_known_with_either_apostrophe(clean: Clean) -> None:
    title = load_catalogue()["caseload_average"].title
    assert "’" in title
    for typed in (title, title.replace("’", "'")):
        observations, issues = clean(f"Indicator,2017-18-Q3,2017-18-Q4\n{typed},17.1,17.8\n")
        assert observations["indicator_id"].unique().tolist() == ["caseload_average"] and issues.empty


def test_parts_are_put_side_by_side(clean: Clean) -> None:
    text = (
        "indicator_id,part,2017-18-Q3,2017-18-Q4\n"
        "rereferral_percent,numerator,200,210\nrereferral_percent,denominator,800,870\n"
    )
    observations, issues = clean(text)
    assert observations["numerator"].tolist() == [200, 210]
    assert observations["denominator"].tolist() == [800, 870]
    assert observations["value"].isna().all()
    assert observations["status"].tolist() == ["ok", "ok"]
    assert issues.empty


def test_a_heading_is_noted_and_an_unknown_indicator_stops(clean: Clean) -> None:
    text = "indicator_id,2017-18-Q3,2017-18-Q4\nChild protection,,\nreferal_rate,74.1,74.6\n"
    observations, issues = clean(text)
    assert observations.empty
    assert issues[["severity", "code"]].values.tolist() == [
        ["stop", "unknown-indicator"], ["note", "heading-row"],
    ]  # fmt: skip
    assert issues["row"].iloc[0] == 3
    assert "names.toml" in issues["hint"].iloc[0]


def test_an_area_column_overrules_the_home_area(clean: Clean) -> None:
    observations, issues = clean("indicator_id,area,2017-18-Q3,2017-18-Q4\nreferral_rate,Essex,74.1,74.6\n")
    assert observations["area_code"].tolist() == ["E10000012", "E10000012"]
    assert issues.empty


def test_an_indicator_twice_stops(clean: Clean) -> None:
    _, issues = clean("indicator_id,2017-18-Q3,2017-18-Q4\nreferral_rate,74.1,74.6\nreferral_rate,75,76\n")
    assert issues[["severity", "code", "row"]].values.tolist() == [["stop", "duplicate-key", 3]] * 2


def test_an_empty_cell_is_a_figure_not_available(clean: Clean) -> None:
    observations, _ = clean("indicator_id,2017-18-Q3,2017-18-Q4\nreferral_rate,74.1,\n")
    assert observations["status"].tolist() == ["ok", "not_available"]
