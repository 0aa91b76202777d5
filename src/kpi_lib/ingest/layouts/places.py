"""Which area a row is about, where a file states code, DfE number and name, which need not agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import reduce

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Area, Areas, load_areas
from kpi_lib.core.areas import ENGLAND, is_area_code, normalise_area_name
from kpi_lib.core.errors import CatalogueError
from kpi_lib.core.periods import Period
from kpi_lib.ingest.issues import NOTE, WARN, Issue, issues_of_each
from kpi_lib.ingest.layouts.figures import Lookups
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table

CODE_NAMES = (
    "new_geog_code", "new_la_code", "area_code", "area code", "featurecode", "local authority area code",
    "ltla23cd",
)  # fmt: skip
NAME_NAMES = (
    "geog_n", "la_name", "area_name", "area name", "la name", "local authority name", "la and regions",
)  # fmt: skip
NUMBER_NAMES = ("geog_c", "la number", "la_number", "la num", "old_la_code", "la", "la_code")
LEVEL_NAMES = ("geog_l", "geographic_level", "level", "area type")
NATIONAL = {"national", "england", "country"}
REGIONAL = {"region", "regional"}
LEVEL = "geographic_level"
FORMER = {"level": LEVEL}  # the name until 2018
PLACES = (
    "country_code", "country_name", "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
    "lad_code", "lad_name",
)  # fmt: skip
"""The columns by which DfE's tidy layout states places."""
JOINT_MARK = "/"
"""What is between two areas in one cell: DfE gives "Northamptonshire / West Northamptonshire" one row."""
_UNLISTED = "an area that areas.csv lacks"
_REMARK = re.compile(r"\s*\((?:see|closed|now|part of)\b[^)]*\)?\s*$", re.IGNORECASE)


def find_area(areas: Areas, text: str) -> str | None:
    """Return the code in force of the area that a code, a DfE number or a name names, or None."""
    plain = text.removesuffix(".0")  # a spreadsheet may have made 885 into 885.0
    return (
        areas.current_code.get(text.upper())
        or areas.code_by_number.get(plain)
        or areas.code_by_name.get(normalise_area_name(text))
    )


def areas_then(
    areas: Areas, codes: pd.Series, texts: pd.Series, periods: Sequence[Period | None]
) -> pd.Series:
    """Return the areas of rows that name them, each as it was at the end of its period.

    A name says an area of its time: Dorset in 2018 is the county that ended in March 2019. A code or a
    number says which area it is, whatever the time.
    """
    young = {area.area_code for area in areas if area.valid_from}
    is_named = codes.isin(young) & ~texts.str.fullmatch(r"\d{3}(?:\.0)?|[EWSNewsn]\d{8}")
    then = [
        areas.bearer(code, period.end) if named and period else code
        for code, named, period in zip(codes, is_named, periods, strict=True)
    ]
    return pd.Series(then, index=codes.index, dtype=object)


def find_area_named(name: str) -> Area | None:
    """Return the area that a name spells; a remark such as "(see Adoption West RAA)" is no part of it."""
    code = load_areas().code_by_name.get(normalise_area_name(_REMARK.sub("", name)))
    return load_areas().by_code[code] if code else None


def _find_area_coded(code: str) -> Area | None:
    """Return the area of an ONS code, in force or former."""
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
    for pair, row in zip(pairs, first, strict=True):
        coded, named = (str(token).strip() for token in table.meanings.tokens.take(pair))
        by_code, by_name = _find_area_coded(coded), find_area_named(named)
        if by_code and by_name and not _agree(by_code, by_name):
            what = f"The code is that of {by_code.name}, the name that of {by_name.name}"
            got, expected = f"'{coded}', '{named}'", f"'{by_name.area_code}' for {by_name.name}"
            place, hint = int(table.rows[row]), f"the row is taken as {by_name.name}"
            column = table.headers[code].strip()
            yield Issue(WARN, "area-conflict", what, file, place, column, got, expected, hint)


def _agree(by_code: Area, by_name: Area) -> bool:
    """Say whether two spellings name one area, or an area and one that follows it under the same name.

    The code of the county of Dorset, which ended in 2019, next to "Dorset" may be the council after it.
    """
    if by_code.area_code == by_name.area_code:
        return True
    return by_name.dfe_number in by_code.successors or by_code.dfe_number in by_name.successors


