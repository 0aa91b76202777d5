"""One bar, the same wherever bars stand: full when real, pale with a strong edge when illustrative."""

from __future__ import annotations

from math import isfinite

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from kpi_lib.present.ink.theme import light

EDGE = 1.6
TINT = 0.22
"""How strong an illustrative bar's colour is within its edge."""
PALE = "Pale with an edge: illustrative."


def draw_bar(
    axes: Axes,
    corner: tuple[float, float],
    width: float,
    height: float,
    role: str,
    *,
    is_illustrative: bool = False,
    gid: str = "bar",
) -> None:
    """Draw one bar from a corner, in data units, in the colour of a role; nothing without a known length."""
    if not (width and height and isfinite(width) and isfinite(height)):
        return
    face = to_rgba(light(role), TINT if is_illustrative else 1.0)
    axes.add_patch(
        Rectangle(
            corner, width, height, facecolor=face, edgecolor=light(role), linewidth=EDGE, zorder=2,
            clip_on=False, gid=gid,
        )
    )  # fmt: skip
