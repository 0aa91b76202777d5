"""The single commands, called as a user calls them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.cli import main
from kpi_lib.ingest import add_file

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["kpi", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert not left.value.code, said.err
        return said.out

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    rows = (
        "rereferral_percent,E10000034,2017-18,1024,4232,24.2,published,",
        "referral_rate,E10000034,2017-18,,,x,,",
    )
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_reading_a_file_prints_one_object(call: Callable[..., str], file: Path, tmp_path: Path) -> None:
    told = json.loads(call("read", str(file), "--json", "--out", str(tmp_path / "out")))
    # Two rows of eight cells.
    assert (told["layout"], told["rows"], told["cells"]) == ("long", 2, 16)
    assert sum(told["status"].values()) == told["cells"]
    assert len(pd.read_parquet(tmp_path / "out" / "cells.parquet")) == 16
    assert len(pd.read_parquet(tmp_path / "out" / "issues.parquet")) == told["issues"]


def test_reading_a_file_is_told_in_words(call: Callable[..., str], file: Path) -> None:
    assert "figures.csv: long layout, 2 rows" in call("read", str(file))


def test_a_quarter_is_added_and_the_folder_is_fit_again(
    call: Callable[..., str], file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "project" / "data" / "raw"
    raw.mkdir(parents=True)
    (tmp_path / "project" / "kpi.toml").write_text("national = false\n", encoding="utf-8")
    file.rename(raw / "figures.csv")
    monkeypatch.chdir(tmp_path / "project")
    answers = ("--publisher", "the council", "--edition", "2017-18-Q4", "--licence", "internal")
    assert call("add", "data/raw/figures.csv", *answers) == (
        "Listed figures.csv: long layout, the council, edition 2017-18-Q4\n  2 figures\n"
    )
    assert "fit to use" in call("check")
    assert "Cleaned 1 files: 2 observations" in call("clean")
    assert "Nothing has changed" in call("clean")


def test_a_scorecard_that_names_no_area_is_listed_as_the_home_areas(
    call: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (tmp_path / "kpi.toml").write_text('home_area = "E06000051"\nnational = false\n', encoding="utf-8")
    (raw / "card.csv").write_text("Indicator,2017-18-Q3,2017-18-Q4\nreferral_rate,74.1,74.6\n")
    monkeypatch.chdir(tmp_path)
    answers = ("--publisher", "us", "--edition", "2018", "--licence", "internal")
    said = call("add", "data/raw/card.csv", *answers).splitlines()
    assert said[0].endswith("edition 2018, area E06000051") and "taken as Shropshire's" in said[1]
    assert call("add", "data/raw/card.csv", "--area", "Leeds").splitlines()[0].endswith("area Leeds")
    call("add", "data/raw/card.csv")  # what was said once is kept
    assert 'area = "Leeds"' in (raw / "manifest.toml").read_text(encoding="utf-8")


@pytest.fixture
def leave(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Call a command and return its exit code with all that it printed."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kpi", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out + said.err

    return run


def add_edition(raw: Path, edition: str, published: str, value: str) -> None:
    row = f"referral_rate,E10000034,2017-18,4461,,{value},published,"
    (raw / f"{edition}.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    answers = {"publisher": "DfE", "edition": edition, "licence": "OGL v3.0", "published": published}
    add_file(raw / f"{edition}.csv", raw, answers=answers)


def test_revisions_and_differences_are_told(
    call: Callable[..., str],
    leave: Callable[..., tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (tmp_path / "kpi.toml").write_text("national = false\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    add_edition(raw, "2020", "2020-11-26", "381.5")
    assert "This is the first run here" in call("clean")
    code, said = leave("diff")
    assert (code, said.splitlines()[0].startswith("Error: There is no earlier set to compare with")) == (
        6,
        True,
    )
    add_edition(raw, "2024", "2024-10-31", "382.3")
    assert "Since the last run: 1 new figure, none revised, none gone; kpi diff shows them" in call("clean")
    code, said = leave("diff")
    assert (code, "382.3" in said, "2024.csv" in said) == (11, True, True)
    code, said = leave("diff", "--json")
    told = json.loads(said)
    assert (code, told["same"], told["sources"]) == (
        11, False, [{"source": "2024.csv", "new": 1, "revised": 0, "gone": 0}],
    )  # fmt: skip
    assert told["figures"][0]["published"] == "2024-10-31"
    assert leave("diff", "data/processed", "data/processed") == (0, "The two sets hold the same figures.\n")
    printed = call("revisions", "--area", "Worcestershire")
    assert all(words in printed for words in ("381.5 (2020)", "382.3 (2024)", "+0.8"))
    assert json.loads(call("revisions", "--json"))["revised"] == 1
    assert json.loads(call("revisions", "--as-known-on", "1 January 2021", "--json"))["restated"] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("revisions", "--as-known-on", "2018-13-40"), 6, "This is no day that exists"),
        (("revisions", "--as-known-on", "2010-01-01"), 6, "Nothing was known on this day"),
        (("revisions", "--indicator", "referal_rate"), 3, "did you mean 'referral_rate'?"),
        (("revisions", "--area", "Worcestershir"), 3, "did you mean"),
        (("diff", "nowhere", "data/processed"), 6, "There is no cleaned data (nowhere)"),
    ],
)
def test_wrong_questions_about_time_are_refused(
    leave: Callable[..., tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (tmp_path / "kpi.toml").write_text("national = false\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    add_edition(raw, "2020", "2020-11-26", "381.5")
    left, told = leave(*words)
    assert (left, said in told, "Traceback" in told) == (code, True, False)


def test_the_codebook_is_printed(call: Callable[..., str]) -> None:
    printed = call("codebook")
    assert "| `rereferral_percent` |" in printed
    assert all(len(line.split("|")) == 8 for line in printed.splitlines() if line.startswith("|"))
