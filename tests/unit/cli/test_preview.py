"""`kpi read` on the terminal: every text as typed, questions marked, inside a project and outside of one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.cli import main
from kpi_lib.ingest import read_file

REREFERRALS = "Referrals within 12 months of an earlier referral"
TYPED = "[red]a[/red] :smile: <script>"
Kpi = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kpi(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Kpi:
    """Runs a command in a folder without a project, and returns exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KPI_PROJECT", raising=False)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kpi", *words])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def card(folder: Path, *rows: str) -> str:
    path = folder / "card.csv"
    path.write_text("\n".join(["Indicator,Q1 2024/25,Q2 2024/25", *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_names_are_shown_as_typed_and_questions_marked(kpi: Kpi, tmp_path: Path) -> None:
    code, out, _ = kpi("read", card(tmp_path, f"{REREFERRALS},18.8,21.7", f"{TYPED},1,2"), "--area", "885")
    assert code == 0
    assert TYPED in out
    (row,) = [line for line in out.splitlines() if TYPED in line and "which indicator?" in line]
    assert row.lstrip().startswith("?")
    assert "2024-25-Q1: 18.8" in out and "2024-25-Q2: 21.7" in out


def test_a_long_name_is_folded_and_never_cut(kpi: Kpi, tmp_path: Path) -> None:
    name = "x" * 400
    _, out, _ = kpi("read", card(tmp_path, f"{name},1,2"))
    # In the rows, and in quotes among what is to be settled.
    assert out.count("x") >= 2 * 400 and "…" not in out.replace(" … ", "")


def test_outside_a_project_the_area_is_asked_inside_it_is_the_home_area(
    kpi: Kpi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = card(tmp_path, f"{REREFERRALS},18.8,21.7")
    assert "whose?" in kpi("read", path)[1]
    (tmp_path / "kpi.toml").write_text('home_area = "E10000034"\n', encoding="utf-8")
    out = kpi("read", path)[1]
    assert "whose?" not in out and "its figures are taken as Worcestershire’s" in out


def test_the_page_is_written_beside_the_terminals_text(kpi: Kpi, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    _, out, _ = kpi("read", card(tmp_path, f"{REREFERRALS},1,2"), "--html", str(page))
    assert f"The same as a page: {page}" in out and page.read_text("utf-8").startswith("<!doctype html>")


def test_json_is_the_summary_of_the_reading_with_or_without_a_page(kpi: Kpi, tmp_path: Path) -> None:
    path = card(tmp_path, f"{REREFERRALS},18.8,21.7")
    expected = json.loads(json.dumps(read_file(Path(path)).summary()))
    assert json.loads(kpi("read", path, "--json")[1]) == expected
    assert json.loads(kpi("read", path, "--json", "--html", str(tmp_path / "p.html"))[1]) == expected


def test_a_layout_that_the_file_has_not_is_refused_in_three_lines(kpi: Kpi, tmp_path: Path) -> None:
    path = card(tmp_path, f"{REREFERRALS},18.8,21.7")
    code, _, err = kpi("read", path, "--layout", "periods_down")
    assert (code, len(err.strip().splitlines())) == (5, 3)


def test_a_scorecard_without_any_figure_ends_with_its_own_code(kpi: Kpi, tmp_path: Path) -> None:
    path = tmp_path / "card.csv"
    path.write_text(f"Indicator,YTD,12 months to June 2024\n{REREFERRALS},3,4\n", encoding="utf-8")
    code, out, err = kpi("read", str(path), "--area", "885")
    assert "twelve months to 30 June 2024" in out
    assert (code, err.splitlines()[0]) == (15, f"Error: No figure is found in this file ({path})")


def test_figures_without_a_number_are_counted_as_such(kpi: Kpi, tmp_path: Path) -> None:
    _, out, _ = kpi("read", card(tmp_path, f"{REREFERRALS},18.8,"), "--area", "885")
    assert "2 figures of 1 indicator, 1 of them without a number" in out
