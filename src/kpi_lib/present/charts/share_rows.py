"""Shares one under the other on one scale from 0 to 100: a dot, its interval, and bounds beyond it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import IN_ROW, Size, house_style, new_axes, text_width, write
from kpi_lib.present.ink.strokes import DASHED, dot, pen
from kpi_lib.present.ink.theme import HOME_WIDTH

WIDTHS = (720, 360)
TEXT = 13, 12
ROW, NARROW_ROW, HEADING = 30, 48, 32
TOP, BOTTOM, GAP = 26, 34, 14
BAND, DOT = 10, 8
TICKS = (0, 25, 50, 75, 100)


def draw_share_rows(
    shares: pd.DataFrame,
    reference: tuple[float, str] | None = None,
    *,
    is_narrow: bool = False,
) -> Axes:
    """Draw shares as rows, the first at the top: labels next to a wide picture, above rows of a narrow one.

    Parameters
    ----------
    shares : at least one row: `label`, `group` (a new one begins a heading), `value`, `lower` and `upper` in
        per cent, `text` at the right end. `outer_lower` and `outer_upper` are a broad band: what the share
        could be had everybody answered. A row without a value shows its text alone.
    reference : a line across all rows and its name, such as of all audits together.
    """
    text, step = TEXT[is_narrow], NARROW_ROW if is_narrow else ROW
    is_first = shares["group"].ne(shares["group"].shift(fill_value=""))
    places = (is_first.cumsum() * HEADING + (np.arange(len(shares)) + 1) * step - ROW / 2).to_numpy()
    height = is_first.sum() * HEADING + len(shares) * step
    labels, figures = (max(text_width(words, text) for words in shares[name]) for name in ("label", "text"))
    left, right = (14.0, 18.0) if is_narrow else (labels + GAP + 12, figures + GAP + 4)
    with house_style():
        axes = new_axes(Size(WIDTHS[is_narrow], TOP + height + BOTTOM, text, left, right, TOP, BOTTOM))
        axes.set(xlim=(0, 100), ylim=(height, 0), yticks=[])
        axes.set_xticks(TICKS, [f"{tick}%" for tick in TICKS])
        axes.grid(True, axis="x")
        axes.spines["bottom"].set_visible(False)
        if reference is not None:
            _draw_reference(axes, *reference)
        placed = shares.set_axis(places)
        _draw_marks(axes, placed)
        _name_rows(axes, placed, is_narrow=is_narrow)
        start = (0, NARROW_ROW - ROW / 2 + 8) if is_narrow else (12 - left, ROW / 2 + 10)
        for place, group in placed.loc[is_first.to_numpy(), "group"].items():
            write(axes, group, (0, place), "heading", shift=start, is_bold=True, coords=IN_ROW)
    return axes


def _name_rows(axes: Axes, shares: pd.DataFrame, *, is_narrow: bool) -> None:
    """Write the labels and figures of shares that are indexed by their height."""
    outwards, up = (0, ROW * 0.72) if is_narrow else (GAP, 0)
    near, far = ("W", "E") if is_narrow else ("E", "W")
    for place, row in shares.iterrows():
        write(axes, row["label"], (0, place), "label", anchor=near, shift=(-outwards, up), coords=IN_ROW)
        write(axes, row["text"], (1, place), "figure", anchor=far, shift=(outwards, up), coords=IN_ROW)


def _draw_marks(axes: Axes, shares: pd.DataFrame) -> None:
    """Draw bands, intervals and dots of shares that are indexed by their height."""
    outer = shares.dropna(subset=["outer_lower", "outer_upper"])
    ends = outer["outer_lower"], outer["outer_upper"]
    axes.hlines(outer.index, *ends, **pen("other", BAND), zorder=1.5, gid="bounds")
    inner = shares.dropna(subset=["lower", "upper"])
    ends = inner["lower"], inner["upper"]
    axes.hlines(inner.index, *ends, **pen("home", HOME_WIDTH), zorder=2, gid="interval")
    dots = shares["value"].dropna()
    axes.plot(dots, dots.index, **dot("home", DOT), clip_on=False, zorder=3, gid="share")


def _draw_reference(axes: Axes, value: float, name: str) -> None:
    axes.axvline(value, **pen("similar", style=DASHED), zorder=1, gid="reference")
    at, anchor = axes.get_xaxis_transform(), "SW" if value < TICKS[2] else "SE"
    write(axes, name, (value, 1), "reference-name", anchor=anchor, shift=(0, 6), role="muted", coords=at)
