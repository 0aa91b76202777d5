"""A distribution as bars: one for each band, with a line where it was a year before."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.present.ink.canvas import (
    IN_PLOT,
    LINE_HEIGHT,
    Size,
    house_style,
    make_room_for_values,
    new_axes,
    text_width,
    write,
)
from kpi_lib.present.ink.strokes import draw_bars, pen
from kpi_lib.present.ink.theme import HOME_WIDTH
from kpi_lib.present.words.numbers import format_number

SIZES = Size(720, 340, 13, top=12, bottom=54), Size(360, 270, 12, left=36, right=8, top=12, bottom=52)
WIDTH = 0.66
HEADROOM = 1.15
BELOW = 22
"""Pixels from the picture's lower edge to the top of the axis's name."""


def draw_band_bars(bands: pd.DataFrame, across: str, *, is_narrow: bool = False) -> Axes:
    """Draw one bar a band from zero, its figure above it, and a line at the year before.

    Parameters
    ----------
    bands : indexed by name, in order: `share` in per cent and `before`, that of a year before; one that is
        withheld, or that is not known, is NaN and draws nothing.
    across : what the bands are of, written under them.
    """
    size = SIZES[is_narrow]
    names = _names(bands.index, size)
    if any("\n" in name for name in names):
        size = size.deeper(LINE_HEIGHT * size.text)
    shares = bands[["share", "before"]]
    with house_style():
        axes = new_axes(size)
        axes.set_xlim(-0.5, len(bands) - 0.5)
        axes.set_ylim(0, HEADROOM * max(shares.max().fillna(0)) or 1.0)
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(lambda value, _: f"{format_number(value)}%")
        make_room_for_values(axes, size)
        axes.set_xticks(range(len(bands)), names)
        draw_bars(axes, range(len(bands)), bands["share"], WIDTH, "home")
        for place, (share, top) in enumerate(zip(bands["share"], shares.max(axis=1), strict=True)):
            if share == share:
                write(axes, f"{format_number(share)}%", (place, top), "figure", anchor="S", shift=(0, 4))
        before, half = bands["before"].reset_index(drop=True).dropna(), WIDTH / 2 + 0.06
        ends = before.index - half, before.index + half
        axes.hlines(before, *ends, **pen("similar", HOME_WIDTH), zorder=3, gid="before")
        write(
            axes,
            across,
            (1, 0),
            "unit",
            anchor="NE",
            shift=(0, -size.bottom + BELOW),
            role="muted",
            coords=IN_PLOT,
        )
    return axes


def _names(names: pd.Index, size: Size) -> list[str]:
    """Return the bands' names, on two lines where one would touch the next name.

    The break is before the last word: "15 or / more", for a number is never a line alone.
    """
    room = (size.width - size.left - size.right) / len(names) - size.text / 2
    return [
        name if text_width(name, size.text) <= room else "\n".join(str(name).rsplit(" ", 1)) for name in names
    ]
