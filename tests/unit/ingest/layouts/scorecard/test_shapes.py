# ruff: noqa: E501 (the samples are wide)
"""Each shape that councils use gives the figures that its cells state."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter

Take = Callable[..., object]
REPEAT, TIMELY = "rereferral_percent", "assessment_45_days_percent"
A, B = "Referrals within 12 months of an earlier referral", "Assessments completed within 45 working days"
TWO = {"2024-25-Q1": 17.5, "2024-25-Q2": 19.5}


def xlsx(*sheets: tuple[str, list[list[object]]], formats: str = "") -> bytes:
    """A workbook; numbers get the format given, dates `mmm-yy`, and None is a blank."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    shown, month = (
        book.add_format({"num_format": formats or "General"}),
        book.add_format({"num_format": "mmm-yy"}),
    )
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, cell, month)
                elif cell is not None:
                    sheet.write(at, place, cell, shown if isinstance(cell, int | float) else None)
    book.close()
    return out.getvalue()


def ods(rows: list[list[str | float]]) -> bytes:
    """An OpenDocument workbook of one sheet."""
    parts = " ".join(
        f'xmlns:{part}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"'
        for part in ("office", "table", "text")
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            if isinstance(cell, str)
            else f'<table:table-cell office:value-type="percentage" office:value="{cell}">'
            f"<text:p>{cell:.1%}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {parts}><office:body><office:spreadsheet>"
            f'<table:table table:name="Scorecard">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


SHAPES = {
    "one row of headings": f"Scorecard\n\nIndicator,Q1 24/25,Q2 24/25\n{A},17.5,19.5\nSource: ours\n",
    "year over quarter": f"Indicator,2024/25,\n,Q1,Q2\n{A},17.5,19.5\n",
    "year over 1 and 2": f"Indicator,24/25,\n,1,2\n{A},17.5,19.5\n",
    "year over months": f"Indicator,2024/25,\n,Apr–Jun,Jul–Sep\n{A},17.5,19.5\n",
    "year in a title": f"Scorecard 2024/25\nIndicator,Quarter 1,Quarter 2\n{A},17.5,19.5\n",
    "a number and its period apart": f"Indicator,Quarter 1 24/25 Actual,Quarter 2 24/25 Actual\n{A},17.5,19.5\n",
    "council in the heading": f"PI,Worcestershire 24/25 Q1,Worcestershire 24/25 Q2,England 23/24\n{A},17.5,19.5,22.4\n",
    "target and rating": f"KPI,Q1 24/25,,,Q2 24/25,,\n,Actual,Target,RAG,Actual,Target,RAG\n{A},17.5,18,G,19.5,18,R\n",
    "quarters down": f"Quarter,{A}\nQ1 24/25,17.5\nQ2 24/25,19.5\n",
    "days and quarters down, blank years": f"Year,Quarter,{A}\n24/25,1,17.5\n,2,19.5\n",
    "one indicator over its parts": f",{A},,\nQuarter,Numerator,Denominator,Value\nQ1 24/25,35,200,17.5\nQ2 24/25,39,200,19.5\n",
    "long, any order": f"Actual,Quarter,Measure,Year\n17.5,Q1,{A},24/25\n19.5,Q2,{A},24/25\n",
    "long, footnote under the figures": f"Value,Period,KPI\n17.5,Q1 24/25,{A}\n19.5,Q2 24/25,{A}\nPrepared by us,,\n",
    "headings again": f"Indicator,Q1 24/25,Q2 24/25\nTheme,,\nIndicator,Q1 24/25,Q2 24/25\n{A},17.5,19.5\n",
    "left and right columns": f"Ref,Owner,Indicator,Q1 24/25,Q2 24/25,DoT,Comment\nC1,Jo,{A},17.5,19.5,↑,12 late\n",
    "tabs under a title with a comma": f"Scorecard, ours\n\nIndicator\tQ1 24/25\tQ2 24/25\n{A}\t17.5\t19.5\n",
    "a percent sign": f"Indicator,Q1 24/25,Q2 24/25\n{A},17.5%,19.5 %\n",
    "a unit column of shares": f"Indicator,Unit,Q1 24/25,Q2 24/25\n{A},ratio of 1,0.175,0.195\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_gives_its_two_figures(take: Take, name: str) -> None:
    taken = take(SHAPES[name])
    assert (taken.of(REPEAT), len(taken.values), taken.stops) == (TWO, 2, [])


def test_a_workbook_of_percent_formats_and_an_opendocument_give_the_same(take: Take) -> None:
    rows = [["Indicator", "Q1 24/25", "Q2 24/25"], [A, 0.175, 0.195]]
    for content, name in ((xlsx(("S", rows), formats="0.0%"), "a.xlsx"), (ods(rows), "a.ods")):
        taken = take(content, name)
        assert (taken.of(REPEAT), taken.stops) == (TWO, [])


def test_a_whole_in_a_percent_format_is_a_hundred(take: Take) -> None:
    rows = [["Indicator", "Q1 24/25"], ["health_check_percent", 1]]
    assert take(xlsx(("S", rows), formats="0%"), "a.xlsx").of("health_check_percent") == {"2024-25-Q1": 100}


def test_a_sheet_a_quarter_beside_notes(take: Take) -> None:
    book = xlsx(
        ("Notes", [["Notes"], ["c: suppressed"]]),
        ("Q1 2024-25", [["Measure", "Value"], [A, 17.5]]),
        ("Q2 2024-25", [["Measure", "Value"], [A, 19.5]]),
    )
    taken = take(book, "a.xlsx")
    assert (taken.of(REPEAT), taken.stops) == (TWO, [])


@pytest.mark.parametrize("name", ["scorecard 2024-25 Q1.csv", "CSC_Q1_2024-25.csv"])
def test_a_file_a_quarter_has_it_in_its_name(take: Take, name: str) -> None:
    taken = take(f"Measure,Value\n{A},17.5\n{B},81.0\n", name)
    assert (taken.of(REPEAT), taken.of(TIMELY), taken.stops) == (
        {"2024-25-Q1": 17.5},
        {"2024-25-Q1": 81.0},
        [],
    )


@pytest.mark.parametrize(
    "text",
    [
        "Indicator,Part,Q1 24/25\n{A},Numerator,35\n{A},Denominator,200\n{A},Value,17.5\n",
        "Indicator,Part,Q1 24/25\n{A},Num,35\n,Den,200\n,%,17.5\n",
        "Indicator,Q1 24/25\n{A} - numerator,35\n{A} - denominator,200\n{A},17.5\n",
        "Indicator,Q1 24/25\n{A},17.5\nNumerator,35\nDenominator,200\n",
        "Indicator,Q1 24/25 Numerator,Q1 24/25 Denominator,Q1 24/25 Value\n{A},35,200,17.5\n",
    ],
)
def test_numerator_denominator_and_value_are_one_figure(take: Take, text: str) -> None:
    taken = take(text.format(A=A))
    key = (REPEAT, "E10000034", "2024-25-Q1")
    assert (taken.values, taken.counts, taken.stops) == ({key: 17.5}, {key: (35, 200)}, [])


def test_a_figure_whose_count_is_missing_has_the_status_of_that_count(take: Take) -> None:
    taken = take(f"Indicator,Q1 24/25 Numerator,Q1 24/25 Denominator\n{A},35,c\n")
    assert taken.statuses == ["suppressed"]


def test_a_name_that_ends_in_plan_is_no_target(take: Take) -> None:
    names = ("Plans that are a second or later plan", "Average caseload of a children’s social worker")
    taken = take(f"Quarter,{names[0]},{names[1]}\nQ1 24/25,23.5,16.5\n")
    assert sorted(taken.values.values()) == [16.5, 23.5] and not taken.stops


def test_a_heading_that_only_ends_like_a_target_is_asked_about(take: Take) -> None:
    taken = take(f"Quarter,{A},Children with a current plan\nQ1 24/25,17.5,40\n")
    assert taken.stops == ["unknown-indicator"]


def test_comparators_and_what_is_no_figure_are_left_out_aloud(take: Take) -> None:
    text = f"Indicator,Q1 24/25,RAG,YTD,Statistical neighbours 23/24\n{A},17.5,G,18.8,21.0\n"
    taken = take(text)
    assert taken.of(REPEAT) == {"2024-25-Q1": 17.5} and not taken.stops
    said = " ".join(taken.notes)
    assert all(word in said for word in ("'RAG'", "'YTD'", "'Statistical neighbours 23/24'"))


def test_a_row_of_keys_without_figures_begins_no_table(take: Take) -> None:
    rows = "Worcestershire,2022/23,Oct-Dec,\nWorcestershire,2022/23,Jan-Mar,19.5\n"
    taken = take(f"Council,Year,Quarter,{A}\nWorcestershire,2022/23,Apr-Jun,17.5\n{rows}")
    assert (taken.stops, taken.of(REPEAT)["2022-23-Q4"]) == ([], 19.5)


def test_a_further_table_that_is_not_understood_stops(take: Take) -> None:
    taken = take(f"Indicator,Q1 24/25,Q2 24/25\n{A},17.5,19.5\n\nTeam,2022/23,2023/24\nNorth,4,5\n")
    assert taken.stops == ["unread-table"]
    assert "'Team" in taken.stop("unread-table")


def test_a_value_that_its_counts_contradict_stops(take: Take) -> None:
    taken = take(f"Indicator,Part,Q1 24/25\n{A},Numerator,35\n{A},Denominator,200\n{A},Value,70.0%\n")
    assert taken.stops == ["value-disagrees"]
