"""Records from file to frame: typed, dated, sourced; every fault at once; indicators by counting."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from frame_contracts import observations_schema
from kpi_lib.catalogue.record_kinds.kinds import RecordKind
from kpi_lib.core.errors import KpiErrors, ReadError
from kpi_lib.ingest import add_file, check_raw, clean_raw, load_processed, read_file
from kpi_lib.ingest.records.count import count_observations

HOME = "E10000034"
VISITS = """inspection_id,month,status,kind,subject,judgement,conclusion,paragraph,area_code
i-1,2016-10,held,inspection,Everything,,serious failures,2,E10000034
v-1,2018-04,held,monitoring_visit,Through Care,,,2,E10000034
v-2,2018-07,due,monitoring_visit,,,,9,E10000034
"""
FINDINGS = """finding_id,inspection_id,judgement,said_by,subject,statement,paragraph,area_code
f-1,v-1,positive,ofsted,Care,It is a strength,2,885
f-2,,needs_improvement,council,Plans,They need to be better,4,Worcestershire
"""


def put(raw: Path, name: str, text: str) -> Path:
    raw.mkdir(exist_ok=True)
    (raw / name).write_text(text)
    answers = {"publisher": "Us", "edition": "2018-07-12", "licence": "internal", "provenance": "reported"}
    add_file(raw / name, raw, answers=answers)
    return raw


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    put(tmp_path / "raw", "inspections.csv", VISITS)
    return put(tmp_path / "raw", "findings.csv", FINDINGS)


def faults_of(raw: Path) -> list[str]:
    issues = check_raw(raw, home_area=HOME)
    return [
        f"{row['file']}, row {row['row']}, {row['column']}: {row['code']}" for _, row in issues.iterrows()
    ]


def test_the_kind_is_told_by_the_header_and_every_cell_is_kept(raw: Path) -> None:
    reading = read_file(raw / "inspections.csv")
    assert (reading.layout, reading.dataset, reading.rows) == ("records", "inspections", 3)
    # 3 rows of 9 cells; empty: judgement 3, conclusion 2, subject 1.
    assert reading.status_counts() == {"ok": 21, "not_applicable": 6}


def test_records_become_a_typed_frame_with_place_and_provenance(raw: Path, tmp_path: Path) -> None:
    summary = clean_raw(raw, tmp_path / "processed", home_area=HOME)
    records = load_processed(tmp_path / "processed").records
    assert sorted(records) == ["findings", "inspections"]
    visits = records["inspections"]
    assert visits["month"].tolist() == [
        pd.Timestamp(day) for day in ("2016-10-01", "2018-04-01", "2018-07-01")
    ]
    assert visits["row"].tolist() == [2, 3, 4]
    assert visits["provenance"].unique().tolist() == ["reported"]
    assert visits["published"].unique().tolist() == [pd.Timestamp("2018-07-12")]
    # 885 is Worcestershire's DfE number; the other row spells it out.
    assert records["findings"]["area_code"].tolist() == [HOME, HOME]
    assert (
        len(pd.read_parquet(tmp_path / "processed" / "cells.parquet"))
        == sum(item.cells for item in summary.files)
        == 27 + 16
    )
    assert load_processed(tmp_path / "processed").run["records"] == {"findings": 2, "inspections": 3}


def test_records_of_one_run_stand_or_fall_with_it(raw: Path, tmp_path: Path) -> None:
    processed = tmp_path / "processed"
    clean_raw(raw, processed, home_area=HOME)
    assert not clean_raw(raw, processed, home_area=HOME).is_fresh
    (processed / "records-findings.parquet").unlink()
    assert clean_raw(raw, processed, home_area=HOME).is_fresh
    put(raw, "findings.csv", FINDINGS.replace("better", "much better"))
    assert clean_raw(raw, processed, home_area=HOME).is_fresh
    assert (
        load_processed(processed).records["findings"]["statement"].tolist()[1]
        == "They need to be much better"
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("2018-04", "April 2018", "inspections.csv, row 3, month: no-month"),
        ("2018-04", "2018-13", "inspections.csv, row 3, month: no-month"),
        ("v-2", "v-1", "inspections.csv, row 4, inspection_id: duplicate-key"),
        ("monitoring_visit,Through", "visit,Through", "inspections.csv, row 3, kind: unknown-choice"),
        ("visit,,,,9", "visit,,good,,9", "inspections.csv, row 4, judgement: rule-excludes"),
        ("Through Care", "", "inspections.csv, row 3, subject: rule-requires"),
        ("failures,2", "failures,several", "inspections.csv, row 2, paragraph: text-in-number"),
        ("failures,2", "failures,2.5", "inspections.csv, row 2, paragraph: no-integer"),
        ("failures,2", "failures,0", "inspections.csv, row 2, paragraph: out-of-bounds"),
        ("i-1,", ",", "inspections.csv, row 2, inspection_id: missing-cell"),
    ],
)  # fmt: skip
def test_a_fault_names_file_row_and_column(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert faults_of(put(tmp_path / "raw", "inspections.csv", VISITS.replace(old, new))) == [fault]


def test_a_finding_of_a_visit_that_is_not_there_is_refused(raw: Path) -> None:
    put(raw, "findings.csv", FINDINGS.replace("v-1", "v-11").replace("885", "888888"))
    assert faults_of(raw) == [
        "findings.csv, row 2, area_code: no-area",
        "findings.csv, row 2, inspection_id: unknown-reference",
    ]


def test_all_faults_stop_the_cleaning_together_in_three_lines(raw: Path, tmp_path: Path) -> None:
    put(raw, "findings.csv", FINDINGS.replace("v-1", "v-11").replace("positive", "good"))
    with pytest.raises(KpiErrors) as caught:
        clean_raw(raw, tmp_path / "processed", home_area=HOME)
    assert [error.as_text() for error in caught.value.errors] == [
        "This refers to nothing that is there (findings.csv, row 2, column 'inspection_id')\n"
        "got 'v-11'; expected a value of inspections.inspection_id\n"
        "hint: did you mean 'v-1'?",
        "This word is not one of those that may stand here (findings.csv, row 2, column 'judgement')\n"
        "got 'good'; expected positive, needs_improvement",
    ]
    assert not (tmp_path / "processed").exists()


def test_a_missing_column_and_an_unknown_one_are_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "inspections.csv"
    path.write_text(VISITS.replace("month", "months"))
    with pytest.raises(ReadError, match=r"Missing column 'month'[\s\S]*records, inspections[\s\S]*'months'"):
        read_file(path)
    raw = put(tmp_path / "raw", "inspections.csv", VISITS.replace("judgement", "judgment"))
    assert faults_of(raw) == ["inspections.csv, row 1, judgment: unknown-column"]


AUDITS = """
id = "checks"
title = "Checks"
row = "one check"
folder = "checks"
key = ["check_id"]
dated_by = "done_on"
column = [
    { name = "check_id", type = "text", meaning = "Its name." },
    { name = "done_on", type = "date", meaning = "When." },
    { name = "due_on", type = "date", meaning = "By when." },
    { name = "grade", type = "choice", choices = { good = "good", poor = "poor" }, meaning = "How good." },
]
duration = [{ name = "late_days", start = "due_on", end = "done_on", meaning = "How late." }]
[[indicator]]
id = "assessment_45_days_percent"
dated_by = "done_on"
numerator = { where = { grade = ["good"], late_days = { greatest = 0 } } }
denominator = { }
[[indicator]]
id = "child_protection_plan_rate"
open_from = "due_on"
open_until = "done_on"
"""


def checks() -> pd.DataFrame:
    done = pd.to_datetime(["2018-01-10", "2018-02-01", "2018-03-31", "2018-07-02"])
    due = pd.to_datetime(["2018-01-10", "2018-01-31", "2018-04-30", "2018-06-30"])
    return pd.DataFrame(
        {
            "check_id": list("abcd"),
            "done_on": done,
            "due_on": due,
            "grade": ["good", "good", "good", "poor"],
            "area_code": HOME,
            "provenance": ["local", "reported", "local", "local"],
            "late_days": pd.Series((done - due).days, dtype="Int64"),
            "published": pd.Timestamp("2018-09-30"),  # the second quarter has just ended
            "file": "checks.csv",
            "row": [2, 3, 4, 5],
        }
    )


def test_an_indicator_is_counted_quarter_by_quarter() -> None:
    kind = RecordKind.model_validate(tomllib.loads(AUDITS))
    found = count_observations(checks(), kind, {"checks.csv": "2018"})
    observations_schema().validate(found)
    share = found.loc[found["indicator_id"].eq("assessment_45_days_percent")]
    # January to March: a (on its day), b (a day late) and c (early) were done, all good: 2 of 3 in time.
    # April to June: none. July to September: d, poor and two days late: 0 of 1.
    assert share["period"].tolist() == ["2017-18-Q4", "2018-19-Q2"]
    assert share[["numerator", "denominator"]].to_numpy().tolist() == [[2, 3], [0, 1]]
    assert share["provenance"].tolist() == ["reported", "local"]  # the last in precedence of its rows
    assert share[["source", "row", "edition"]].to_numpy().tolist() == [
        ["checks.csv", 2, "2018"],
        ["checks.csv", 5, "2018"],
    ]


def test_a_quarter_still_under_way_when_the_file_was_published_is_not_counted() -> None:
    kind = RecordKind.model_validate(tomllib.loads(AUDITS))
    early = checks().assign(published=pd.Timestamp("2018-07-12"))
    found = count_observations(early, kind, {"checks.csv": "2018"})
    assert found.loc[found["indicator_id"].eq("assessment_45_days_percent"), "period"].tolist() == [
        "2017-18-Q4"
    ]


def test_a_stock_counts_what_is_open_at_the_end_of_a_quarter() -> None:
    kind = RecordKind.model_validate(tomllib.loads(AUDITS))
    rows = checks().loc[lambda frame: frame["check_id"].isin(["a", "d"])].reset_index(drop=True)
    stock = count_observations(rows, kind, {"checks.csv": "2018"}).iloc[2:]
    # a is due and done on 10 January: open at no quarter's end. d is open from 30 June to 2 July.
    assert stock[["period", "numerator"]].to_numpy().tolist() == [["2018-19-Q1", 1.0]]
