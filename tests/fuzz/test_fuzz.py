"""Hundreds of damaged files in the suite, twenty thousand under `make fuzz`; extremes one by one."""

from __future__ import annotations

import os
import struct
import time
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from mutations import mutate
from promises import check_promises
from seeds import cell, seeds, sheet, workbook

FILES = int(os.environ.get("KPI_FUZZ_FILES", "500"))
FIRST = int(os.environ.get("KPI_FUZZ_FIRST", "0"))
CHUNK = 100
"""Which files: file n is always the same, whatever else runs."""


def damaged(number: int) -> bytes:
    chance = Random(number)
    return mutate(chance.choice(seeds()), chance)


@pytest.mark.parametrize("first", range(FIRST, FIRST + FILES, CHUNK))
def test_no_damage_loses_a_cell_or_invents_a_number(tmp_path: Path, first: int) -> None:
    outcomes: Counter[str] = Counter()
    for number in range(first, min(first + CHUNK, FIRST + FILES)):
        path = tmp_path / "file.csv"
        path.write_bytes(damaged(number))
        try:
            outcomes[check_promises(path)] += 1
        except Exception as error:
            error.add_note(f"KPI_FUZZ_FIRST={number} KPI_FUZZ_FILES=1 repeats it")
            raise
    assert sum(outcomes.values()) < CHUNK or (len(outcomes) >= 8 and outcomes["refused"] < 0.6 * CHUNK)


@pytest.mark.parametrize("number", range(len(seeds())))
def test_every_seed_is_read(tmp_path: Path, number: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(seeds()[number])
    assert check_promises(path) != "refused"


def test_as_many_columns_as_a_spreadsheet_has_and_a_giant_cell(tmp_path: Path) -> None:
    wide = ",".join(f"column {number}" for number in range(16_384)) + "\n" + ",".join(["1"] * 16_384)
    giant = f"area,note\nBarnet,{'x' * 10_000_000}\n"
    both = "Title\n\narea," + ",".join(["2018"] * 16_383) + "\n" + "\n".join(["Barnet,1,2"] * 20)
    for text in (wide, giant, both):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        assert check_promises(path) != "refused"


def zipped(name: str, data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def lying_size(data: bytes) -> bytes:
    """The same zip file, claiming that its part is only ten bytes long."""
    changed = bytearray(data)
    local, central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    changed[local + 22 : local + 26] = struct.pack("<I", 10)
    changed[central + 24 : central + 28] = struct.pack("<I", 10)
    return bytes(changed)


FAR = sheet([["a", "b"]]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BOMBS: dict[str, Callable[[], bytes]] = {
    "a part that unpacks to two gigabytes": lambda: zipped("xl/worksheets/sheet1.xml", b" " * 2_000_000_000),
    "a part that lies about its size": lambda: lying_size(
        zipped("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    ),
    "one cell in the last corner": lambda: workbook({"Sheet": FAR}),
    "a zip file of something else": lambda: zipped("readme.txt", b"hello"),
    "only the first bytes": lambda: workbook({"Sheet": sheet([["a", 1.0]])})[:40],
    "an OpenDocument of seventeen billion cells": lambda: zipped(
        "content.xml",
        b'<office:document-content><table:table><table:table-row table:number-rows-repeated="1048576">'
        b'<table:table-cell office:value="1" table:number-columns-repeated="16384"><text:p>1</text:p>'
        b"</table:table-cell></table:table-row></table:table></office:document-content>",
    ),
}
"""What makes each bomb: to pack two gigabytes takes seconds, and only its own test needs it."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_quickly_and_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(BOMBS[name]())
    tracemalloc.start()
    start = time.perf_counter()
    try:
        assert check_promises(path) == "refused"
        assert time.perf_counter() - start < 5
        assert tracemalloc.get_traced_memory()[1] < 500_000_000
    finally:
        tracemalloc.stop()


def test_a_formula_without_a_result_and_an_error_are_issues_not_numbers(tmp_path: Path) -> None:
    from kpi_lib.ingest import read_file

    rows = sheet([["Area", "Figure"], ["Barnet", 7.0]])
    rows += f'<row r="3">{cell("A3", "York")}<c r="B3"><f>B2*2</f></c></row>'
    rows += f'<row r="4">{cell("A4", "Hull")}<c r="B4" t="e"><v>#DIV/0!</v></c></row>'
    rows += f'<row r="5">{cell("A5", "Leeds")}<c r="B5"><f>B2*2</f><v>14</v></c></row>'
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook({"Sheet": rows}))
    reading = read_file(path)
    figures = reading.cells.query("role == 'value'")
    assert figures["token"].tolist() == ["7", "=B2*2", "#DIV/0!", "14"]
    assert figures["number"].tolist()[::3] == [7.0, 14.0] and figures["number"].isna().sum() == 2
    assert [(issue.code, issue.row) for issue in reading.issues] == [
        ("spreadsheet-error", 3),
        ("spreadsheet-error", 4),
    ]
