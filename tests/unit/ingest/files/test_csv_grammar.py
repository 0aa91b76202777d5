"""Rows that hold a quote are found with the numbers that all rows have, whatever ends their lines."""

from __future__ import annotations

import csv
import io

import pytest

from kpi_lib.ingest.files.quotes import Grammar

ROWS = ["a,b", "", '"one ""two""",3', "c,d", "e,f", '"two\nlines",4', "g", '5," "']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_a_row_keeps_its_number(end: str, last: str) -> None:
    text = end.join([*ROWS, ""]) if last else end.join(ROWS)
    found = list(Grammar(b",").quoted_rows(text.encode()))
    assert [number for number, _ in found] == [3, 6, 8]
    assert [row.decode() for _, row in found] == [row for row in ROWS if '"' in row]
    read = [next(csv.reader(io.StringIO(row.decode(), newline=""))) for _, row in found]
    assert read == [['one "two"', "3"], ["two\nlines", "4"], ["5", " "]]


def test_a_text_without_quotes_has_none() -> None:
    assert list(Grammar(b",").quoted_rows(b"a,b\nc,d\n")) == []
