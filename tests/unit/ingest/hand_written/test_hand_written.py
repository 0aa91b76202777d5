"""The council's own tables as spreadsheets leave them: read rightly, or refused in three lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core import errors
from kpi_lib.core.errors import DataError, KpiErrors, ManifestError
from kpi_lib.ingest.hand_written.tables import load_corrections, load_events, load_explanations

Row = dict[str, str]
OTHER = {"indicator_id": "rereferral_percent"}
WORDS = {"reason": "Children’s café, “again” – £5", "source": "Cabinet, 12 July"}


@dataclass(frozen=True)
class Table:
    """A table, how it is loaded, one good row of it, and what its dates and periods are called."""

    file: str
    load: Callable[[Path], pd.DataFrame]
    row: Row
    day: str
    period: str = ""


EVENTS = Table(
    "events.csv",
    load_events,
    {"indicator_id": "referral_rate", "area_code": "E10000034", "date": "2018-07-12", "is_rebase": "true"}
    | WORDS,
    "date",
)
EXPLANATIONS = Table(
    "explanations.csv",
    load_explanations,
    {"indicator_id": "referral_rate", "area_code": "E10000034", "period": "2017-18", "kind": "revision"}
    | WORDS
    | {"noted_on": "2018-07-12"},
    "noted_on",
    "period",
)
CORRECTIONS = Table(
    "corrections.csv",
    load_corrections,
    {"edition": "2017-18-Q3", "indicator_id": "referral_rate", "area_code": "E10000034", "period": "2016-17"}
    | WORDS
    | {"noted_on": "2018-07-12"},
    "noted_on",
    "period",
)
EVERY = (EVENTS, EXPLANATIONS, CORRECTIONS)
TABLES = pytest.mark.parametrize("table", EVERY, ids=lambda table: table.file)


def as_text(*rows: Row, delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([rows[0].keys(), *(row.values() for row in rows)])
    return out.getvalue()


def rows_of(*rows: Row) -> str:
    return as_text(*rows).partition("\n")[2]


def loaded(folder: Path, table: Table, text: str | bytes) -> pd.DataFrame:
    (folder / table.file).write_bytes(text if isinstance(text, bytes) else text.encode())
    return table.load(folder)


def faults_in(folder: Path, table: Table, text: str | bytes) -> list[DataError]:
    with pytest.raises((DataError, KpiErrors)) as refused:
        loaded(folder, table, text)
    found = refused.value.errors if isinstance(refused.value, KpiErrors) else (refused.value,)
    assert refused.value.exit_code == DataError.exit_code
    assert all(len(fault.as_text().splitlines()) <= 3 and table.file in fault.where for fault in found)
    return [fault for fault in found if isinstance(fault, DataError)]


SAVED: dict[str, Callable[[Row], str | bytes]] = {
    "UTF-8 with its mark": lambda row: as_text(row).encode("utf-8-sig"),
    "CSV of Excel on Windows": lambda row: as_text(row).replace("\n", "\r\n").encode("cp1252"),
    "Unicode text of Excel": lambda row: as_text(row, delimiter="\t").encode("utf-16"),
    "semicolons of a continental Excel": lambda row: as_text(row, delimiter=";"),
    "lines of an old Mac": lambda row: as_text(row).replace("\n", "\r"),
    "blank lines": lambda row: "\n" + as_text(row).replace("\n", "\n\n") + "\n\n",
    "empty rows at the end": lambda row: as_text(row, dict.fromkeys(row, "")),
    "an empty column at the end": lambda row: as_text(row | {"": ""}),
    "no line end at the end": lambda row: as_text(row).rstrip("\n"),
    "spaces and hidden characters": lambda row: as_text(row | {"source": f"\u00a0{row['source']} \ufeff"}),
    "a reason of two lines": lambda row: as_text(row | {"reason": row["reason"].replace(" ", "\r\n", 1)}),
    "quotes after a space": lambda row: as_text(row).replace(',"', ', "'),
    "headings in capitals, spaced": lambda row: as_text({f" {key.upper()} ": row[key] for key in row}),
    "columns in another order": lambda row: as_text(dict(reversed(row.items()))),
    "a day as Excel writes it here": lambda row: as_text(row).replace("2018-07-12", "12/07/2018"),
    "a day as Excel writes it in short": lambda row: as_text(row).replace("2018-07-12", "12/07/18"),
    "a day in words": lambda row: as_text(row).replace("2018-07-12", "12 July 2018"),
    "truth of Excel": lambda row: as_text(row).replace(",true,", ",TRUE,"),
    "truth in words": lambda row: as_text(row).replace(",true,", ",Yes,"),
    "the area by its name": lambda row: as_text(row).replace("E10000034", "Worcestershire"),
}


@TABLES
@pytest.mark.parametrize("how", SAVED)
def test_a_table_is_the_same_whatever_saved_it(tmp_path: Path, table: Table, how: str) -> None:
    plain = loaded(tmp_path, table, as_text(table.row))
    assert plain["reason"].tolist() == [WORDS["reason"]]
    found = loaded(tmp_path, table, SAVED[how](table.row))
    pd.testing.assert_frame_equal(
        found.drop(columns="row", errors="ignore"), plain.drop(columns="row", errors="ignore")
    )


WRONG = {
    "a day that does not exist": ("day", "2018-02-30", "spreadsheets rewrite dates"),
    "a day of America": ("day", "07/25/2018", "with the day first"),
    "a day whose century is not stated": ("day", "12/07/98", "spreadsheets rewrite dates"),
    "a day of the year 1": ("day", "0001-01-01", "such as"),
    "a week": ("day", "2018-W28-4", "such as"),
    "Excel's day without a year": ("day", "12-Jul", "spreadsheets rewrite dates"),
    "a quarter of either kind of year": ("period", "Q1 2018", "such as"),
    "Excel's number of a day": ("day", "43293", "such as"),
    "a period that does not exist": ("period", "2017-18-Q5", "2017-18-Q4"),
    "a period whose years do not follow": ("period", "2016-19", "such as"),
    "a misspelt indicator": ("indicator_id", "referal_rate", "did you mean 'referral_rate'"),
    "a misspelt area": ("area_code", "E1000034", "did you mean 'E10000034'"),
    "an unknown area": ("area_code", "E10000099", "did you mean"),
    "no area": ("area_code", "NaN", "an ONS code"),
    "no area at all": ("area_code", "", "write the area's ONS code in every row"),
    "a misspelt kind": ("kind", "revison", "did you mean 'revision'"),
    "neither true nor false": ("is_rebase", "maybe", "true or false"),
    "no truth at all": ("is_rebase", "", "true or false"),
    "no reason": ("reason", " ", "a few words"),
    "pandas' word for nothing": ("reason", "NaN", "a few words"),
    "Excel's word for nothing": ("source", "#N/A", "a few words"),
    "a dash": ("source", "–", "a few words"),
}


def column_of(table: Table, wrong: str) -> str:
    column = WRONG[wrong][0]
    return {"day": table.day, "period": table.period}.get(column, column)


@pytest.mark.parametrize(
    ("table", "wrong"),
    [(table, wrong) for table in EVERY for wrong in WRONG if column_of(table, wrong) in table.row],
)
def test_a_wrong_cell_is_named_by_row_and_column(tmp_path: Path, table: Table, wrong: str) -> None:
    name, (_, cell, said) = column_of(table, wrong), WRONG[wrong]
    text = as_text(table.row | OTHER) + "\n" + rows_of(table.row | {name: cell})
    (fault,) = faults_in(tmp_path, table, text)
    assert fault.where == f"{table.file}, row 4, column '{name}'"
    assert said in fault.as_text() and fault.got == f"'{' '.join(cell.split())}'"


STRUCTURE = {
    "nothing": ("", "got nothing"),
    "blank lines alone": ("\n\n\n", "got nothing"),
    "no header": ("a,b,c\n", "got 'a, b, c'"),
    "a column misspelt": ("{header}", "did you mean 'reason'"),
    "zero bytes": ("{table}\0", "zero byte in row 3"),
    "a cell too many": ("{table}{row},and more\n", "row 3)\ngot more cells than columns"),
    "a quote never closed": ('{table}"referral_rate\nreferral_rate\n', "row 3)\ngot unexpected end of data"),
    "a quote within": ('{table}"re"fer{row}\n', "and every quote closed"),
    "a cell of a megabyte": ("{table}" + "x" * 1_000_000 + "\n", "row 3)\ngot field larger than field limit"),
    "a row cut short": ("{table}referral_rate\n", "row 3"),
}


@TABLES
@pytest.mark.parametrize("how", STRUCTURE)
def test_another_structure_is_refused_with_its_row(tmp_path: Path, table: Table, how: str) -> None:
    text, said = STRUCTURE[how]
    whole = as_text(table.row)
    header, row = whole.splitlines()
    text = text.format(table=whole, row=row, header=header.replace("reason", "reasons"))
    assert said in faults_in(tmp_path, table, text)[0].as_text()


@TABLES
def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path, table: Table) -> None:
    text = (
        as_text(table.row | OTHER | {"reason": "one\n\ntwo"}) + "\n" + rows_of(table.row | {table.day: "?"})
    )
    (fault,) = faults_in(tmp_path, table, text)
    assert fault.where == f"{table.file}, row 4, column '{table.day}'"


@TABLES
def test_the_same_row_twice_is_refused_however_it_is_spelt(tmp_path: Path, table: Table) -> None:
    again = table.row | {"source": "another", table.day: table.row[table.day]}
    again |= {"period": "2017/18"} if table is EXPLANATIONS else {}
    (fault,) = faults_in(tmp_path, table, as_text(table.row, again))
    assert "is there twice" in fault.what and "row 3" in fault.where


@TABLES
def test_all_faults_are_named_at_once(tmp_path: Path, table: Table) -> None:
    wrong = dict.fromkeys(table.row, "?")
    assert len(faults_in(tmp_path, table, as_text(wrong, wrong))) == 2 * len(table.row)


@TABLES
def test_of_thousands_of_misspelt_cells_those_shown_are_looked_up(
    tmp_path: Path, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(errors, "get_close_matches", lambda word, *_, **__: asked.append(word) or [])
    errors._nearest.cache_clear()
    names = [{"indicator_id": f"referal{n}", "area_code": f"Worcestershyre{n}"} for n in range(2_000)]
    (tmp_path / table.file).write_text(as_text(*(table.row | row for row in names)), encoding="utf-8")
    with pytest.raises(KpiErrors) as refused:
        table.load(tmp_path)
    assert len(refused.value.errors) == 4_000
    assert asked == [word for n in range(10) for word in (f"referal{n}", f"worcestershyre{n}")]
    errors._nearest.cache_clear()


@TABLES
def test_a_folder_in_the_place_of_the_table_is_told(tmp_path: Path, table: Table) -> None:
    (tmp_path / table.file).mkdir()
    with pytest.raises(ManifestError, match="This is no regular file"):
        table.load(tmp_path)


def test_a_month_of_an_event_is_a_month_and_known_at_its_end(tmp_path: Path) -> None:
    text = as_text(*(EVENTS.row | {"date": day} for day in ("2011-12", "Oct-16", "24/10/16")))
    rows = loaded(tmp_path, EVENTS, text)
    assert rows["date"].dt.strftime("%Y-%m-%d").tolist() == ["2011-12-01", "2016-10-01", "2016-10-24"]
    assert rows["known_from"].dt.strftime("%Y-%m-%d").tolist() == ["2011-12-31", "2016-10-31", "2016-10-24"]
