"""Bad input of audits, feedback and team figures: each fault names file, row and column."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from kpi_lib.catalogue.record_kinds.kinds import RecordKind, load_record_kinds
from kpi_lib.core.errors import KpiErrors
from kpi_lib.ingest import add_file, check_raw, clean_raw, load_processed

HOME = "E10000034"
FILES = {
    "audits.csv": """audit_id,completed,theme,team,grade,moderator_grade,moderation,area_code
a1,2018-01-10,plans,Team A,good,requires_improvement,moderated,E10000034
a2,2018-02-20,voice,Team B,inadequate,,,E10000034
""",
    "audit_actions.csv": """action_id,audit_id,agreed,due,closed,area_code
x1,a2,2018-02-21,2018-03-10,2018-03-10,E10000034
x2,a2,2018-02-21,2018-03-10,2018-03-11,E10000034
""",
    "feedback_contacts.csv": """quarter,who,channel,n_eligible,n_invited,n_answered,area_code
2017-18-Q4,child,in_person,40,20,12,E10000034
2017-18-Q4,parent,telephone,80,40,20,E10000034
""",
    "feedback_answers.csv": """quarter,who,channel,question,n_answered,n_positive,area_code
2017-18-Q4,child,in_person,helped,12,9,E10000034
2017-18-Q4,parent,telephone,helped,20,15,E10000034
""",
    "feedback_themes.csv": """quarter,who,channel,theme,tone,n_mentions,area_code
2017-18-Q4,child,in_person,moving_on,good,4,E10000034
2017-18-Q4,child,in_person,moving_on,change,2,E10000034
""",
    "team_figures.csv": """indicator_id,team,quarter,numerator,denominator,area_code
