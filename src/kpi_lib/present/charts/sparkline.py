"""A word-sized line: the last periods, the last point marked, the neighbours' average as a hairline."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import Size, house_style, new_axes, raw_svg
from kpi_lib.present.ink.strokes import draw_home, pen
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.ink.theme import HAIRLINE

SPARK = Size(240, 44, 10, left=3, right=7, top=6, bottom=6)
POINTS_SHOWN = 12
LEAST_JOINED = 3
"""Fewer points than these are dots: a line through two would show a course that nobody has seen."""


def select_window(line: pd.Series, until: int) -> pd.Series:
    """Keep the twelve places that end at `until`, so that one date is at one place in every tile.

    Parameters
    ----------
    line : values by place in time (`series.place_in_time`).
    until : the place of the edition's newest period.
    """
    return line.reindex(pd.RangeIndex(until - POINTS_SHOWN + 1, until + 1))


def is_joined(window: pd.Series) -> bool:
    """Say whether there are points enough for a line."""
    return int(window.notna().sum()) >= LEAST_JOINED


def draw_sparkline(window: pd.Series, *, average: float | None = None) -> Axes:
    """Draw the values of a window in order, without axes; NaN breaks the line.

    Parameters
    ----------
    window : from `select_window`.
    average : the neighbours' average, a hairline; none where there is none.
    """
    with house_style():
        axes = new_axes(SPARK)
        axes.set_axis_off()
        if average is not None and np.isfinite(average):
            axes.axhline(average, **pen("neighbours", HAIRLINE), gid="average")
        draw_home(axes, window, width=2, is_joined=is_joined(window))
        axes.set_xlim(window.index[0] - 0.2, window.index[-1] + 0.2)
        axes.margins(y=0.15)
    return axes


def sparkline_svg(axes: Axes, title: str) -> str:
    """Return a sparkline for next to words that say what it shows; screen readers pass it by."""
    return for_page(raw_svg(axes), title=title, alt="", is_decorative=True)
