"""Small multiples of teams: each team's quarters on one scale, within the limits of its own size."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.ink.canvas import Size, house_style, new_axes, write
from kpi_lib.present.ink.strokes import dot, pen, shade
from kpi_lib.present.words.numbers import format_value

WIDTH, COLUMNS, CELL_HEIGHT = 340, 4, 74
TEXT = 11
HEAD, FOOT, SIDE = 20, 8, 6
LINE, DOT = 1.8, 4.5


def draw_team_grid(indicator: Indicator, quarters: pd.DataFrame, periods: Sequence[str]) -> Axes:
    """Draw a small line for each team, four next to each other, all on one scale.

    Parameters
    ----------
    quarters : one row per team (`area_code`) and `period`: `value`, `lower95`, `upper95`, `place`.
    periods : the quarters from left to right.

    Returns
    -------
    Axes. The band is what the team's size and the spread of all teams explain; quarters outside it have
    a dot.
    """
    teams = sorted(quarters["area_code"].unique())
    height = CELL_HEIGHT * ceil(len(teams) / COLUMNS)
    low, high = float(quarters["value"].min()), float(quarters["value"].max())
    with house_style():
        axes = new_axes(Size(WIDTH, height, TEXT, left=0, right=0, top=0, bottom=0))
        axes.set_axis_off()
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        cells = []
        for place, team in enumerate(teams):
            own = quarters.loc[quarters["area_code"].eq(team)].set_index("period").reindex(list(periods))
            corner = (place % COLUMNS * WIDTH / COLUMNS, place // COLUMNS * CELL_HEIGHT)
            cells.append(_cell(own, corner, (low, high)))
            _name_cell(axes, team, own, corner, indicator)
        _draw_cells(axes, cells)
    return axes


def _cell(own: pd.DataFrame, corner: tuple[float, float], reach: tuple[float, float]) -> np.ndarray:
    """Return where one team's quarters are: x, limits, value, value where it lies outside; then a gap."""
    x = corner[0] + SIDE + np.arange(len(own)) * (WIDTH / COLUMNS - 2 * SIDE) / max(len(own) - 1, 1)
    lower, upper, value = (_heights(own[name], corner[1], reach) for name in ("lower95", "upper95", "value"))
    is_outside = (own["place"].notna() & own["place"].ne("within")).to_numpy()
    points = np.column_stack([x, lower, upper, value, np.where(is_outside, value, np.nan)])
    return np.vstack([points, np.full((1, points.shape[1]), np.nan)])


def _draw_cells(axes: Axes, cells: Sequence[np.ndarray]) -> None:
    """Draw all bands, lines and dots at once: gaps of NaN keep the teams apart."""
    x, lower, upper, value, outside = np.vstack(cells).T
    axes.fill_between(x, lower, upper, **shade("other", 0.45), zorder=1, gid="limits")
    axes.plot(x, value, **pen("home", LINE), zorder=2, gid="teams")
    axes.plot(x, outside, **dot("home", DOT), zorder=3, gid="outside")


def _heights(values: pd.Series, top: float, reach: tuple[float, float]) -> np.ndarray:
    """Return values as heights within a cell, cut to what is drawn."""
    low, high = reach
    share = (values.to_numpy(dtype=float) - low) / ((high - low) or 1.0)
    room = CELL_HEIGHT - HEAD - FOOT
    return np.asarray(top + HEAD + (1 - np.clip(share, 0, 1)) * room)


def _name_cell(
    axes: Axes, team: str, own: pd.DataFrame, corner: tuple[float, float], indicator: Indicator
) -> None:
    last = own["value"].iloc[-1]
    shown = "none" if pd.isna(last) else str(format_value(float(last), indicator).number)
    write(axes, team, (corner[0] + SIDE, corner[1] + HEAD / 2), "name")
    end = (corner[0] + WIDTH / COLUMNS - SIDE, corner[1] + HEAD / 2)
    write(axes, shown, end, "name", anchor="E", role="home")
