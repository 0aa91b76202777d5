"""`kpi init` takes every answer as an option, asks nothing, and says what to do next."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kpi_lib.catalogue.settings import load_settings
from kpi_lib.cli.main import main


def call(*words: str) -> int:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as left:
        patch.setattr(sys, "argv", ["kpi", *words])
        patch.setattr("builtins.input", lambda *_: pytest.fail("something is asked"))
        main()
    return int(left.value.code or 0)


def test_a_folder_is_made_and_the_next_steps_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kent"
    assert call("init", str(folder), "--area", "886", "--council", "Kent County Council") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"Made {folder} for Kent (E10000016), council 'Kent County Council'")
    assert said[1] == f"Next: the three steps in {folder / 'README.md'}"
    assert load_settings(folder).home_area == "E10000016"


def test_a_folder_in_use_and_an_unknown_area_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("init", str(tmp_path / "leeds"), "--area", "Leds") == 3
    assert "did you mean 'Leeds'?" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []
    (tmp_path / "mine.txt").touch()
    assert call("init", str(tmp_path), "--area", "Leeds") == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


@pytest.mark.parametrize(
    "words", [("check",), ("clean",), ("run",), ("publish",), ("add", "x.csv"), ("diff",)]
)
def test_outside_of_any_folder_each_command_says_how_to_make_one(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    monkeypatch.delenv("KPI_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert call(*words) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3 and "kpi init FOLDER --area NAME" in said[2]


def test_a_command_takes_the_folder_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KPI_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert call("init", "leeds", "--area", "Leeds") == 0
    assert call("check", "--project", "leeds") == 0
    assert "fit to use" in capsys.readouterr().out
    assert call("check", "--project", "kent") == 2
    assert "--project names no council's folder" in capsys.readouterr().err
