"""What came in and what went out by period, and the stock that follows next to the one reported."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.core.periods import parse_period
from kpi_lib.present.ink.bars import draw_bar
from kpi_lib.present.ink.canvas import (
    WIDE,
    Size,
    house_style,
    make_room_for_values,
    new_axes,
    place_axes,
    text_width,
)
from kpi_lib.present.ink.scales import EndLabel, label_ends, scale_numbers, scale_periods
from kpi_lib.present.ink.strokes import DASHED, DOTTED
from kpi_lib.present.ink.theme import HAIRLINE, HOME_WIDTH, OTHER_WIDTH, light
from kpi_lib.present.words.numbers import format_number

BAR = 0.7


def draw_flows(flows: pd.DataFrame, *, size: Size = WIDE) -> Axes:
    """Draw entries upwards and exits downwards from zero, one pair of bars a period.

    Parameters
    ----------
    flows : `period`, `entries`, `exits`, `is_illustrative` (such bars are pale with an edge), oldest first.
    """
    periods = [parse_period(label) for label in flows["period"]]
    places = [period.as_pandas.ordinal for period in periods]
    last = flows.iloc[-1]
    labels = [
        EndLabel(f"{name} {format_number(last[column])}", sign * float(last[column]) / 2, role, "bold")
        for name, column, sign, role in (
            ("In", "entries", 1, "home"),
            ("Out", "exits", -1, "similar"),
        )
        if np.isfinite(last[column])
    ]
    with house_style():
        axes = new_axes(size)
        place_axes(axes, size, right=_widest(axes, labels, size))
        scale_numbers(axes, [*flows["entries"], 0.0], size)
        scale_periods(axes, places, periods, size)
        reach = float(max(flows["entries"].max(), flows["exits"].max())) * 1.1
        axes.set(ylim=(-reach, reach), xlim=(places[0] - 0.6, places[-1] + 0.6))
        axes.yaxis.set_major_formatter(lambda value, _: format_number(abs(value)))
        make_room_for_values(axes, size)
        axes.axhline(0, color=light("muted"), linewidth=HAIRLINE, zorder=3, gid="zero")
        for column, sign, role in (("entries", 1, "home"), ("exits", -1, "similar")):
            _draw_bars(axes, places, flows[column] * sign, flows["is_illustrative"], role)
        label_ends(axes, labels, size)
    return axes


def _widest(axes: Axes, labels: list[EndLabel], size: Size) -> float:
    """Return the width of the widest label at the end; nothing where the newest figures are not known."""
    return max((text_width(axes, item.text, size.text, item.weight) for item in labels), default=0.0)


def _draw_bars(axes: Axes, places: list[int], heights: pd.Series, is_drawn_up: pd.Series, role: str) -> None:
    for place, height, pale in zip(places, heights, is_drawn_up, strict=True):
        corner = (place - BAR / 2, 0.0)
        draw_bar(axes, corner, BAR, height, role, is_illustrative=bool(pale), gid=f"bar-{role}")


def draw_stocks(flows: pd.DataFrame, *, size: Size = WIDE) -> Axes:
    """Draw the stock as reported, and the one that the flows alone imply from the first period on.

    Parameters
    ----------
    flows : as above, with `stock` and `running_stock`.
    """
    periods = [parse_period(label) for label in flows["period"]]
    places = [period.as_pandas.ordinal for period in periods]
    last = flows.iloc[-1]
    shown = [
        EndLabel(f"{name} {format_number(last[column])}", float(last[column]), role, weight)
        for name, column, role, weight in (
            ("Reported", "stock", "home", "bold"),
            ("Implied", "running_stock", "muted", "normal"),
        )
        if np.isfinite(last[column])
    ]
    with house_style():
        axes = new_axes(size)
        place_axes(axes, size, right=_widest(axes, shown, size))
        scale_numbers(axes, [*flows["stock"], *flows["running_stock"]], size)
        scale_periods(axes, places, periods, size)
        axes.plot(places, flows["running_stock"], color=light("muted"), linewidth=OTHER_WIDTH,
                  linestyle=DASHED, gid="implied")  # fmt: skip
        style = DOTTED if flows["is_illustrative"].any() else "solid"
        axes.plot(places, flows["stock"], color=light("home"), linewidth=HOME_WIDTH, linestyle=style,
                  gid="reported")  # fmt: skip
        label_ends(axes, shown, size)
    return axes
