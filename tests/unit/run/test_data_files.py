"""Files for analysts: harmless in a spreadsheet, numbers as numbers, the same bytes twice."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from kpi_lib.present.shown.files import DataFile, csv_text, harmless, workbook_bytes

HOSTILE = [
    '=HYPERLINK("http://evil","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\u200b=1",
    "\ufeff=cmd|' /C calc'!A0",
    "＝1＋1",
]
FILE = DataFile(
    "referral-rate",
    [("Definition", "=1+1"), ("Licence", "Open Government Licence v3.0")],
    ["area", "value", "note"],
    [["Sir Gaerfyrddin, Ŵ", -3.25, "=1+1"], ["Kent", 424.0, None], ["Essex", None, "withheld"]],
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_marks_of_direction_are_left_out() -> None:
    assert harmless("\u202e=1\u202c") == "'=1" and harmless("\u200fKent\u2066") == "Kent"


@pytest.mark.parametrize("value", ["Worcestershire", "2017-18", "under 6", "−3.2", "", -3.25, 0, None])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value


def test_csv_has_numbers_bare_and_gaps_empty() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(FILE))))
    assert rows[1:] == [
        ["Sir Gaerfyrddin, Ŵ", "-3.25", "'=1+1"],
        ["Kent", "424", ""],
        ["Essex", "", "withheld"],
    ]


def test_the_workbook_holds_the_same_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(workbook_bytes(FILE)))
    assert book.sheetnames == ["Read me", "Data"]
    cells = [[cell.value for cell in row] for row in book["Data"].iter_rows(min_row=2)]
    assert cells == [["Sir Gaerfyrddin, Ŵ", -3.25, "'=1+1"], ["Kent", 424, None], ["Essex", None, "withheld"]]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["Read me"]["B1"].value == "'=1+1"


def test_two_workbooks_of_the_same_figures_are_the_same_bytes() -> None:
    assert workbook_bytes(FILE) == workbook_bytes(FILE)
