from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.core.errors import CatalogueError, ReadError
from kpi_lib.ingest import read_file

PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name"
)
ROW = (
    "2018,Reporting year,Local authority,E92000001,England,E12000005,West Midlands,"
    "885,E10000034,Worcestershire"
)
HEADER = f"{PLACE},category,CPP_start,CPP_subsequent,CPP_subsequent_percent\n"


def test_a_known_data_set_is_recognised_by_its_columns(write: Callable[..., Path]) -> None:
    reading = read_file(write(HEADER + f"{ROW},Repeat plans,682,176,25.8\n"))
    assert (reading.layout, reading.dataset, reading.edition) == ("dfe_tidy", "cin_repeat_plans", "2018")
    assert reading.cells["role"].tolist() == ["key"] * 11 + ["value"] * 3
    assert reading.cells["number"].dropna().tolist() == [682.0, 176.0, 25.8]


@pytest.mark.parametrize(
    ("edition", "symbol", "status"),
    [("2024", "x", "not_available"), ("2024", "u", "low_reliability"), ("2024", "k", "rounds_to_zero"),
     ("2020", ":", "not_available"), ("2020", "c", "suppressed"), ("2024", "low", "rounds_to_zero")],
)  # fmt: skip
def test_a_symbol_means_what_its_edition_says(
    write: Callable[..., Path], edition: str, symbol: str, status: str
) -> None:
    reading = read_file(write(HEADER + f"{ROW},Repeat plans,{symbol},1,2\n"), edition=edition)
    assert reading.cells["status"].iloc[11] == status
    assert reading.summary()["issues"] == 0


@pytest.mark.parametrize(("edition", "symbol"), [("2020", "x"), ("2024", ":"), ("2024", "-")])
def test_a_symbol_of_another_edition_is_an_issue_not_a_guess(
    write: Callable[..., Path], edition: str, symbol: str
) -> None:
    rows = f"{ROW},Repeat plans,{symbol},1,2\n" * 3
    (issue,) = read_file(write(HEADER + rows), edition=edition).issues
    assert (issue.code, issue.severity, issue.row, issue.got) == ("unknown-symbol", "warn", 2, f"'{symbol}'")
    assert "3 cells" in issue.what


def test_an_unknown_data_set_is_read_by_its_structure(write: Callable[..., Path]) -> None:
    header = f"{PLACE},school_type,pupils,absence_percent\n"
    reading = read_file(write(header + f"{ROW},Total,100,c\n{ROW},Primary,z,4.5\n"), edition="2024")
    assert reading.dataset == ""
    assert [issue.code for issue in reading.issues] == ["unknown-data-set"]
    assert reading.cells["role"].tolist()[10:13] == ["key", "value", "value"]


def test_a_column_of_time_misspelt_is_named(write: Callable[..., Path]) -> None:
    with pytest.raises(ReadError) as error:
        read_file(write(HEADER.replace("time_period", "time_perod") + f"{ROW},x,1,1,1\n"))
    assert error.value.hint == "did you mean 'time_perod'?"


def test_a_listed_data_set_misses_a_renamed_column(write: Callable[..., Path]) -> None:
    path = write(HEADER.replace("CPP_subsequent,", "CPP_subsequnt,") + f"{ROW},x,1,1,1\n")
    with pytest.raises(ReadError) as error:
        read_file(path, dataset="cin_repeat_plans")
    assert error.value.what == "Missing column 'CPP_subsequent'"
    assert error.value.hint == "did you mean 'CPP_subsequnt'?"


def test_a_file_like_a_known_data_set_says_what_it_lacks(write: Callable[..., Path]) -> None:
    path = write(HEADER.replace("CPP_subsequent,", "CPP_subsequnt,") + f"{ROW},x,1,1,1\n")
    (issue,) = read_file(path, edition="2024").issues
    assert (issue.severity, issue.got) == ("warn", "no column 'CPP_subsequent'")
    assert issue.hint == "did you mean 'CPP_subsequnt'?"


def test_a_described_column_that_is_gone_is_noted(write: Callable[..., Path]) -> None:
    path = write(HEADER.replace(",CPP_subsequent_percent", "") + f"{ROW},x,682,176\n")
    (issue,) = read_file(path, edition="2025").issues
    assert (issue.code, issue.column) == ("column-not-in-file", "CPP_subsequent_percent")


def test_a_data_set_that_is_not_described_is_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(CatalogueError, match="did you mean 'cin_repeat_plans'"):
        read_file(write(HEADER + f"{ROW},x,1,1,1\n"), dataset="cin_repeat_plan")


def test_the_level_had_another_name_until_2018(write: Callable[..., Path]) -> None:
    header = HEADER.replace("geographic_level", "level")
    reading = read_file(write(header + f"{ROW},Repeat plans,682,176,25.8\n"), edition="2019")
    assert reading.layout == "dfe_tidy"
    assert reading.cells["role"].iloc[2] == "key"


def test_durations_are_months(write: Callable[..., Path]) -> None:
    groups = "cla_group,stage_of_adoption_process,age_start_poc"
    header = f"time_period,time_identifier,geographic_level,{groups},number\n"
    row = "2025,Reporting year,National,Age,1. Average time,Aged 1,01:03\n"
    assert read_file(write(header + row)).cells["number"].iloc[-1] == 15  # one year and three months
