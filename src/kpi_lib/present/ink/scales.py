"""Axes that read well: periods with year breaks, values with few ticks, labels at line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kpi_lib.catalogue.indicators import Indicator, Unit
from kpi_lib.core.periods import Frequency, Period
from kpi_lib.present.ink.canvas import (
    LINE_HEIGHT,
    Size,
    make_room_for_last_tick,
    make_room_for_values,
    text_width,
)
from kpi_lib.present.ink.theme import HAIRLINE, light
from kpi_lib.present.words.numbers import axis_unit, format_number

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
    weight: str = "normal"


def scale_values(
    axes: Axes, figures: Sequence[float], indicator: Indicator, size: Size, *, is_unit_named: bool = True
) -> None:
    """Fit the vertical axis to the figures, name its unit above it and thin out its ticks."""
    scale_numbers(axes, figures, size, is_share=indicator.unit is Unit.PERCENT)
    if is_unit_named:
        axes.annotate(
            axis_unit(indicator), (0, 1), xycoords=("figure fraction", "axes fraction"), xytext=(4, 10),
            gid="unit", textcoords="offset points", ha="left", va="bottom", fontsize=size.text,
            color=light("muted"),
        )  # fmt: skip


def scale_numbers(axes: Axes, figures: Sequence[float], size: Size, *, is_share: bool = False) -> None:
    """Fit the vertical axis to the figures and thin out its ticks."""
    axes.set_ylim(*_limits(figures, is_share=is_share))
    axes.yaxis.set_major_locator(MaxNLocator(4 if size.is_narrow else 5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(tick_formatter(axes.yaxis))
    make_room_for_values(axes, size)


def _limits(figures: Sequence[float], *, is_share: bool) -> tuple[float, float]:
    known = np.asarray([figure for figure in figures if np.isfinite(figure)])
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
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


def scale_periods(axes: Axes, places: Sequence[int], periods: Sequence[Period], size: Size) -> None:
    """Label the same quarter of each year (every year of an annual series), with a break between years."""
    margin = 0.35 if len(places) > 1 else 0.8
    axes.set_xlim(places[0] - margin, places[-1] + margin)
    step = 4 if periods[-1].frequency is Frequency.QUARTER else 1
    if step > len(places) - 1:
        step = 1
    labelled = list(zip(places, periods, strict=True))[::-1][::step]
    labelled = _thinned(axes, labelled, size)
    axes.set_xticks([place for place, _ in labelled], [period.short for _, period in labelled])
    make_room_for_last_tick(axes, size)
    if periods[-1].frequency is Frequency.QUARTER:
        firsts = [
            place for place, period in zip(places, periods, strict=True) if period.as_pandas.quarter == 1
        ]
        for place in firsts[1 if places[0] in firsts else 0 :]:
            axes.axvline(
                place - 0.5, color=light("hairline"), linewidth=HAIRLINE, zorder=0.4, gid="year-break"
            )


def _thinned(axes: Axes, labelled: list[tuple[int, Period]], size: Size) -> list[tuple[int, Period]]:
    pixels = axes.transData.transform([(place, 0) for place, _ in labelled])[:, 0]
    widest = max(text_width(axes, period.short, size.text) for _, period in labelled) + size.text
    if len(labelled) > 1 and abs(pixels[0] - pixels[1]) < widest:
        return labelled[:: int(np.ceil(widest / abs(pixels[0] - pixels[1])))]
    return labelled


def label_ends(axes: Axes, labels: Sequence[EndLabel], size: Size) -> None:
    """Write the labels next to the right end of the plot, level with their values and never overlapping."""
    ordered = sorted(labels, key=lambda label: label.value)
    wanted = [float(axes.transData.transform((0, label.value))[1]) for label in ordered]
    for label, height, level in zip(ordered, wanted, spread(wanted, size.text * LINE_HEIGHT), strict=True):
        axes.annotate(
            label.text, (1, label.value), xycoords=("axes fraction", "data"),
            xytext=(6, level - height), textcoords="offset points", ha="left", va="center",
            fontsize=size.text, color=light(label.role), fontweight=label.weight, annotation_clip=False,
        )  # fmt: skip


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
