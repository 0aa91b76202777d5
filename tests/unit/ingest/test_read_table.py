from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest import read_file


def test_columns_are_keys_or_figures_by_what_they_hold(write: Callable[..., Path]) -> None:
    text = "Area,LA Number,Years,Values,Empty\nBarnet,302,2016,12.1,\nBarnsley,370,2017,-,\n"
    reading = read_file(write(text))
    assert reading.cells["role"].tolist()[:5] == ["key", "key", "key", "value", "key"]
    (issue,) = reading.found
    assert (issue.code, issue.row, issue.column, issue.got) == ("unknown-symbol", 3, "Values", "'-'")


@pytest.mark.parametrize("text", ["one,\n2,3\n", "1,2\n3,4\n", "just text\nmore text\n", "Title\na,b\n1,2\n"])
def test_what_has_no_header_has_no_layout(write: Callable[..., Path], text: str) -> None:
    with pytest.raises(ReadError, match="The layout is not known"):
        read_file(write(text))


def test_a_short_row_is_kept_whole_and_noted(write: Callable[..., Path]) -> None:
    reading = read_file(write("area,count\nBarnet,1\nBarnsley\n"))
    assert reading.summary()["cells"] == 4
    assert [(issue.code, issue.severity, issue.row) for issue in reading.found] == [("ragged-row", "warn", 3)]
