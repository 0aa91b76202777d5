"""The neighbours as labelled dots on one line, the home area large among them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.ink.canvas import (
    EDGE,
    IN_PIXELS,
    IN_PLOT,
    Size,
    house_style,
    new_axes,
    text_width,
    write,
)
from kpi_lib.present.ink.scales import tick_formatter
from kpi_lib.present.ink.strokes import DASHED, dot, pen
from kpi_lib.present.ink.swarm_names import name_dots
from kpi_lib.present.ink.theme import HAIRLINE, light
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, axis_unit, format_value, is_missing

WIDE_SWARM = Size(720, 405, 13, left=16, right=16, top=36, bottom=52)
NARROW_SWARM = Size(360, 330, 12, left=10, right=10, top=30, bottom=46)
DOT, HOME_DOT = 11.0, 18.0
"""Diameters of a neighbour's and of the home area's dot, in pixels."""
PAST_MIDDLE = 14
"""How far a comparator's line runs past the line of dots into the other half, in pixels."""
BESIDE_DOTS = 0.16
"""Room for names on either side of the outermost figures, as a share of their spread."""
UNIT_GAP = 8
"""Least distance between England’s name and the axis's, in pixels."""


def draw_neighbours(
    indicator: Indicator,
    others: pd.DataFrame,
    estimate: Row,
    neighbourhood: Neighbourhood,
    *,
    average: float | None = None,
    average_label: str = "Neighbours’ average",
    england: float | None = None,
    england_as: Indicator | None = None,
    size: Size = WIDE_SWARM,
) -> Axes:
    """Draw one dot per neighbour with a figure, the home area's, and lines for average and England.

    The average's line is in the upper half and England's in the lower, each towards its own name,
    so that names find room next to them.

    Parameters
    ----------
    others : the neighbours' estimates of one basis and period; rows without a figure draw nothing.
    estimate : the home area's estimate of the same basis and period.
    average, england : comparators' values in the indicator's unit; none draws no line.
    england_as : the indicator with the decimals that England's figure is reported to, where fewer.
    """
    import seaborn as sns  # loaded here: it brings scipy and pyplot with it

    neighbours = others[others["value"].notna()].sort_values("value", kind="stable")
    with house_style():
        axes = new_axes(size)
        sns.swarmplot(
            x=neighbours["value"].tolist(),
            ax=axes,
            size=DOT,
            color=light("neighbours"),
            linewidth=0,
            zorder=3,
        )
        for swarm in axes.collections:
            swarm.set_gid("neighbours")
        _scale(axes, indicator, size)
        _draw_home(axes, estimate)
        _draw_line(axes, average, "neighbours", side=1)
        _draw_line(axes, england, "england", side=-1)
        axes.margins(x=BESIDE_DOTS)
        _keep_ticks_by_figures(axes)
        _settle(axes)
        _name_line(axes, average, average_label, "neighbours", indicator, size, side=1)
        _name_line(axes, england, "England", "england", england_as or indicator, size, side=-1)
        _name_unit(axes, indicator, size)
        name_dots(axes, neighbours, estimate, neighbourhood, indicator, size, lines={1: average, -1: england})
    return axes


def _scale(axes: Axes, indicator: Indicator, size: Size) -> None:
    axes.grid(False)
    axes.set(yticks=[], ylim=(-1, 1), xlabel="", ylabel="")
    axes.axhline(0, **pen("other", HAIRLINE), zorder=1, gid="line")
    axes.xaxis.set_major_locator(MaxNLocator(6 if size.is_narrow else 8, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(tick_formatter(axes.xaxis))


def _settle(axes: Axes) -> None:
    """Lay out the picture once: only then the swarm's dots are in their places."""
    figure = axes.get_figure(root=True)
    assert figure is not None, "asked to lay out a plot that is in no picture"
    figure.draw_without_rendering()


def _keep_ticks_by_figures(axes: Axes) -> None:
    """Leave out ticks beyond the outermost figures, where a share might read below 0 or above 100."""
    low, high = axes.dataLim.intervalx
    within = [tick for tick in axes.get_xticks() if low <= tick <= high]
    if len(within) > 1:
        axes.set_xticks(within)


def _draw_home(axes: Axes, estimate: Row) -> None:
    if not is_missing(estimate["value"]):
        look = dot("home", HOME_DOT) | {"markeredgecolor": light("ground")}
        axes.plot(estimate["value"], 0, **look, zorder=4, gid="home")


def _draw_line(axes: Axes, value: float | None, role: str, *, side: int) -> None:
    if value is not None and not is_missing(value):
        past = -side * PAST_MIDDLE / (axes.get_window_extent().height / 2)
        line = pen(role, style="solid" if side > 0 else DASHED)
        axes.plot([value, value], [past, side], **line, zorder=2, scaley=False, gid=f"{role}-line")


def _name_line(
    axes: Axes, value: float | None, name: str, role: str, indicator: Indicator, size: Size, *, side: int
) -> None:
    if value is None or is_missing(value):
        return
    text = f"{name} {format_value(value, indicator).number}"
    half, frame = text_width(text, size.text) / 2, axes.get_window_extent()
    x = float(axes.transData.transform((value, 0))[0])
    y = frame.y1 + 8 if side > 0 else frame.y0 - size.text - 13
    write(
        axes,
        text,
        (min(max(x, EDGE + half), size.width - EDGE - half), y),
        f"{role}-name",
        anchor="S" if side > 0 else "N",
        role="neighbours-text" if role == "neighbours" else role,
        coords=IN_PIXELS,
    )


def _name_unit(axes: Axes, indicator: Indicator, size: Size) -> None:
    """Name the axis at its right end, or at its left end where England's name stands right."""
    width = text_width(axis_unit(indicator), size.text)
    ends = [text.get_window_extent().x1 for text in axes.texts if text.get_gid() == "england-name"]
    is_right = all(end + UNIT_GAP <= size.width - size.right - width for end in ends)
    write(
        axes,
        axis_unit(indicator),
        (1 if is_right else 0, 0),
        "unit",
        anchor="SE" if is_right else "SW",
        role="muted",
        shift=(0, -size.bottom + 6),
        coords=IN_PLOT,
    )
