"""Curves of how many cases are still open, week by week: one cohort against the one before."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from kpi_lib.present.ink.canvas import IN_PLOT, Size, house_style, make_room_for_values, new_axes, write
from kpi_lib.present.ink.scales import name_unit
from kpi_lib.present.ink.strokes import pen, shade
from kpi_lib.present.ink.theme import HAIRLINE, HOME_WIDTH, OTHER_WIDTH
from kpi_lib.present.words.numbers import format_number

SIZES = Size(720, 394, 13, top=44, bottom=44), Size(360, 314, 12, left=44, right=8, top=42, bottom=42)
ALL = 100.0
TICK_WEEKS = 13
ROOM = 1.3
"""How far the picture reaches beyond the limit at least, as a multiple of it, so that its name fits."""
LINE = 1.35
"""Distance of two names, as a multiple of their size."""


def draw_curves(curves: Mapping[str, pd.DataFrame], limit: float, *, is_narrow: bool = False) -> Axes:
    """Draw how many per cent of each cohort are still open after so many weeks.

    Parameters
    ----------
    curves : a cohort's name → its steps: `weeks`, `open_share`, `lower`, `upper`. The last is the one of
        interest, and has its 95% interval as a band.
    limit : weeks at which a thin line is; NaN for none.
    """
    size = SIZES[is_narrow]
    with house_style():
        axes = new_axes(size)
        followed = max(float(steps["weeks"].max()) for steps in curves.values())
        longest = max(followed, ROOM * limit) if limit == limit else followed
        axes.set_xlim(0, longest)
        axes.set_ylim(0, ALL)
        axes.xaxis.set_major_locator(MultipleLocator(TICK_WEEKS * (1 if longest < 8 * TICK_WEEKS else 2)))
        axes.yaxis.set_major_locator(MultipleLocator(25))
        axes.yaxis.set_major_formatter(lambda value, _: f"{format_number(value)}%")
        make_room_for_values(axes, size)
        for place, (name, steps) in enumerate(curves.items()):
            is_newest = place == len(curves) - 1
            _draw_curve(axes, steps, is_newest=is_newest)
            # Above the plot no curve can run through the names; the one of interest is at the top.
            write(
                axes,
                name,
                (1, 1),
                "curve-name",
                anchor="SE",
                shift=(0, 6 + place * LINE * size.text),
                role="home" if is_newest else "similar",
                is_bold=is_newest,
                coords=IN_PLOT,
            )
        _name_axes(axes, limit)
    return axes


def _draw_curve(axes: Axes, steps: pd.DataFrame, *, is_newest: bool) -> None:
    if is_newest:
        edges = steps["lower"], steps["upper"]
        axes.fill_between(steps["weeks"], *edges, step="post", **shade("home", 0.14), gid="band")
    role, width = ("home", HOME_WIDTH) if is_newest else ("similar", OTHER_WIDTH)
    axes.step(steps["weeks"], steps["open_share"], where="post", **pen(role, width), gid="curve")


def _name_axes(axes: Axes, limit: float) -> None:
    write(
        axes,
        "Weeks since the stage began",
        (1, 0),
        "unit-weeks",
        anchor="NE",
        shift=(0, -24),
        role="muted",
        coords=IN_PLOT,
    )
    name_unit(axes, "Cases still open")
    if limit == limit:
        axes.axvline(limit, **pen("text", HAIRLINE), zorder=1, gid="limit")
        write(axes, f"{format_number(limit)} weeks", (limit, ALL), "limit-name", anchor="NW", shift=(4, -4))
