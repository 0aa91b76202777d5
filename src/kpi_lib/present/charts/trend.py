"""The trend of one indicator: home, neighbours' average and range, and England, over time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.charts.series import Trend, select_trend
from kpi_lib.present.ink.canvas import WIDE, Size, house_style, new_axes, place_axes, text_width
from kpi_lib.present.ink.scales import EndLabel, label_ends, scale_periods, scale_values
from kpi_lib.present.ink.strokes import draw_home, draw_other, is_alone
from kpi_lib.present.ink.theme import HOME_WIDTH, light
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import format_figure

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
    _band(axes, trend.reach["lowest"], trend.reach["highest"], "neighbours")
    _band(axes, trend.home["lower"], trend.home["upper"], "home")
    draw_other(axes, trend.england, "england", is_dashed=True)
    draw_other(axes, trend.neighbours, "neighbours")
    draw_home(axes, trend.home, width=HOME_WIDTH, dot=dot)
    return axes


def _band(axes: Axes, low: pd.Series, high: pd.Series, role: str) -> None:
    """Fill between two lines, if there are two periods in a row in which both are known."""
    both = low.where(high.notna()).to_numpy(dtype=float)
    if (np.isfinite(both) & ~is_alone(both)).any():
        axes.fill_between(
            low.index, low, high, color=light(role), alpha=0.16, linewidth=0, gid=f"{role}-band", zorder=1
        )


def _name_illustrative(axes: Axes, trend: Trend, size: Size) -> None:
    places = trend.home.index[trend.home["is_illustrative"] & trend.home["value"].notna()]
    if len(places):
        axes.text(float(places[0]) / 2 + float(places[-1]) / 2, 0.985, "dotted: illustrative",
                  transform=axes.get_xaxis_transform(), ha="center", va="top", fontsize=size.text,
                  color=light("muted"), gid="illustrative")  # fmt: skip


def is_single(trend: Trend) -> bool:
    """Say whether there is but one figure, of one area in one period: nothing to see in a picture."""
    lines = (trend.home["value"], trend.neighbours, trend.england, trend.reach["highest"])
    return sum(int(line.notna().sum()) for line in lines) == 1


def parts_of(axes: Axes) -> frozenset[str]:
    """Return the names of what a picture draws, so that words speak of nothing else."""
    return frozenset(str(artist.get_gid()) for artist in axes.get_children())


def figures_of(trend: Trend) -> list[float]:
    """Return every figure that must fit on the vertical axis."""
    frames = (trend.home[["value", "lower", "upper"]], trend.neighbours, trend.england, trend.reach)
    return [float(figure) for frame in frames for figure in frame.to_numpy().ravel()]


def end_labels(
    trend: Trend, indicator: Indicator, neighbourhood: Neighbourhood, average: str, size: Size
) -> list[EndLabel]:
    """Return a label for each line that is there; the wide picture adds its last figure.

    A figure older than the picture's newest period says of which period it is.
    """
    exact = pd.Series(float("nan"), trend.home.index)
    lines = (
        (neighbourhood.home_name, trend.home["value"], trend.home["decimals"], "home", "bold"),
        (AVERAGE_LABELS[average], trend.neighbours, exact, "neighbours-text", "normal"),
        ("England", trend.england, trend.england_decimals, "england", "normal"),
    )
    labels = []
    for name, values, decimals, role, weight in lines:
        if values.notna().any():
            last = float(values.dropna().iloc[-1])
            figure = last_figure(pd.DataFrame({"value": values, "decimals": decimals}), indicator, trend)
            text = name if size.is_narrow else f"{name} {figure}"
            labels.append(EndLabel(text, last, role, weight))
    return labels


def last_figure(line: pd.DataFrame, indicator: Indicator, trend: Trend) -> str:
    """Return a line's last figure, with its period where the picture goes on after it: "2.3% (2016/17)".

    Parameters
    ----------
    line : `value` and `decimals` by the period's place in time.
    """
    known = line.loc[line["value"].notna()]
    number = format_figure(known.iloc[-1], indicator).number
    period = trend.periods[trend.places.index(known.index[-1])]
    return number if period == trend.periods[-1] else f"{number} ({period.short})"
