"""`corrections.csv`: why a figure of an edition already released reads otherwise now.

The table is the council's own and written by hand, so every fault in it is named at once. A change that a
new edition of the source explains needs no row here; any other does, before a scheduled run may release it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Frequency, parse_period
from kpi_lib.ingest.hand_written import Fault, HandWritten, faults_of_day, faults_of_names

CORRECTIONS_FILE = "corrections.csv"
COLUMNS = ("edition", "indicator_id", "area_code", "period", "reason", "source", "noted_on")


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
        CORRECTIONS_FILE, COLUMNS, "corrections", "correction", "why the figure reads otherwise", _faults
    )
    frame = pd.DataFrame(table.read(raw_dir), columns=list(COLUMNS), dtype="str")
    labels = {name: [_label(text) for text in frame[name]] for name in ("edition", "period")}
    return frame.assign(
        **{name: pd.Series(found, frame.index, dtype="str") for name, found in labels.items()}
    )


def _label(text: str) -> str:
    return parse_period(text).label if text else ""


def _faults(texts: Mapping[str, str]) -> list[Fault]:
    known: dict[str, tuple[Iterable[str], str]] = {
        "indicator_id": (load_catalogue().indicators, "an id of the catalogue")
    }
    wrong = [*faults_of_names(texts, known)]
    if texts["edition"] and not _is_period(texts["edition"], {Frequency.QUARTER}):
        wrong.append(("edition", "the quarter of an edition such as 2017-18-Q4, or nothing for all", ""))
    if texts["period"] and not _is_period(texts["period"], set(Frequency)):
        wrong.append(("period", "the figure's period such as 2016-17 or 2017-18-Q4, or nothing for all", ""))
    return [*wrong, *faults_of_day(texts, "noted_on")]


def _is_period(text: str, frequencies: set[Frequency]) -> bool:
    try:
        return parse_period(text).frequency in frequencies
    except DataError:
        return False
