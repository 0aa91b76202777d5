"""What a run says of the figures since the run before."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.core.errors import DataError
from kpi_lib.ingest import add_file
from kpi_lib.pack.project import Project, project_at
from kpi_lib.run.data import clean_files
from kpi_lib.run.last_run import RunChanges, compare_sets, report_changes

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
FIRST = ("2015-16,,,430.2", "2016-17,,,473.1", "2017-18,,,381.5")
SECOND = ("2016-17,,,473.1", "2017-18,,,382.3", "2018-19,,,400.1", "2019-20,,,401.2")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "kpi.toml").write_text("national = false\n", encoding="utf-8")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return project_at(tmp_path)


def clean(project: Project, rows: tuple[str, ...]) -> None:
    path = project.raw / "a.csv"
    lines = [f"referral_rate,E10000034,{row},published," for row in rows]
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    add_file(path, project.raw, answers={"publisher": "DfE", "edition": "2020", "licence": "OGL"})
    clean_files(project)


def test_each_run_states_what_changed_since_the_one_before(project: Project) -> None:
    clean(project, FIRST)
    assert report_changes(project).is_first
    assert report_changes(project) == RunChanges(is_first=False)
    clean(project, SECOND)
    # New: 2018-19 and 2019-20; revised: 2017-18; gone: 2015-16.
    assert report_changes(project) == RunChanges(is_first=False, n_new=2, n_revised=1, n_gone=1)
    assert report_changes(project) == RunChanges(is_first=False)
    found = compare_sets(project)
    assert found[["change", "period"]].values.tolist() == [
        ["gone", "2015-16"], ["revised", "2017-18"], ["new", "2018-19"], ["new", "2019-20"],
    ]  # fmt: skip


def test_cleaning_in_between_swallows_no_change(project: Project) -> None:
    clean(project, FIRST)
    report_changes(project)
    clean(project, SECOND[:2])  # a notebook cleans
    clean(project, SECOND)  # then a run
    assert report_changes(project) == RunChanges(is_first=False, n_new=2, n_revised=1, n_gone=1)


def test_two_named_folders_are_compared(project: Project, tmp_path: Path) -> None:
    clean(project, FIRST)
    project.processed.rename(tmp_path / "before")
    clean(project, SECOND)
    assert len(compare_sets(project, tmp_path / "before")) == 4
    assert compare_sets(project, tmp_path / "before", tmp_path / "before").empty


def test_without_an_earlier_run_there_is_nothing_to_compare(project: Project, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no cleaned data"):
        report_changes(project)
    clean(project, FIRST)
    with pytest.raises(DataError, match="no earlier set"):
        compare_sets(project)
    with pytest.raises(DataError, match="no cleaned data"):
        compare_sets(project, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (RunChanges(True), "This is the first run here: there is nothing yet to compare its figures with"),
        (RunChanges(False), "Since the last run: no figure has changed"),
        (
            RunChanges(False, 12, 3, 0),
            "Since the last run: 12 new figures, 3 revised, none gone; kpi diff shows them",
        ),
        (
            RunChanges(False, 1, 0, 1_204),
            "Since the last run: 1 new figure, none revised, 1,204 gone; kpi diff shows them",
        ),
        (
            RunChanges(False, 0, 1, 0),
            "Since the last run: no new figure, 1 revised, none gone; kpi diff shows them",
        ),
    ],
)
def test_the_summary_says_it_in_a_line(changes: RunChanges, words: str) -> None:
    assert changes.words == words
