"""What a preview says of a file is what `kpi add` would make of it, before anything is listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kpi_lib.core.errors import CatalogueError, ReadError
from kpi_lib.ingest import read_file
from kpi_lib.ingest.council.names import NAMES_FILE
from kpi_lib.ingest.manifest import MANIFEST_FILE
from kpi_lib.ingest.preview.file import Answers, load_preview, raw_folder_of, read_for_preview

HOME = "E10000034"
Write = Callable[..., Path]
REREFERRALS = "Referrals within 12 months of an earlier referral"
CARD = (
    "Herefordshire scorecard,,,,\n,,,,\nRef,Indicator,Q1 2024/25,Q2 2024/25,YTD\n"
    f"1,{REREFERRALS},18.8,21.7,20.2\n2,Rate of CLA per 10k,79.4,80.2,\n"
)


def test_columns_and_rows_are_named_by_letter_and_number(write: Write) -> None:
    preview = load_preview(write(CARD), home_area=HOME)
    (table,) = preview.tables.to_dict("records")
    assert (table["header_rows"], table["rows"], table["area_code"]) == ("3", "4 to 5", "E06000019")
    columns = preview.columns.set_index("column")
    assert columns["holds"].to_dict() == {
        "A": "left out", "B": "indicators", "C": "figures", "D": "figures", "E": "figures",
    }  # fmt: skip
    assert columns.loc["C", "period"] == "April to June 2024"
    assert columns.loc["E", "why_left_out"] == "a year to date that does not say to which quarter"
    first = preview.series.iloc[0]
    assert (first["place"], first["indicator_id"], first["area_code"], first["unit"]) == (
        "4", "rereferral_percent", "E06000019", "per cent",
    )  # fmt: skip
    assert (first["first_period"], first["first_value"]) == ("2024-25-Q1", 18.8)
    assert (first["newest_period"], first["newest_value"]) == ("2024-25-Q2", 21.7)


def test_an_unknown_name_is_a_question_with_its_suggestions(write: Write) -> None:
    preview = load_preview(write(CARD))
    unknown = preview.series.iloc[1]
    assert (unknown["asks"], unknown["cells"], unknown["figures"]) == ("which indicator?", "79.4 … 80.2", 0)
    assert preview.suggestions["answer"].tolist() == ["looked_after_rate"]
    assert preview.stops["row"].tolist() == [5]


@pytest.mark.parametrize("area, assumed", [("", HOME), ("Shropshire", "")])
def test_the_home_area_is_assumed_only_where_none_is_named_or_given(
    write: Write, area: str, assumed: str
) -> None:
    path = write(f"Indicator,Q1 2024/25,Q2 2024/25\n{REREFERRALS},18.8,21.7\n")
    preview = load_preview(path, Answers(area=area), home_area=HOME)
    assert preview.assumed_area == assumed
    assert preview.series["area_code"].tolist() == [assumed or "E06000051"]


def test_without_any_area_the_area_is_a_question(write: Write) -> None:
    preview = load_preview(write(f"Indicator,Q1 2024/25,Q2 2024/25\n{REREFERRALS},18.8,21.7\n"))
    assert (preview.n_figures, preview.tables["asks"].tolist()) == (0, ["whose?"])


def test_a_unit_that_nothing_states_is_asked_with_its_answers(write: Write) -> None:
    preview = load_preview(write(f"Indicator,Q1 24/25,Q2 24/25\n{REREFERRALS},0.9,0.6\n"), home_area=HOME)
    assert preview.series["asks"].tolist() == ["in what unit?"]
    assert preview.suggestions["answer"].tolist() == ["percent", "share"]


def test_what_the_file_says_of_a_unit_stands_beside_the_unit_of_the_value(write: Write) -> None:
    text = f"Indicator,Q1 24/25 (fraction),Q2 24/25 (fraction)\n{REREFERRALS},0.188,0.217\n"
    (row,) = load_preview(write(text), home_area=HOME).series.to_dict("records")
    assert (row["unit"], row["stated_unit"], row["newest_value"]) == ("per cent", "a share of 1", 21.7)


def test_where_indicators_are_across_a_column_is_a_row_of_the_preview(write: Write) -> None:
    text = f"Quarter,{REREFERRALS},Rate of CLA per 10k\nQ1 24/25,18.8,79.4\nQ2 24/25,21.7,80.2\n"
    preview = load_preview(write(text), home_area=HOME)
    assert preview.series["place"].tolist() == ["B", "C"]
    assert preview.series["asks"].tolist() == ["", "which indicator?"]
    assert preview.series["newest_value"].tolist()[0] == 21.7


def test_numerators_and_denominators_show_their_own_numbers(write: Write) -> None:
    rows = "\n".join(f"{REREFERRALS},{part},{a},{b}" for part, a, b in
                     [("Numerator", 188, 217), ("Denominator", 1000, 1000)])  # fmt: skip
    preview = load_preview(write(f"Indicator,Part,Q1 24/25,Q2 24/25\n{rows}\n"), home_area=HOME)
    assert preview.series[["part", "newest_value"]].to_numpy().tolist() == [
        ["numerator", 217.0], ["denominator", 1000.0],
    ]  # fmt: skip


def test_other_files_say_how_many_figures_of_which_indicators_they_give(write: Write) -> None:
    text = (
        "indicator_id,area_code,period,value\nreferral_rate,E10000034,2017-18,500\n"
        "referral_rate,E06000051,2018-19,510\n"
    )
    preview = load_preview(write(text))
    assert not preview.is_own and preview.series.empty
    (row,) = preview.figures.to_dict("records")
    assert (row["indicator_id"], row["figures"], row["areas"]) == ("referral_rate", 2, 2)
    assert (row["first_period"], row["newest_period"]) == ("2017-18", "2018-19")


def test_names_toml_of_the_raw_folder_answers(write: Write, tmp_path: Path) -> None:
    path = write(CARD)
    (tmp_path / NAMES_FILE).write_text(
        '[[row]]\nname = "Rate of CLA per 10k"\nindicator = "looked_after_rate"\n', encoding="utf-8"
    )
    assert raw_folder_of(path) == tmp_path
    preview = load_preview(path)
    assert preview.stops.empty
    assert preview.series["indicator_id"].tolist() == ["rereferral_percent", "looked_after_rate"]


def test_a_listed_file_is_read_with_what_the_manifest_says_unless_more_is_given(
    write: Write, tmp_path: Path
) -> None:
    path = write(f"Indicator,Q1 2024,Q2 2024\n{REREFERRALS},18.8,21.7\n")
    listed = {"path": path.name, "layout": "scorecard", "publisher": "T", "licence": "I", "sha256": "0" * 64}
    lines = [f'{key} = "{text}"' for key, text in listed.items()]
    (tmp_path / MANIFEST_FILE).write_text(
        "\n".join(
            ["[[file]]", *lines, 'edition = "2025-05"', 'area = "E06000051"', 'quarters = "financial"']
        ),
        encoding="utf-8",
    )
    preview = load_preview(path)
    assert (preview.reading.edition, preview.series["area_code"].tolist()) == ("2025-05", ["E06000051"])
    assert preview.series["newest_period"].tolist() == ["2024-25-Q2"]
    calendar = load_preview(path, Answers(quarters="calendar", area=HOME))
    assert calendar.series["newest_period"].tolist() == ["2024-25-Q1"]
    assert calendar.series["area_code"].tolist() == [HOME]


def test_a_period_after_the_edition_given_is_a_stop(write: Write) -> None:
    preview = load_preview(write(CARD), Answers(edition="2024-07"))
    assert "period-after-edition" in preview.stops["code"].tolist()


def test_nothing_is_changed_by_a_preview(write: Write, tmp_path: Path) -> None:
    path = write(CARD)
    before = path.read_bytes()
    load_preview(path, home_area=HOME)
    assert [path] == list(tmp_path.iterdir()) and path.read_bytes() == before


def test_answers_that_there_are_not_are_refused(write: Write) -> None:
    path = write(CARD)
    with pytest.raises(ReadError, match="calendar or financial"):
        load_preview(path, Answers(quarters="academic"))
    with pytest.raises(CatalogueError):
        load_preview(path, Answers(area="Atlantis"))


def test_the_reading_is_that_of_read_file(write: Write) -> None:
    path = write(CARD)
    assert read_for_preview(path).summary() == read_file(path).summary()


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


FIGURES = [["Indicator", "Q1 2024/25", "Q2 2024/25"], [REREFERRALS, 18.8, 21.7]]
NOTES = [["Term", "Meaning", "Source", "Page"]] + [[f"t{n}", f"m{n}", f"s{n}", n] for n in range(30)]


def test_each_sheet_is_a_table_of_its_own(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", One=FIGURES, Two=[FIGURES[0], ["Rate of CLA per 10k", 79.4, 80.2]])
    preview = load_preview(path, home_area=HOME)
    assert preview.tables["sheet"].tolist() == ["One", "Two"]
    assert preview.series[["table", "asks"]].to_numpy().tolist() == [[1, ""], [2, "which indicator?"]]


@pytest.mark.parametrize("sheets", [{"A": FIGURES}, {"A": FIGURES, "Notes": NOTES}])
def test_a_layout_that_no_sheet_has_is_refused(tmp_path: Path, sheets: dict[str, list[list[object]]]) -> None:
    path = workbook(tmp_path / "a.xlsx", **sheets)
    with pytest.raises(ReadError) as refused:
        read_file(path, layout="periods_down")
    assert "scorecard" in refused.value.got and refused.value.expected == "periods_down"
    assert refused.value.hint == "leave out --layout: it is detected"


def test_the_layout_names_is_refused_for_a_file_of_figures(write: Write) -> None:
    with pytest.raises(ReadError, match="another layout"):
        read_file(write(CARD), layout="names")


def test_a_layout_that_a_sheet_has_is_obeyed_and_notes_stay_notes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Figures=FIGURES, Notes=[["These are notes."], ["Two lines."]])
    reading = read_file(path, layout="scorecard")
    assert reading.layout == "scorecard" and reading.notes == ("These are notes.", "Two lines.")
    as_report = read_file(path, layout="report_table")
    assert as_report.layout == "report_table"


def test_a_workbook_is_of_the_layout_that_states_figures_however_long_its_notes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Notes=NOTES, Figures=FIGURES)
    reading = read_file(path)
    assert reading.layout == "scorecard"
    again = read_file(path, layout=reading.layout)
    pd.testing.assert_frame_equal(again.cells, reading.cells)
    assert [table.layout for table in again.tables] == [table.layout for table in reading.tables]
