"""The neighbours as labelled dots on one line, the home area large among them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.canvas import Size, house_style, new_axes, text_width
from kpi_lib.present.labels import Label, Placed, place_labels
from kpi_lib.present.neighbourhood import Neighbourhood
from kpi_lib.present.scales import tick_formatter
from kpi_lib.present.theme import HAIRLINE, OTHER_WIDTH, light
from kpi_lib.present.words import Row, axis_unit, format_value, is_missing

WIDE_SWARM = Size(720, 405, 13, left=16, right=16, top=36, bottom=52)
NARROW_SWARM = Size(360, 270, 12, left=10, right=10, top=30, bottom=46)
DOT, HOME_DOT = 11.0, 18.0
"""Diameters of a neighbour's and of the home area's dot, in pixels."""
ROWS_OF_NAMES = 4


def draw_neighbours(
    indicator: Indicator,
    others: pd.DataFrame,
    estimate: Row,
    neighbourhood: Neighbourhood,
    *,
    average: float | None = None,
    average_label: str = "Neighbours’ average",
    england: float | None = None,
    size: Size = WIDE_SWARM,
) -> Axes:
    """Draw one dot per neighbour with a figure, the home area's, and lines for average and England.

    Parameters
    ----------
    others : the neighbours' estimates of one basis and period; rows without a figure draw nothing.
    estimate : the home area's estimate of the same basis and period.
    average, england : comparators' values in the indicator's unit; none draws no line.
    """
    import seaborn as sns  # loaded here: it brings scipy and pyplot with it

    known = others[others["value"].notna()].sort_values("value", kind="stable")
    with house_style():
        axes = new_axes(size)
        sns.swarmplot(
            x=known["value"].tolist(), ax=axes, size=DOT, color=light("neighbours"), linewidth=0, zorder=3
        )
        for swarm in axes.collections:
            swarm.set_gid("neighbours")
        _scale(axes, indicator, size)
        _draw_home(axes, estimate)
        _draw_line(axes, england, "England", "england", indicator, size, at_top=False)
        _draw_line(axes, average, average_label, "neighbours", indicator, size, at_top=True)
        axes.margins(x=0.05)
        _name_dots(axes, known, estimate, neighbourhood, indicator, size)
    return axes


def _scale(axes: Axes, indicator: Indicator, size: Size) -> None:
    axes.grid(False)
    axes.set(yticks=[], ylim=(-1, 1), xlabel="", ylabel="")
    axes.axhline(0, color=light("other"), linewidth=HAIRLINE, zorder=1, gid="line")
    axes.xaxis.set_major_locator(MaxNLocator(4 if size.is_narrow else 7, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(tick_formatter(axes.xaxis))
    axes.annotate(
        axis_unit(indicator), (1, 0), xycoords="axes fraction", xytext=(0, -size.bottom + 6),
        textcoords="offset points", ha="right", va="bottom", fontsize=size.text, color=light("muted"),
        gid="unit",
    )  # fmt: skip


def _draw_home(axes: Axes, estimate: Row) -> None:
    if not is_missing(estimate["value"]):
        axes.plot(estimate["value"], 0, "o", markersize=HOME_DOT, color=light("home"), zorder=4, gid="home",
                  markeredgecolor=light("ground"), markeredgewidth=1.5)  # fmt: skip


def _draw_line(
    axes: Axes, value: float | None, name: str, role: str, indicator: Indicator, size: Size, *, at_top: bool
) -> None:
    if value is None or is_missing(value):
        return
    style = "solid" if at_top else (0, (5, 3))
    axes.axvline(
        value, color=light(role), linewidth=OTHER_WIDTH, linestyle=style, zorder=2, gid=f"{role}-line"
    )
    text = f"{name} {format_value(value, indicator).number}"
    axes.annotate(
        text, (value, 1 if at_top else 0), xycoords=axes.get_xaxis_transform(), gid=f"{role}-name",
        xytext=(0, 8 if at_top else -size.text - 13), textcoords="offset points", ha="center",
        va="bottom" if at_top else "top", fontsize=size.text, annotation_clip=False,
        color=light("neighbours-text" if role == "neighbours" else role),
    )  # fmt: skip


def _name_dots(
    axes: Axes,
    known: pd.DataFrame,
    estimate: Row,
    neighbourhood: Neighbourhood,
    indicator: Indicator,
    size: Size,
) -> None:
    names = [
        (_name(row, neighbourhood, indicator, size), row["value"], "normal") for _, row in known.iterrows()
    ]
    if not is_missing(estimate["value"]):
        names.insert(0, (_name(estimate, neighbourhood, indicator, size), estimate["value"], "bold"))
    labels = [
        Label(text, float(axes.transData.transform((value, 0))[0]), text_width(axes, text, size.text, weight))
        for text, value, weight in names
    ]
    edges = {"left": 4.0, "right": size.width - 4.0}
    for spot in place_labels(labels, rows=ROWS_OF_NAMES, gap=10, **edges):
        _write_name(axes, spot, size, is_home=spot.label is labels[0] and names[0][2] == "bold")


def _name(row: Row, neighbourhood: Neighbourhood, indicator: Indicator, size: Size) -> str:
    name = neighbourhood.name(row["area_code"])
    return name if size.is_narrow else f"{name} {format_value(row['value'], indicator).number}"


def _write_name(axes: Axes, spot: Placed, size: Size, *, is_home: bool) -> None:
    side = 1 if spot.row > 0 else -1
    middle = float(axes.transData.transform((0, 0))[1])
    level = side * (HOME_DOT + 8 + (abs(spot.row) - 1) * size.text * (1.6 if size.is_narrow else 2.3))
    to_data = axes.transData.inverted()
    (x, start), (_, end) = to_data.transform([(spot.label.x, middle), (spot.label.x, middle + level)])
    axes.plot([x, x], [start, end], color=light("other"), linewidth=HAIRLINE, zorder=1.5, gid="leader")
    axes.annotate(
        spot.label.text, (spot.centre, middle + level), xycoords="figure pixels", ha="center",
        va="bottom" if side > 0 else "top", fontsize=size.text, fontweight="bold" if is_home else "normal",
        color=light("home" if is_home else "text"), zorder=5, gid="name", annotation_clip=False,
    )  # fmt: skip
