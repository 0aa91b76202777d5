"""The tables that a council writes by hand: events, explanations and corrections.

Every fault in one is named at once.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import Frequency
from kpi_lib.ingest.hand_written.table import (
    HandWritten,
    read_area,
    read_day_noted,
    read_month_or_day,
    read_truth,
    reads_name,
    reads_period,
    reads_words,
)
from kpi_lib.ingest.issues import WARN, Issue

EVENTS_FILE, EXPLANATIONS_FILE, CORRECTIONS_FILE = "events.csv", "explanations.csv", "corrections.csv"
A_MONTH = "2016-10"
KINDS = ("definition", "cut-off", "revision", "timing", "rounding", "other")
"""What makes the difference; `timing`: the two sides are of different periods or days."""


def load_events(raw_dir: Path) -> pd.DataFrame:
    """Read the events of a raw folder, oldest first; without the file there are none.

    Returns
    -------
    Columns `indicator_id` (empty: all), `area_code`, `date` (of a month its first day),
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


def load_explanations(raw_dir: Path) -> pd.DataFrame:
    """Read the explanations of a raw folder, in the file's order; without the file there are none.

    Returns
    -------
    Columns `indicator_id`, `area_code`, `period` (a quarter or year, by its one
    label), `kind`, `reason`, `source`, `noted_on` (datetime64) and `row`, where it is in the file.

    Raises
    ------
    DataError : unknown columns, indicators, areas, kinds, periods or dates, an explanation without a
        reason and a source, the same figure explained twice; all of them together.
    """
    table = HandWritten(
        EXPLANATIONS_FILE,
        "explanations",
        "An explanation",
        {
            "indicator_id": reads_name(load_catalogue().indicators, "an id of the catalogue"),
            "area_code": read_area,
            "period": reads_period(
                {Frequency.QUARTER, Frequency.YEAR}, "a quarter such as 2017-18-Q4 or a year such as 2017-18"
            ),
            "kind": reads_name(KINDS, ", ".join(KINDS)),
            "reason": reads_words("why the figures differ"),
            "source": reads_words("who says so"),
            "noted_on": read_day_noted,
        },
        key=("indicator_id", "area_code", "period"),
    )
    frame = table.read(raw_dir)
    return frame.assign(noted_on=pd.to_datetime(frame["noted_on"]))


def unused_issue(explanation: pd.Series) -> Issue:
    """Return the issue of an explanation that matches no difference."""
    what, row = "An explanation explains nothing", int(explanation["row"])
    got = f"{explanation['indicator_id']}, {explanation['area_code']}, {explanation['period']}"
    expected = "a figure of that indicator, area and period that differs from the published one"
    hint, column = "remove the row, or correct its indicator, area or period", "indicator_id"
    return Issue(WARN, "unused-explanation", what, EXPLANATIONS_FILE, row, column, got, expected, hint)


def load_corrections(raw_dir: Path) -> pd.DataFrame:
    """Read the corrections of a raw folder, in the file's order; without the file there are none.

    Returns
    -------
    Columns `edition` (the quarter of the edition that was released; empty: all), `indicator_id`,
    `area_code` (the area that the edition is about), `period` (that of the figure, by its one label;
    empty: all), `reason`, `source`, `noted_on` (ISO date).

    Raises
    ------
    DataError : unknown columns, indicators, periods or dates, a correction without a reason and a
        source; all of them together.
    """
    table = HandWritten(
        CORRECTIONS_FILE,
        "corrections",
        "A correction",
        {
            "edition": reads_period(
                {Frequency.QUARTER},
                "the quarter of an edition such as 2017-18-Q4, or nothing for all",
                is_optional=True,
            ),
            "indicator_id": reads_name(load_catalogue().indicators, "an id of the catalogue"),
            "area_code": read_area,
            "period": reads_period(
                set(Frequency),
                "the figure's period such as 2016-17 or 2017-18-Q4, or nothing for all",
                is_optional=True,
            ),
            "reason": reads_words("why the figure reads otherwise"),
            "source": reads_words("who says so"),
            "noted_on": read_day_noted,
        },
        key=("edition", "indicator_id", "area_code", "period", "reason"),
    )
    return table.read(raw_dir).drop(columns="row")
