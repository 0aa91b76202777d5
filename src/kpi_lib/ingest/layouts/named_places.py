"""Which area a row is about where code, DfE number and name stand side by side and need not agree."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from kpi_lib.core.areas import ENGLAND
from kpi_lib.ingest.issues import NOTE, WARN, Issue, issues_of_each
from kpi_lib.ingest.layouts.figures import Surroundings, map_distinct
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.places import CODE_NAMES, NAME_NAMES, find_area_coded, find_area_named
from kpi_lib.ingest.table import Table

NUMBER_NAMES = ("geog_c", "la number", "la_number", "la num", "old_la_code", "la", "la_code")
LEVEL_NAMES = ("geog_l", "geographic_level", "level", "area type")
NATIONAL = {"national", "england", "country"}
WIDE = NATIONAL | {"region", "regional"}
_BETWEEN = "\x1f"


def codes_of_places(table: Table, around: Surroundings) -> pd.Series:
    """Return the code in force of each row's area, empty where the catalogue has no such area.

    The DfE number decides, because it outlives codes; above authorities, and where code and name name
    different areas, the name decides.
    """
    return map_distinct(_spellings(table), lambda text: _code(text, around)).astype("str")


def issues_of_unknown_places(table: Table, reading: Reading, codes: pd.Series) -> tuple[Issue, ...]:
    """Return one issue per place that is no area of the catalogue, with the number of its rows."""
    lost = _spellings(table)[codes.eq("").to_numpy()]

    def unknown(found: tuple[Hashable, pd.Series]) -> Issue:
        place, rows = str(found[0]), found[1]
        return Issue(NOTE if "/" in place else WARN, "joint-area" if "/" in place else "unknown-area",
                     f"{len(rows)} rows are for an area that areas.csv lacks", reading.file,
                     int(table.rows[rows.index[0]]), "", f"'{_words(place)}'", "an area of areas.csv",
                     "their figures are left out")  # fmt: skip

    return tuple(issues_of_each(lost.groupby(lost, sort=False), unknown))


def _spellings(table: Table) -> pd.Series:
    """Return level, code, number and name of each row as one text."""
    blank = pd.Series("", index=range(table.codes.shape[0]), dtype="str")
    told = blank
    for position, names in enumerate((LEVEL_NAMES, CODE_NAMES, NUMBER_NAMES, NAME_NAMES)):
        place = table.find(*names)
        told = told + (_BETWEEN if position else "") + (blank if place is None else table.texts(place))
    return told


def _words(spelling: str) -> str:
    return " ".join(part for part in str(spelling).split(_BETWEEN) if part)


def _code(spelling: str, around: Surroundings) -> str:
    level, code, number, name = spelling.split(_BETWEEN)
    if level.casefold() in NATIONAL:
        return ENGLAND
    by_name, by_code = find_area_named(name), find_area_coded(code)
    by_number = around.areas.code_by_number.get(number.removesuffix(".0"))
    if by_number and level.casefold() not in WIDE:
        return by_number
    found = by_name or by_code
    return found.area_code if found else ""
