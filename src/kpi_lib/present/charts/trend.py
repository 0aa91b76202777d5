"""The trend of one indicator: home, neighbours' average and range, England; large and small."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.series import Trend, place_in_time
from kpi_lib.present.ink.canvas import NARROW, WIDE, Size, house_style
from kpi_lib.present.ink.scales import EndLabel, name_unit, new_time_axes, place_of_day
from kpi_lib.present.ink.strokes import draw_home, draw_other, is_alone, shade
from kpi_lib.present.ink.theme import HAIRLINE, HOME_WIDTH, OTHER_WIDTH, light
from kpi_lib.present.words.numbers import axis_unit, format_figure

PANEL = Size(280, 158, 11, left=34, right=14, top=8, bottom=24)
"""A small trend among others."""
AIM = Size(280, 150, 11, left=34, right=26, top=8, bottom=24)
"""A small trend of what an action should move."""
AVERAGE_LABELS = {"mean": "Neighbours", "median": "Neighbours’ median", "pooled": "Neighbours, pooled"}


def draw_trend(
    indicator: Indicator, trend: Trend, home_name: str, *, average: str = "mean", is_narrow: bool = False
) -> Axes:
    """Draw the home area's line with its 95% interval, the neighbours' average and range, and England.

    A missing figure breaks the line.

    Parameters
    ----------
    trend : from `select_trend`.
    average : `mean`, `median` or `pooled` of the neighbours.
    """
    size = NARROW if is_narrow else WIDE
    labels = end_labels(trend, indicator, home_name, average, is_narrow=is_narrow)
    with house_style():
        axes = new_time_axes(trend.periods, figures_of(trend), size, labels, indicator)
        name_unit(axes, axis_unit(indicator))
        draw_lines(axes, trend)
    return axes


def draw_panel(indicator: Indicator, trend: Trend) -> Axes:
    """Draw one small trend, only its own newest point labelled."""
    newest = float(trend.home["value"].dropna().iloc[-1])
    label = EndLabel(last_figure(trend.home, indicator, trend), newest, "home", True)
    with house_style():
        axes = new_time_axes(trend.periods, figures_of(trend), PANEL, [label], indicator)
        draw_lines(axes, trend)
    return axes


def draw_aim(indicator: Indicator, rows: pd.DataFrame, begun: pd.Timestamp, effect: pd.Timestamp) -> Axes:
    """Draw one area's quarters of one indicator with the day an action began, shaded where it could show.

    Parameters
    ----------
    rows : the quarters' estimates of one series, at least one.
    effect : the day from which an effect could show.
    """
    line = place_in_time(rows)
    first = parse_period(str(rows["period"].min()))
    periods = [first.shift(step) for step in range(len(line))]
    with house_style():
        axes = new_time_axes(periods, line["value"].to_list(), AIM, indicator=indicator)
        start, shaded = (place_of_day(day, first) for day in (begun, effect))
        left, right = axes.get_xlim()
        if shaded < right:
            axes.axvspan(shaded, right, **shade("home", 0.10), zorder=0.5, gid="effect")
        if left < start < right:
            axes.axvline(start, color=light("text"), linewidth=HAIRLINE * 1.5, zorder=2, gid="begun")
        draw_home(axes, line["value"], width=OTHER_WIDTH)
    return axes


def draw_lines(axes: Axes, trend: Trend) -> None:
    """Draw bands first, then England, the neighbours and the home area on top."""
    _band(axes, trend.reach["lowest"], trend.reach["highest"], "neighbours")
    _band(axes, trend.home["lower"], trend.home["upper"], "home")
    draw_other(axes, trend.england, "england", is_dashed=True)
    draw_other(axes, trend.neighbours, "neighbours")
    draw_home(axes, trend.home["value"], width=HOME_WIDTH)


def _band(axes: Axes, low: pd.Series, high: pd.Series, role: str) -> None:
    """Fill between two lines, if there are two periods in a row in which both are known."""
    both = low.where(high.notna()).to_numpy(dtype=float)
    if (np.isfinite(both) & ~is_alone(both)).any():
        axes.fill_between(low.index, low, high, **shade(role, 0.16), gid=f"{role}-band", zorder=1)


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
    trend: Trend, indicator: Indicator, home_name: str, average: str, *, is_narrow: bool
) -> list[EndLabel]:
    """Return a label for each line that is there; the wide picture adds its last figure.

    A figure older than the picture's newest period says of which period it is.
    """
    exact = pd.Series(float("nan"), trend.home.index)
    lines = (
        (home_name, trend.home["value"], trend.home["decimals"], "home", True),
        (AVERAGE_LABELS[average], trend.neighbours, exact, "neighbours-text", False),
        ("England", trend.england, trend.england_decimals, "england", False),
    )
    labels = []
    for name, values, decimals, role, is_bold in lines:
        if values.notna().any():
            last = float(values.dropna().iloc[-1])
            figure = last_figure(pd.DataFrame({"value": values, "decimals": decimals}), indicator, trend)
            text = name if is_narrow else f"{name} {figure}"
            labels.append(EndLabel(text, last, role, is_bold))
    return labels


def last_figure(line: pd.DataFrame, indicator: Indicator, trend: Trend) -> str:
    """Return a line's last figure, with its period where the picture goes on after it: "2.3% (2016/17)".

    Parameters
    ----------
    line : `value` and `decimals` by the period's place in time.
    """
    last = line.loc[line["value"].notna()].iloc[-1]
    number = format_figure(last, indicator).number
    period = trend.periods[list(trend.home.index).index(last.name)]
    return number if period == trend.periods[-1] else f"{number} ({period.short})"
