"""The table of one indicator's figures in one period: home, then each neighbour."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.shown.value_table import figure_cells
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import axis_unit


def show_areas(indicator: Indicator, here: pd.DataFrame, neighbourhood: Neighbourhood, caption: str) -> Shown:
    """Return the home area and its neighbours, the most similar first, with value, interval and counts.

    Parameters
    ----------
    here : estimates of one indicator, basis and period; an area without a row is "not available".
    """
    rows = []
    for rank, code in enumerate((neighbourhood.home, *neighbourhood.members)):
        found = here[here["area_code"] == code]
        figures = figure_cells(found.iloc[0], indicator) if len(found) else [missing("not available")] * 4
        rows.append([Cell(neighbourhood.name(code)), Cell(str(rank) if rank else "home"), *figures])
    numbers = ("Closeness", "Value", "95% interval", "Counted", "Out of")
    columns = [Column("Area"), *(Column(name, is_number=True) for name in numbers)]
    note = f"Unit: {axis_unit(indicator)}. Closeness: 1 is the most similar area."
    return show_table(Table(caption, columns, [Group(rows)], notes=[note]))
