"""Do the spellings of an area in one row agree? Code, DfE number and name are compared in any layout."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.core.areas import normalise_area_name
from kpi_lib.ingest.issues import WARN, Issue
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
