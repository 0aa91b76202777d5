"""The single commands, called as a user calls them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.cli import main

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
    (tmp_path / "project" / "kpi.toml").write_text("", encoding="utf-8")
    file.rename(raw / "figures.csv")
    monkeypatch.chdir(tmp_path / "project")
    answers = ("--publisher", "the council", "--edition", "2017-18-Q4", "--licence", "internal")
    assert call("add", "data/raw/figures.csv", *answers) == (
        "Listed figures.csv: long layout, the council, edition 2017-18-Q4\n"
    )
    assert "fit to use" in call("check")
    assert "Cleaned 1 files: 2 observations" in call("clean")
    assert "Nothing has changed" in call("clean")


def test_the_codebook_is_printed(call: Callable[..., str]) -> None:
    printed = call("codebook")
    assert "| `rereferral_percent` |" in printed
    assert all(len(line.split("|")) == 8 for line in printed.splitlines() if line.startswith("|"))
