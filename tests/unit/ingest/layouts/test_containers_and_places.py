from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest import read_file
from kpi_lib.ingest.layouts.places import find_area_named


def test_every_sheet_is_read_by_its_own_layout(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["c", "Suppressed due to low numbers"])
    table = book.create_sheet("Table")
    for row in (["Published 2023"], ["Area", "Number", "Inspected"], ["York", 7, date(2023, 7, 10)]):
        table.append(row)
    table.append(["Leeds", "c", ""])
    path = tmp_path / "book.csv"  # the name does not decide
    book.save(path)
    reading = read_file(path)
    assert (reading.layout, [item.sheet for item in reading.tables]) == ("report_table", ["Table"])
    cells = reading.cells
    assert cells["token"].tolist() == ["York", "7", "2023-07-10", "Leeds", "c", ""]
    assert cells["row"].tolist() == [3, 3, 3, 4, 4, 4]
    assert cells["status"].tolist()[4] == "suppressed"  # as the sheet Notes says
    assert reading.notes == ("c | Suppressed due to low numbers", "Published 2023")


def test_parquet_is_read_as_it_would_be_typed(write: Callable[..., Path]) -> None:
    frame = pd.DataFrame({"Area": ["York", None], "LA Number": [816.0, None], "Share": ["17.4", "-"]})
    out = BytesIO()
    frame.to_parquet(out, index=False)
    cells = read_file(write(out.getvalue(), "file.parquet")).cells
    assert cells["token"].tolist() == ["York", "816", "17.4", "", "", "-"]
    assert cells["row"].tolist() == [2, 2, 2, 3, 3, 3]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 nothing", b"PAR1 nothing PAR1", b"\xd0\xcf\x11\xe0 nothing"]
)
def test_a_damaged_container_is_refused_in_three_lines(write: Callable[..., Path], content: bytes) -> None:
    with pytest.raises(ReadError) as error:
        read_file(write(content))
    assert len(error.value.as_text().splitlines()) <= 3


@pytest.mark.parametrize(
    "name",
    [
        "Kingston upon Hull, City of", "Kingston Upon Hull", "Kingston upon Hull City of", "Hull",
        "Kingston-upon-Hull", "KINGSTON UPON HULL (CITY OF)", "City of Kingston upon Hull",
        "Kingston upon Hull, City of (see One Adoption North and Humber RAA)",
    ],
)  # fmt: skip
def test_hull_is_hull_however_it_is_spelt(name: str) -> None:
    found = find_area_named(name)
    assert found is not None and found.dfe_number == "810"


def test_a_code_beside_another_areas_name_is_an_issue_naming_both(write: Callable[..., Path]) -> None:
    text = "area_code,area_name,period,value\nE06000046,England,2018,5\nE08000020,Gateshead,2018,6\n"
    reading = read_file(write(text + "E10000009,Dorset,2018,7\n"))
    (issue,) = [issue for issue in reading.issues if issue.code == "area-conflict"]
    # Gateshead's former code and Dorset before 2019 are no conflict
    assert (issue.row, issue.got) == (2, "'E06000046', 'England'")
    assert "Isle of Wight" in issue.what and "England" in issue.what
