"""The names of the beeswarm's dots, each with a leader to its dot, clear of dots and comparators' lines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.ink.canvas import LINE_HEIGHT, Size, text_width
from kpi_lib.present.ink.labels import Label, Placed, place_labels
from kpi_lib.present.ink.theme import HAIRLINE, light
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, format_figure, is_missing

ABOVE_DOTS = 16.0
"""From the centre of the highest dot to the nearest row of names, in pixels."""
ROW = 1.6
"""From one row of names to the next, in sizes of text."""
EDGE_OF_NAMES = 4.0
"""Pixels that names keep from the picture's edges."""


def name_dots(
    axes: Axes,
    known: pd.DataFrame,
    estimate: Row,
    neighbourhood: Neighbourhood,
    indicator: Indicator,
    size: Size,
    *,
    lines: Mapping[int, float | None],
) -> None:
    """Write the name of every dot that finds room, the home area's first.

    Parameters
    ----------
    known : the neighbours' rows in the order of the dots, whose swarm has been drawn.
    lines : side (1 above, −1 below) → the comparator whose line is there, or nothing.
    """
    rows = [(row, "normal") for _, row in known.iterrows()]
    heights = _heights(axes)
    if has_home := not is_missing(estimate["value"]):
        rows.insert(0, (estimate, "bold"))
        heights = [0.0, *heights]
    labels = []
    for (row, weight), height in zip(rows, heights, strict=True):
        text = _name(row, neighbourhood, indicator, size)
        x, width = _across(axes, row["value"]), text_width(axes, text, size.text, weight)
        labels.append(Label(text, x, width, side=_side(height)))
    start = max(map(abs, heights)) + ABOVE_DOTS
    room = axes.get_window_extent().height / 2 - start - size.text * LINE_HEIGHT
    placed = place_labels(
        labels, left=EDGE_OF_NAMES, right=size.width - EDGE_OF_NAMES, rows=1 + int(room / (size.text * ROW)),
        gap=10, lines={side: [_across(axes, x)] for side, x in lines.items() if x is not None},
    )  # fmt: skip
    height_of = dict(zip(labels, heights, strict=True))
    for spot in placed:
        is_home = has_home and spot.label is labels[0]
        _write_name(axes, spot, size, height_of[spot.label], start, is_home=is_home)


def _heights(axes: Axes) -> list[float]:
    """Return how far each neighbour's dot is above the line, in pixels."""
    dots = next(dots for dots in axes.collections if dots.get_gid() == "neighbours")
    middle = axes.transData.transform((0, 0))[1]
    return [float(y - middle) for _, y in axes.transData.transform(np.asarray(dots.get_offsets()))]


def _side(height: float) -> int:
    return 0 if abs(height) < 1 else 1 if height > 0 else -1


def _across(axes: Axes, value: float) -> float:
    return float(axes.transData.transform((value, 0))[0])


def _name(row: Row, neighbourhood: Neighbourhood, indicator: Indicator, size: Size) -> str:
    name = neighbourhood.name(row["area_code"])
    return name if size.is_narrow else f"{name} {format_figure(row, indicator).number}"


def _write_name(axes: Axes, spot: Placed, size: Size, height: float, start: float, *, is_home: bool) -> None:
    side = 1 if spot.row > 0 else -1
    middle = float(axes.transData.transform((0, 0))[1])
    level = middle + side * (start + (abs(spot.row) - 1) * size.text * ROW)
    is_beside = not spot.left <= spot.label.x <= spot.right
    tip = level + side * size.text if is_beside else level
    ends = axes.transData.inverted().transform([(spot.label.x, middle + height), (spot.label.x, tip)])
    axes.plot(*ends.T, color=light("other"), linewidth=HAIRLINE, zorder=1.5, gid="leader")
    x, anchor = _anchor(spot)
    axes.annotate(
        spot.label.text, (x, level), xycoords="figure points", ha=anchor,
        va="bottom" if side > 0 else "top", fontsize=size.text, fontweight="bold" if is_home else "normal",
        color=light("home" if is_home else "text"), zorder=5, gid="name", annotation_clip=False,
    )  # fmt: skip


def _anchor(spot: Placed) -> tuple[float, str]:
    """Hold a leaning name by the end at its leader: a page's own font may be narrower than the picture's."""
    to_left, to_right = spot.label.x - spot.left, spot.right - spot.label.x
    third = spot.label.width / 3
    if to_left < third:
        return spot.left, "left"
    return (spot.right, "right") if to_right < third else (spot.centre, "center")
