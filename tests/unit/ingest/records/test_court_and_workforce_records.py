"""Bad input of court cases and of the workforce: each fault names file, row and column, and both dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.core.errors import KpiError, ReadError
from kpi_lib.ingest import add_file, check_raw, clean_raw, load_processed, read_file

HOME = "E10000034"
FILES = {
    "court_cases.csv": """case_id,pre_proceedings_start,closed_without_court,issue,final_order,area_code
c0001,2017-01-09,,2017-05-02,2017-10-30,E10000034
c0002,2017-02-06,2017-06-05,,,E10000034
c0003,,,2017-03-06,,E10000034
""",
    "caseloads.csv": """quarter,worker,fte,cases,area_code
2017-18-Q4,w001,1,17,E10000034
2017-18-Q4,w002,0.6,9,E10000034
""",
    "social_worker_changes.csv": """quarter,social_workers,children,area_code
2017-18-Q4,1,298,E10000034
2017-18-Q4,2,235,E10000034
""",
    "staff_changes.csv": """quarter,in_post,joiners,leavers,days_lost,days_available,area_code
2017-18-Q4,210.8,10.8,12.9,535.1,13333,E10000034
""",
}
FAULTS = [
    ("court_cases.csv", "2017-05-02,2017-10-30", "2016-05-02,2017-10-30", 2, "issue: rule-not-before"),
    ("court_cases.csv", "2017-10-30", "2017-04-30", 2, "final_order: rule-not-before"),
    ("court_cases.csv", "2017-06-05", "2017-01-05", 3, "closed_without_court: rule-not-before"),
    ("court_cases.csv", "2017-06-05,,,", "2017-06-05,2017-06-06,,", 3, "closed_without_court: rule-not-both"),
    ("court_cases.csv", ",,2017-03-06,,", ",,,,", 4, "pre_proceedings_start: rule-either"),
    ("court_cases.csv", "2017-06-05,,,", "2017-06-05,,2017-09-04,", 3, "issue: rule-requires"),
    ("court_cases.csv", "c0003", "c0002", 4, "case_id: duplicate-key"),
    ("court_cases.csv", "c0003", "AB12C00345", 4, "case_id: other-form"),
    ("court_cases.csv", "2017-05-02", "2 May 2017", 2, "issue: no-date"),
    ("caseloads.csv", "0.6", "1.6", 3, "fte: out-of-bounds"),
    ("caseloads.csv", "w002", "J Smith", 3, "worker: other-form"),
    ("caseloads.csv", ",9,", ",9.5,", 3, "cases: no-integer"),
    ("social_worker_changes.csv", "Q4,2", "Q5,2", 3, "quarter: no-quarter"),
    ("social_worker_changes.csv", "Q4,2", "Q4,0", 3, "social_workers: out-of-bounds"),
    ("staff_changes.csv", "535.1", "53511", 2, "days_lost: rule-not-above"),
]


def put(raw: Path, name: str, text: str) -> Path:
    raw.mkdir(exist_ok=True)
    (raw / name).write_text(text)
    answers = {"publisher": "Us", "edition": "2018-07-12", "licence": "internal", "provenance": "local"}
    add_file(raw / name, raw, answers=answers)
    return raw


@pytest.mark.parametrize("name", FILES)
def test_a_good_file_is_known_by_its_header_and_kept(tmp_path: Path, name: str) -> None:
    raw = put(tmp_path / "raw", name, FILES[name])
    assert read_file(raw / name).dataset == name.removesuffix(".csv")
    clean_raw(raw, tmp_path / "processed", home_area=HOME)
    rows = load_processed(tmp_path / "processed").records[name.removesuffix(".csv")]
    assert len(rows) == FILES[name].count("\n") - 1


@pytest.mark.parametrize(("name", "old", "new", "row", "fault"), FAULTS)
def test_a_fault_names_file_row_and_column(
    tmp_path: Path, name: str, old: str, new: str, row: int, fault: str
) -> None:
    raw = put(tmp_path / "raw", name, FILES[name].replace(old, new, 1))
    issues = check_raw(raw, home_area=HOME)
    found = [f"{name}, {row['row']}, {row['column']}: {row['code']}" for _, row in issues.iterrows()]
    assert found == [f"{name}, {row}, {fault}"]


def test_an_end_before_its_start_names_both_dates(tmp_path: Path) -> None:
    raw = put(
        tmp_path / "raw", "court_cases.csv", FILES["court_cases.csv"].replace("2017-10-30", "2017-04-30")
    )
    with pytest.raises(KpiError) as caught:
        clean_raw(raw, tmp_path / "processed", home_area=HOME)
    assert caught.value.as_text() == (
        "Proceedings end before they begin (court_cases.csv, row 2, column 'final_order')\n"
        "got '2017-04-30', beside issue '2017-05-02'; expected a day on or after the day of issue"
    )


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    path = tmp_path / "caseloads.csv"
    path.write_text(FILES["caseloads.csv"].replace("cases", "casses", 1))
    with pytest.raises(ReadError, match=r"Missing column 'cases'[\s\S]*'casses'"):
        read_file(path)


def test_only_proceedings_that_ended_in_a_quarter_are_counted_against_26_weeks(tmp_path: Path) -> None:
    # 2017-05-02 to 2017-10-30 is 181 days: within 182. A second one takes 183 days and ends the same quarter.
    text = FILES["court_cases.csv"] + "c0004,,,2017-06-01,2017-12-01,E10000034\n"
    clean_raw(put(tmp_path / "raw", "court_cases.csv", text), tmp_path / "processed", home_area=HOME)
    rows = load_processed(tmp_path / "processed").observations
    counted = rows.loc[rows["indicator_id"].eq("care_proceedings_26_weeks_percent")]
    assert counted[["period", "numerator", "denominator"]].to_numpy().tolist() == [["2017-18-Q3", 1.0, 2.0]]
