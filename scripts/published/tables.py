"""Children looked after 2015 as report tables: a workbook with titles, stacked headers and footnotes.

Counts are rounded by DfE to the nearest 5 (authorities) or 10 (regions, England), so a published
percentage need not follow from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.core.areas import normalise_area_name
from published.ees import load_populations
from published.figures import Release, Row, Spec, rows_of, symbols_of

WORKBOOK = "cla_report_tables_xlsx/SFR34_2015_Local_Authority_Tables (3).xlsx"
ROUNDED = "counts rounded by DfE to the nearest 5, or 10 for regions and England"
POPULATION_NOTE = f"{ROUNDED}; population of Characteristics of children in need 2024"

SHEETS = ("LAA1", "LAA6", "LAC1", "LAD1", "LAD2", "LAE1", "LAF1a", "LAF1b", "LAF1c", "LAF3", "LAI3")
PUBLISHED = "2015-12-10"  # the additional tables of SFR34/2015, which the workbook holds
AGES = "ages 19, 20 and 21 added up"

# A column is its sheet and its place in it, counted from 0; `population` is joined to the sheets.
SPECS = {
    2013: (
        Spec("looked_after_rate", "LAA1:10", ("LAA1:4",), (), ROUNDED),
        Spec("looked_after_start_rate", "", ("LAC1:4",), ("population",), POPULATION_NOTE),
        Spec("looked_after_cease_rate", "", ("LAD1:4",), ("population",), POPULATION_NOTE),
        Spec("adoption_percent", "LAE1:18", ("LAE1:12",), ("LAE1:6",), ROUNDED),
    ),
    2014: (
        Spec("looked_after_start_rate", "", ("LAC1:5",), ("population",), POPULATION_NOTE),
        Spec("adoption_percent", "LAE1:19", ("LAE1:13",), ("LAE1:7",), ROUNDED),
    ),
    2015: (
        Spec("looked_after_start_rate", "", ("LAC1:6",), ("population",), POPULATION_NOTE),
        Spec("adoption_percent", "LAE1:20", ("LAE1:14",), ("LAE1:8",), ROUNDED),
        Spec("placement_over_20_miles_percent", "LAA6:23", ("LAA6:8",), ("LAA6:3",), ROUNDED),
        Spec("special_guardianship_percent", "", ("LAD2:15",), ("LAD2:4",), ROUNDED),
        Spec("health_check_percent", "", ("LAI3:6",), ("LAI3:2",), ROUNDED),
        Spec("dental_check_percent", "", ("LAI3:5",), ("LAI3:2",), ROUNDED),
        Spec(
            "care_leaver_accommodation_percent",
            "",
            ("LAF3:4", "LAF3:16", "LAF3:28"),
            ("LAF3:2", "LAF3:14", "LAF3:26"),
            f"{AGES}; {ROUNDED}",
        ),
        Spec(
            "care_leaver_education_employment_percent",
            "",
            ("LAF1a:9", "LAF1b:9", "LAF1c:9"),
            ("LAF1a:2", "LAF1b:2", "LAF1c:2"),
            f"{AGES}; {ROUNDED}",
        ),
    ),
}


def looked_after_2015(folder: Path, areas: Sequence[str] | None = None) -> Release:
    """Read the authority tables of Children looked after 2015, of `areas` or those of `wanted_areas`."""
    rows: list[Row] = []
    populations, symbols = load_populations(folder), symbols_of("sfr", "2015")
    sheets = pd.concat([load_sheet(folder / WORKBOOK, name) for name in SHEETS], axis=1)
    for year, specs in SPECS.items():
        people = populations[populations["year"].eq(year)].set_index("area_code")["population"]
        rows += rows_of(sheets.join(people).fillna(""), specs, year, symbols=symbols, areas=areas)
    title = "SFR34/2015: Children looked after in England, local authority tables 2011 to 2015"
    return Release("children-looked-after-2015.csv", title, "2015", tuple(rows), published=PUBLISHED)


def places_2015(folder: Path) -> dict[tuple[str, int, str], tuple[str, int, int]]:
    """Return where the workbook states each figure: by indicator, year and area, its sheet, row and column.

    Rows and columns are counted from 1, as a spreadsheet shows them. The cell is that of the value, or of the
    first count where the workbook gives counts alone.
    """
    starts = {sheet: load_starts(folder / WORKBOOK, sheet) for sheet in SHEETS}
    found = {}
    for year, specs in SPECS.items():
        for spec in specs:
            sheet, place = (spec.value or spec.numerator[0]).split(":")
            rows, first_column = starts[sheet]
            found |= {
                (spec.indicator_id, year, code): (sheet, row, first_column + int(place))
                for code, row in rows.items()
            }
    return found


def load_starts(path: Path, sheet: str) -> tuple[dict[str, int], int]:
    """Return the row of each area in a sheet, and the column in which its used cells begin, from 1."""
    from python_calamine import CalamineWorkbook

    top, left = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).start or (0, 0)
    codes = _codes_of(_load_grid(path, sheet)).dropna().drop_duplicates()
    return {code: int(str(place)) + top + 1 for place, code in codes.items()}, left + 1


def load_sheet(path: Path, sheet: str) -> pd.DataFrame:
    """Read one sheet as text, keeping the rows that name an area; columns "LAA1:0", "LAA1:1", ….

    An authority is known by DfE's number in the first column, a region or England by its name.
    """
    frame = _load_grid(path, sheet)
    code = _codes_of(frame)
    found = frame[code.notna()].assign(area_code=code).drop_duplicates("area_code").set_index("area_code")
    return found.rename(columns=lambda place: f"{sheet}:{place}")


def _load_grid(path: Path, sheet: str) -> pd.DataFrame:
    from python_calamine import CalamineWorkbook

    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return pd.DataFrame([[_text(cell) for cell in row] for row in grid]).fillna("")


def _codes_of(frame: pd.DataFrame) -> pd.Series:
    areas = load_areas()
    names = frame[1].where(frame[1].ne(""), frame[0]).map(normalise_area_name)
    return frame[0].map(areas.code_by_number).fillna(names.map(areas.code_by_name))


def _text(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) and cell.is_integer() and cell < 1e5 else str(cell).strip()
