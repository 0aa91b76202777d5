from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_lib.ingest.files.delimited import _parse_patiently, _parse_quickly, parse_text
from kpi_lib.ingest.files.grid import spans


def rows_of(text: str) -> list[list[str]]:
    grid = parse_text(text.encode())
    return [grid.row(index) for index in range(grid.shape[0])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    assert rows_of(end.join(["a,b", "1,2", ""])) == [["a", "b"], ["1", "2"]]


def test_quoted_line_ends_and_commas_stay_in_their_cell() -> None:
    assert rows_of('a,b\n"x\ny","1,234"\n') == [["a", "b"], ["x\ny", "1,234"]]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_finds_another_delimiter(mark: str) -> None:
    assert rows_of(f"a{mark}b\n1{mark}2") == [["a", "b"], ["1", "2"]]


def test_short_and_blank_rows_are_kept_in_place_and_remembered() -> None:
    grid = parse_text(b"Title\n\na,b,c\n1,2,3\n4,5\n")
    assert grid.shape == (5, 3)
    assert grid.widths == {0: 1, 1: 0, 4: 2}
    assert grid.row(4) == ["4", "5", ""]


def test_a_token_that_looks_missing_stays_text() -> None:
    assert rows_of("a,b\nNA,NULL\n,nan") == [["a", "b"], ["NA", "NULL"], ["", "nan"]]


words = st.text(alphabet='ab,"\n 1;é', max_size=5)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(words, min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_both_readers_give_what_was_written(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    body = written.getvalue().encode().rstrip(b"\r\n")
    patient, quick = _parse_patiently(body, ",", ""), _parse_quickly(body, body.decode(), ",", "")
    assert [patient.row(index) for index in range(len(rows))] == rows
    if quick is not None:
        assert [quick.row(index) for index in range(len(rows))] == rows


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], []), ([3], ["3"]), ([3, 4, 5, 9], ["3 to 5", "9"]), ([9, 2, 3], ["2 to 3", "9"])],
)
def test_runs_of_rows_are_joined(numbers: list[int], words: list[str]) -> None:
    assert spans(numbers) == words
