"""Every real file by another route: the standard library's CSV reader, openpyxl, ElementTree, pandas.

Each cell that we give is the token that stands there, each number the one that Python reads in it, and
each filled cell that we do not give stands in a header's row or in a note. Figures typed by hand from the
files hold one of every layout and symbol.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from frame_contracts import cells_schema
from kpi_lib.core.errors import KpiError
from kpi_lib.ingest import read_file
from kpi_lib.ingest.reading import Reading

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "real"
FILES = sorted(
    path.relative_to(REAL).as_posix() for path in REAL.rglob("*") if path.is_file() and path.suffix != ".md"
)
pytestmark = pytest.mark.skipif(not FILES, reason=f"the folder of real files is not here: {REAL}")

LAYOUTS = {
    "adoption_quarterly": "quarterly_return", "cin_ees_2020": "dfe_tidy", "cin_ees_2024": "dfe_tidy",
    "cin_ees_2025": "dfe_tidy", "cin_sfr_wide": "sfr_wide", "cla_ees_2021": "dfe_tidy",
    "cla_ees_2024": "dfe_tidy", "cla_ees_2025": "dfe_tidy", "cla_outcomes_2018": "dfe_tidy",
    "cla_report_tables_csv": "report_table", "cla_report_tables_xlsx": "report_table",
    "cla_sfr_wide": "sfr_wide", "csww": "dfe_tidy", "education_outcomes_ees": "dfe_tidy",
    "fingertips": "fingertips", "homelessness_quarterly": "open_data", "la_benchmark_output": "table",
    "la_lookups": "table", "low_income_statxplore": "stat_xplore", "neet": "dfe_tidy",
    "ofsted": "inspection_list", "population": "nomis", "s251_finance": "finance_lines",
    "stat_neighbours": "neighbour_list", "lait/bds_long_0.parquet": "lait_long",
    "lait/la_code_list.xlsx": "table", "lait/lait_data_dictionary.csv": "lait_dictionary",
    "la_benchmark_output/cla_health_assessment.csv": "figure_a_row",
}  # fmt: skip
Sheets = dict[str, list[list[str]]]
Place = tuple[str, int, int]


@lru_cache(maxsize=4)
def reading_of(name: str) -> Reading:
    return read_file(REAL / name, name=name)


@lru_cache(maxsize=4)
def sheets_of(name: str) -> Sheets:
    """The same file by another route, as rows of text."""
    path = REAL / name
    if path.suffix.lower() in (".csv", ".txt"):
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252")
        return {"": list(csv.reader(text.splitlines(keepends=True)))}
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path)
        return {
            "": [
                list(frame.columns),
                *([_text(value) for value in row] for row in frame.itertuples(index=False)),
            ]
        }
    return dict(_opendocument(path)) if path.suffix == ".ods" else dict(_workbook(path))


def _workbook(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True, read_only=True)
    # a program wrote it and asks for calculation on opening: the zeros of its formulas stand for nothing
    is_never_calculated = b'fullCalcOnLoad="1"' in zipfile.ZipFile(path).read("xl/workbook.xml")
    formulas = load_workbook(path, read_only=True) if is_never_calculated else None
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        if formulas:
            formulas[sheet.title].reset_dimensions()
            stated = formulas[sheet.title].iter_rows(values_only=True)
            rows = [
                [str(there) if str(there).startswith("=") and here == "0" else here
                 for here, there in zip(row, others, strict=True)]
                for row, others in zip(rows, stated, strict=True)
            ]  # fmt: skip
        yield sheet.title, rows


def _opendocument(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    table, office, words = (
        f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("table", "office", "text")
    )
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("content.xml"))
    for sheet in root.iter(f"{table}table"):
        rows = []
        for row in sheet.iter(f"{table}table-row"):
            cells: list[str] = []
            for cell in row:
                day = cell.get(f"{office}date-value")
                text = "\n".join("".join(line.itertext()) for line in cell.iter(f"{words}p"))
                times = int(cell.get(f"{table}number-columns-repeated", "1"))
                cells += [(day or text).removesuffix("T00:00:00")] * (times if times < 1000 else 0)
            rows += [cells] * min(
                int(row.get(f"{table}number-rows-repeated", "1")), 1000 if any(cells) else 1
            )
        yield sheet.get(f"{table}name", ""), rows


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def token_at(sheets: Sheets, place: Place) -> str:
    sheet, row, column = place
    rows = sheets[sheet]
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def same(ours: str, theirs: str) -> bool:
    """Whether two readers saw one thing: line ends and runs of spaces may differ between them."""
    return ours == theirs or "".join(ours.split()) == "".join(theirs.split())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_whole_and_as_another_reader_reads_it(name: str) -> None:
    reading = reading_of(name)
    check_summary(reading, name)
    check_numbers(reading)
    if not name.startswith("lait/bds"):
        sheets = sheets_of(name)
        check_tokens(reading, sheets)
        check_the_rest(reading, sheets)


def check_summary(reading: Reading, name: str) -> None:
    """The layout is named, and the cells are the sum over the statuses."""
    summary = reading.summary()
    wanted = "text" if name.endswith(".txt") else LAYOUTS.get(name) or LAYOUTS[name.split("/")[0]]
    assert summary["layout"] == wanted
    assert summary["cells"] == len(reading.cells) == sum(reading.status_counts().values())
    assert summary["issues"] == len(reading.issues)
    assert (summary["cells"] == 0) == (wanted == "text")


def check_numbers(reading: Reading) -> None:
    """Each number is the one that Python reads in its token."""
    figures = reading.cells[reading.cells["number"].notna()].drop_duplicates("token")
    for token, number in zip(figures["token"].astype("str"), figures["number"], strict=True):
        hours, colon, minutes = token.partition(":")
        assert number == (int(hours) * 12 + int(minutes) if colon else float(token.replace(",", ""))), token


def check_tokens(reading: Reading, sheets: Sheets) -> None:
    """Each cell holds what the other reader finds in its place."""
    cells = reading.cells
    places = zip(cells["sheet"], cells["row"], cells["column"], strict=True)
    pairs = (
        (place, str(token), token_at(sheets, place))
        for place, token in zip(places, cells["token"], strict=True)
    )
    assert [pair for pair in pairs if not same(*pair[1:])] == []
    if 0 < len(cells) < 20_000:
        cells_schema().validate(cells)


def check_the_rest(reading: Reading, sheets: Sheets) -> None:
    """What is no cell stands in a header's row or in a note."""
    columns = {
        (table.sheet, int(row)): set(table.columns.tolist()) for table in reading.tables for row in table.rows
    }
    headers = {(table.sheet, row) for table in reading.tables for row in table.header_rows}
    notes = "".join("".join(reading.notes).split())
    lost = [
        (sheet, row, column, token)
        for sheet, rows in sheets.items()
        for row, line in enumerate(rows, start=1)
        if (sheet, row) not in headers
        for column, token in enumerate(line, start=1)
        if token.strip()
        and column not in columns.get((sheet, row), ())
        and "".join(token.split()) not in notes
    ]
    assert lost == []


