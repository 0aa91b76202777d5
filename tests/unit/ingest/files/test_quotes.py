from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.delimited import parse_text
from kpi_lib.ingest.files.quotes import Grammar

HEAD = "area,period,count,rate\n"
ROWS = "".join(f"Area {number},2018,{number},{number}.5\n" for number in range(2_000))


def rows_of(text: str) -> list[list[str]]:
    grid = parse_text(text.encode(), "file.csv")
    return [grid.row(index) for index in range(grid.shape[0])]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f'{HEAD}York,2018,5,1.5\n"Leeds,2018,6,1.5\n{ROWS}', "row 3, column 1"),  # never closed
        (f'{HEAD}York,2018,5,"1.5\n{ROWS}', "row 2, column 4"),
        (f'{HEAD}{ROWS}Leeds,2018,6,"1.5', "row 2,002, column 4"),  # in the last line
        (f'{HEAD}{ROWS}Leeds,2018,6,"1.5\n', "row 2,002, column 4"),
        (f'{HEAD}"York,2018,5,1.5\n{ROWS}"Leeds,2018,6,1.5\n', "row 2, column 1"),  # text follows the second
        (
            f'{HEAD}"York,2018,5,1.5\n{ROWS}Leeds",2018,6,1.5\n',
            "row 2, column 1",
        ),  # of one width all the same
        (f'{HEAD}"York,2018,5,1.5\nLeeds",2018,6,1.5\n{ROWS}', "row 2, column 1"),  # one row is lost
        (f'{HEAD}York,2018,5,"1.5\nLeeds,2018,6,1.5"\n{ROWS}', "row 2, column 4"),
        (f'{HEAD}York,"2018,5,1.5\r\nLeeds",2018,6,1.5\r\n', "row 2, column 2"),
        ('who,what,note\n"Ann,sees,all\nBea,sees,none\nCid,hears,all\nDee,sees",x,y\n', "row 2, column 1"),
        ('a;b;c\n"York;2018;5\nHull;2018;6\nLeeds";2018;7\n', "row 2, column 1"),
        (f'"One\ntext"\n\n{HEAD}"York,2018,5,1.5\n{ROWS}', "row 4, column 1"),  # rows, not lines, are counted
        ('area,note\nYork,"' + "word\n" * 150 + '"\n', "row 2, column 2"),
        ('area,count\n"York, 5" wide,7\n', "row 2, column 1"),
        ('area,count\n"York" wide,7\n', "row 2, column 1"),
        ('area,count\n"Hull", City of",7\n', "row 2, column 2"),  # a text with a comma is split
        ('area,count\n"Hull", City" of",7\n', "row 2, column 2"),
        (
            'area,count\nHull, City of",7\n"Bristol, City of",8\n',
            "row 2, column 2",
        ),  # its first quote is gone
        (f'{HEAD}York,"2018,5",1.5\n{ROWS}', "row 2, column 2"),  # two cells in one
        (f'{HEAD}"York,2018,5,1.5"\n{ROWS}', "row 2, column 1"),
        (f'{HEAD}"York,2018,5,1.5\n"\n{ROWS}', "row 2, column 1"),
        (f'{HEAD}York,2018,5,"as sent,\nLeeds,2018,6,1.5,as sent,\nrevised"\n{ROWS}', "row 2, column 4"),
        (f'{HEAD}York,2018,5,"see 3, 4\nHull, City of",2018,6,1.5\n{ROWS}', "row 2, column 4"),
        (f'{HEAD}"Hull, City of,2018,6,1.5\nBristol, City of",2018,5,1.5\n{ROWS}', "row 2, column 1"),
        ('id,n,a,b\n"r0,1,,\r\nr1,2,",",",1"\r\n', "row 2, column 1"),  # closed by a quote that opens a cell
        ('id,n,a,b\nr0,1,"x,y\r\nr1",2,x,y\r\n', "row 2, column 3"),
        ('id,a,b,c\nr0,x,"y,z\r\nr1,x",y,z\r\n', "row 2, column 3"),  # rows of texts alone
    ],
)
def test_a_quote_that_takes_in_rows_is_named_by_row_and_column(text: str, place: str) -> None:
    with pytest.raises(ReadError) as error:
        rows_of(text)
    assert f"(file.csv, {place})" in error.value.as_text().splitlines()[0]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a,b\n5" pipe,6"\n', ['5" pipe', '6"']),
        ('a,b\nx"y,"p ""q"" r"\n', ['x"y', 'p "q" r']),
        ('a,b\n"Hull, City of" ,7\n', ["Hull, City of ", "7"]),
        ('"Number of\nchildren","Rate, per\n10,000"\n1,2\n', ["1", "2"]),
        (f'{HEAD}York,2018,5,"Taken from the return,\nas sent: 1,234 children,\nsee note 3"\n', None),
        ('area,note,count\nYork,"Total, of all\nsee, below",7\n', ["York", "Total, of all\nsee, below", "7"]),
        ('area,note\nYork,"High St,\nWorcester,\nWR1"\n', ["York", "High St,\nWorcester,\nWR1"]),
        ('area\n"York\n7\nLeeds"\n', ["York\n7\nLeeds"]),
        ('area,note\n"Hull, City of",the "old" 5" pipe\n', ["Hull, City of", 'the "old" 5" pipe']),
        ('area,note\nYork,"as sent\nin 2019, 2020, 2021,2022, 2023, and later"\n', None),
        ('area,count,note\nYork,7,"as sent\n\n"\n', ["York", "7", "as sent\n\n"]),
        ('area,count,note\nYork,7,"2018, as sent\n"\n', ["York", "7", "2018, as sent\n"]),
        ('area,count,note,more\n"1,234",5\n', ["1,234", "5", "", ""]),
        ('area,count\n"Sums, of all"\n', ["Sums, of all", ""]),
    ],
)  # fmt: skip
def test_quotes_that_are_meant_are_read(text: str, row: list[str] | None) -> None:
    assert row is None or rows_of(text)[1] == row
    assert len(rows_of(text)) == 2


