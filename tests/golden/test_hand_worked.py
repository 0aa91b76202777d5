"""Cases worked on paper, through the same command that certifies against other tools; always run."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kpi_lib.cli.main import app

HAND_WORKED = Path(__file__).parent / "hand_worked"


def certified(folder: Path) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["certify", str(folder)])
    return ran.exit_code, ran.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(HAND_WORKED, tmp_path / "cases")


def test_every_case_is_reproduced() -> None:
    code, said = certified(HAND_WORKED)
    assert code == 0
    assert "11 tables: 26 of 26 cases passed" in said
    assert "wilson.csv: 4 of 4 passed" in said


def test_one_wrong_digit_is_a_miss(folder: Path) -> None:
    table = folder / "lait_ranks.csv"
    table.write_text(table.read_text().replace("3;1;1;NA", "3;1;2;NA"))
    code, said = certified(folder)
    assert code == 1
    assert "lait_ranks.csv: 1 of 2 passed" in said
    assert "MISSED: H1" in said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wilsom.csv", "case\nH1\n"),
        ("wilson.parquet", ""),
        ("wilson.csv", "case,case_type\nH1,plain\n"),
        ("lait_ranks.csv", "case,case_type,polarity,values,expected_ranks,source\n"),
        ("lait_ranks.csv", ""),
        (
            "lait_ranks.csv",
            "case,case_type,polarity,values,expected_ranks,source\nH1,a,High,1;2,2;1,x,extra\n",
        ),
    ],
    ids=["unknown-table", "unknown-file", "missing-columns", "no-case", "no-header", "ragged"],
)
def test_what_is_not_known_or_empty_fails(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    code, said = certified(folder)
    assert code == 1
    assert "passed" not in said


def test_no_folder_and_no_table_fail(tmp_path: Path) -> None:
    assert certified(tmp_path / "nowhere")[0] == 1
    assert certified(tmp_path)[0] == 1
