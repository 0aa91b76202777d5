"""One line of a chart: broken where a figure is missing, a dot where one is alone, dotted if illustrative."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.theme import OTHER_WIDTH, light

DOTTED, DASHED = (0, (1, 1.8)), (0, (5, 3))
DOT = 5.0
"""Size of a point that stands alone, in pixels."""


def draw_other(axes: Axes, line: pd.Series, role: str, *, is_dashed: bool = False) -> None:
    """Draw a comparator's line over its places in time; nothing where no figure is known."""
    values = line.to_numpy(dtype=float)
    if np.isfinite(values).any():
        style = DASHED if is_dashed else "solid"
        axes.plot(line.index, values, color=light(role), linewidth=OTHER_WIDTH, linestyle=style, gid=role)
        _draw_dots(axes, line, is_alone(values), role, face=role)


def draw_home(
    axes: Axes, line: pd.DataFrame, *, width: float, dot: float = DOT, is_joined: bool = True
) -> None:
    """Draw the home area's line over its places in time, with its newest point marked.

    Parameters
    ----------
    line : `value` and `is_illustrative`, a row for each place. Illustrative stretches are dotted and
        illustrative points hollow.
    is_joined : whether neighbouring points are joined; otherwise each is a dot.
    """
    values = line["value"].to_numpy(dtype=float)
    known = np.isfinite(values)
    drawn_up = line["is_illustrative"].to_numpy(dtype=bool) & known
    strokes = (("home-illustrative", drawn_up | _beside(drawn_up), DOTTED), ("home", ~drawn_up, "solid"))
    for name, shown, style in strokes if is_joined else ():
        if (shown & known).any():
            axes.plot(line.index, np.where(shown, values, np.nan), color=light("home"), linewidth=width,
                      linestyle=style, dash_capstyle="butt", zorder=3, gid=name)  # fmt: skip
    newest = known & (np.cumsum(known[::-1])[::-1] == 1)
    lone = is_alone(values) if is_joined else known
    for name, shown in (("home-dot", lone & ~newest), ("last", newest)):
        for face, chosen in (("home", ~drawn_up), ("ground", drawn_up)):
            _draw_dots(axes, line["value"], shown & chosen, "home", face=face, size=dot, gid=name)


def _draw_dots(
    axes: Axes, line: pd.Series, shown: np.ndarray, role: str, *, face: str, size: float = DOT,
    gid: str = "",
) -> None:  # fmt: skip
    dots = line[shown]
    if len(dots):
        axes.plot(dots.index, dots, "o", markersize=size, markeredgewidth=1.5, color=light(role), zorder=4,
                  markerfacecolor=light(face), gid=gid or f"{role}-dot")  # fmt: skip


def is_alone(values: np.ndarray) -> np.ndarray:
    """Say of each value whether it is known and neither the one before it nor the one after it is.

    >>> is_alone(np.array([1.0, np.nan, 2.0, 3.0])).tolist()
    [True, False, False, False]
    """
    known = np.isfinite(values)
    return known & ~_beside(known)


def _beside(marked: np.ndarray) -> np.ndarray:
    """Say of each place whether the place before it or the one after it is marked."""
    return np.append(False, marked[:-1]) | np.append(marked[1:], False)
