"""The runner itself: it counts what it checked, it fails when it should, and its command says why."""

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from oracle_runner import HAND_WORKED, Recomputed, check_tables, read_folder, recompute

from kpi_lib.core.errors import KpiError

WILSON = {
    "case": ["a", "b"], "case_type": "plain", "numerator": ["0", "10"], "denominator": ["10", "10"],
    "confidence": "0.95", "multiplier": "1", "value": ["0", "1"], "lower": ["0", "0.7224672001371107"],
    "upper": ["0.27753279986288930", "1"], "outcome": "ok", "source": "computed",
}  # fmt: skip
TRENDS = "case,year,count,denominator,value,lower,upper\na,2018,1,2,50,10,90\n"
RANKS = "case,case_type,polarity,values,expected_ranks,source\n"
USAGE, MISSED = 4, 1


def recomputed(table: pd.DataFrame) -> Recomputed:
    assert check_tables({"wilson": table}) == []
    return recompute("wilson", {"wilson": table})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(HAND_WORKED, tmp_path / "cases")


def test_counts_and_error() -> None:
    found = recomputed(pd.DataFrame(WILSON))
    assert (found.file, found.cases, found.passed) == ("wilson.csv", 2, 2)
    assert found.largest_relative_error < 1e-12
    assert found.source == "computed from the rule"
    assert found.is_reproduced


def test_a_wrong_number_is_a_miss() -> None:
    found = recomputed(pd.DataFrame({**WILSON, "lower": ["0", "0.7224672101371107"]}))  # 1.4e-8 off
    assert (found.passed, found.failed, found.is_reproduced) == (1, "b", False)
    assert "wilson.csv: 1 of 2 passed, largest relative error 1.4e-08" in str(found)


def test_an_expected_refusal_must_be_refused() -> None:
    assert recomputed(pd.DataFrame({**WILSON, "outcome": ["ok", "error"]})).passed == 1


def test_rows_in_any_order() -> None:
    assert recomputed(pd.DataFrame(WILSON).iloc[::-1].reset_index(drop=True)).passed == 2


def test_a_cell_that_is_not_known_is_refused() -> None:
    with pytest.raises(KpiError, match=r"not known \(wilson\.csv\)"):
        recomputed(pd.DataFrame({**WILSON, "numerator": "many"}))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("wilsom.csv", "case\nH1\n", "did you mean 'wilson'"),
        ("wilson.parquet", "", "Unknown file"),
        ("wilson.csv", "case,case_type\nH1,plain\n", "Missing column"),
        ("lait_ranks.csv", RANKS.replace("source", "source,sauce") + "H1,a,High,1;2,2;1,x,y\n", "'sauce'"),
        ("lait_ranks.csv", RANKS, "without a case"),
        ("lait_ranks.csv", "", "cannot be read"),
        ("lait_ranks.csv", RANKS + "H1,a,High,1;2,2;1,x,extra\n", "more cells than columns"),
    ],
    ids=["table", "file", "missing-columns", "column", "no-case", "no-header", "ragged"],
)
def test_what_is_not_known_or_empty_is_refused(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(KpiError, match=message):
        read_folder(folder)


def test_faults_are_raised_all_at_once(folder: Path) -> None:
    for name in ("wilsom.csv", "lait_rank.csv"):
        (folder / name).write_text("case\nH1\n")
    with pytest.raises(KpiError, match=r"(?s)lait_rank\.csv.*wilsom\.csv"):
        read_folder(folder)


def test_a_table_needs_its_partner(tmp_path: Path) -> None:
    (tmp_path / "trend_points.csv").write_text(TRENDS)
    with pytest.raises(KpiError, match=r"lacks its partner \(trend_points\.csv\)"):
        read_folder(tmp_path)


def test_no_folder_and_no_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KpiError, match="no such folder"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(KpiError, match="There is no oracle table"):
        read_folder(tmp_path)


def run(folder: Path) -> tuple[int, str]:
    """Recompute a folder as the documented command does, without these tests of the command itself."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/oracles/test_tables.py"]
    done = subprocess.run(
        [*command, "--folder", str(folder)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_command_names_each_table_and_a_miss(folder: Path) -> None:
    table = folder / "lait_ranks.csv"
    table.write_text(table.read_text().replace("3;1;1;NA", "3;1;2;NA"))
    code, said = run(folder)
    assert code == MISSED
    assert "wilson.csv: 4 of 4 passed, largest relative error" in said
    assert "FAILED tests/oracles/test_tables.py::test_every_case_is_reproduced[cases/lait_ranks.csv]" in said
    assert "lait_ranks.csv: 1 of 2 passed" in said and "MISSED: H1" in said
    assert "1 failed, 10 passed" in said


def test_the_command_refuses_a_folder_in_three_lines(folder: Path) -> None:
    (folder / "wilsom.csv").write_text("case\nH1\n")
    code, said = run(folder)
    assert code == USAGE
    assert (
        "ERROR: Unknown oracle table (wilsom.csv)\nexpected one of 29 known tables\nhint: did you mean"
        in said
    )
    assert "Traceback" not in said