words = st.text(alphabet="ab, 1", max_size=6)
texts = st.text(alphabet='ab, "\n1', max_size=6)


def as_csv(rows: list[tuple[str, str, str]]) -> str:
    """A table of figures and texts, quoted where needed."""
    out = io.StringIO()
    body = [[f"r{at}", f"{at}.5", str(at), *row] for at, row in enumerate(rows)]
    csv.writer(out).writerows([["id", "rate", "count", "a", "b", "c"], *body])
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=6), st.integers(0, 5))
def test_a_stray_quote_takes_no_row(rows: list[tuple[str, str, str]], row: int) -> None:
    """One quote put before a row: there are as many rows as before, or the reader stops."""
    lines = as_csv(rows).splitlines(keepends=True)
    lines.insert(1 + row % len(rows), '"')
    try:
        found = rows_of("".join(lines))
    except ReadError:
        return
    assert len(found) == len(rows) + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=6), st.integers(0))
def test_a_stray_quote_anywhere_moves_no_cell(rows: list[tuple[str, str, str]], place: int) -> None:
    """One quote put anywhere: every figure is where it was, or shows the quote, or the reader stops."""
    text = as_csv(rows)
    place %= len(text) + 1
    try:
        found = rows_of(f'{text[:place]}"{text[place:]}')
    except ReadError:
        return
    assert [row[:3] for row in found[1:] if '"' not in "".join(row[:3])] == [
        [f"r{at}", f"{at}.5", str(at)] for at in range(len(rows)) if '"' not in "".join(found[at + 1][:3])
    ]
    assert len(found) == len(rows) + 1


plain = st.text(alphabet="ab 1", max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(plain, plain, plain), min_size=3, max_size=6), st.integers(0), st.integers(0))
def test_two_stray_quotes_lose_no_figure(rows: list[tuple[str, str, str]], first: int, second: int) -> None:
    """Two quotes put anywhere in a table without any."""
    text = as_csv(rows)
    for place in (first % len(text), second % len(text)):
        text = f'{text[:place]}"{text[place:]}'
    try:
        found = rows_of(text)
    except ReadError:
        return
    figures = [[token.replace('"', "").strip() for token in row[:3]] for row in found[1:] if any(row)]
    assert figures == [[f"r{at}", f"{at}.5", str(at)] for at in range(len(rows))]


QUOTED_ROWS = ["a,b", "", '"one ""two""",3', "c,d", "e,f", '"two\nlines",4', "g", '5," "']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_a_row_with_quotes_keeps_its_number_whatever_ends_the_lines(end: str, last: str) -> None:
    text = end.join([*QUOTED_ROWS, ""]) if last else end.join(QUOTED_ROWS)
    found = list(Grammar(b",").quoted_rows(text.encode()))
    assert [number for number, _ in found] == [3, 6, 8]
    assert [row.decode() for _, row in found] == [row for row in QUOTED_ROWS if '"' in row]
    read = [next(csv.reader(io.StringIO(row.decode(), newline=""))) for _, row in found]
    assert read == [['one "two"', "3"], ["two\nlines", "4"], ["5", " "]]


def test_a_text_without_quotes_has_none() -> None:
    assert list(Grammar(b",").quoted_rows(b"a,b\nc,d\n")) == []
