"""Curves of how many cases are still open, week by week: one cohort against the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from kpi_lib.present.ink.canvas import Size, house_style, make_room_for_values, new_axes, text_width
from kpi_lib.present.ink.plot_ink import Box, bands_of, line_ink
from kpi_lib.present.ink.strokes import DOTTED
from kpi_lib.present.ink.theme import HAIRLINE, HOME_WIDTH, OTHER_WIDTH, light
from kpi_lib.present.words.numbers import format_number

WIDE_CURVES = Size(720, 380, 13, bottom=44)
NARROW_CURVES = Size(360, 300, 12, left=44, right=8, top=28, bottom=42)
ALL = 100.0
TICK_WEEKS = 13
ROOM = 1.3
"""How far the picture reaches beyond the limit at least, as a multiple of it, so that its name fits."""
LINE = 1.35
"""Distance of two names, as a multiple of their size."""
INSET, PACE = 6.0, 6.0
"""Pixels that names keep from the plot's edges and from ink; steps in which free ground is sought."""
RATHER = 24.0
"""How much nearer to its corner ground at the lower left must be to be taken, in pixels."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One cohort's curve: its steps (`weeks`, `open_share`, `lower`, `upper`), its name and its role."""

    steps: pd.DataFrame
    label: str
    role: str
    median: float
    has_band: bool = False


def draw_curves(curves: Sequence[Curve], limit: float, *, is_illustrative: bool, size: Size) -> Axes:
    """Draw how many per cent of each cohort are still open after so many weeks.

    Parameters
    ----------
    curves : the one of interest last; its band is the 95% interval.
    limit : weeks at which a thin line stands; NaN for none.
    is_illustrative : dotted lines.
    """
    with house_style():
        axes = new_axes(size)
        followed = max(float(curve.steps["weeks"].max()) for curve in curves)
        longest = max(followed, ROOM * limit) if limit == limit else followed
        axes.set_xlim(0, longest)
        axes.set_ylim(0, ALL)
        axes.xaxis.set_major_locator(MultipleLocator(TICK_WEEKS * (1 if longest < 8 * TICK_WEEKS else 2)))
        axes.yaxis.set_major_locator(MultipleLocator(25))
        axes.yaxis.set_major_formatter(lambda value, _: f"{format_number(value)}%")
        for curve in curves:
            _draw_curve(axes, curve, is_illustrative=is_illustrative)
        make_room_for_values(axes, size)
        _name_axes(axes, limit, size)
        _name_curves(axes, curves, size)
    return axes


def _draw_curve(axes: Axes, curve: Curve, *, is_illustrative: bool) -> None:
    steps, is_main = curve.steps, curve.has_band
    if is_main:
        axes.fill_between(
            steps["weeks"], steps["lower"], steps["upper"], step="post", color=light(curve.role),
            alpha=0.14, linewidth=0, gid="band",
        )  # fmt: skip
    axes.plot(
        steps["weeks"], steps["open_share"], drawstyle="steps-post", color=light(curve.role),
        linewidth=HOME_WIDTH if is_main else OTHER_WIDTH, linestyle=DOTTED if is_illustrative else "solid",
        dash_capstyle="butt", gid="curve",
    )  # fmt: skip


def _name_axes(axes: Axes, limit: float, size: Size) -> None:
    axes.annotate(
        "Weeks since the stage began", (1, 0), xycoords="axes fraction", xytext=(0, -24), ha="right",
        textcoords="offset points", va="top", fontsize=size.text, color=light("muted"), gid="unit-weeks",
    )  # fmt: skip
    axes.annotate(
        "Cases still open", (0, 1), xycoords=("figure fraction", "axes fraction"), xytext=(4, 10), ha="left",
        textcoords="offset points", va="bottom", fontsize=size.text, color=light("muted"), gid="unit",
    )  # fmt: skip
    if limit == limit:
        axes.axvline(limit, color=light("text"), linewidth=HAIRLINE, zorder=1, gid="limit")
        axes.annotate(
            f"{format_number(limit)} weeks", (limit, ALL), xytext=(4, -4), textcoords="offset points",
            ha="left", va="top", fontsize=size.text, color=light("text"), gid="limit-name",
        )  # fmt: skip


def _name_curves(axes: Axes, curves: Sequence[Curve], size: Size) -> None:
    """Write the names on ground free of curves, bands and the limit, the one of interest first."""
    named = [(curve, "bold" if curve.has_band else "normal") for curve in reversed(curves)]
    width = max(text_width(axes, curve.label, size.text, weight) for curve, weight in named)
    box = _free_ground(axes, width, LINE * size.text * len(named))
    is_right = box.right > axes.get_window_extent().x1 - 2 * INSET
    for place, (curve, weight) in enumerate(named):
        axes.annotate(
            curve.label, (box.right if is_right else box.left, box.top - place * LINE * size.text),
            xycoords="figure points", ha="right" if is_right else "left", va="top", fontsize=size.text,
            color=light(curve.role), fontweight=weight, gid="curve-name",
        )  # fmt: skip


def _free_ground(axes: Axes, width: float, height: float) -> Box:
    """Return the ground free of ink nearest to the upper right corner, or to the lower left one.

    Curves that fall leave these corners free. Where no ground is free, that with the least ink.
    """
    plot, ink, bands = axes.get_window_extent(), line_ink(axes), bands_of(axes)
    taken = [Box(*text.get_window_extent().extents) for text in axes.texts]
    last, highest = plot.x1 - INSET - width, plot.y1 - INSET - height
    lefts, bottoms = np.arange(last, plot.x0, -PACE), np.arange(highest, plot.y0, -PACE)

    def far(box: Box) -> float:
        from_left = float(np.hypot(box.left - plot.x0, box.bottom - plot.y0))
        return min(float(np.hypot(plot.x1 - box.right, plot.y1 - box.top)), from_left + RATHER)

    def hidden(box: Box) -> int:
        wide = Box(box.left - INSET, box.bottom, box.right + INSET, box.top)
        return wide.covered(ink) + sum(map(wide.meets, taken)) + sum(map(wide.meets_band, bands))

    spots = [Box(x, y, x + width, y + height) for x, y in product(lefts.tolist(), bottoms.tolist())]
    spots.sort(key=far)
    return next((box for box in spots if not hidden(box)), None) or min(spots, key=hidden)
