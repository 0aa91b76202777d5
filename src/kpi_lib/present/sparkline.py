"""A word-sized line: the last quarters, the last point marked, the neighbours' average as a hairline."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.canvas import Size, house_style, new_axes, raw_svg
from kpi_lib.present.svg import for_page
from kpi_lib.present.theme import HAIRLINE, light

SPARK = Size(240, 44, 10, left=3, right=7, top=6, bottom=6)
POINTS_SHOWN = 12
DOTTED = (0, (1, 1.6))


def draw_sparkline(line: pd.DataFrame, *, average: float | None = None, size: Size = SPARK) -> Axes:
    """Draw up to twelve values in order, without axes; NaN breaks the line.

    Parameters
    ----------
    line : `value` and `is_illustrative`, oldest first (`series.place_in_time`); only the last twelve
        are drawn. Illustrative stretches are dotted, an illustrative last point is open.
    average : the neighbours' average, a hairline; none where there is none.
    """
    shown = line.iloc[-POINTS_SHOWN:]
    values, is_drawn_up = shown["value"].to_numpy(dtype=float), shown["is_illustrative"]
    beside = is_drawn_up | is_drawn_up.shift(1, fill_value=False) | is_drawn_up.shift(-1, fill_value=False)
    with house_style():
        axes = new_axes(size)
        axes.set_axis_off()
        axes.plot(np.where(beside, values, np.nan), color=light("home"), linewidth=2, linestyle=DOTTED,
                  gid="home-illustrative")  # fmt: skip
        axes.plot(np.where(is_drawn_up, np.nan, values), color=light("home"), linewidth=2, gid="home")
        if average is not None and np.isfinite(average):
            axes.axhline(average, color=light("neighbours"), linewidth=HAIRLINE, gid="average")
        for last in np.flatnonzero(np.isfinite(values))[-1:]:
            face = light("ground" if is_drawn_up.iloc[last] else "home")
            axes.plot(last, values[last], "o", markersize=5, color=light("home"), markerfacecolor=face,
                      gid="last")  # fmt: skip
        axes.set_xlim(-0.2, max(len(values) - 1, 1) + 0.2)
        axes.margins(y=0.15)
    return axes


def sparkline_svg(axes: Axes, title: str) -> str:
    """Return a sparkline for beside words that say what it shows; screen readers pass it by."""
    return for_page(raw_svg(axes), title=title, alt="", is_decorative=True)
