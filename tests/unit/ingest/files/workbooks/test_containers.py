"""Workbooks that are no workbooks, or would burst the memory: refused before anything is laid out."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grids import parse_sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Books = Callable[..., bytes]
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(raw: bytes) -> str:
    with pytest.raises(ReadError) as error:
        parse_sheets(raw, "book.xlsx")
    text = error.value.as_text()
    assert len(text.splitlines()) <= 3 and "book.xlsx" in text
    return text


def changed(raw: bytes, **parts: bytes | None) -> bytes:
    """The same zip file with other parts, named by the end of their path; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            part = parts.get(stem, before.read(name)) if name.endswith(".xml") else before.read(name)
            if part is not None:
                after.writestr(name, part)
    return out.getvalue()


def test_entities_are_refused(xlsx: Books) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
    assert "defines entities" in refusal(changed(xlsx(ROW), one=bomb))


def test_a_sheet_whose_part_is_missing_is_named(xlsx: Books) -> None:
    assert "sheet 'Scorecard' has no part" in refusal(changed(xlsx(ROW), one=None))


def test_two_parts_of_one_name_are_refused(xlsx: Books) -> None:
    out = io.BytesIO(xlsx(ROW))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("XL/worksheets/one.xml", "<other/>")
    assert "two parts called" in refusal(out.getvalue())


def test_a_locked_workbook_says_so(xlsx: Books) -> None:
    locked = bytearray(xlsx(ROW))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert "locked by a password" in refusal(bytes(locked))
    envelope = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "locked by a password" in refusal(envelope)


def test_a_binary_workbook_is_refused_with_the_way_out(xlsx: Books) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    assert "save it as Excel workbook (.xlsx)" in refusal(out.getvalue())


def test_one_cell_in_the_last_corner_is_refused_in_little_memory(xlsx: Books) -> None:
    raw = xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')  # 17 thousand million cells
    tracemalloc.start()
    try:
        assert "too large" in refusal(raw)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_cells_without_end_are_refused_though_they_are_empty(
    xlsx: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpi_lib.ingest.files.workbooks.xlsx.MOST_WRITTEN", 1_000)
    assert "more than 1,000 cells" in refusal(xlsx(f"<row>{'<c/>' * 1_001}</row>"))


def test_what_a_sheet_says_of_its_own_size_does_not_matter(xlsx: Books) -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{ROW}</sheetData></worksheet>'
    )
    (grid,) = parse_sheets(xlsx(sheet=sheet), "book.xlsx").grids
    assert grid.shape == (1, 1)
