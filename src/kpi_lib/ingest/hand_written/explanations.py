"""`explanations.csv`: why a local figure differs from a published one, where the reason is known.

The table is the council's own and written by hand, so every fault in it is named at once. A
difference without a row here is not explained, and pages say so.
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
    reads_name,
    reads_period,
    reads_words,
)
from kpi_lib.ingest.issues import WARN, Issue

EXPLANATIONS_FILE = "explanations.csv"
KINDS = ("definition", "cut-off", "revision", "timing", "rounding", "other")
"""What makes the difference; `timing`: the two sides are of different periods or days."""


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
    return Issue(
        WARN,
        "unused-explanation",
        "An explanation explains nothing",
        EXPLANATIONS_FILE,
        int(explanation["row"]),
        "indicator_id",
        f"{explanation['indicator_id']}, {explanation['area_code']}, {explanation['period']}",
        "a figure of that indicator, area and period that differs from the published one",
        "remove the row, or correct its indicator, area or period",
    )
