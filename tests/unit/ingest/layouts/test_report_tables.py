from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from kpi_lib.core.status import Status
from kpi_lib.ingest import read_file
from kpi_lib.ingest.editions import newest_year, template_of, years_in
from kpi_lib.ingest.files.grid import grid_of_rows
from kpi_lib.ingest.layouts.report import joined_headers
from kpi_lib.ingest.sheets.tokens import symbols_in

REPORT = """Back to index,,,,
Years: 2013 - 2014,,,,
,,,,
,2013,,2014,
Area,Number1,Share,Number1,Share
,,,,
ENGLAND,"28,260",90-99,"28,160",x
,,,,
Darlington,70,#VALUE!,.,0.24
1. Of all ages,,,,
x = number less than or equal to 5,,,,
"""


def test_stacked_headers_bands_errors_and_notes(write: Callable[..., Path]) -> None:
    reading = read_file(write(REPORT))
    assert reading.layout == "report_table"
    assert reading.headers == ("Area", "2013 | Number1", "2013 | Share", "2014 | Number1", "2014 | Share")
    cells = reading.cells
    assert cells["row"].tolist() == [7] * 5 + [9] * 5
    assert cells["number"].dropna().tolist() == [28260, 28160, 70, 0.24]
    assert cells["status"].tolist() == [
        "ok", "ok", "band", "ok", "suppressed", "ok", "ok", "not_available", "not_applicable", "ok",
    ]  # fmt: skip
    assert len(reading.notes) == 4
    assert [(issue.code, issue.row) for issue in reading.issues] == [
        ("edition-assumed", None),
        ("spreadsheet-error", 9),
    ]


def test_a_group_ends_where_a_group_above_it_begins() -> None:
    rows = [
        ["", "2012", "", "", "2013", ""],
        ["", "All", "Banded", "", "All", ""],
        ["", "", "Low", "High", "", ""],
    ]
    headers = joined_headers(grid_of_rows(rows), np.arange(3), np.arange(1, 5), 1)
    # column 5 (2013, All) has no band: the group Banded ends where 2013 begins
    assert headers == ("2012 | All", "2012 | Banded | Low", "2012 | Banded | High", "2013 | All")


def test_tables_under_one_another_have_a_header_each(write: Callable[..., Path]) -> None:
    block = (
        '"Title"\n"[from Nomis on 5 October 2022]"\n"Age :","{}"\n'
        '"area","code","2019"\n\n"York","E06000014",{}\n\n\n'
    )
    reading = read_file(write(block.format("0 - 4", 7) + block.format("5 - 9", 8)))
    assert (reading.layout, len(reading.tables), len(reading.notes)) == ("nomis", 2, 6)
    assert reading.cells["number"].dropna().tolist() == [7, 8]
    assert reading.cells["row"].tolist() == [6, 6, 6, 14, 14, 14]


def test_notes_explain_symbols_by_the_meaning_they_name_first() -> None:
    notes = [
        "x = number less than or equal to 5",
        ".. | Data not returned, or suppressed",
        "-   Negligible",
        "1. Of all",
    ]
    assert symbols_in(notes) == {
        "x": Status.SUPPRESSED,
        "..": Status.NOT_AVAILABLE,
        "-": Status.ROUNDS_TO_ZERO,
    }


def test_years_in_headers_and_titles() -> None:
    assert years_in("Years ending 31 March 2011 to 2015") == [2011, 2015]
    headers = ("S47Rate1617", "CLA_Mar2018", "All_aged1920&21", "CPPduring201314")
    assert [template_of(header) for header in headers] == [
        ("S47Rate{year}", 2017),
        ("CLA_Mar{year}", 2018),
        ("All_aged1920&21", None),
        ("CPPduring{year}", 2014),
    ]
    assert newest_year(["2016/17", "201718", "CINAt310314"]) == "2018"


def test_a_year_bears_its_footnote_and_lines_of_prose_are_no_header() -> None:
    assert years_in("Years: 2012 - 20162") == [2012, 2016]
    assert years_in("2012/133") == [2013]
    assert newest_year(["KS4 2014/15", "20155"]) == "2015"


def test_a_figure_that_looks_like_a_year_is_a_figure_beside_a_code_or_under_figures(
    write: Callable[..., Path],
) -> None:
    head = '"Title"\n"[from Nomis on 5 October 2022]"\n\n'
    coded = (
        '"area","code","2021"\n\n"York","E06000014",2013\n"Wyre","E07000128",1272\n"Arun","E07000224",2041\n'
    )
    named = '"area","2021"\n\n"York",1272\n"Wyre",2041\n"Arun",2050\n\n"area","2022"\n\n"York",7\n"Wyre",8\n'
    assert read_file(write(head + coded)).cells["number"].dropna().tolist() == [2013, 1272, 2041]
    reading = read_file(write(head + named))
    assert [len(table.rows) for table in reading.tables] == [3, 2]
    assert reading.cells["number"].dropna().tolist() == [1272, 2041, 2050, 7, 8]


