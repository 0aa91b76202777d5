"""Tables that a council writes by hand beside its raw files: every fault in one is named at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpi_lib.catalogue.areas import AREA_CODE, AREA_HINT, AREA_WORDS, load_areas
from kpi_lib.core.errors import CatalogueError, DataError, Place, nearest, raise_all
from kpi_lib.ingest.raw_folder import path_in

Fault = tuple[str, str, str]
"""A column, what is expected in it, and a hint."""
Texts = dict[str, str]


@dataclass(frozen=True)
class HandWritten:
    """One such table: its file, its columns in order, and how its rows are called.

    Every table has a column `area_code`, and every row says in it whom it is about.

    Parameters
    ----------
    rows, row : "events" and "event", as errors speak of them.
    why : what `reason` and `source` must tell; neither may be empty.
    faults_of : returns what is wrong with the other cells of one row.
    """

    file: str
    columns: tuple[str, ...]
    rows: str
    row: str
    why: str
    faults_of: Callable[[Mapping[str, str]], list[Fault]]

    def read(self, raw_dir: Path) -> list[Texts]:
        """Return the rows of the table as text, in the file's order; without the file there are none.

        `area_code` is the code in force, however the file spells the area.

        Raises
        ------
        DataError : other columns, or every faulty cell of every row.
        ManifestError : it is a link out of the raw folder, or no regular file.
        """
        path = path_in(raw_dir, self.file)
        if not path.is_file():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            raise_all(self._column_faults(reader.fieldnames or ()))
            rows = list(reader)
        raise_all(
            fault for number, row in enumerate(rows, start=2) for fault in self._row_faults(row, number)
        )
        named = load_areas().named
        return [
            {name: row[name] for name in self.columns} | {AREA_CODE: named(row[AREA_CODE]).area_code}
            for row in rows
        ]

    def _column_faults(self, found: Iterable[str]) -> list[DataError]:
        names = list(found)
        if names == list(self.columns):
            return []
        unknown = [name for name in names if name not in self.columns]
        likely = nearest(unknown[0], self.columns) if unknown else ""
        return [
            DataError(
                f"The {self.rows} have other columns",
                where=Place(self.file, 1),
                got=", ".join(names) or "nothing",
                expected=", ".join(self.columns),
                hint=likely or f"the first line is: {','.join(self.columns)}",
            )
        ]

    def _row_faults(self, row: Mapping[str, str | None], number: int) -> list[DataError]:
        texts = {name: row.get(name) or "" for name in self.columns}
        wrong = [*self.faults_of(texts), *_faults_of_area(texts)]
        if None in row:
            wrong.append(("", f"{len(self.columns)} cells; a text with a comma stands in quotes", ""))
        texts[""] = "more cells than columns"
        wrong += [
            (name, f"a few words: {self.why}, and who says so", "")
            for name in ("reason", "source")
            if not texts[name].strip()
        ]
        return [
            DataError(
                f"An {self.row} cannot be used",
                where=Place(self.file, number, name or None),
                got=f"'{texts[name]}'",
                expected=expected,
                hint=hint,
            )
            for name, expected, hint in wrong
        ]


def _faults_of_area(texts: Mapping[str, str]) -> list[Fault]:
    try:
        load_areas().named(texts[AREA_CODE])
    except CatalogueError as error:
        return [(AREA_CODE, AREA_WORDS, error.hint if texts[AREA_CODE].strip() else AREA_HINT)]
    return []


def faults_of_day(texts: Mapping[str, str], name: str) -> list[Fault]:
    """Return a fault where a column holds no day on which a row was written down."""
    try:
        date.fromisoformat(texts[name])
    except ValueError:
        return [(name, "the day it was written down, such as 2018-07-12", "")]
    return []


def faults_of_names(texts: Mapping[str, str], known: Mapping[str, tuple[Iterable[str], str]]) -> list[Fault]:
    """Return a fault for every cell that names nothing known, with the nearest name.

    Parameters
    ----------
    known : column → the names that may stand in it, and how they are told.
    """
    return [
        (name, expected, nearest(texts[name], names))
        for name, (names, expected) in known.items()
        if texts[name] not in names
    ]
