"""The table of one indicator's figures in one period: home, then each neighbour."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.display import Shown
from kpi_lib.present.neighbourhood import Neighbourhood
from kpi_lib.present.tables import Cell, Column, Group, Table, missing, show_table
from kpi_lib.present.value_table import count_cell, value_cell
from kpi_lib.present.words import Row, axis_unit, format_interval


def show_areas(indicator: Indicator, here: pd.DataFrame, neighbourhood: Neighbourhood, caption: str) -> Shown:
    """Return the home area and its neighbours, the most similar first, with value, interval and counts.

    Parameters
    ----------
    here : estimates of one indicator, basis and period; an area without a row is "not available".
    """
    rows = []
    for rank, code in enumerate((neighbourhood.home, *neighbourhood.members)):
        found = here[here["area_code"] == code]
        figures = _figures(found.iloc[0], indicator) if len(found) else [missing("not available")] * 4
        rows.append([Cell(neighbourhood.name(code)), Cell(str(rank) if rank else "home"), *figures])
    numbers = ("Closeness", "Value", "95% interval", "Counted", "Out of")
    columns = [Column("Area"), *(Column(name, is_number=True) for name in numbers)]
    note = f"Unit: {axis_unit(indicator)}. Closeness: 1 is the most similar area."
    return show_table(Table(caption, columns, [Group(rows)], notes=[note]))


def _figures(row: Row, indicator: Indicator) -> list[Cell]:
    interval = Cell(format_interval(row["lower"], row["upper"], indicator) or "none")
    return [
        value_cell(row, indicator),
        interval,
        count_cell(row["numerator"]),
        count_cell(row["denominator"]),
    ]
