"""Amounts beside what was planned: one bar a row with a mark where the plan stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from matplotlib.axes import Axes

from kpi_lib.present.canvas import Size, house_style, new_axes, text_width
from kpi_lib.present.theme import light

WIDTHS = (720, 360)
TEXT = 13, 12
BAR, SPACE, LABEL = 16, 14, 20
EDGE, MARGIN, TICK = 1.6, 12, 2.4
TINT = 0.22


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
    text = TEXT[is_narrow]
    row_height = BAR + SPACE + (LABEL if is_narrow else 0)
    height = row_height * len(rows)
    with house_style():
        size = Size(WIDTHS[is_narrow], height + 2 * MARGIN, text)
        axes = new_axes(size)
        labels, figures = (
            max(text_width(axes, words, text) for words in column)
            for column in ([row.label for row in rows], [row.text for row in rows])
        )
        left = MARGIN if is_narrow else 2 * MARGIN + labels
        width = size.width - left - (MARGIN if is_narrow else figures + 2 * MARGIN)
        axes.set_position((left / size.width, MARGIN / size.height, width / size.width, height / size.height))
        axes.set_axis_off()
        ends = [end for row in rows for end in (row.amount, row.planned) if isfinite(end)]
        axes.set(xlim=(0, max(ends, default=1.0) or 1.0), ylim=(height, 0))
        for number, row in enumerate(rows):
            _draw_row(axes, row, number * row_height, text, is_narrow=is_narrow)
    return axes


def _draw_row(axes: Axes, row: BulletRow, top: float, text: float, *, is_narrow: bool) -> None:
    middle = top + (LABEL if is_narrow else 0) + (BAR + SPACE) / 2
    heights = (top + LABEL / 2,) * 2 if is_narrow else (middle, middle)
    sides = ("left", 0, "right", 0) if is_narrow else ("right", -MARGIN, "left", MARGIN)
    for words, at, height, side, shift, name in (
        (row.label, 0, heights[0], sides[0], sides[1], "label"),
        (row.text, 1, heights[1], sides[2], sides[3], "figure"),
    ):
        axes.annotate(
            words, (at, height), xycoords=("axes fraction", "data"), xytext=(shift, 0), gid=name,
            textcoords="offset points", ha=str(side), va="center", fontsize=text, color=light("text"),
            annotation_clip=False,
        )  # fmt: skip
    alpha = TINT if row.is_illustrative else 1.0
    axes.barh(middle, row.amount, BAR, facecolor=light("home"), alpha=alpha, linewidth=0, zorder=2, gid="bar")
    axes.barh(middle, row.amount, BAR, facecolor="none", edgecolor=light("home"), linewidth=EDGE, zorder=3,
              gid="edge", clip_on=False)  # fmt: skip
    if isfinite(row.planned):
        axes.plot([row.planned] * 2, [middle - BAR * 0.75, middle + BAR * 0.75], color=light("text"),
                  linewidth=TICK, solid_capstyle="butt", zorder=4, gid="planned", clip_on=False)  # fmt: skip
