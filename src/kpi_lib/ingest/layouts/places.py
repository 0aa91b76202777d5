"""Which area a row is about, where a file states code, DfE number and name, which need not agree."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Area, Areas, load_areas
from kpi_lib.core.areas import ENGLAND, is_area_code, normalise_area_name
from kpi_lib.core.errors import CatalogueError
from kpi_lib.ingest.issues import NOTE, WARN, Issue, issues_of_each
from kpi_lib.ingest.layouts.figures import Surroundings, map_distinct
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table

CODE_NAMES = (
    "new_geog_code",
    "new_la_code",
    "area_code",
    "area code",
    "featurecode",
    "local authority area code",
    "ltla23cd",
)
NAME_NAMES = (
    "geog_n",
    "la_name",
    "area_name",
    "area name",
    "la name",
    "local authority name",
    "la and regions",
)
_NOTE = re.compile(r"\s*\((?:see|closed|now|part of)\b[^)]*\)?\s*$", re.IGNORECASE)


def find_area_named(name: str) -> Area | None:
    """Return the area that a name spells; a remark such as "(see Adoption West RAA)" is no part of it."""
    code = load_areas().code_by_name.get(normalise_area_name(_NOTE.sub("", name)))
    return load_areas().by_code[code] if code else None


def find_area_coded(code: str) -> Area | None:
    """Return the area that an ONS code, in force or former, stands for."""
    current = load_areas().current_code.get(code.strip())
    return load_areas().by_code[current] if current else None


def issues_of_places(reading: Reading) -> tuple[Issue, ...]:
    """Return one warning per code that is next to the name of another area, naming both."""
    return tuple(
        dict.fromkeys(issue for table in reading.tables for issue in _conflicts(table, reading.file))
    )


def _conflicts(table: Table, file: str) -> Iterator[Issue]:
    code, name = table.find(*CODE_NAMES), table.find(*NAME_NAMES)
    if code is None or name is None:
        return
    pairs, first = np.unique(table.codes[:, [code, name]], axis=0, return_index=True)
    for (code_token, name_token), row in zip(pairs, first, strict=True):
        coded = str(table.meanings.tokens[code_token]).strip()
        named = str(table.meanings.tokens[name_token]).strip()
        by_code, by_name = find_area_coded(coded), find_area_named(named)
        if by_code and by_name and not _agree(by_code, by_name):
            yield Issue(
                WARN, "area-conflict", f"The code is that of {by_code.name}, the name that of {by_name.name}",
                file, int(table.rows[row]), table.headers[code].strip(), f"'{coded}', '{named}'",
                f"'{by_name.area_code}' for {by_name.name}", f"the row is taken as {by_name.name}",
            )  # fmt: skip


def _agree(by_code: Area, by_name: Area) -> bool:
    """Say whether two spellings name one area, or an area and one that follows it under the same name."""
    if by_code.area_code == by_name.area_code:
        return True
    return by_name.dfe_number in by_code.successors or by_code.dfe_number in by_name.successors


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


LEVEL = "geographic_level"
FORMER = {"level": LEVEL}  # the name until 2018
PLACES = (
    "country_code", "country_name", "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
    "lad_code", "lad_name",
)  # fmt: skip
_NATIONAL, _REGIONAL, _AUTHORITY = "national", "regional", "local authority"
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
    if level == _NATIONAL:
        return ENGLAND
    try:
        if level == _REGIONAL:
            return areas.find(code=region_code or None, name=region_name).area_code
        if level == _AUTHORITY and JOINT_MARK not in old_la_code + new_la_code:
            number = old_la_code if old_la_code.isdigit() else None
            code = new_la_code if is_area_code(new_la_code) else None
            return areas.find(code=code, dfe_number=number, name=la_name).area_code
    except CatalogueError:
        return ""
    return ""
