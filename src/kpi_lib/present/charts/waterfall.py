"""From one amount to another by steps: each step starts where the one before ended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import Size, house_style, new_axes, write
from kpi_lib.present.ink.strokes import draw_bars, pen
from kpi_lib.present.ink.theme import HAIRLINE

SIZES = (
    Size(720, 320, 13, left=12, right=12, top=28, bottom=40),
    Size(360, 300, 11, left=4, right=4, top=26, bottom=40),
)
BAR = 0.66
HEADROOM = 1.08
"""The axis ends this much above the highest bar."""


def draw_waterfall(steps: pd.DataFrame, *, is_narrow: bool = False) -> Axes:
    """Draw steps from left to right, a rise in the colour of a concern, a fall in that of home.

    Parameters
    ----------
    steps : in order: `label`, `amount`, `text`, and `is_total`, whether the amount is whole (the first is)
        rather than a change from the one before it.
    """
    is_total, amounts = steps["is_total"], steps["amount"].astype(float)
    # Where steps end: changes add up from the last whole amount on. 1000 whole, +100, −50: 1000, 1100, 1050.
    ends = amounts.groupby(is_total.cumsum()).cumsum()
    starts = ends.shift(fill_value=0.0).mask(is_total, 0.0)
    lows, highs = np.minimum(starts, ends), np.maximum(starts, ends)
    roles = np.select([is_total, amounts > 0], ["similar", "worse"], "home")
    with house_style():
        axes = new_axes(SIZES[is_narrow])
        axes.set_yticks([])
        bottom, top = lows.min(), highs.max()
        axes.set(xlim=(-0.5, len(steps) - 0.5), ylim=(bottom, bottom + (top - bottom) * HEADROOM))
        axes.set_xticks(range(len(steps)), list(steps["label"]))
        axes.tick_params(axis="x", length=0)
        draw_bars(axes, range(len(steps)), highs - lows, BAR, list(roles), starts=list(lows), gid="step")
        for place, (top, words) in enumerate(zip(highs, steps["text"], strict=True)):
            write(axes, words, (place, top), "figure", anchor="S", shift=(0, 4))
        joins = np.arange(len(steps) - 1)
        sides = joins + BAR / 2, joins + 1 - BAR / 2
        axes.hlines(ends[:-1], *sides, **pen("muted", HAIRLINE), gid="join")
    return axes