def codes_of_places(table: Table, lookups: Lookups) -> pd.Series:
    """Return the code in force of each row's area, empty where the catalogue has no such area.

    The DfE number decides, because it outlives codes; above authorities, and where code and name name
    different areas, the name decides.
    """

    def code_of(level: str, code: str, number: str, name: str) -> str:
        if level.casefold() in NATIONAL:
            return ENGLAND
        # 841 is Darlington, whichever of its codes the row has; but in four releases England has the code of
        # the Isle of Wight: above authorities the name decides
        by_number = lookups.areas.code_by_number.get(number.removesuffix(".0"))
        if by_number and level.casefold() not in REGIONAL:
            return by_number
        area = find_area_named(name) or _find_area_coded(code)
        return area.area_code if area else ""

    return _code_of_each(_named_places(table), code_of)


def issues_of_unknown_places(table: Table, reading: Reading, codes: pd.Series) -> list[Issue]:
    """Return one issue per place that is no area of the catalogue, with the number of its rows."""
    return _issues_of_lost(table, reading, _named_places(table), codes, "", _UNLISTED)


def _named_places(table: Table) -> pd.DataFrame:
    return pd.DataFrame(
        {
            names[0]: table.texts(table.find(*names))
            for names in (LEVEL_NAMES, CODE_NAMES, NUMBER_NAMES, NAME_NAMES)
        }
    )


def area_codes_of(table: Table, areas: Areas) -> pd.Series:
    """Return the same for DfE's tidy layout: by DfE number first, then code, then name."""

    def code_of(level: str, region_code: str, region: str, number: str, code: str, name: str) -> str:
        level = level.casefold()
        if level == "national":
            return ENGLAND
        try:
            if level == "regional":
                return areas.find(code=region_code or None, name=region).area_code
            # "E09000021 / E09000027": the figure of two authorities together is neither's
            if level == "local authority" and JOINT_MARK not in number + code:
                known_number = number if number.isdigit() else None
                known_code = code if is_area_code(code) else None
                return areas.find(code=known_code, dfe_number=known_number, name=name).area_code
        except CatalogueError:
            return ""
        return ""

    return _code_of_each(_tidy_places(table), code_of)


def issues_of_tidy_areas(table: Table, reading: Reading, codes: pd.Series) -> list[Issue]:
    """Return the same for DfE's tidy layout, in which a row may be for two areas together."""
    return _issues_of_lost(table, reading, _tidy_places(table), codes, LEVEL, "two areas together")


def _tidy_places(table: Table) -> pd.DataFrame:
    names = ("region_code", "region_name", "old_la_code", "new_la_code", "la_name")
    level = table.texts(table.find(LEVEL, *FORMER))
    return pd.DataFrame({LEVEL: level, **{name: table.texts(table.find(name)) for name in names}})


def _code_of_each(places: pd.DataFrame, code_of: Callable[..., str]) -> pd.Series:
    """Return the code of each row's area, looked up once per distinct place."""
    rows = list(places.itertuples(index=False, name=None))
    codes = {place: code_of(*place) for place in dict.fromkeys(rows)}
    return pd.Series([codes[place] for place in rows], dtype="str")


def _issues_of_lost(
    table: Table, reading: Reading, places: pd.DataFrame, codes: pd.Series, column: str, joint: str
) -> list[Issue]:
    """Return one issue per place without a code; `joint` is what two areas in one cell are called."""
    lost = places[codes.eq("").to_numpy()]
    blank = pd.Series("", index=lost.index, dtype="str")
    words = reduce(lambda words, name: (words + " " + lost[name]).str.strip(), lost.columns, blank)

    def unknown(group: tuple[Hashable, pd.Series]) -> Issue:
        place, rows = str(group[0]), group[1]
        is_joint = JOINT_MARK in place
        severity, code = (NOTE, "joint-area") if is_joint else (WARN, "unknown-area")
        what = f"{len(rows)} rows are for {joint if is_joint else _UNLISTED}"
        row, hint = int(table.rows[rows.index[0]]), "their figures are left out"
        return Issue(
            severity, code, what, reading.file, row, column, f"'{place}'", "an area of areas.csv", hint
        )

    return list(issues_of_each(words.groupby(words, sort=False), unknown))