assessment_45_days_percent,Team A,2017-18-Q4,60,80,E10000034
assessment_45_days_percent,Team B,2017-18-Q4,10,10,E10000034
""",
}
FAULTS = [
    ("audits.csv", "A,good,req", "A,5,req", 2, "grade: unknown-choice"),
    ("audits.csv", "A,good,req", "A,,req", 2, "grade: rule-requires"),
    ("audits.csv", "B,inadequate,,", "B,,,", 3, "grade: rule-requires"),
    ("audits.csv", "improvement,moderated", "improvement,", 2, "moderation: rule-requires"),
    ("audits.csv", "inadequate,,", "inadequate,,moderated", 3, "moderation: rule-excludes"),
    ("audits.csv", "2018-01-10", "10/01/2018", 2, "completed: no-date"),
    ("audits.csv", "a1,2018", "a2,2018", 3, "audit_id: duplicate-key"),
    ("audit_actions.csv", "x1,a2", "x1,a9", 2, "audit_id: unknown-reference"),
    ("audit_actions.csv", "10,2018-03-11", "10,2018-02-20", 3, "closed: rule-not-before"),
    ("audit_actions.csv", "2018-03-10,2018-03-10", "2018-02-20,2018-03-10", 2, "due: rule-not-before"),
    ("feedback_contacts.csv", "40,20,12", "40,20,21", 2, "n_answered: rule-not-above"),
    ("feedback_contacts.csv", "80,40", "30,40", 3, "n_invited: rule-not-above"),
    ("feedback_contacts.csv", "80,40", "80,-40", 3, "n_invited: out-of-bounds"),
    ("feedback_answers.csv", "12,9", "12,13", 2, "n_positive: rule-not-above"),
    ("feedback_answers.csv", "helped,20", "hepled,20", 3, "question: unknown-choice"),
    ("feedback_themes.csv", "change,2", "good,2", 3, "quarter: duplicate-key"),
    ("feedback_themes.csv", "good,4", "good,4.5", 2, "n_mentions: no-integer"),
    ("team_figures.csv", "60,80", "90,80", 2, "numerator: rule-not-above"),
    ("team_figures.csv", "percent,Team B", "percentage,Team B", 3, "indicator_id: unknown-reference"),
    ("team_figures.csv", "2017-18-Q4,10", "2017-18,10", 3, "quarter: no-quarter"),
]


def put(raw: Path, **changed: str) -> Path:
    """Write the files changed, with the audits that actions refer to; all of them where none is."""
    raw.mkdir()
    answers = {"publisher": "Us", "edition": "2018-04-30", "licence": "internal", "provenance": "local"}
    needed = {"audits.csv": FILES["audits.csv"]} if "audit_actions.csv" in changed else {}
    for name, text in ({**needed, **changed} or FILES).items():
        (raw / name).write_text(text, encoding="utf-8")
        add_file(raw / name, raw, answers=answers)
    return raw


def test_sound_files_are_read_and_their_indicators_counted(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw")
    assert check_raw(raw, home_area=HOME).empty
    clean_raw(raw, tmp_path / "processed", home_area=HOME)
    rows = load_processed(tmp_path / "processed").observations.set_index("indicator_id")
    # one of two actions was closed by its day; 60 of 120 people were asked
    assert rows.loc["audit_actions_on_time_percent", ["numerator", "denominator"]].tolist() == [1, 2]
    assert rows.loc["feedback_coverage_percent", ["numerator", "denominator"]].tolist() == [60, 120]


@pytest.mark.parametrize(("file", "old", "new", "row", "fault"), FAULTS)
def test_a_fault_names_file_row_and_column(
    tmp_path: Path, file: str, old: str, new: str, row: int, fault: str
) -> None:
    assert old in FILES[file]
    raw = put(tmp_path / "raw", **{file: FILES[file].replace(old, new, 1)})
    issues = check_raw(raw, home_area=HOME)
    told = [
        f"{item['file']}, row {item['row']}, {item['column']}: {item['code']}"
        for _, item in issues.iterrows()
    ]
    assert f"{file}, row {row}, {fault}" in told
    assert {name.split(",")[0] for name in told} == {file}


def test_a_fault_is_told_in_three_lines(tmp_path: Path) -> None:
    broken = FILES["audits.csv"].replace("A,good,req", "A,,req").replace("B,inadequate", "B,5")
    raw = put(tmp_path / "raw", **{"audits.csv": broken})
    with pytest.raises(KpiErrors) as caught:
        clean_raw(raw, tmp_path / "processed", home_area=HOME)
    assert [error.as_text() for error in caught.value.errors] == [
        "A second auditor's grade stands without the auditor's (audits.csv, row 2, column 'grade')\n"
        "got nothing; expected the auditor's own grade beside it",
        "This word is not one of those that may stand here (audits.csv, row 3, column 'grade')\n"
        "got '5'; expected outstanding, good, requires_improvement, inadequate",
    ]


@pytest.mark.parametrize("kind", ["feedback_contacts", "feedback_answers", "feedback_themes"])
@pytest.mark.parametrize("column", ["note", "source", "comment"])
def test_no_file_of_feedback_can_hold_what_anybody_said(tmp_path: Path, kind: str, column: str) -> None:
    head, *rows = FILES[f"{kind}.csv"].splitlines()
    spoken = "\n".join([f"{head},{column}", *(f"{row},She never listened" for row in rows)])
    raw = put(tmp_path / "raw", **{f"{kind}.csv": spoken + "\n"})
    found = check_raw(raw, home_area=HOME)
    assert found[["file", "row", "column", "code"]].to_numpy().tolist() == [
        [f"{kind}.csv", 1, column, "unknown-column"]
    ]


def test_every_kind_of_feedback_has_columns_of_counts_and_listed_words_alone() -> None:
    voice = [kind for kind in load_record_kinds().values() if kind.folder == "voice"]
    assert [kind.id for kind in voice] == ["feedback_answers", "feedback_contacts", "feedback_themes"]
    for kind in voice:
        types = {column.type.value for column in kind.file_columns}
        assert types <= {"quarter", "choice", "integer", "area"}, kind.id


def test_a_kind_without_free_text_cannot_be_given_a_column_for_it() -> None:
    described = """
    id = "said"
    title = "Said"
    row = "one thing said"
    folder = "said"
    key = ["words"]
    takes_free_text = false
    [[column]]
    name = "words"
    type = "text"
    meaning = "What was said."
    """
    with pytest.raises(ValidationError, match="takes no free text"):
        RecordKind.model_validate(tomllib.loads(described))
