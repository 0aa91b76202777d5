from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest import read_file

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (
            "Child ID,Date of birth,CP plan start\n1001234,2012-04-01,2024-05-01\n",
            ["Child ID", "Date of birth"],
        ),
        ("UPN,Ethnicity\nA123456789012,WBRI\nB123456789012,WBRI\n", ["UPN"]),
        ("Team,NHS number,Status\nNorth,485 777 3456,CLA\nSouth,485 777 3457,CIN\n", ["NHS number"]),
        ("List of children,,\n,,\nForename,Age,Status\nAnna,4,CP\nBen,7,CP\n", ["Forename"]),
        ("Ref,DOB,Measure\n1,01/04/2012,x\n2,02/05/2013,y\n", ["DOB"]),
    ],
)
def test_a_row_for_each_child_is_refused_with_its_columns(
    write: Write, text: str, columns: list[str]
) -> None:
    with pytest.raises(ReadError, match="a row for each child") as caught:
        read_file(write(text))
    assert all(f"'{column}'" in str(caught.value) for column in columns)


@pytest.mark.parametrize(
    "text",
    [
        "Field,Meaning\nForename,the first name as registered with the authority\nUPN,see guidance of 2024\n",
        "Indicator,Q1 2024/25\nreferral_rate,101\n",
        "Name,2023/24,2024/25\nreferral_rate,400,410\nassessment_rate,300,310\n",
    ],
)
def test_totals_and_lists_of_fields_are_read(write: Write, text: str) -> None:
    assert read_file(write(text)).rows >= 1
