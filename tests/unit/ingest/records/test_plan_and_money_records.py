"""Bad input of the plan, of placements and of routes: each fault names file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.core.errors import KpiErrors
from kpi_lib.ingest import add_file, check_raw, clean_raw, load_processed

HOME = "E10000034"
FILES = {
    "actions.csv": """\
action_id,theme,action,owner,finding_id,start,due,finished,stalled_since,paragraph,area_code
recruit,workforce,Recruit social workers,Head of Workforce,,2017-01-09,2017-12-22,2017-12-01,,4,E10000034
audit,quality_assurance,Check audits twice,Head of Quality,,2018-02-05,2018-07-31,,2018-03-01,,E10000034
""",
    "action_aims.csv": """action_id,indicator_id,direction,months,size,area_code
recruit,social_worker_vacancy_percent,down,9,3.0,E10000034
audit,audit_good_percent,up,6,,E10000034
""",
    "placement_counts.csv": """\
quarter,placement_type,children,came_into_care,left_care,moved_in,moved_out,area_code
2017-18-Q4,own_foster,352,30,20,5,4,E10000034
2017-18-Q4,residential,98,9,5,6,6,E10000034
""",
    "placement_spend.csv": """quarter,placement_type,spend_amount,spend_weeks,area_code
2017-18-Q4,own_foster,1900000.50,4600.5,E10000034
2017-18-Q4,residential,4300000.00,1240.0,E10000034
""",
    "placement_budgets.csv": """quarter,placement_type,budget_amount,budget_weeks,agreed,area_code
2017-18-Q4,own_foster,1850000.00,4600,2017-02-09,E10000034
""",
    "allocations.csv": """allocation_id,year,amount,statement,stated,paragraph,area_code
more,2018-19,10500000,Further money,2018-07-12,11,E10000034
""",
    "care_exits.csv": """quarter,route,children,area_code
2017-18-Q4,home,20,E10000034
2017-18-Q4,adoption,11,E10000034
""",
}
FAULTS = [
    ("actions.csv", "2017-12-22,2017", "2016-12-22,2017", 2, "due: rule-not-before"),
    ("actions.csv", "2017-12-01,,4", "2016-12-01,,4", 2, "finished: rule-not-before"),
    ("actions.csv", "2017-12-01,,4", "2017-12-01,2017-06-01,4", 2, "finished: rule-not-both"),
    ("actions.csv", "workforce,Rec", ",Rec", 2, "theme: missing-cell"),
    ("actions.csv", "Quality,,2018", "Quality,no-finding,2018", 3, "finding_id: unknown-reference"),
    ("action_aims.csv", "audit,audit_good_percent", "audit,audit_good", 3, "indicator_id: unknown-reference"),
    ("action_aims.csv", "audit,audit_good_percent", "audit,", 3, "indicator_id: missing-cell"),
    ("action_aims.csv", "recruit,", "recruits,", 2, "action_id: unknown-reference"),
    ("action_aims.csv", "down,9", "falling,9", 2, "direction: unknown-choice"),
    ("action_aims.csv", "down,9", "down,40", 2, "months: out-of-bounds"),
    ("placement_spend.csv", "Q4,own_foster", "Q4,", 2, "placement_type: missing-cell"),
    ("placement_spend.csv", "Q4,own_foster", "Q4,hotel", 2, "placement_type: unknown-choice"),
    ("placement_spend.csv", "4300000.00", "-4300000.00", 3, "spend_amount: out-of-bounds"),
    ("placement_spend.csv", "Q4,residential", "Q4,own_foster", 3, "quarter: duplicate-key"),
    ("placement_budgets.csv", "2017-02-09", "February 2017", 2, "agreed: no-date"),
    ("placement_counts.csv", "352,30", "352,30.5", 2, "came_into_care: no-integer"),
    ("placement_counts.csv", "98,9", "98,-9", 3, "came_into_care: out-of-bounds"),
    ("allocations.csv", "2018-19,", "2018,", 2, "year: other-form"),
    ("care_exits.csv", "Q4,adoption", "Q4,adopted", 3, "route: unknown-choice"),
]


def put(raw: Path, files: dict[str, str]) -> Path:
    raw.mkdir()
    answers = {"publisher": "Us", "edition": "2018-04-30", "licence": "internal", "provenance": "local"}
    for name, text in files.items():
        (raw / name).write_text(text, encoding="utf-8")
        add_file(raw / name, raw, answers=answers)
    return raw


def test_sound_files_are_read(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", FILES)
    assert check_raw(raw, home_area=HOME).empty
    clean_raw(raw, tmp_path / "processed", home_area=HOME)
    records = load_processed(tmp_path / "processed").records
    assert {name: len(rows) for name, rows in records.items()} == {
        "actions": 2, "action_aims": 2, "placement_counts": 2, "placement_spend": 2,
        "placement_budgets": 1, "allocations": 1, "care_exits": 2,
    }  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "row", "fault"), FAULTS)
def test_a_fault_names_file_row_and_column(
    tmp_path: Path, file: str, old: str, new: str, row: int, fault: str
) -> None:
    beside = {"actions.csv": FILES["actions.csv"]} if file == "action_aims.csv" else {}
    raw = put(tmp_path / "raw", {**beside, file: FILES[file].replace(old, new, 1)})
    issues = check_raw(raw, home_area=HOME)
    told = [f"{item['column']}: {item['code']}" for _, item in issues.iterrows() if item["file"] == file]
    assert told == [fault]
    assert issues.loc[issues["file"].eq(file), "row"].tolist() == [row]


def test_spend_without_a_type_and_an_aim_at_nothing_stop_the_run_in_three_lines(tmp_path: Path) -> None:
    raw = put(
        tmp_path / "raw",
        {
            "actions.csv": FILES["actions.csv"],
            "placement_spend.csv": FILES["placement_spend.csv"].replace("Q4,residential", "Q4,"),
            "action_aims.csv": FILES["action_aims.csv"].replace("audit_good_percent", "audit_good_percents"),
        },
    )
    with pytest.raises(KpiErrors) as caught:
        clean_raw(raw, tmp_path / "processed", home_area=HOME)
    assert [error.as_text() for error in caught.value.errors] == [
        "This refers to nothing that is there (action_aims.csv, row 3, column 'indicator_id')\n"
        "got 'audit_good_percents'; expected a value of indicators\n"
        "hint: did you mean 'audit_good_percent'?",
        "A cell that must be filled is empty (placement_spend.csv, row 3, column 'placement_type')\n"
        "got nothing; expected one of the words listed",
    ]
