"""`corrections.csv`: why a figure of an edition already released reads otherwise now.

The table is the council's own and written by hand, so every fault in it is named at once. A change that a
new edition of the source explains needs no row here; any other does, before a scheduled run may release it.
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

CORRECTIONS_FILE = "corrections.csv"


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
