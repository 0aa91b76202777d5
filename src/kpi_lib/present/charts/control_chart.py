"""A control chart: what a series usually does, and the points at which it does something else."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import Period, parse_period
from kpi_lib.present.ink.canvas import NARROW, WIDE, Size, house_style, write
from kpi_lib.present.ink.scales import EndLabel, name_unit, new_time_axes, place_of, place_of_day
from kpi_lib.present.ink.signal_labels import name_signals
from kpi_lib.present.ink.strokes import DASHED, DOTTED, dot, pen
from kpi_lib.present.ink.theme import HAIRLINE
from kpi_lib.present.words.control_charts import ABOVE, BELOW
from kpi_lib.present.words.numbers import Row, at_source_decimals, axis_unit, format_figure, format_value

SHAPES = {ABOVE: "^", BELOW: "v", 0: "o"}
COLOURS = {
    "improvement": "home",
    "concern": "worse",
    "higher": "text",
    "lower": "text",
    "common_cause": "home",
}
REBASE_TEXT = 10
"""Size of the words at new limits, smaller than all others."""


def draw_control_chart(
    indicator: Indicator, limits: pd.DataFrame, events: pd.DataFrame, *, is_narrow: bool = False
) -> Axes:
    """Draw one series with its average, its limits, its signals and the events of its time.

    Parameters
    ----------
    limits : the points of one series, oldest first, with the 95 % interval of each.
    events : the events to mark, oldest first; those outside the chart's time are left out.

    Returns
    -------
    Axes of one picture. A signal is a triangle that points to its side of the average, with words.
    """
    periods = [parse_period(label) for label in limits["period"]]
    points = limits.assign(place=[place_of(period) for period in periods])
    size = NARROW if is_narrow else WIDE
    with house_style():
        labels = _end_labels(limits, indicator, size)
        axes = new_time_axes(periods, _figures(limits, indicator), size, labels, indicator)
        name_unit(axes, axis_unit(indicator))
        _draw_limits(axes, points)
        _draw_target(axes, indicator)
        _draw_events(axes, periods, events)
        _draw_line(axes, points)
        _draw_points(axes, points, size)
        pixels = axes.transData.transform(points[["place", "value"]].to_numpy(dtype=float))
        name_signals(axes, pixels, limits, size)
    return axes


def _figures(limits: pd.DataFrame, indicator: Indicator) -> list[float]:
    columns = ["value", "lower", "upper", "lower_limit", "upper_limit"]
    target = [] if indicator.target is None else [indicator.target]
    return [*limits[columns].to_numpy(dtype=float).ravel(), *target]


def _draw_limits(axes: Axes, points: pd.DataFrame) -> None:
    styles = {"centre": "solid", "lower_limit": DASHED, "upper_limit": DASHED}
    for _, segment in points.groupby("segment", sort=False):
        for name, style in styles.items():
            line = pen("similar", HAIRLINE, style)
            axes.step(
                segment["place"], segment[name], where="mid", **line, zorder=1.5, gid=name.replace("_", "-")
            )
    for place in points.loc[points["segment"].diff().gt(0), "place"]:
        axes.axvline(place - 0.5, **pen("similar", HAIRLINE), zorder=1, gid="rebase")
        write(
            axes,
            "new limits",
            (place - 0.5, 0),
            "rebase-name",
            anchor="SW",
            shift=(4, 4),
            role="muted",
            coords=axes.get_xaxis_transform(),
            text=REBASE_TEXT,
        )


def _draw_target(axes: Axes, indicator: Indicator) -> None:
    if indicator.target is not None:
        axes.axhline(indicator.target, **pen("text", HAIRLINE, DOTTED), gid="target")


def _draw_events(axes: Axes, periods: Sequence[Period], events: pd.DataFrame) -> None:
    shown = select_events(events, periods)
    for day, letter in zip(shown["date"], ascii_uppercase, strict=False):
        spot = place_of_day(day, periods[0])
        axes.axvline(spot, **pen("muted", HAIRLINE, DOTTED), zorder=1, gid="event")
        write(
            axes, letter, (spot, 1), "event-name", anchor="S", shift=(0, 3), coords=axes.get_xaxis_transform()
        )


def select_events(events: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
    """Keep the events within the periods of a chart, oldest first."""
    first, last = pd.Timestamp(periods[0].start), pd.Timestamp(periods[-1].end)
    return events.loc[events["date"].between(first, last)].sort_values("date", kind="stable")


def _draw_line(axes: Axes, points: pd.DataFrame) -> None:
    x, whisker = points["place"], pen("home", HAIRLINE)
    axes.plot(x, points["value"], **pen("home"), zorder=2.5, gid="line")
    axes.vlines(x, points["lower"], points["upper"], **whisker, alpha=0.45, zorder=2, gid="intervals")


def _draw_points(axes: Axes, points: pd.DataFrame, size: Size) -> None:
    """Draw the points, those that look alike at once."""
    is_signal = points["signal"].ne("")
    look = pd.DataFrame(
        {
            "shape": points["side"].where(is_signal, 0).map(SHAPES),
            "colour": points["variation"].astype(str).map(COLOURS),
            "is_signal": is_signal,
        }
    )
    for (shape, role, signals), alike in look.groupby([*look], sort=True):
        rows = points.loc[alike.index]
        across = (7 if size.is_narrow else 8.5) if signals else 4.5
        marks = dot(str(role), across) | {"marker": str(shape)}
        axes.plot(rows["place"], rows["value"], **marks, zorder=4, gid="signal" if signals else "point")


def tell_apart(last: Row, indicator: Indicator) -> Indicator:
    """Return the indicator with one more decimal where its newest figure would print like a limit."""
    # 80.4 above a limit of 80.0 would print as "80%, limit 80%" with no decimals, a signal that nobody sees.
    value = format_figure(last, indicator)
    others = [last[name] for name in ("lower_limit", "upper_limit") if last[name] != last["value"]]
    if value in [format_value(other, indicator) for other in others]:
        return indicator.model_copy(update={"decimals": indicator.decimals + 1})
    return indicator


def _end_labels(limits: pd.DataFrame, indicator: Indicator, size: Size) -> list[EndLabel]:
    last = limits.iloc[-1]
    finer = tell_apart(last, indicator)
    trial = "trial " if last["is_trial"] and not size.is_narrow else ""
    names = (
        ("upper_limit", f"Upper {trial}limit", "muted", False),
        ("centre", "Average", "muted", False),
        ("lower_limit", f"Lower {trial}limit", "muted", False),
        ("value", "Newest", "home", True),
    )
    labels = []
    for column, name, role, is_bold in names:
        rounded = at_source_decimals(last, finer, column) if column == "value" else finer
        number = format_value(last[column], rounded).number
        short = name.split()[0] if size.is_narrow else name
        labels.append(EndLabel(f"{short} {number}", float(last[column]), role, is_bold))
    if indicator.target is not None:
        number = format_value(indicator.target, indicator).number
        labels.append(EndLabel(f"Target {number}", indicator.target, "text"))
    return labels
