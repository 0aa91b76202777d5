"""`events.csv`: dated events that charts mark, and the reasoned rebases that start new limits.

The table is the council's own and written by hand, so every fault in it is named at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.ingest.hand_written import Fault, HandWritten, faults_of_names

EVENTS_FILE = "events.csv"
COLUMNS = ("indicator_id", "area_code", "date", "is_rebase", "reason", "source")
A_MONTH = "2016-10"
TRUTH = {"true": True, "false": False}


def load_events(raw_dir: Path) -> pd.DataFrame:
    """Read the events of a raw folder, oldest first; without the file there are none.

    Returns
    -------
    Columns `indicator_id` (empty: all), `area_code`, `date` (a month stands for its first day),
    `is_rebase`, `reason`, `source`; `known_from`: the day itself, or the last of the month, as nobody
    could tell of it earlier.

    Raises
    ------
    DataError : unknown columns, indicators, areas, dates that cannot be, an event without a reason
        and a source; all of them together.
    """
    table = HandWritten(EVENTS_FILE, COLUMNS, "events", "event", "what happened", _faults)
    return _frame(table.read(raw_dir))


def _frame(rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(COLUMNS), dtype="str")
    days = pd.to_datetime(pd.Series([_day(text) for text in frame["date"]], frame.index, dtype=object))
    is_month = frame["date"].str.len().eq(len(A_MONTH))
    return frame.assign(
        date=days,
        is_rebase=frame["is_rebase"].map(TRUTH).astype(bool),
        known_from=days.mask(is_month, days + pd.offsets.MonthEnd(1)),
    ).sort_values("date", kind="stable", ignore_index=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) > len(A_MONTH) else f"{text}-01")
    except ValueError:
        return None


def _faults(texts: Mapping[str, str]) -> list[Fault]:
    told = "an id of the catalogue, or nothing for all"
    wrong = faults_of_names(texts, {"indicator_id": ({*load_catalogue().indicators, ""}, told)})
    if _day(texts["date"]) is None:
        wrong.append(("date", "a month or day such as 2016-10 or 2016-10-24", ""))
    if texts["is_rebase"] not in TRUTH:
        wrong.append(("is_rebase", "true or false", ""))
    return wrong
