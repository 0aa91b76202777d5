"""`events.csv`: dated events that charts mark, and the reasoned rebases that start new limits.

The table is the council's own and written by hand, so every fault in it is named at once.
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

EVENTS_FILE = "events.csv"
COLUMNS = ("indicator_id", "area_code", "date", "is_rebase", "reason", "source")
TRUTH = {"true": True, "false": False}


def load_events(raw_dir: Path) -> pd.DataFrame:
    """Read the events of a raw folder, oldest first; without the file there are none.

    Returns
    -------
    Columns `indicator_id` and `area_code` (empty: all), `date` (a month stands for its first day),
    `is_rebase`, `reason`, `source`.

    Raises
    ------
    DataError : unknown columns, indicators, areas, dates that cannot be, an event without a reason
        and a source; all of them together.
    """
    path = raw_dir / EVENTS_FILE
    if not path.is_file():
        return _frame([])
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        raise_all(_column_faults(reader.fieldnames or ()))
        rows = list(reader)
    faults = [fault for number, row in enumerate(rows, start=2) for fault in _faults(row, number)]
    raise_all(faults)
    return _frame(rows)


def _frame(rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(COLUMNS), dtype="str")
    return frame.assign(
        date=pd.to_datetime(pd.Series([_day(text) for text in frame["date"]], frame.index, dtype=object)),
        is_rebase=frame["is_rebase"].map(TRUTH).astype(bool),
    ).sort_values("date", kind="stable", ignore_index=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) > len("2016-10") else f"{text}-01")
    except ValueError:
        return None


def _column_faults(found: Iterable[str]) -> list[DataError]:
    names = list(found)
    if names == list(COLUMNS):
        return []
    unknown = [name for name in names if name not in COLUMNS]
    return [
        DataError(
            "The events have other columns",
            where=Place(EVENTS_FILE, 1),
            got=", ".join(names) or "nothing",
            expected=", ".join(COLUMNS),
            hint=nearest(unknown[0], COLUMNS) if unknown else "",
        )
    ]


def _faults(row: Mapping[str, str | None], number: int) -> list[DataError]:
    texts = {name: row.get(name) or "" for name in COLUMNS}
    wrong = [] if None not in row else [("", "six cells; a text with a comma stands in quotes", "")]
    texts[""] = "more cells than columns"
    known = {
        "indicator_id": load_catalogue().indicators,
        "area_code": {item.area_code for item in load_areas()},
    }
    wrong += [
        (name, "an id of the catalogue, or nothing for all", nearest(texts[name], names))
        for name, names in known.items()
        if texts[name] and texts[name] not in names
    ]
    if _day(texts["date"]) is None:
        wrong.append(("date", "a month or day such as 2016-10 or 2016-10-24", ""))
    if texts["is_rebase"] not in TRUTH:
        wrong.append(("is_rebase", "true or false", ""))
    wrong += [
        (name, "a few words: what happened, and who says so", "")
        for name in ("reason", "source")
        if not texts[name].strip()
    ]
    return [
        DataError(
            "An event cannot be used",
            where=Place(EVENTS_FILE, number, name or None),
            got=f"'{texts[name]}'",
            expected=expected,
            hint=hint,
        )
        for name, expected, hint in wrong
    ]
