"""A distribution as bars: one for each band, with a line where it stood a year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.present.ink.bars import draw_bar
from kpi_lib.present.ink.canvas import (
    LINE_HEIGHT,
    Size,
    house_style,
    make_room_below,
    make_room_for_values,
    new_axes,
    text_width,
)
from kpi_lib.present.ink.theme import light
from kpi_lib.present.words.numbers import format_number

WIDE_BARS = Size(720, 340, 13, top=12, bottom=54)
NARROW_BARS = Size(360, 270, 12, left=36, right=8, top=12, bottom=52)
WIDTH = 0.66
"""How strong an illustrative bar's colour is within its edge."""
HEADROOM = 1.15
BELOW = 22
"""Pixels from the picture's lower edge to the top of the axis's name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One band: its name, its share in per cent, and its share a year before (NaN where there is none)."""

    label: str
    value: float
    before: float


def known(bar: Bar) -> list[float]:
    """Return the shares of a band that are known."""
    return [share for share in (bar.value, bar.before) if isfinite(share)]


def draw_band_bars(bars: Sequence[Bar], across: str, *, is_illustrative: bool, size: Size) -> Axes:
    """Draw one bar a band from zero, its figure above it, and a line at the year before.

    Parameters
    ----------
    bars : in the order of the bands; one that is withheld (NaN) draws nothing.
    across : what the bands are of, written under them.
    is_illustrative : bars are pale with a strong edge.
    """
    with house_style():
        axes = new_axes(size)
        shares = [share for bar in bars for share in known(bar)]
        axes.set_xlim(-0.5, len(bars) - 0.5)
        axes.set_ylim(0, HEADROOM * max(shares, default=1.0))
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(lambda value, _: f"{format_number(value)}%")
        make_room_for_values(axes, size)
        lines = _name_bands(axes, bars, size)
        if lines > 1:
            size = make_room_below(axes, size, LINE_HEIGHT * size.text)
        for place, bar in enumerate(bars):
            _draw_bar(axes, place, bar, is_illustrative=is_illustrative, size=size)
        axes.annotate(
            across, (1, 0), xycoords="axes fraction", xytext=(0, -size.bottom + BELOW), ha="right", va="top",
            textcoords="offset points", fontsize=size.text, color=light("muted"), gid="unit",
        )  # fmt: skip
    return axes


def _name_bands(axes: Axes, bars: Sequence[Bar], size: Size) -> int:
    """Write the bands' names under their bars, on two lines where one would touch the next name.

    Return how many lines they take. The break stands before the last word: a number is never a line alone.
    """
    room = axes.get_window_extent().width / len(bars) - size.text / 2
    names = [
        bar.label if text_width(axes, bar.label, size.text) <= room else "\n".join(bar.label.rsplit(" ", 1))
        for bar in bars
    ]
    axes.set_xticks(range(len(bars)), names)
    return 1 + max(name.count("\n") for name in names)


def _draw_bar(axes: Axes, place: int, bar: Bar, *, is_illustrative: bool, size: Size) -> None:
    if isfinite(bar.value):
        corner = (place - WIDTH / 2, 0.0)
        draw_bar(axes, corner, WIDTH, bar.value, "home", is_illustrative=is_illustrative)
        axes.annotate(
            f"{format_number(bar.value)}%", (place, max(known(bar))), xytext=(0, 4), va="bottom",
            textcoords="offset points", ha="center", fontsize=size.text, color=light("text"), gid="figure",
        )  # fmt: skip
    if isfinite(bar.before):
        half = WIDTH / 2 + 0.06
        axes.plot(
            [place - half, place + half], [bar.before] * 2, color=light("similar"), linewidth=2.5,
            solid_capstyle="butt", zorder=3, gid="before",
        )  # fmt: skip
