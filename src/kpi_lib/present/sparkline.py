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


def draw_sparkline(
    values: pd.Series, *, average: float | None = None, is_illustrative: bool = False, size: Size = SPARK
) -> Axes:
    """Draw up to twelve values in order, without axes; NaN breaks the line.

    Parameters
    ----------
    values : oldest first; only the last twelve are drawn.
    average : the neighbours' average, a hairline; none where there is none.
    is_illustrative : dot the line and leave its last point open.
    """
    shown = values.astype(float).to_numpy()[-POINTS_SHOWN:]
    with house_style():
        axes = new_axes(size)
        axes.set_axis_off()
        style = DOTTED if is_illustrative else "solid"
        axes.plot(shown, color=light("home"), linewidth=2, linestyle=style, gid="home")
        if average is not None and np.isfinite(average):
            axes.axhline(average, color=light("neighbours"), linewidth=HAIRLINE, gid="average")
        known = np.flatnonzero(np.isfinite(shown))
        if len(known):
            face = light("ground" if is_illustrative else "home")
            axes.plot(known[-1], shown[known[-1]], "o", markersize=5, color=light("home"),
                      markerfacecolor=face, gid="last")  # fmt: skip
        axes.set_xlim(-0.2, max(len(shown) - 1, 1) + 0.2)
        axes.margins(y=0.15)
    return axes


def sparkline_svg(axes: Axes, title: str) -> str:
    """Return a sparkline for beside words that say what it shows; screen readers pass it by."""
    return for_page(raw_svg(axes), title=title, alt="", is_decorative=True)
