from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.ingest import read_file

Clean = Callable[..., tuple[pd.DataFrame, pd.DataFrame]]
PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name"
)
WORCESTERSHIRE = "Local authority,E92000001,England,E12000005,West Midlands,885,E10000034,Worcestershire"
MONTHS = "April,May,June,July,August,September,October,November,December,January,February,March"
POPULATION = f"{PLACE},age_group,population_estimate\n2017,Reporting year,{WORCESTERSHIRE},0 to 17,116697\n"
ROW = f"2018,Reporting year,{WORCESTERSHIRE}"
BY_MONTH = f"{PLACE},category,Referrals,{MONTHS}\n{ROW},x,78,1,2,3,4,5,6,7,8,9,10,11,12\n"


def test_months_become_quarters_over_the_population_of_the_year_before(clean: Clean) -> None:
    observations, issues = clean(POPULATION, BY_MONTH, edition="2024")
    assert observations["period"].tolist() == ["2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4"]
    assert observations["numerator"].tolist() == [6, 15, 24, 33]  # 1+2+3, 4+5+6, 7+8+9, 10+11+12
    assert observations["denominator"].tolist() == [116697] * 4  # mid-2017 for the year to March 2018
    assert observations["value"].isna().all()
    assert issues.empty


def test_without_a_population_file_a_rate_says_so(clean: Clean) -> None:
    observations, issues = clean(BY_MONTH, edition="2024")
    assert observations["denominator"].isna().all()
    assert issues["code"].tolist() == ["no-population"]


def test_a_month_that_is_missing_leaves_its_quarter_without_a_figure(clean: Clean) -> None:
    observations, _ = clean(POPULATION, BY_MONTH.replace("4,5,6", "4,c,6"), edition="2024")
    assert observations["status"].tolist() == ["ok", "suppressed", "ok", "ok"]
    assert observations["token"].iloc[1] == "c"
    assert observations["numerator"].isna().tolist() == [False, True, False, False]


def test_bands_up_to_45_days_are_added_up(clean: Clean) -> None:
    bands = "Same_day,1-10_days,11-20_days,21-30_days,31-40_days,41-45_days,46-50_days"
    text = (
        f"{PLACE},category,Assessments_completed,{bands}\n"
        f"{ROW},x,30,1,2,3,4,5,6,9\n{ROW.replace('2018', '2017')},x,30,1,2,c,4,5,6,9\n"
    )
    observations, _ = clean(text, edition="2024")
    shares = observations[observations["indicator_id"] == "assessment_45_days_percent"]
    assert shares["numerator"].iloc[0] == 21  # 1 + 2 + 3 + 4 + 5 + 6
    assert shares["denominator"].tolist() == [30, 30]
    assert shares["status"].tolist() == ["ok", "suppressed"]
    assert pd.isna(shares["numerator"].iloc[1])


@pytest.mark.parametrize("renamed", [False, True])
def test_old_and_new_column_names_say_the_same(clean: Clean, renamed: bool) -> None:
    kind, count, label = (
        ("population_type", "children_count", "Children looked after on 31 March each year")
        if renamed
        else ("population_count", "number", "Children looked after at 31 March each year")
    )
    text = (
        f"{PLACE},{kind},population_estimate,{count},rate_per_10000\n"
        f"2018,Reporting year,{WORCESTERSHIRE},{label},116938,796,68\n"
    )
    observations, issues = clean(text, edition="2021")
    (row,) = observations.to_dict("records")
    assert (row["indicator_id"], row["period"], row["frequency"]) == (
        "looked_after_rate", "2018-03-31", "snapshot",
    )  # fmt: skip
    assert (row["numerator"], row["denominator"], row["value"]) == (796, 116938, 68)
    assert issues.empty


def test_a_workforce_census_is_of_september_and_its_rate_has_two_parts_below(clean: Clean) -> None:
    columns = "inpost_fte,turnover_rate_fte,agency_fte,agency_rate_fte,vacancy_rate_fte,caseload_fte"
    row = f"2017,Reporting year,{WORCESTERSHIRE},208.5,22.3,62.2,23,24.6,19.7,2.9"
    text = f"{PLACE},{columns},absence_rate_fte\n{row}\n"
    observations, _ = clean(text, edition="2022")
    agency = observations.set_index("indicator_id").loc["social_worker_agency_percent"]
    assert (agency["period"], agency["year"]) == ("2017-09-30", "2017-18")
    assert agency["denominator"] == pytest.approx(270.7)  # 62.2 agency + 208.5 in post


def test_a_share_finds_its_whole_in_the_row_beside(clean: Clean) -> None:
    row = f"2025,Reporting year,{WORCESTERSHIRE},CLA on 31 March"
    text = (
        f"{PLACE},cla_group,placement_stability,children_count,children_percent\n"
        f"{row},Total children,1036,100\n{row},With 3 or more placements during the year,104,10\n"
    )
    observations, _ = clean(text, edition="2025")
    assert observations[["indicator_id", "numerator", "denominator", "value"]].values.tolist() == [
        ["three_placements_percent", 104, 1036, 10]
    ]


def test_places_england_regions_former_codes_and_two_areas_together(clean: Clean) -> None:
    places = [
        "National,E92000001,England,,,,,",
        "Regional,E92000001,England,E12000005,West Midlands,,,",
        "Local authority,E92000001,England,E12000001,North East,390,E08000020,Gateshead",  # code until 2013
        "Local authority,E92000001,England,E13000002,Outer London,314 / 318,E09000021 / E09000027,Both",
        "Local authority,E92000001,England,E12000005,West Midlands,999,E10000099,Nowhere",
    ]
    rows = "".join(f"2018,Reporting year,{place},x,100,5,5\n" for place in places)
    text = f"{PLACE},category,CPP_start,CPP_subsequent,CPP_subsequent_percent\n{rows}"
    observations, issues = clean(text, edition="2024")
    assert observations["area_code"].tolist() == ["E92000001", "E12000005", "E08000037"]
    assert issues[["code", "severity", "row"]].values.tolist() == [
        ["joint-area", "note", 5], ["unknown-area", "warn", 6],
    ]  # fmt: skip


def test_a_time_that_is_no_period_is_left_out_with_an_issue(clean: Clean) -> None:
    text = f"{PLACE},category,CPP_start,CPP_subsequent,CPP_subsequent_percent\n"
    rows = "".join(f"{ROW},x,100,5,5\n".replace("2018", year) for year in ("2018", "20x8", "20x8", "1066"))
    observations, issues = clean(text + rows, edition="2024")
    assert observations["period"].tolist() == ["2017-18"]
    assert issues[["code", "row", "got"]].values.tolist() == [
        ["unknown-period", 3, "'20x8', 'Reporting year'"],
        ["unknown-period", 5, "'1066', 'Reporting year'"],
    ]
    assert issues["what"].iloc[0].startswith("2 rows")


def test_editions_of_one_figure_stand_side_by_side(
    write: Callable[..., Path], clean_readings: Callable[..., tuple[pd.DataFrame, pd.DataFrame]]
) -> None:
    text = f"{PLACE},category,CPP_start,CPP_subsequent,CPP_subsequent_percent\n{ROW},x,100,5,{{}}\n"
    readings = [
        read_file(write(text.format(value), f"{edition}.csv"), edition=edition)
        for edition, value in (("2019", "5"), ("2024", "5"))
    ]
    observations, issues = clean_readings(readings)
    assert observations["edition"].tolist() == ["2019", "2024"]
    assert issues.empty
