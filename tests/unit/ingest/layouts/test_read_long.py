from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest import read_file

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
ROWS = (
    'referral_rate,E10000034,2017-18-Q4,870,"116,697",,published,\n'
    "referral_rate,E10000034,2017-18-Q3,c,116697,74.6 ,local,a note\n"
)


def test_every_body_cell_is_one_row_in_reading_order(write: Callable[..., Path]) -> None:
    reading = read_file(write(HEADER + ROWS))
    # 2 rows of 8 cells; of the 16, the value of row 2 is empty (not available), the numerator of row 3 is
    # suppressed, and the note of row 2 is an empty key (not applicable): 13 are ok.
    assert reading.summary() == {
        "layout": "long",
        "rows": 2,
        "cells": 16,
        "status": {"ok": 13, "suppressed": 1, "not_applicable": 1, "not_available": 1},
        "issues": 0,
        "headers": 8,
        "notes": 0,
        "found": [],
    }
    cells = reading.cells
    assert cells["row"].tolist() == [2] * 8 + [3] * 8
    assert cells["column"].tolist() == [1, 2, 3, 4, 5, 6, 7, 8] * 2
    denominator = cells.iloc[4]
    assert (denominator["header"], denominator["role"], denominator["token"], denominator["number"]) == (
        "denominator", "value", "116,697", 116697.0,
    )  # fmt: skip
    assert cells["token"].iloc[13] == "74.6 "


def test_header_spaces_marks_and_line_ends_do_not_matter(write: Callable[..., Path]) -> None:
    text = "\ufeff" + (HEADER.replace("value,", " Value ,") + ROWS).replace("\n", "\r\n")
    reading = read_file(write(text))
    assert reading.layout == "long"
    assert reading.headers[5] == " Value "
    assert reading.summary()["issues"] == 0


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_reads_the_same_and_is_noted(write: Callable[..., Path], encoding: str) -> None:
    text = HEADER + ROWS.replace("a note", "a note – “Children’s” £5")
    reading = read_file(write(text.encode(encoding)))
    assert [issue.code for issue in reading.issues] == ["encoding"]
    assert "a note – “Children’s” £5" in reading.cells["token"].tolist()


def test_a_renamed_column_is_named_with_the_nearest(write: Callable[..., Path]) -> None:
    path = write(HEADER.replace("area_code", "area_cod") + ROWS)
    with pytest.raises(ReadError) as error:
        read_file(path)
    assert error.value.as_text().splitlines()[0] == "Missing column 'area_code' (file.csv)"
    assert error.value.hint == "did you mean 'area_cod'?"


def test_a_header_without_rows_is_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(ReadError, match="header but no rows"):
        read_file(write(HEADER))


def test_a_repeated_header_and_a_shifted_row_stop(write: Callable[..., Path]) -> None:
    text = HEADER.replace("note", "value") + "referral_rate,E10000034,2017-18,1,234,5,6,local,7\n"
    issues = read_file(write(text)).issues
    assert [issue.code for issue in issues] == ["duplicate-header", "ragged-row", "text-in-number"]
    assert {issue.severity for issue in issues} == {"stop"}
    assert issues[1].got == "9 cells"


def test_text_in_a_number_stops_and_names_the_cell(write: Callable[..., Path]) -> None:
    issue = read_file(write(HEADER + "referral_rate,E10000034,2017-18,about 900,116697,,local,\n")).issues[0]
    assert (issue.severity, issue.code, issue.row, issue.column, issue.got) == (
        "stop", "text-in-number", 2, "numerator", "'about 900'",
    )  # fmt: skip


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_file(tmp_path / "gone.csv")


def test_the_file_is_not_changed(write: Callable[..., Path]) -> None:
    path = write(HEADER + ROWS)
    before = path.read_bytes(), path.stat().st_mtime_ns
    read_file(path).cells["number"].sum()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
