"""`scorecard.xls` was written by xlwt 1.3.0, the last program that writes this format from Python.

Scorecard: percentages under `0.0%` and `0%`, one under `0.0"%"`, a plain 0.25, a day under `mmm-yy`, a truth,
three merged cells; row 3 and column C hidden. Old: very hidden.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grids import parse_sheets
from kpi_lib.ingest.files.workbooks import xls

RAW = (Path(__file__).parent / "scorecard.xls").read_bytes()


def test_an_old_workbook_is_read_by_what_its_cells_show() -> None:
    grid, old = parse_sheets(RAW, "scorecard.xls").grids
    assert [grid.row(row) for row in range(1, 5)] == [
        ["rereferral_percent", "18.8%", "100%"],
        ["social_worker_turnover_percent", "18.8%", "0.25"],
        ["2024-06-30", "TRUE", ""],
        ["Note", "", ""],
    ]
    assert [grid.number_format(1, 1), grid.number_format(3, 0)] == ["0.0%", "mmm-yy"]
    assert grid.merges == (((4, 0), (4, 2)),)
    assert (grid.hidden.sheet, grid.hidden.rows, grid.hidden.columns) == ("", (2,), (2,))
    assert old.hidden.sheet == "very hidden"


def test_a_damaged_or_huge_old_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="damaged or locked"):
        parse_sheets(RAW[:3000], "scorecard.xls")
    monkeypatch.setattr(xls, "MOST_OLD_BYTES", 1_000)
    with pytest.raises(ReadError, match="too large"):
        parse_sheets(RAW, "scorecard.xls")
