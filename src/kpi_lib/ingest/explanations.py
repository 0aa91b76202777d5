"""`explanations.csv`: why a local figure differs from a published one, where the reason is known.

The table is the council's own and written by hand, so every fault in it is named at once. A
difference without a row here is not explained, and pages say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import DataError, Place, raise_all
from kpi_lib.core.periods import Frequency, parse_period
from kpi_lib.ingest.hand_written import Fault, HandWritten, faults_of_day, faults_of_names
from kpi_lib.ingest.issues import WARN, Issue

EXPLANATIONS_FILE = "explanations.csv"
COLUMNS = ("indicator_id", "area_code", "period", "kind", "reason", "source", "noted_on")
KINDS = ("definition", "cut-off", "revision", "timing", "rounding", "other")
"""What makes the difference; `timing`: the two sides are of different periods or days."""


def load_explanations(raw_dir: Path) -> pd.DataFrame:
    """Read the explanations of a raw folder, in the file's order; without the file there are none.

    Returns
    -------
    Columns `indicator_id`, `area_code`, `period` (a quarter or year, by its one
    label), `kind`, `reason`, `source`, `noted_on` (datetime64) and `row`, where it stands in the file.

    Raises
    ------
    DataError : unknown columns, indicators, areas, kinds, periods or dates, an explanation without a
        reason and a source, the same figure explained twice; all of them together.
    """
    table = HandWritten(
        EXPLANATIONS_FILE, COLUMNS, "explanations", "explanation", "why the figures differ", _faults
    )
    frame = _frame(table.read(raw_dir))
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
        f"{explanation['indicator_id']}, {explanation['area_code']}, {explanation['period']}",
        "a figure of that indicator, area and period that differs from the published one",
        "remove the row, or correct its indicator, area or period",
    )


def _frame(rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(COLUMNS), dtype="str")
    labels = [parse_period(text).label for text in frame["period"]]
    days = [date.fromisoformat(text) for text in frame["noted_on"]]
    return frame.assign(
        period=pd.Series(labels, frame.index, dtype="str"),
        noted_on=pd.to_datetime(pd.Series(days, frame.index, dtype=object)),
        row=pd.Series(range(2, len(frame) + 2), frame.index, dtype="int64"),
    )


def _faults(texts: Mapping[str, str]) -> list[Fault]:
    known: dict[str, tuple[Iterable[str], str]] = {
        "indicator_id": (load_catalogue().indicators, "an id of the catalogue"),
        "kind": (KINDS, ", ".join(KINDS)),
    }
    return [*faults_of_names(texts, known), *_faults_of_dates(texts)]


def _faults_of_dates(texts: Mapping[str, str]) -> list[Fault]:
    wrong = []
    try:
        is_period = parse_period(texts["period"]).frequency in {Frequency.QUARTER, Frequency.YEAR}
    except DataError:
        is_period = False
    if not is_period:
        wrong.append(("period", "a quarter such as 2017-18-Q4 or a year such as 2017-18", ""))
    return [*wrong, *faults_of_day(texts, "noted_on")]


def _repeated(frame: pd.DataFrame) -> list[DataError]:
    again = frame.loc[frame.duplicated(["indicator_id", "area_code", "period"])]
    return [
        DataError(
            "The same figure is explained twice",
            where=Place(EXPLANATIONS_FILE, int(row["row"]), "indicator_id"),
            got=f"{row['indicator_id']}, {row['area_code']}, {row['period']}",
            expected="one explanation of each figure",
            hint="put both reasons into one row",
        )
        for _, row in again.iterrows()
    ]
