"""Lines, dots and bars: lines break where a figure is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.theme import OTHER_WIDTH, light

DOTTED, DASHED = (0, (1, 1.8)), (0, (5, 3))
DOT = 5.5
"""Size of a point that stands alone, in pixels."""
EDGE = 1.5
"""Width of the edge of a dot, in pixels."""


Dashes = str | tuple[int, tuple[float, ...]]


def pen(role: str, width: float = OTHER_WIDTH, style: Dashes = "solid") -> dict[str, Any]:
    """Return how a line is drawn, for matplotlib: in the colour of a role, `width` pixels wide."""
    return {"color": light(role), "linewidth": width, "linestyle": style}


def shade(role: str, alpha: float) -> dict[str, Any]:
    """Return how ground is filled, for matplotlib: in the colour of a role, without an edge."""
    return {"color": light(role), "alpha": alpha, "linewidth": 0}


def dot(role: str, size: float, *, is_hollow: bool = False) -> dict[str, Any]:
    """Return how dots are drawn, for matplotlib: `size` pixels across, in the colour of a role."""
    face = light("ground" if is_hollow else role)
    look = {"marker": "o", "markersize": size, "markeredgewidth": EDGE, "markerfacecolor": face}
    return {"color": light(role), "linestyle": "none", **look}


def draw_bars(
    axes: Axes,
    places: Iterable[float],
    lengths: Iterable[float],
    width: float,
    roles: str | Sequence[str],
    *,
    starts: float | Sequence[float] = 0.0,
    is_upright: bool = True,
    gid: str = "bar",
) -> None:
    """Draw bars about their places; one without a known length, or of no length, is not drawn.

    Parameters
    ----------
    starts, roles : of each bar, or one for all.
    is_upright : bars rise from the horizontal axis, else they run to the right, the first at the top.
    """
    frame = pd.DataFrame({"place": list(places), "length": list(lengths)}).assign(start=starts, role=roles)
    bars = frame.loc[frame["length"].notna() & frame["length"].ne(0)]
    colours = [light(role) for role in bars["role"]]
    look = {"color": colours, "linewidth": 0, "zorder": 2, "clip_on": False, "gid": gid}
    draw = axes.bar if is_upright else axes.barh
    draw(bars["place"], bars["length"], width, bars["start"], **look)


def draw_other(axes: Axes, line: pd.Series, role: str, *, is_dashed: bool = False) -> None:
    """Draw a comparator's line over its places in time; nothing where no figure is known."""
    values = line.to_numpy(dtype=float)
    if np.isfinite(values).any():
        axes.plot(line.index, values, **pen(role, style=DASHED if is_dashed else "solid"), gid=role)
        _draw_dots(axes, line[is_alone(values)], dot(role, DOT), f"{role}-dot")


def draw_home(axes: Axes, line: pd.Series, *, width: float, is_joined: bool = True) -> None:
    """Draw the home area's line over its places in time, with its newest point marked.

    Parameters
    ----------
    line : the values by place; NaN where no figure is known.
    is_joined : whether neighbouring points are joined; else each is a dot.
    """
    values = line.to_numpy(dtype=float)
    known = np.isfinite(values)
    if is_joined and known.any():
        axes.plot(line.index, values, **pen("home", width), zorder=3, gid="home")
    newest = known & (np.cumsum(known[::-1])[::-1] == 1)
    lone = is_alone(values) if is_joined else known
    for name, shown in (("home-dot", lone & ~newest), ("last", newest)):
        _draw_dots(axes, line[shown], dot("home", DOT), name)


def _draw_dots(axes: Axes, dots: pd.Series, look: dict[str, Any], gid: str) -> None:
    if len(dots):
        axes.plot(dots.index, dots, **look, zorder=4, gid=gid)


def is_alone(values: np.ndarray) -> np.ndarray:
    """Say of each value whether it is known and neither the one before it nor the one after it is.

    >>> is_alone(np.array([1.0, np.nan, 2.0, 3.0])).tolist()
    [True, False, False, False]
    """
    known = np.isfinite(values)
    return known & ~np.append(False, known[:-1]) & ~np.append(known[1:], False)