def test_numbers_of_authorities_between_code_and_name_are_no_figures(write: Callable[..., Path]) -> None:
    text = (
        'Table LA1: children,,,\nYears: 20142,,,\n,,,\nLA Code,,,Number3\n,,,\n,,ENGLAND,"5,600"\n'
        "E06000005,841,Darlington,20\nE06000047,840,Durham,x\n"
    )
    reading = read_file(write(text))
    assert (reading.layout, reading.edition) == ("report_table", "2014")
    assert reading.tables[0].roles == ("key", "key", "key", "value")
    assert reading.cells["number"].dropna().tolist() == [5600, 20]
    assert reading.status_counts()["suppressed"] == 1


def test_a_list_of_fields_with_tabs_is_prose(write: Callable[..., Path]) -> None:
    lines = ["Meta data"] + [f"Field{n}:\t\t\tNumber of children {n}" for n in range(30)]
    reading = read_file(write("\n".join(lines)))
    assert (reading.layout, len(reading.notes)) == ("text", 31)


def test_a_row_of_ages_is_a_header_and_a_number_may_label_a_row(write: Callable[..., Path]) -> None:
    text = (
        "Table D5: periods of care\n,,,\n,,Age on ceasing,\nNumber of periods,All,Under 1,16\n"
        '1,"19,800","1,300",5300\n2,700,80,190\n3 or more,90,x,20\n'
    )
    reading = read_file(write(text))
    assert reading.headers == ("Number of periods", "All", "Age on ceasing | Under 1", "Age on ceasing | 16")
    assert reading.tables[0].rows.tolist() == [5, 6, 7]
    assert reading.cells["number"].dropna().tolist() == [19800, 1300, 5300, 700, 80, 190, 90, 20]


def test_groups_stand_over_their_years_across_empty_rows(write: Callable[..., Path]) -> None:
    text = (
        "Title,,,,\n,Starting,,Ceasing,\n,,,,\n,2014,2015,2014,2015\n,,,,\nBarnet,1,2,3,4\nBolton,5,6,7,x\n"
    )
    headers = read_file(write(text)).headers
    assert headers == ("", "Starting | 2014", "Starting | 2015", "Ceasing | 2014", "Ceasing | 2015")
    filters = 'Stat-Xplore\n\nFilters:\n"Age","5-10"\n\n"Area","2014/15","2015/16"\n"Bury",7,8\n"Arun",9,1\n'
    assert read_file(write(filters)).headers == ("Area", "2014/15", "2015/16")


def test_a_list_of_texts_keeps_the_rows_without_a_figure(write: Callable[..., Path]) -> None:
    head = "Leavers and joiners,,,,,,\nName,Kind,Town,Area,Sector,Owner,Seats\n"
    rows = "Oak,Home,Barnet,London,Private,A,\nElm,Home,Bolton,N,Private,A,4\nAsh,Home,Bury,N,Public,A,\n"
    reading = read_file(write(head + rows * 2))
    assert (len(reading.tables[0].rows), reading.headers[-1], len(reading.notes)) == (6, "Seats", 1)
    assert reading.cells["number"].dropna().tolist() == [4, 4]


def test_a_column_of_years_is_no_figure(write: Callable[..., Path]) -> None:
    text = (
        'Stat-Xplore\n\n"Counting: Children"\n\n"Area","Year","Count",\n'
        '"Bury","2014/15",2015,\n"Bury","2015/16",1985,\n"Arun","2014/15",19850,\n"Arun","2020/21 (p)",7,\n'
    )
    reading = read_file(write(text))
    assert (reading.layout, reading.tables[0].roles[:3]) == ("stat_xplore", ("key", "key", "value"))
    assert reading.cells["number"].dropna().tolist() == [2015, 1985, 19850, 7]


def test_ofsted_lists_are_known_by_their_columns(write: Callable[..., Path]) -> None:
    head = "URN,Provision type,Ofsted Region,Local authority,Sector,Places,Registration date\n"
    reading = read_file(write("Leavers,,,,,,\n" + head + "SC01,Home,London,Barnet,Private,,01/02/2020\n"))
    assert (reading.layout, reading.rows, reading.status_counts()["not_available"]) == ("provider_list", 1, 1)
