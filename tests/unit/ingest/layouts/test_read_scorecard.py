from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.ingest import read_file

CARD = (
    "Children's services scorecard,,\nPrinted 12 July 2018,,\n,,\n"
    "Indicator ,Q3 2017/18,Jan-Mar 2018\nReferral rate,74.1,74.6\n"
)


def test_titles_stand_above_the_header_and_are_notes(write: Callable[..., Path]) -> None:
    reading = read_file(write(CARD))
    assert reading.layout == "scorecard"
    assert reading.notes == ("Children's services scorecard", "Printed 12 July 2018")
    assert reading.cells["row"].tolist() == [5, 5, 5]
    assert reading.cells["role"].tolist() == ["key", "value", "value"]
    assert reading.summary()["cells"] == 3


@pytest.mark.parametrize(
    "header",
    ["indicator_id,2017-18-Q3,2017-18-Q4", "KPI;2017-18 Q3;Q4 2017/18", "measure,201718,2018/19",
     "name,31 March 2017,31 March 2018"],
)  # fmt: skip
def test_periods_across_make_a_scorecard_in_any_spelling(write: Callable[..., Path], header: str) -> None:
    mark = ";" if ";" in header else ","
    assert read_file(write(f"{header}\nreferral_rate{mark}1{mark}2\n")).layout == "scorecard"


@pytest.mark.parametrize("header", ["area,2017/18,2018/19", "indicator,value,note", "indicator,2018,2019"])
def test_other_tables_are_no_scorecards(write: Callable[..., Path], header: str) -> None:
    assert read_file(write(f"{header}\nx,1,2\n")).layout == "table"
