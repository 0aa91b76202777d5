"""Children looked after 2015 as report tables: a workbook with titles, stacked headers and footnotes.

Counts are rounded by DfE to the nearest 5 (authorities) or 10 (regions, England), so a published
percentage need not follow from them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.core.areas import normalise_area_name
from published.ees import load_populations
from published.figures import FIRST_YEAR, Release, Row, Spec, rows_of, symbols_of

WORKBOOK = "cla_report_tables_xlsx/SFR34_2015_Local_Authority_Tables (3).xlsx"
ROUNDED = "counts rounded by DfE to the nearest 5, or 10 for regions and England"
POPULATION_NOTE = f"{ROUNDED}; population of Characteristics of children in need 2024"

# Sheet, financial year's end, spec. Columns are counted from 0; `population` is joined to the sheet.
SPECS = (
    ("LAA1", 2013, Spec("looked_after_rate", "10", ("4",), (), ROUNDED)),
    *(
        ("LAE1", year, Spec("adoption_percent", str(16 + at), (str(10 + at),), (str(4 + at),), ROUNDED))
        for at, year in ((2, 2013), (3, 2014), (4, 2015))
    ),
    *(
        ("LAC1", year, Spec("looked_after_start_rate", "", (str(at),), ("population",), POPULATION_NOTE))
        for at, year in ((4, 2013), (5, 2014), (6, 2015))
    ),
    ("LAD1", 2013, Spec("looked_after_cease_rate", "", ("4",), ("population",), POPULATION_NOTE)),
    ("LAA6", 2015, Spec("placement_over_20_miles_percent", "23", ("8",), ("3",), ROUNDED)),
    ("LAD2", 2015, Spec("special_guardianship_percent", "", ("15",), ("4",), ROUNDED)),
    ("LAI3", 2015, Spec("health_check_percent", "", ("6",), ("2",), ROUNDED)),
    ("LAI3", 2015, Spec("dental_check_percent", "", ("5",), ("2",), ROUNDED)),
)


def looked_after_2015(folder: Path) -> Release:
    """Read the local authority tables of Children looked after 2015."""
    populations, rows = load_populations(folder), list[Row]()
    symbols = symbols_of("sfr", "2015")
    for sheet, year, spec in SPECS:
        people = populations[populations["year"].eq(year)].set_index("area_code")["population"]
        records = load_sheet(folder / WORKBOOK, sheet).join(people)
        rows += rows_of(records.fillna(""), (spec,), year, symbols=symbols)
    title = "SFR34/2015: Children looked after in England, local authority tables 2011 to 2015"
    file = f"children-looked-after-{FIRST_YEAR + 2}.csv"
    return Release(file, title, "2015", tuple(rows))


def load_sheet(path: Path, sheet: str) -> pd.DataFrame:
    """Read one sheet as text, keeping the rows that name an area; columns "0", "1", … as in the sheet.

    An authority is known by DfE's number in the first column, a region or England by its name.
    """
    from python_calamine import CalamineWorkbook

    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    frame = pd.DataFrame([[_text(cell) for cell in row] for row in grid]).fillna("")
    frame.columns = pd.Index([str(name) for name in frame.columns])
    areas = load_areas()
    names = frame["1"].where(frame["1"].ne(""), frame["0"]).map(normalise_area_name)
    code = frame["0"].map(areas.code_by_number).fillna(names.map(areas.code_by_name))
    return frame[code.notna()].assign(area_code=code).drop_duplicates("area_code").set_index("area_code")


def _text(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) and cell.is_integer() and cell < 1e5 else str(cell).strip()
