"""A control chart: what a series usually does, and the points at which it does something else."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import Period, parse_period
from kpi_lib.core.status import Provenance
from kpi_lib.present.ink.canvas import WIDE, Size, house_style, new_axes, place_axes, text_width
from kpi_lib.present.ink.scales import EndLabel, label_ends, scale_periods, scale_values
from kpi_lib.present.ink.signal_labels import name_illustrative, name_signals
from kpi_lib.present.ink.strokes import DASHED, DOTTED
from kpi_lib.present.ink.theme import HAIRLINE, OTHER_WIDTH, light
from kpi_lib.present.words.control_charts import ABOVE, BELOW
from kpi_lib.present.words.numbers import Row, as_told, format_figure, format_value

SHAPES = {ABOVE: "^", BELOW: "v", 0: "o"}
COLOURS = {
    "improvement": "home",
    "concern": "worse",
    "higher": "text",
    "lower": "text",
    "common_cause": "home",
}


def draw_control_chart(
    indicator: Indicator, limits: pd.DataFrame, events: pd.DataFrame, *, size: Size = WIDE
) -> Axes:
    """Draw one series with its average, its limits, its signals and the events of its time.

    Parameters
    ----------
    limits : the points of one series, oldest first, with `provenance` and the 95 % interval of each.
    events : the events to mark, oldest first; those outside the chart's time are left out.

    Returns
    -------
    Axes of one picture. A signal is a triangle that points to its side of the average, with words;
    illustrative points are hollow and their line dotted.
    """
    periods = [parse_period(label) for label in limits["period"]]
    places = [period.as_pandas.ordinal for period in periods]
    with house_style():
        axes = new_axes(size)
        labels = _end_labels(limits, indicator, size)
        widest = max(text_width(axes, label.text, size.text, label.weight) for label in labels)
        place_axes(axes, size, right=widest)
        scale_values(axes, _figures(limits, indicator), indicator, size)
        scale_periods(axes, places, periods, size)
        _draw_limits(axes, places, limits)
        _draw_target(axes, indicator)
        _draw_events(axes, places, periods, events, size)
        _draw_line(axes, places, limits)
        _draw_points(axes, places, limits, size)
        label_ends(axes, labels, size)
        corner = name_illustrative(axes, places, limits, size)
        name_signals(axes, places, limits, size, [corner] if corner else [])
    return axes


def _figures(limits: pd.DataFrame, indicator: Indicator) -> list[float]:
    columns = ["value", "lower", "upper", "lower_limit", "upper_limit"]
    target = [] if indicator.target is None else [indicator.target]
    return [*limits[columns].to_numpy(dtype=float).ravel(), *target]


def _draw_limits(axes: Axes, places: Sequence[int], limits: pd.DataFrame) -> None:
    x = np.asarray(places, dtype=float)
    styles = {"centre": "solid", "lower_limit": DASHED, "upper_limit": DASHED}
    for segment in limits["segment"].unique():
        here = limits["segment"].eq(segment).to_numpy()
        for name, style in styles.items():
            axes.plot(
                x[here], limits.loc[here, name], color=light("similar"), linewidth=HAIRLINE, linestyle=style,
                drawstyle="steps-mid", zorder=1.5, gid=name.replace("_", "-"),
            )  # fmt: skip
    starts = limits["segment"].diff().gt(0).to_numpy()
    for place in x[starts]:
        axes.axvline(place - 0.5, color=light("similar"), linewidth=HAIRLINE, zorder=1, gid="rebase")
        axes.annotate("new limits", (place - 0.5, 0), xycoords=axes.get_xaxis_transform(), xytext=(4, 4),
                      textcoords="offset points", color=light("muted"), gid="rebase-name")  # fmt: skip


def _draw_target(axes: Axes, indicator: Indicator) -> None:
    if indicator.target is not None:
        axes.axhline(
            indicator.target, color=light("text"), linewidth=HAIRLINE, linestyle=DOTTED, gid="target"
        )


def _draw_events(
    axes: Axes, places: Sequence[int], periods: Sequence[Period], events: pd.DataFrame, size: Size
) -> None:
    shown = select_events(events, periods)
    spots = [_place_of(day, places, periods) for day in shown["date"]]
    for spot, letter in zip(spots, ascii_uppercase, strict=False):
        axes.axvline(spot, color=light("muted"), linewidth=HAIRLINE, linestyle=DOTTED, zorder=1, gid="event")
        axes.annotate(
            letter, (spot, 1), xycoords=axes.get_xaxis_transform(), xytext=(0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=size.text, color=light("text"),
            gid="event-name", annotation_clip=False,
        )  # fmt: skip


def select_events(events: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
    """Keep the events within the periods of a chart, oldest first."""
    first, last = pd.Timestamp(periods[0].start), pd.Timestamp(periods[-1].end)
    return events.loc[events["date"].between(first, last)].sort_values("date", kind="stable")


def _place_of(day: pd.Timestamp, places: Sequence[int], periods: Sequence[Period]) -> float:
    """Return where a day stands: a period reaches half a place to each side of its own."""
    here = next(at for at, period in enumerate(periods) if day <= pd.Timestamp(period.end))
    start, end = pd.Timestamp(periods[here].start), pd.Timestamp(periods[here].end)
    return places[here] - 0.5 + (day - start) / (end - start)


def _draw_line(axes: Axes, places: Sequence[int], limits: pd.DataFrame) -> None:
    x, y = np.asarray(places, dtype=float), limits["value"].to_numpy(dtype=float)
    drawn_up = limits["provenance"].eq(Provenance.ILLUSTRATIVE)
    beside = drawn_up | drawn_up.shift(1, fill_value=False) | drawn_up.shift(-1, fill_value=False)
    lines = (("illustrative-line", beside, DOTTED), ("line", ~drawn_up, "solid"))
    for name, shown, style in lines:
        axes.plot(x, np.where(shown, y, np.nan), color=light("home"), linewidth=OTHER_WIDTH, linestyle=style,
                  dash_capstyle="butt", zorder=2.5, gid=name)  # fmt: skip
    axes.vlines(x, limits["lower"], limits["upper"], color=light("home"), linewidth=HAIRLINE, alpha=0.45,
                zorder=2, gid="intervals")  # fmt: skip


def _draw_points(axes: Axes, places: Sequence[int], limits: pd.DataFrame, size: Size) -> None:
    """Draw the points, those that look alike at once."""
    is_signal = limits["signal"].ne("")
    look = pd.DataFrame(
        {
            "shape": limits["side"].where(is_signal, 0).map(SHAPES),
            "colour": limits["variation"].astype(str).map(COLOURS),
            "is_signal": is_signal,
            "is_drawn_up": limits["provenance"].eq(Provenance.ILLUSTRATIVE),
        }
    )
    spots = limits.assign(_place=list(places))
    for (shape, role, signals, drawn_up), alike in look.groupby([*look], sort=True):
        rows, colour = spots.loc[alike.index], str(role)
        axes.plot(
            rows["_place"], rows["value"], str(shape), color=light(colour), zorder=4, markeredgewidth=1.3,
            markersize=(7 if size.is_narrow else 8.5) if signals else 4.5, linestyle="none",
            markerfacecolor=light("ground" if drawn_up else colour), gid="signal" if signals else "point",
        )  # fmt: skip


def tell_apart(last: Row, indicator: Indicator) -> Indicator:
    """Return the indicator with one more decimal where its newest figure would print like a limit."""
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
        ("upper_limit", f"Upper {trial}limit", "muted", "normal"),
        ("centre", "Average", "muted", "normal"),
        ("lower_limit", f"Lower {trial}limit", "muted", "normal"),
        ("value", "Newest", "home", "bold"),
    )
    labels = []
    for column, name, role, weight in names:
        told = as_told(last, finer, column) if column == "value" else finer
        number = format_value(last[column], told).number
        short = name.split()[0] if size.is_narrow else name
        labels.append(EndLabel(f"{short} {number}", float(last[column]), role, weight))
    if indicator.target is not None:
        number = format_value(indicator.target, indicator).number
        labels.append(EndLabel(f"Target {number}", indicator.target, "text"))
    return labels
