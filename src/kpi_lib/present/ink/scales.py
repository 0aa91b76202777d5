"""Axes that read well: periods with year breaks, values with few ticks, labels at line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kpi_lib.catalogue.indicators import Indicator, Unit
from kpi_lib.core.periods import Frequency, Period
from kpi_lib.present.ink.canvas import (
    IN_ROW,
    LINE_HEIGHT,
    Size,
    make_room_for_last_tick,
    make_room_for_values,
    new_axes,
    text_width,
    write,
)
from kpi_lib.present.ink.strokes import pen
from kpi_lib.present.ink.theme import HAIRLINE
from kpi_lib.present.words.numbers import format_number

ZERO_WITHIN = 0.35
"""A fitted axis starts at zero anyway where its lowest figure is within this share of its highest."""

MOST_DECIMALS = 6
"""The finest that an axis is written, however close its ticks."""


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label next to a line's last point."""

    text: str
    value: float
    role: str
    is_bold: bool = False


def new_time_axes(
    periods: Sequence[Period],
    figures: Sequence[float],
    size: Size,
    labels: Sequence[EndLabel] = (),
    indicator: Indicator | None = None,
) -> Axes:
    """Return axes of figures over periods, with labels for the ends of their lines.

    Parameters
    ----------
    periods : in order, without a gap; each is at `place_of` it.
    figures : all that must fit on the vertical axis; NaN counts for nothing.
    indicator : says whether the figures are shares; without it they are numbers.
    """
    widest = max((text_width(label.text, size.text, is_bold=label.is_bold) for label in labels), default=0.0)
    axes = new_axes(size, right=widest)
    scale_figures(axes, figures, size, is_share=indicator is not None and indicator.unit is Unit.PERCENT)
    _scale_periods(axes, periods, size)
    _label_ends(axes, labels, size)
    return axes


def place_of(period: Period) -> int:
    """Return where a period is on a horizontal axis: one place further than the one before it."""
    return int(period.as_pandas.ordinal)


def place_of_day(day: pd.Timestamp, period: Period) -> float:
    """Return where a day is among such periods: each reaches half a place to each side of its own."""
    here = pd.Period(day, freq=period.as_pandas.freqstr)
    return here.ordinal - 0.5 + (day - here.start_time) / (here.end_time - here.start_time)


def name_unit(axes: Axes, unit: str) -> None:
    """Write the unit of the vertical axis above it."""
    write(
        axes,
        unit,
        (0, 1),
        "unit",
        anchor="SW",
        shift=(4, 10),
        role="muted",
        coords=("figure fraction", "axes fraction"),
    )


def scale_figures(axes: Axes, figures: Sequence[float], size: Size, *, is_share: bool = False) -> None:
    """Fit the vertical axis to the figures and thin out its ticks."""
    axes.set_ylim(*_limits(figures, is_share=is_share))
    axes.yaxis.set_major_locator(MaxNLocator(4 if size.is_narrow else 5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(tick_formatter(axes.yaxis))
    make_room_for_values(axes, size)


def _limits(figures: Sequence[float], *, is_share: bool) -> tuple[float, float]:
    finite = np.asarray([figure for figure in figures if np.isfinite(figure)])
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    margin = 0.08 * (high - low) or 0.1 * abs(high) or 1.0
    bottom, top = low - margin, high + margin
    if low >= 0 and (low <= ZERO_WITHIN * high or bottom < 0):
        bottom = 0.0
    return bottom, min(top, 100.0) if is_share and high <= 100 else top


def tick_formatter(axis: Axis) -> FuncFormatter:
    """Return a formatter that gives every tick of `axis` the fewest decimals that tell them apart."""

    def text(value: float, place: int | None) -> str:
        ticks = axis.get_majorticklocs()
        decimals = next(
            (places for places in range(MOST_DECIMALS) if _are_exact(ticks, places)), MOST_DECIMALS
        )
        return format_number(value, decimals)

    return FuncFormatter(text)


def _are_exact(ticks: np.ndarray, decimals: int) -> bool:
    """Say whether ticks lose nothing by so many decimals, but for the noise of floats."""
    step = float(np.diff(ticks).min()) if len(ticks) > 1 else 1.0
    return bool(np.allclose(ticks, np.round(ticks, decimals), rtol=0, atol=step / 1000))


def _scale_periods(axes: Axes, periods: Sequence[Period], size: Size) -> None:
    """Label the same quarter of each year (every year of an annual series), with a break between years."""
    is_quarterly = periods[-1].frequency is Frequency.QUARTER
    first, last = place_of(periods[0]), place_of(periods[-1])
    margin = 0.35 if len(periods) > 1 else 0.8
    axes.set_xlim(first - margin, last + margin)
    step = 4 if is_quarterly and len(periods) > 4 else 1
    labelled = _thinned(axes, periods[::-1][::step], size)
    axes.set_xticks([place_of(period) for period in labelled], [period.short for period in labelled])
    make_room_for_last_tick(axes, size)
    for period in periods[1:] if is_quarterly else ():
        if period.as_pandas.quarter == 1:
            edge = place_of(period) - 0.5
            axes.axvline(edge, **pen("hairline", HAIRLINE), zorder=0.4, gid="year-break")


def _thinned(axes: Axes, periods: Sequence[Period], size: Size) -> Sequence[Period]:
    """Return the periods, newest first, or every second or third of them where all have no room."""
    if len(periods) < 2:
        return periods
    first, second = axes.transData.transform([(place_of(period), 0) for period in periods[:2]])[:, 0]
    widest = max(text_width(period.short, size.text) for period in periods) + size.text
    return periods[:: max(1, int(np.ceil(widest / abs(first - second))))]


def _label_ends(axes: Axes, labels: Sequence[EndLabel], size: Size) -> None:
    """Write the labels next to the right end of the plot, level with their values and never overlapping."""
    ordered = sorted(labels, key=lambda label: label.value)
    wanted = [float(axes.transData.transform((0, label.value))[1]) for label in ordered]
    for label, height, level in zip(ordered, wanted, spread(wanted, size.text * LINE_HEIGHT), strict=True):
        write(
            axes,
            label.text,
            (1, label.value),
            "end",
            shift=(6, level - height),
            role=label.role,
            is_bold=label.is_bold,
            coords=IN_ROW,
        )


def spread(levels: Sequence[float], gap: float) -> list[float]:
    """Return ascending levels moved as little as possible so that neighbours are `gap` apart.

    >>> spread([10.0, 11.0, 40.0], 6.0)
    [7.5, 13.5, 40.0]
    """
    groups: list[list[float]] = []
    for level in levels:
        groups.append([level])
        while len(groups) > 1 and _lowest(groups[-1], gap) - _highest(groups[-2], gap) < gap:
            last = groups.pop()
            groups[-1].extend(last)
    return [_lowest(group, gap) + place * gap for group in groups for place in range(len(group))]


def _lowest(group: list[float], gap: float) -> float:
    return sum(group) / len(group) - gap * (len(group) - 1) / 2


def _highest(group: list[float], gap: float) -> float:
    return sum(group) / len(group) + gap * (len(group) - 1) / 2
