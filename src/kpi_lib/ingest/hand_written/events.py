"""`events.csv`: dated events that charts mark, and the reasoned rebases that start new limits.

The table is the council's own and written by hand, so every fault in it is named at once.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.ingest.hand_written.table import (
    HandWritten,
    read_area,
    read_month_or_day,
    read_truth,
    reads_name,
    reads_words,
)

EVENTS_FILE = "events.csv"
A_MONTH = "2016-10"


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
        and a source, an event that is there twice; all of them together.
    """
    table = HandWritten(
        EVENTS_FILE,
        "events",
        "An event",
        {
            "indicator_id": reads_name(
                {*load_catalogue().indicators, ""}, "an id of the catalogue, or nothing for all"
            ),
            "area_code": read_area,
            "date": read_month_or_day,
            "is_rebase": read_truth,
            "reason": reads_words("what happened"),
            "source": reads_words("who says so"),
        },
        key=("indicator_id", "area_code", "date", "reason"),
    )
    frame = table.read(raw_dir).drop(columns="row")
    is_month = frame["date"].str.len().eq(len(A_MONTH))
    days = pd.to_datetime(frame["date"].mask(is_month, frame["date"] + "-01"))
    return frame.assign(
        date=days,
        is_rebase=frame["is_rebase"].eq("true"),
        known_from=days.mask(is_month, days + pd.offsets.MonthEnd(1)),
    ).sort_values("date", kind="stable", ignore_index=True)
