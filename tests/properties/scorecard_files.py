# ruff: noqa: E501 (the samples are wide)
"""Writes the sheets of a random scorecard as text, as an Excel workbook and as an OpenDocument one."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from scorecard_figures import BLANK, Cell

PARTS = ("office", "table", "text", "style")
NAMESPACES = " ".join(f'xmlns:{part}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"' for part in PARTS)
NUMBERS = 'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
MONTH_STYLE = (
    '<number:date-style style:name="N1"><number:month number:textual="true"/><number:text>-</number:text>'
    '<number:year/></number:date-style>'
    '<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>'
)  # fmt: skip


@dataclass
class SheetCells:
    """One sheet: its name, its cells, what is merged (row and column twice), and hidden rows."""

    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def as_csv(sheet: SheetCells, chance: Random) -> bytes:
    width = max(map(len, sheet.rows))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=chance.choice(",,,;\t"))
    writer.writerows([cell.text for cell in row] + [""] * (width - len(row)) for row in sheet.rows)
    return out.getvalue().encode(chance.choice(["utf-8", "utf-8-sig"]))


def as_xlsx(sheets: list[SheetCells]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    formats = {}
    for one in sheets:
        sheet = book.add_worksheet(one.name)
        for row, column, last, end in one.merges:
            sheet.merge_range(row, column, last, end, "")
        for at, cells in enumerate(one.rows):
            for place, cell in enumerate(cells):
                shown = formats.setdefault(
                    cell.format, book.add_format({"num_format": cell.format or "General"})
                )
                if cell.day is not None:
                    sheet.write_datetime(at, place, cell.day, shown)
                elif cell.number is not None:
                    sheet.write_number(at, place, cell.number, shown)
                elif cell.text:
                    sheet.write_string(at, place, cell.text)
        for at in one.hidden:
            sheet.set_row(at, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


def as_ods(sheets: list[SheetCells]) -> bytes:
    tables = "".join(_ods_table(sheet) for sheet in sheets)
    content = (
        f"<office:document-content {NAMESPACES} {NUMBERS}>"
        f"<office:automatic-styles>{MONTH_STYLE}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_table(sheet: SheetCells) -> str:
    spans = {(row, column): (last, end) for row, column, last, end in sheet.merges}
    covered = {
        (row, column) for (top, left), (last, end) in spans.items()
        for row in range(top, last + 1) for column in range(left, end + 1) if (row, column) != (top, left)
    }  # fmt: skip
    width = max(map(len, sheet.rows))
    rows = []
    for at, cells in enumerate(sheet.rows):
        xml = ""
        for place in range(width):
            cell = cells[place] if place < len(cells) else BLANK
            last, end = spans.get((at, place), (at, place))
            span = (
                f' table:number-columns-spanned="{end - place + 1}" table:number-rows-spanned="{last - at + 1}"'
                if (last, end) != (at, place) else ""
            )  # fmt: skip
            xml += "<table:covered-table-cell/>" if (at, place) in covered else _ods_cell(cell, span)
        hidden = ' table:visibility="collapse"' if at in sheet.hidden else ""
        rows.append(f"<table:table-row{hidden}>{xml}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.name)}>{''.join(rows)}</table:table>"


def _ods_cell(cell: Cell, span: str) -> str:
    text = f"<text:p>{escape(cell.text)}</text:p>" if cell.text else ""
    if cell.day is not None:
        kind = (
            f' office:value-type="date" office:date-value="{cell.day.isoformat()}" table:style-name="month"'
        )
    elif cell.number is not None:
        sort = "percentage" if "%" in cell.format else "float"
        kind = f' office:value-type="{sort}" office:value="{cell.number!r}"'
    else:
        kind = ' office:value-type="string"' if cell.text else ""
    return f"<table:table-cell{kind}{span}>{text}</table:table-cell>"
