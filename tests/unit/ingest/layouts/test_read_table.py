from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.ingest import read_file


def test_columns_are_keys_or_figures_by_what_they_hold(write: Callable[..., Path]) -> None:
    text = "Area,LA Number,Years,Values,Empty\nBarnet,302,2016,12.1,\nBarnsley,370,2017,-,\n"
    reading = read_file(write(text))
    assert reading.cells["role"].tolist()[:5] == ["key", "key", "key", "value", "key"]
    (issue,) = reading.issues
    assert (issue.code, issue.row, issue.column, issue.got) == ("unknown-symbol", 3, "Values", "'-'")


@pytest.mark.parametrize("text", ["one,\n2,3\n", "1,2\n3,4\n", "just text\nmore text\n"])
def test_what_has_no_header_is_kept_as_notes(write: Callable[..., Path], text: str) -> None:
    reading = read_file(write(text))
    assert (reading.layout, reading.summary()["cells"]) == ("text", 0)
    assert reading.notes == tuple(line.rstrip(",") for line in text.splitlines())
    assert [issue.code for issue in reading.issues] == ["no-table"]


def test_a_title_above_bare_figures_is_a_note(write: Callable[..., Path]) -> None:
    reading = read_file(write("Title\na,b\n1,2\n"))
    assert (reading.layout, reading.headers, reading.notes) == ("report_table", ("a", "b"), ("Title",))
    assert reading.cells["number"].tolist() == [1, 2]


def test_a_short_row_is_kept_whole_and_noted(write: Callable[..., Path]) -> None:
    reading = read_file(write("area,count\nBarnet,1\nBarnsley\n"))
    assert reading.summary()["cells"] == 4
    assert [(issue.code, issue.severity, issue.row) for issue in reading.issues] == [
        ("ragged-row", "warn", 3)
    ]


def test_a_header_with_a_raised_digit_is_a_name_like_any_other(write: Callable[..., Path]) -> None:
    reading = read_file(write("area,3²\nBarnet,1\nBolton,4\n"))
    assert (reading.layout, reading.headers) == ("table", ("area", "3²"))
    assert reading.cells["number"].dropna().tolist() == [1, 4]
