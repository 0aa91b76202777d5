"""The trend of one indicator: home, neighbours' average and range, and England, over time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.canvas import WIDE, Size, house_style, new_axes, place_axes, text_width
from kpi_lib.present.neighbourhood import Neighbourhood
from kpi_lib.present.scales import EndLabel, label_ends, scale_periods, scale_values
from kpi_lib.present.series import Trend, select_trend
from kpi_lib.present.theme import HOME_WIDTH, OTHER_WIDTH, light
from kpi_lib.present.words import format_value

DOTTED, DASHED = (0, (1, 1.8)), (0, (5, 3))
AVERAGE_LABELS = {"mean": "Neighbours", "median": "Neighbours’ median", "pooled": "Neighbours, pooled"}


def draw_trend(
    indicator: Indicator,
    estimates: pd.DataFrame,
    comparisons: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    basis: str = "quarter",
    average: str = "mean",
    size: Size = WIDE,
) -> Axes:
    """Draw the home area's line with its 95% interval, the neighbours' average and range, and England.

    Parameters
    ----------
    indicator : the measure, for its unit and decimals.
    estimates : estimates of this indicator, of the home area and of its neighbours.
    comparisons : comparisons of the home area for this indicator, one row per period and comparator.
    neighbourhood : who is home, who are the neighbours, what they are called.
    basis : `quarter`, `rolling_year` or `year`.
    average : `mean`, `median` or `pooled` of the neighbours.
    size : `WIDE` or `NARROW`.

    Returns
    -------
    Axes of one picture. Illustrative stretches are dotted and named; a missing figure breaks the line.
    """
    trend = select_trend(estimates, comparisons, neighbourhood, basis=basis, average=average)
    with house_style():
        axes = new_axes(size)
        labels = end_labels(trend, indicator, neighbourhood, average, size)
        widest = max((text_width(axes, label.text, size.text, label.weight) for label in labels), default=0)
        place_axes(axes, size, right=widest)
        scale_values(axes, figures_of(trend), indicator, size)
        scale_periods(axes, trend.places, trend.periods, size)
        draw_lines(axes, trend)
        _name_illustrative(axes, trend, size)
        label_ends(axes, labels, size)
    return axes


def draw_lines(axes: Axes, trend: Trend, *, dot: float = 5.5) -> Axes:
    """Draw bands first, then England, the neighbours and the home area on top; return the same axes."""
    x = np.asarray(trend.places, dtype=float)
    _band(axes, x, trend.reach["lowest"], trend.reach["highest"], "neighbours", 0.16)
    _band(axes, x, trend.home["lower"], trend.home["upper"], "home", 0.16)
    axes.plot(
        x, trend.england, color=light("england"), linewidth=OTHER_WIDTH, linestyle=DASHED, gid="england"
    )
    axes.plot(x, trend.neighbours, color=light("neighbours"), linewidth=OTHER_WIDTH, gid="neighbours")
    _home_line(axes, x, trend.home, dot)
    return axes


def _band(axes: Axes, x: np.ndarray, low: pd.Series, high: pd.Series, role: str, alpha: float) -> None:
    if (low.notna() & high.notna()).sum() > 1:
        axes.fill_between(
            x, low, high, color=light(role), alpha=alpha, linewidth=0, gid=f"{role}-band", zorder=1
        )


def _home_line(axes: Axes, x: np.ndarray, home: pd.DataFrame, dot: float) -> None:
    values, is_drawn_up = home["value"].to_numpy(), home["is_illustrative"]
    beside = is_drawn_up | is_drawn_up.shift(1, fill_value=False) | is_drawn_up.shift(-1, fill_value=False)
    if is_drawn_up.any():
        axes.plot(x, np.where(beside, values, np.nan), color=light("home"), linewidth=HOME_WIDTH, zorder=3,
                  linestyle=DOTTED, dash_capstyle="butt", gid="home-illustrative")  # fmt: skip
    axes.plot(x, np.where(is_drawn_up, np.nan, values), color=light("home"), linewidth=HOME_WIDTH, zorder=3,
              gid="home")  # fmt: skip
    for last in np.flatnonzero(np.isfinite(values))[-1:]:
        face = "ground" if is_drawn_up.iloc[last] else "home"
        axes.plot(x[last], values[last], "o", markersize=dot, markeredgewidth=1.5, zorder=4,
                  color=light("home"), markerfacecolor=light(face), gid="last")  # fmt: skip


def _name_illustrative(axes: Axes, trend: Trend, size: Size) -> None:
    places = trend.home.index[trend.home["is_illustrative"] & trend.home["value"].notna()]
    if len(places):
        axes.text(float(places[0]) / 2 + float(places[-1]) / 2, 0.985, "dotted: illustrative",
                  transform=axes.get_xaxis_transform(), ha="center", va="top", fontsize=size.text,
                  color=light("muted"), gid="illustrative")  # fmt: skip


def parts_of(axes: Axes) -> set[str]:
    """Return the names of what a picture draws, so that words speak of nothing else."""
    return {str(artist.get_gid()) for artist in axes.get_children()}


def figures_of(trend: Trend) -> list[float]:
    """Return every figure that must fit on the vertical axis."""
    frames = (trend.home[["value", "lower", "upper"]], trend.neighbours, trend.england, trend.reach)
    return [float(figure) for frame in frames for figure in frame.to_numpy().ravel()]


def end_labels(
    trend: Trend, indicator: Indicator, neighbourhood: Neighbourhood, average: str, size: Size
) -> list[EndLabel]:
    """Return a label for each line that is there; the wide picture adds its last figure."""
    lines = (
        (neighbourhood.home_name, trend.home["value"], "home", "bold"),
        (AVERAGE_LABELS[average], trend.neighbours, "neighbours-text", "normal"),
        ("England", trend.england, "england", "normal"),
    )
    labels = []
    for name, values, role, weight in lines:
        if values.notna().any():
            last = float(values.dropna().iloc[-1])
            text = name if size.is_narrow else f"{name} {format_value(last, indicator).number}"
            labels.append(EndLabel(text, last, role, weight))
    return labels