with (Path(__file__).parent / "typed_figures.csv").open(encoding="utf-8", newline="") as lines:
    TYPED = list(csv.DictReader(lines))  # typed by hand from the files, one of every layout and symbol


@pytest.mark.parametrize(
    "typed", TYPED, ids=lambda typed: "-".join((typed["file"][-20:], *list(typed.values())[1:4]))
)
def test_a_figure_typed_by_hand_stands_where_it_should(typed: dict[str, str]) -> None:
    cells = reading_of(typed["file"]).cells
    here = cells["sheet"].eq(typed["sheet"]) & cells["row"].eq(int(typed["row"]))
    (found,) = cells[here & cells["column"].eq(int(typed["column"]))].to_dict("records")
    assert (found["token"], found["status"]) == (typed["token"], typed["status"])
    assert found["header"].endswith(typed["header_end"].replace("\\n", "\n"))
    assert found["number"] == float(typed["number"]) if typed["number"] else pd.isna(found["number"])


def test_lait_keeps_every_value_of_the_parquet_file() -> None:
    name = "lait/bds_long_0.parquet"
    frame, cells = pd.read_parquet(REAL / name), reading_of(name).cells
    values = cells[cells["role"].eq("value")]
    assert values["token"].astype("str").tolist() == frame["Values"].tolist()
    assert values["number"].isna().sum() == frame["Values"].eq("-").sum()


def test_reading_leaves_the_file_alone_and_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KpiError, match="no such file"):
        read_file(tmp_path / "none.csv")
