"""Any small frame as a table, for the explorer's notebook."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from pandas.api.types import is_integer_dtype, is_numeric_dtype

from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import format_count, format_number, is_missing

ROWS_SHOWN = 100


def show_frame(
    frame: pd.DataFrame, caption: str, labels: Mapping[str, str] | None = None, *, decimals: int = 1
) -> Shown:
    """Return the first hundred rows of a frame; the note says how many there are.

    Parameters
    ----------
    labels : column → heading; columns not named are left out. All columns when left out.
    decimals : for numbers that are not whole.
    """
    chosen = dict(labels) if labels else {name: str(name).replace("_", " ") for name in frame.columns}
    columns = [Column(label, is_number=is_numeric_dtype(frame[name])) for name, label in chosen.items()]
    rows = [
        [_cell(row[name], is_integer_dtype(frame[name]), decimals) for name in chosen]
        for _, row in frame.head(ROWS_SHOWN).iterrows()
    ]
    cut = [f"The first {ROWS_SHOWN} of {format_count(len(frame))} rows."] if len(frame) > ROWS_SHOWN else []
    return show_table(Table(caption, columns, [Group(rows)], notes=cut))


def _cell(value: object, is_whole: bool, decimals: int) -> Cell:
    if is_missing(value):
        return missing("none")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Cell(format_number(value, 0 if is_whole else decimals))
    return Cell(str(value))
