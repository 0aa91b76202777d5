"""The home area among its neighbours: a dot for each on a row of its own, the highest at the top."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.ink.canvas import (
    EDGE,
    IN_PIXELS,
    IN_PLOT,
    IN_ROW,
    Size,
    house_style,
    new_axes,
    text_width,
    write,
)
from kpi_lib.present.ink.scales import tick_formatter
from kpi_lib.present.ink.strokes import DASHED, pen
from kpi_lib.present.ink.theme import light
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import axis_unit, format_figure, format_value

WIDTHS, TEXT, ROW = (720, 360), (13, 12), (26, 24)
TOP, BOTTOM, MARGIN = 36, 62, 10
DOTS = {"home": 12.0, "neighbours": 8.0}
"""Diameters of the home area's and of a neighbour's dot, in pixels."""
ASIDE = 0.06
"""Room on either side of the outermost figures, as a share of their spread."""


def draw_neighbours(
    indicator: Indicator,
    areas: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    average: float | None = None,
    average_label: str = "Neighbours’ average",
    england: float | None = None,
    england_as: Indicator | None = None,
    is_narrow: bool = False,
) -> Axes:
    """Draw one dot per area with a figure, the home area's larger, and lines for average and England.

    Parameters
    ----------
    areas : estimates of one basis and period, of the home area and its neighbours, all with a figure, in the
        order of the rows.
    average, england : comparators' values in the indicator's unit; none draws no line.
    england_as : the indicator with the decimals that England's figure is reported to, where fewer.
    """
    rows = _rows(areas, indicator, neighbourhood)
    size = _size(rows, is_narrow=is_narrow)
    with house_style():
        axes = new_axes(size)
        _draw_dots(axes, rows)
        _scale(axes, is_narrow=is_narrow)
        _name_rows(axes, rows)
        lines = (
            (average, average_label, indicator, "neighbours", "solid"),
            (england, "England", england_as or indicator, "england", DASHED),
        )
        for value, name, rounded, role, style in lines:
            if value is not None:
                axes.axvline(value, **pen(role, style=style), zorder=2, gid=f"{role}-line")
                _name_line(axes, value, f"{name} {format_value(value, rounded).number}", role, size)
        below = (0, EDGE - BOTTOM)  # on a line of its own under England’s name
        write(
            axes, axis_unit(indicator), (1, 0), "unit", anchor="SE", role="muted", shift=below, coords=IN_PLOT
        )
    return axes


def _rows(areas: pd.DataFrame, indicator: Indicator, neighbourhood: Neighbourhood) -> pd.DataFrame:
    is_home = areas["area_code"].eq(neighbourhood.home)
    return pd.DataFrame(
        {
            "name": [neighbourhood.name(code) for code in areas["area_code"]],
            "value": areas["value"].astype(float),
            "role": is_home.map({True: "home", False: "neighbours"}),
            "figure": [format_figure(row, indicator).number for _, row in areas.iterrows()],
        }
    )


def _size(rows: pd.DataFrame, *, is_narrow: bool) -> Size:
    text, height = TEXT[is_narrow], TOP + len(rows) * ROW[is_narrow] + BOTTOM
    widest = [
        max(text_width(words, text, is_bold=True) for words in rows[name]) for name in ("name", "figure")
    ]
    left, right = (width + 2 * MARGIN for width in widest)
    return Size(WIDTHS[is_narrow], height, text, left, right, TOP, BOTTOM)


def _draw_dots(axes: Axes, rows: pd.DataFrame) -> None:
    import seaborn as sns  # loaded here: it brings scipy and pyplot with it

    colours, sizes = {role: light(role) for role in DOTS}, {role: dot**2 for role, dot in DOTS.items()}
    look = {"palette": colours, "sizes": sizes, "linewidth": 0, "zorder": 3, "legend": False}
    sns.scatterplot(rows, x="value", y="name", hue="role", size="role", ax=axes, gid="areas", **look)
    axes.set(ylim=(len(rows) - 0.5, -0.5), xlabel="", ylabel="")


def _name_rows(axes: Axes, rows: pd.DataFrame) -> None:
    """Write each figure at the end of its row, and those of the home area in its colour."""
    axes.tick_params(axis="y", pad=MARGIN)
    for place, (figure, role) in enumerate(zip(rows["figure"], rows["role"], strict=True)):
        is_home, label = role == "home", axes.get_yticklabels()[place]
        look = {"role": "home" if is_home else "text", "is_bold": is_home}
        write(axes, figure, (1, place), "figure", shift=(MARGIN, 0), coords=IN_ROW, **look)
        label.set(color=light(look["role"]), fontweight="bold" if is_home else "normal")


def _scale(axes: Axes, *, is_narrow: bool) -> None:
    """Leave out ticks beyond the outermost figures, where a share might read below 0 or above 100."""
    axes.margins(x=ASIDE)
    axes.xaxis.set_major_locator(MaxNLocator(5 if is_narrow else 8, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(tick_formatter(axes.xaxis))
    low, high = axes.dataLim.intervalx
    within = [tick for tick in axes.get_xticks() if low <= tick <= high]
    if len(within) > 1:
        axes.set_xticks(within)


def _name_line(axes: Axes, value: float, words: str, role: str, size: Size) -> None:
    """Write the average's name above its line and England's below, where neither meets the other."""
    half, frame = text_width(words, size.text) / 2, axes.get_window_extent()
    x = float(axes.transData.transform((value, 0))[0])
    middle, below = min(max(x, EDGE + half), size.width - EDGE - half), frame.y0 - size.text - 13
    is_above = role == "neighbours"
    level, anchor, colour = (frame.y1 + 8, "S", "neighbours-text") if is_above else (below, "N", role)
    write(axes, words, (middle, level), f"{role}-name", anchor=anchor, role=colour, coords=IN_PIXELS)
