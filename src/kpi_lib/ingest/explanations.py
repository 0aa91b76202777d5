"""`explanations.csv`: why a local figure differs from a published one, where the reason is known.

The table is the council's own and written by hand, so every fault in it is named at once. A
difference without a row here is not explained, and pages say so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import DataError, Place, nearest, raise_all
from kpi_lib.core.periods import Frequency, parse_period
from kpi_lib.ingest.issues import WARN, Issue

EXPLANATIONS_FILE = "explanations.csv"
COLUMNS = ("indicator_id", "area_code", "period", "kind", "reason", "source", "noted_on")
KINDS = ("definition", "cut-off", "revision", "timing", "rounding", "other")
"""What makes the difference; `timing`: the two sides are of different periods or days."""

_Fault = tuple[str, str, str]
"""A column, what is expected in it, and a hint."""


def load_explanations(raw_dir: Path) -> pd.DataFrame:
    """Read the explanations of a raw folder, in the file's order; without the file there are none.

    Returns
    -------
    Columns `indicator_id`, `area_code` (empty: all areas), `period` (a quarter or year, by its one
    label), `kind`, `reason`, `source`, `noted_on` (ISO date) and `row`, where it stands in the file.

    Raises
    ------
    DataError : unknown columns, indicators, areas, kinds, periods or dates, an explanation without a
        reason and a source, the same figure explained twice; all of them together.
    """
    path = raw_dir / EXPLANATIONS_FILE
    if not path.is_file():
        return _frame([])
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        raise_all(_column_faults(reader.fieldnames or ()))
        rows = list(reader)
    faults = [fault for number, row in enumerate(rows, start=2) for fault in _faults(row, number)]
    raise_all(faults)
    frame = _frame(rows)
    raise_all(_repeated(frame))
    return frame


def unused_issue(explanation: pd.Series) -> Issue:
    """Return the issue of an explanation that matches no difference."""
    return Issue(
        WARN,
        "unused-explanation",
        "An explanation explains nothing",
        EXPLANATIONS_FILE,
        int(explanation["row"]),
        "indicator_id",
        f"{explanation['indicator_id']}, {explanation['area_code'] or 'all areas'}, {explanation['period']}",
        "a figure of that indicator, area and period that differs from the published one",
        "remove the row, or correct its indicator, area or period",
    )


def _frame(rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(COLUMNS), dtype="str")
    labels = [parse_period(text).label for text in frame["period"]]
    return frame.assign(
        period=pd.Series(labels, frame.index, dtype="str"),
        row=pd.Series(range(2, len(frame) + 2), frame.index, dtype="int64"),
    )


def _column_faults(found: Iterable[str]) -> list[DataError]:
    names = list(found)
    if names == list(COLUMNS):
        return []
    unknown = [name for name in names if name not in COLUMNS]
    return [
        DataError(
            "The explanations have other columns",
            where=Place(EXPLANATIONS_FILE, 1),
            got=", ".join(names) or "nothing",
            expected=", ".join(COLUMNS),
            hint=nearest(unknown[0], COLUMNS) if unknown else "",
        )
    ]


def _faults(row: Mapping[str, str | None], number: int) -> list[DataError]:
    texts = {name: row.get(name) or "" for name in COLUMNS}
    wrong = [*_unknown_names(texts), *_unknown_dates(texts)]
    if None in row:
        wrong.append(("", "seven cells; a text with a comma stands in quotes", ""))
    texts[""] = "more cells than columns"
    wrong += [
        (name, "a few words: why the figures differ, and who says so", "")
        for name in ("reason", "source")
        if not texts[name].strip()
    ]
    return [
        DataError(
            "An explanation cannot be used",
            where=Place(EXPLANATIONS_FILE, number, name or None),
            got=f"'{texts[name]}'",
            expected=expected,
            hint=hint,
        )
        for name, expected, hint in wrong
    ]


def _unknown_names(texts: Mapping[str, str]) -> list[_Fault]:
    areas = {item.area_code for item in load_areas()} | {""}
    known: dict[str, tuple[Iterable[str], str]] = {
        "indicator_id": (load_catalogue().indicators, "an id of the catalogue"),
        "area_code": (areas, "an ONS code of the catalogue, or nothing for all areas"),
        "kind": (KINDS, ", ".join(KINDS)),
    }
    return [
        (name, expected, nearest(texts[name], names))
        for name, (names, expected) in known.items()
        if texts[name] not in names
    ]


def _unknown_dates(texts: Mapping[str, str]) -> list[_Fault]:
    wrong = []
    try:
        is_period = parse_period(texts["period"]).frequency in {Frequency.QUARTER, Frequency.YEAR}
    except DataError:
        is_period = False
    if not is_period:
        wrong.append(("period", "a quarter such as 2017-18-Q4 or a year such as 2017-18", ""))
    try:
        date.fromisoformat(texts["noted_on"])
    except ValueError:
        wrong.append(("noted_on", "the day it was written down, such as 2018-07-12", ""))
    return wrong


def _repeated(frame: pd.DataFrame) -> list[DataError]:
    again = frame.loc[frame.duplicated(["indicator_id", "area_code", "period"])]
    return [
        DataError(
            "The same figure is explained twice",
            where=Place(EXPLANATIONS_FILE, int(row["row"]), "indicator_id"),
            got=f"{row['indicator_id']}, {row['area_code'] or 'all areas'}, {row['period']}",
            expected="one explanation of each figure",
            hint="put both reasons into one row",
        )
        for _, row in again.iterrows()
    ]
