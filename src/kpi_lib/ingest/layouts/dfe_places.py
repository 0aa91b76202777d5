"""Which area each row of DfE's tidy layout is about: by DfE number first, then code, then name."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.core.areas import ENGLAND, is_area_code
from kpi_lib.core.errors import CatalogueError
from kpi_lib.ingest.issues import NOTE, WARN, Issue, issues_of_each
from kpi_lib.ingest.layouts.dfe_tidy import FORMER, LEVEL, PLACES
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table

NATIONAL, REGIONAL, AUTHORITY = "national", "regional", "local authority"
JOINT_MARK = "/"


def area_codes_of(table: Table, areas: Areas) -> pd.Series:
    """Return the code in force of each row's area, empty where the catalogue has no such area."""
    places = _places(table)
    distinct = places.drop_duplicates()
    codes = [_area_code(areas, **{str(name): str(text) for name, text in row.items()}) for row in
             distinct.to_dict("records")]  # fmt: skip
    known = dict(zip(distinct.itertuples(index=False, name=None), codes, strict=True))
    return pd.Series([known[row] for row in places.itertuples(index=False, name=None)], dtype="str")


def issues_of_areas(table: Table, reading: Reading, codes: pd.Series) -> list[Issue]:
    """Return one issue per place that is no area of the catalogue, with the number of its rows."""
    lost = _places(table)[(codes == "").to_numpy()]
    if lost.empty:
        return []
    words = lost.apply(lambda row: " ".join(text for text in row if text), axis=1)
    return list(
        issues_of_each(
            lost.groupby(words, sort=False),
            lambda found: _issue_of_area(
                reading, str(found[0]), len(found[1]), int(table.rows[found[1].index[0]])
            ),
        )
    )


def _issue_of_area(reading: Reading, place: str, rows: int, first: int) -> Issue:
    is_joint = JOINT_MARK in place
    return Issue(
        NOTE if is_joint else WARN,
        "joint-area" if is_joint else "unknown-area",
        f"{rows} rows are for {'two areas together' if is_joint else 'an area that areas.csv lacks'}",
        reading.file, first, LEVEL, f"'{place}'", "an area of areas.csv", "their figures are left out",
    )  # fmt: skip


def _places(table: Table) -> pd.DataFrame:
    columns = {name: table.find(name) for name in PLACES} | {LEVEL: table.find(LEVEL, *FORMER)}
    blank = pd.Series("", index=range(table.codes.shape[0]), dtype="str")
    wanted = ("geographic_level", "region_code", "region_name", "old_la_code", "new_la_code", "la_name")
    found = {name: columns.get(name) for name in wanted}
    return pd.DataFrame(
        {name: blank if place is None else table.texts(place) for name, place in found.items()}
    )


def _area_code(
    areas: Areas,
    geographic_level: str,
    region_code: str,
    region_name: str,
    old_la_code: str,
    new_la_code: str,
    la_name: str,
) -> str:
    level = geographic_level.casefold()
    if level == NATIONAL:
        return ENGLAND
    try:
        if level == REGIONAL:
            return areas.find(code=region_code or None, name=region_name).area_code
        if level == AUTHORITY and JOINT_MARK not in old_la_code + new_la_code:
            number = old_la_code if old_la_code.isdigit() else None
            code = new_la_code if is_area_code(new_la_code) else None
            return areas.find(code=code, dfe_number=number, name=la_name).area_code
    except CatalogueError:
        return ""
    return ""
