"""Lines, dots and bars: lines break where a figure is missing; illustrative is dotted, hollow and pale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from kpi_lib.present.ink.theme import OTHER_WIDTH, light

DOTTED, DASHED = (0, (1, 1.8)), (0, (5, 3))
DOT = 5.5
"""Size of a point that stands alone, in pixels."""
EDGE = 1.5
"""Width of the edge of a dot, in pixels."""
BAR_EDGE = 1.6
TINT = 0.22
"""How strong an illustrative bar's colour is within its edge."""
PALE = "Pale with an edge: illustrative."


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
    is_illustrative: bool | Sequence[bool] = False,
    is_upright: bool = True,
    gid: str = "bar",
) -> None:
    """Draw bars about their places, full when real and pale with a strong edge when illustrative.

    A bar without a known length, or of no length, is not drawn: its edge alone would look like a small one.

    Parameters
    ----------
    starts, roles, is_illustrative : of each bar, or one for all.
    is_upright : bars rise from the horizontal axis, else they run to the right, the first at the top.
    """
    frame = pd.DataFrame({"place": list(places), "length": list(lengths)}).assign(
        start=starts, role=roles, alpha=np.where(is_illustrative, TINT, 1.0)
    )
    bars = frame.loc[frame["length"].notna() & frame["length"].ne(0)]
    edges = [light(role) for role in bars["role"]]
    faces = [to_rgba(edge, alpha) for edge, alpha in zip(edges, bars["alpha"], strict=True)]
    look = {
        "color": faces,
        "edgecolor": edges,
        "linewidth": BAR_EDGE,
        "zorder": 2,
        "clip_on": False,
        "gid": gid,
    }
    draw = axes.bar if is_upright else axes.barh
    draw(bars["place"], bars["length"], width, bars["start"], **look)


def draw_other(axes: Axes, line: pd.Series, role: str, *, is_dashed: bool = False) -> None:
    """Draw a comparator's line over its places in time; nothing where no figure is known."""
    values = line.to_numpy(dtype=float)
    if np.isfinite(values).any():
        axes.plot(line.index, values, **pen(role, style=DASHED if is_dashed else "solid"), gid=role)
        _draw_dots(axes, line[is_alone(values)], dot(role, DOT), f"{role}-dot")


def draw_home(axes: Axes, line: pd.DataFrame, *, width: float, is_joined: bool = True) -> None:
    """Draw the home area's line over its places in time, with its newest point marked.

    Parameters
    ----------
    line : `value` and `is_illustrative`, a row for each place. Illustrative stretches are dotted and
        illustrative points hollow.
    is_joined : whether neighbouring points are joined; else each is a dot.
    """
    values = line["value"].to_numpy(dtype=float)
    known = np.isfinite(values)
    illustrative = line["is_illustrative"].to_numpy(dtype=bool) & known
    # Of "real, illustrative, real" both stretches are dotted: neither joins two real figures.
    touching = illustrative | _is_next_to(illustrative)
    strokes = (("home-illustrative", touching, DOTTED), ("home", ~illustrative, "solid"))
    for name, shown, style in strokes if is_joined else ():
        if (shown & known).any():
            axes.plot(
                line.index, np.where(shown, values, np.nan), **pen("home", width, style), zorder=3, gid=name
            )
    newest = known & (np.cumsum(known[::-1])[::-1] == 1)
    lone = is_alone(values) if is_joined else known
    for name, shown in (("home-dot", lone & ~newest), ("last", newest)):
        _draw_dots(axes, line.loc[shown & ~illustrative, "value"], dot("home", DOT), name)
        _draw_dots(axes, line.loc[shown & illustrative, "value"], dot("home", DOT, is_hollow=True), name)


def _draw_dots(axes: Axes, dots: pd.Series, look: dict[str, Any], gid: str) -> None:
    if len(dots):
        axes.plot(dots.index, dots, **look, zorder=4, gid=gid)


def is_alone(values: np.ndarray) -> np.ndarray:
    """Say of each value whether it is known and neither the one before it nor the one after it is.

    >>> is_alone(np.array([1.0, np.nan, 2.0, 3.0])).tolist()
    [True, False, False, False]
    """
    known = np.isfinite(values)
    return known & ~_is_next_to(known)


def _is_next_to(marked: np.ndarray) -> np.ndarray:
    """Say of each place whether the place before it or the one after it is marked."""
    return np.append(False, marked[:-1]) | np.append(marked[1:], False)
