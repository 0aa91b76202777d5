from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest import read_file
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.workbooks import parse_workbook
from kpi_lib.ingest.files.workbooks.number_formats import is_date

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Grids = Callable[..., Grid]
Books = Callable[..., bytes]


def tokens(grid: Grid) -> list[list[str]]:
    return [grid.row(row) for row in range(grid.shape[0])]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1"><f>A1*2</f></c>',
        '<c s="0" r="B1" ><f ca="1" >A1*2</f><v/></c>',
        "<c r='B1'><f>A1*2</f><v></v></c>",
        '<c r="B1"><f>A1*2</f><v> </v></c>',
        '<c r="B1"><f><![CDATA[A1*2]]></f></c>',
        '<c r="B1"><f t="array" ref="B1">A1*2</f></c>',
        '<c r="B1"><f t="shared" ref="B1:C1" si="0">A1*2</f></c>',
        "<c><f>A1*2</f></c>",
        '<c r="B1" t="str"><f>A1*2</f></c>',
        '<c r="B1" t="b"><f>A1*2</f><v/></c>',
        f'<x:c xmlns:x="{MAIN}" r="B1"><x:f>A1*2</x:f></x:c>',
    ],
)
def test_a_formula_without_a_result_is_no_empty_cell_however_it_is_written(grid_of: Grids, cell: str) -> None:
    assert tokens(grid_of(f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>')) == [["1", "=A1*2"]]


def test_cells_that_share_a_formula_without_a_result_show_it(grid_of: Grids) -> None:
    first = '<c r="A1"><f t="shared" ref="A1:A2" si="0">C1</f></c>'
    rows = f'<row r="1">{first}</row><row r="2"><c r="A2"><f t="shared" si="0"/></c><c><f/></c></row>'
    assert tokens(grid_of(rows)) == [["=C1", ""], ["=C1", "=…"]]


@pytest.mark.parametrize(
    ("cell", "token"),
    [
        ('<c r="A1"><f>B1</f><v>14</v></c>', "14"),
        ('<c r="A1"><v><![CDATA[14]]></v></c>', "14"),  # left out by other readers
        ('<c r="A1"><v>1<!-- a note -->4</v></c>', "14"),  # 1 to other readers
        ('<c r="A1"><v>&#49;4</v></c>', "14"),
        ('<c r="A1"><v>1.4E1</v></c>', "14"),
        ('<c r="A1"><v>0.10000000000000001</v></c>', "0.1"),
        ('<c r="A1" t="str"><f>B1</f><v></v></c><c r="B1"><v>1</v></c>', ""),  # an empty text is a result
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="s"><v>0</v></c>', "Area"),
        ('<c t="inlineStr"><is><r><t xml:space="preserve">Le </t></r><r><t>eds</t></r></is></c>', "Le eds"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000A_b</t><rPh><t>kana</t></rPh></is></c>', "a\nb"),
        ('<c r="A1" t="d"><v>2024-06-30T00:00:00</v></c>', "2024-06-30"),
        ('<c r="A1" s="3"><v>45473</v></c>', "2024-06-30"),
        ('<c r="A1" s="3"><v>45473.5</v></c>', "2024-06-30 12:00:00"),
        ('<c r="A1" s="1"><v>0.188</v></c>', "18.8%"),
        ('<c r="A1" s="1"><v>1</v></c>', "100%"),
        ('<c r="A1" s="1" t="s"><v>0</v></c>', "Area"),
        ('<c r="A1"><v>abc</v></c>', "abc"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_stands(grid_of: Grids, cell: str, token: str) -> None:
    assert tokens(grid_of(f'<row r="1">{cell}</row>'))[0][0] == token


def test_a_zero_that_was_never_calculated_is_no_figure(grid_of: Grids) -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="S" r:id="a"/></sheets><calcPr fullCalcOnLoad="1"/></workbook>'
    )
    rows = "<row><c><f>B1</f><v>0</v></c><c><v>0</v></c><c><f>B1</f><v>7</v></c></row>"
    assert tokens(grid_of(rows, book=book)) == [["=B1", "0", "7"]]


def test_the_number_format_of_numbers_and_dates_is_kept(grid_of: Grids) -> None:
    grid = grid_of(
        '<row><c s="1"><v>1</v></c><c s="2"><v>45473</v></c><c s="2" t="s"><v>0</v></c><c><v>3</v></c></row>'
    )
    formats = [grid.number_format(0, column) for column in range(4)]
    assert formats == ["0.0%", "mmm\\-yy", "", ""]
    assert [is_date(number_format) for number_format in formats] == [False, True, False, False]


def test_the_strict_edition_of_the_standard_is_read_too(grid_of: Grids) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = (
        f'<worksheet xmlns="{strict}"><sheetData><row><c s="1"><v>0.5</v></c></row></sheetData></worksheet>'
    )
    assert tokens(grid_of(sheet=sheet)) == [["50%"]]


def test_merged_cells_are_known(grid_of: Grids) -> None:
    grid = grid_of("<row><c><v>1</v></c></row>", after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>')
    assert grid.merges == (((0, 0), (1, 2)),)


SCORECARD = (
    '<row r="1"><c t="inlineStr"><is><t>Indicator</t></is></c>'
    '<c t="inlineStr"><is><t>Q1 2024/25</t></is></c><c t="inlineStr"><is><t>Q2 2024/25</t></is></c></row>'
    '<row r="2"{hidden}><c t="inlineStr"><is><t>rereferral_percent</t></is></c><c s="1"><v>0.188</v></c>'
    '<c s="1">{cell}</c></row>'
)  # fmt: skip


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_what_is_hidden_is_read_and_named(xlsx: Books, tmp_path: Path, state: str) -> None:
    rows = SCORECARD.format(hidden=' hidden="1"', cell="<v>0.217</v>")
    sheet = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="3" max="16384" hidden="true"/></cols>'
        f"<sheetData>{rows}<row r='9' hidden='1'/></sheetData></worksheet>"
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(sheet=sheet, state=state))
    reading = read_file(path)
    assert reading.cells.query("role == 'value'")["number"].tolist() == [18.8, 21.7]
    assert {issue.severity for issue in reading.issues} == {"warn"}
    shown = "very hidden" if state == "veryHidden" else "hidden"
    assert [
        (issue.what.removesuffix("; it is read all the same"), issue.got) for issue in reading.issues
    ] == [
        (f"The sheet 'Scorecard' is {shown}", "2 rows and 3 columns"),
        ("A row of the sheet 'Scorecard' is hidden", "row 2"),
        ("A column of the sheet 'Scorecard' is hidden", "column C"),
    ]


def test_a_figure_without_a_result_stops_by_sheet_and_cell(xlsx: Books, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(SCORECARD.format(hidden="", cell="<f>B2+1</f>")))
    (issue,) = read_file(path).issues
    assert (issue.severity, issue.code, issue.got) == ("stop", "spreadsheet-error", "'=B2+1'")
    assert issue.what == "Text stands where a number belongs (sheet 'Scorecard', cell C2)"


FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>', "A4294967295"),
        ('<row r="1048577"><c><v>1</v></c></row>', "A1048577"),
        ('<row r="0"><c><v>1</v></c></row>', "A0"),
        ('<row r="-5"><c><v>1</v></c></row>', "A-5"),
        ('<row r="99999999999999999999"><c><v>1</v></c></row>', "A99999999999999999999"),
        (f"{FIRST}{FIRST}", "A1"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "XFE1"),
        ('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', "ZZZZZZ1"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "A1"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>', "B1"),
        ('<row r="1"><c r="A7"><v>1</v></c></row>', "A7"),
        ('<c r="A1"><v>1</v></c>', "A1"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "A1"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "A1"),
        ('<row r="1"><c r="A1" t="odd"><v>7</v></c></row>', "A1"),
        ('<row r="1"><c r="A1" s="77"><v>7</v></c></row>', "A1"),
    ],
)
def test_an_impossible_cell_is_refused_by_sheet_and_cell(xlsx: Books, rows: str, place: str) -> None:
    with pytest.raises(ReadError, match=rf"\(book\.xlsx, sheet 'Scorecard', cell {place}\)"):
        parse_workbook(xlsx(rows), "book.xlsx")


@pytest.mark.parametrize("merge", ["A1:A99999999", "A1:XFE2", "A1:ZZZZ9", "A0:B2", "1:2", "Sheet!A1:B2"])
def test_impossible_merges_are_refused(xlsx: Books, merge: str) -> None:
    with pytest.raises(ReadError, match="sheet 'Scorecard'"):
        parse_workbook(xlsx(FIRST, after=f'<mergeCell ref="{merge}"/>'), "book.xlsx")
