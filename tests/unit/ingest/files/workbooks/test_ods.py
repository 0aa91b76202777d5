from __future__ import annotations

from collections.abc import Callable

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.grids import parse_sheets

PARTS = ("office", "table", "text", "style")
NAMESPACES = " ".join(
    f'xmlns:{part}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"' for part in PARTS
) + (
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
STYLES = (
    '<number:date-style style:name="N1"><number:month number:textual="true"/><number:text>-</number:text>'
    '<number:year/></number:date-style><number:number-style style:name="N2"><number:number/>'
    "<number:text>%</number:text></number:number-style>"
    '<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="signed" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/>'
    "</style:style>"
)
FLOAT = 'office:value-type="float" office:value'
Zipped = Callable[[dict[str, str | bytes]], bytes]


@pytest.fixture
def ods(zipped: Zipped) -> Callable[..., bytes]:
    """A workbook of one sheet with the rows given."""

    def make(rows: str, sheet: str = "", manifest: str = "") -> bytes:
        content = (
            f"<office:document-content {NAMESPACES}>"
            f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="Scorecard"{sheet}>{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        return zipped({"content.xml": content, "META-INF/manifest.xml": manifest or "<manifest/>"})

    return make


@pytest.fixture
def grid_of(ods: Callable[..., bytes]) -> Callable[..., Grid]:
    return lambda rows, sheet="": parse_sheets(ods(rows, sheet), "book.ods").grids[0]


@pytest.mark.parametrize(
    ("cell", "token"),
    [
        ('office:value-type="percentage" office:value="0.188"><text:p>18.8%</text:p>', "18.8%"),
        ('office:value-type="percentage" office:value="1"><text:p>100%</text:p>', "100%"),
        (f'{FLOAT}="18.8" table:style-name="signed"><text:p>18.8%</text:p>', "18.8%"),
        (f'{FLOAT}="0.1"><text:p>0</text:p>', "0.1"),
        ('office:value-type="date" office:date-value="2024-06-30"><text:p>Jun-24</text:p>', "2024-06-30"),
        ('office:value-type="time" office:time-value="PT09H30M00S"><text:p/>', "9:30:00"),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>x</text:p>', "TRUE"),
        ('office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>', "a  b\nc"),
        ('office:value-type="string"><office:annotation><text:p>no</text:p></office:annotation>'
         "<text:p>7</text:p>", "7"),
        ('office:value-type="string"><draw:frame><text:p>no</text:p></draw:frame><text:p>7</text:p>', "7"),
        ('table:formula="of:=[.B1]*2">', "=[.B1]*2"),
        (f'table:formula="of:=[.B1]*2" {FLOAT}="14"><text:p>14</text:p>', "14"),
        ('table:formula="of:=1/0" office:value-type="string" office:string-value="" '
         'calcext:value-type="error"><text:p>#DIV/0!</text:p>', "#DIV/0!"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_stands(grid_of: Callable[..., Grid], cell: str, token: str) -> None:
    after = f'<table:table-cell {FLOAT}="1"/>'
    rows = f"<table:table-row><table:table-cell {cell}</table:table-cell>{after}</table:table-row>"
    assert grid_of(rows).row(0) == [token, "1"]


def test_formats_come_from_the_cell_or_its_column_and_are_spelt_as_in_excel(
    grid_of: Callable[..., Grid],
) -> None:
    day = 'office:value-type="date" office:date-value="2024-06-30"'
    rows = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="month"/>'
        f'<table:table-row><table:table-cell table:style-name="month" {day}/><table:table-cell {day}/>'
        f"<table:table-cell {day}/></table:table-row>"
    )
    grid = grid_of(rows)
    assert [grid.number_format(0, column) for column in range(3)] == ["mmm-yy", "yyyy-mm-dd", "mmm-yy"]


def test_repeated_rows_and_cells_are_written_out_and_what_is_hidden_is_kept(
    grid_of: Callable[..., Grid],
) -> None:
    rows = (
        '<table:table-column table:visibility="collapse"/><table:table-column/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        f'<table:table-cell {FLOAT}="5" table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    grid = grid_of(rows, ' table:style-name="away"')
    assert [grid.row(row) for row in range(grid.shape[0])] == [["", ""], ["", ""], ["5", "5"], ["5", "5"]]
    assert (grid.hidden.sheet, grid.hidden.rows, grid.hidden.columns) == ("hidden", (2, 3), (0,))


@pytest.mark.parametrize(
    ("rows", "columns"), [("1048576", "16384"), ("9" * 30, "1"), ("1", "16385"), ("1", "4294967295")]
)
def test_cells_repeated_without_end_are_refused(ods: Callable[..., bytes], rows: str, columns: str) -> None:
    cell = f'<table:table-cell {FLOAT}="1" table:number-columns-repeated="{columns}"/>'
    with pytest.raises(ReadError, match="too large"):
        parse_sheets(
            ods(f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'), "book.ods"
        )


def test_a_count_that_is_none_is_refused(ods: Callable[..., bytes]) -> None:
    with pytest.raises(ReadError, match="damaged"):
        parse_sheets(
            ods('<table:table-row table:number-rows-repeated="many"><table:table-cell/></table:table-row>'),
            "book.ods",
        )


def test_a_figure_far_below_a_million_empty_rows_is_refused(ods: Callable[..., bytes]) -> None:
    cell = f'<table:table-cell {FLOAT}="1" table:number-columns-repeated="30"/>'
    gap = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    rows = f"<table:table-row>{cell}</table:table-row>{gap}<table:table-row>{cell}</table:table-row>"
    with pytest.raises(ReadError, match="sheet 'Scorecard'"):
        parse_sheets(ods(rows), "book.ods")


def test_a_locked_file_says_so(ods: Callable[..., bytes]) -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(ReadError, match="locked by a password"):
        parse_sheets(ods("<table:table-row/>", manifest=manifest), "book.ods")
