"""Amounts next to what was planned: one bar a row with a mark where the plan stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from matplotlib.axes import Axes

from kpi_lib.present.charts.bar_rows import new_bar_rows
from kpi_lib.present.ink.bars import draw_bar
from kpi_lib.present.ink.canvas import house_style
from kpi_lib.present.ink.theme import light

BAR, TICK = 16, 2.4


@dataclass(frozen=True, slots=True)
class BulletRow:
    """One row: its amount, what was planned (NaN where nothing was), and how both are written."""

    label: str
    amount: float
    planned: float
    text: str
    is_illustrative: bool = False


def draw_bullet_rows(rows: Sequence[BulletRow], *, is_narrow: bool = False) -> Axes:
    """Draw one bar for each row from zero, the first at the top, with an upright mark at the plan.

    Parameters
    ----------
    rows : at least one; bars of illustrative amounts are pale with a strong edge.
    """
    with house_style():
        axes, middles = new_bar_rows(
            [row.label for row in rows], BAR, figures=[row.text for row in rows], is_narrow=is_narrow
        )
        ends = [end for row in rows for end in (row.amount, row.planned) if isfinite(end)]
        axes.set_xlim(0, max(ends, default=1.0) or 1.0)
        for row, middle in zip(rows, middles, strict=True):
            _draw_row(axes, row, middle)
    return axes


def _draw_row(axes: Axes, row: BulletRow, middle: float) -> None:
    corner = (0.0, middle - BAR / 2)
    draw_bar(axes, corner, row.amount, BAR, "home", is_illustrative=row.is_illustrative)
    if isfinite(row.planned):
        axes.plot([row.planned] * 2, [middle - BAR * 0.75, middle + BAR * 0.75], color=light("text"),
                  linewidth=TICK, solid_capstyle="butt", zorder=4, gid="planned", clip_on=False)  # fmt: skip
