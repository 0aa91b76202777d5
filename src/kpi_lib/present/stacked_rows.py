"""Counts that make a whole, row by row: one bar a row, its parts side by side with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kpi_lib.present.canvas import Size, house_style, new_axes, text_width
from kpi_lib.present.theme import light

WIDTHS = (720, 360)
TEXT = 13, 12
BAR, SPACE, LABEL = 20, 12, 20
EDGE, MARGIN = 1.6, 12
TINT = 0.22
"""How strong an illustrative part's colour is within its edge."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a row: its count, how it is written, and the role that colours it."""

    count: float
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class StackedRow:
    """One row: its label and its parts from left to right; parts of nothing draw no bar."""

    label: str
    parts: tuple[Part, ...]
    is_illustrative: bool = False


def draw_stacked_rows(rows: Sequence[StackedRow], *, is_narrow: bool = False) -> Axes:
    """Draw one bar for each row, the first at the top; bars share one scale that begins at zero.

    Parameters
    ----------
    rows : at least one; those of illustrative counts are pale with a strong edge.
    """
    text = TEXT[is_narrow]
    row_height = BAR + SPACE + (LABEL if is_narrow else 0)
    height = row_height * len(rows)
    with house_style():
        size = Size(WIDTHS[is_narrow], height + 2 * MARGIN, text)
        axes = new_axes(size)
        left = MARGIN if is_narrow else MARGIN * 2 + max(text_width(axes, row.label, text) for row in rows)
        width = size.width - left - 2 * MARGIN
        axes.set_position((left / size.width, MARGIN / size.height, width / size.width, height / size.height))
        axes.set_axis_off()
        axes.set(xlim=(0, max(sum(part.count for part in row.parts) for row in rows) or 1), ylim=(height, 0))
        for number, row in enumerate(rows):
            _draw_row(axes, row, number * row_height, text, is_narrow=is_narrow)
    return axes


def _draw_row(axes: Axes, row: StackedRow, top: float, text: float, *, is_narrow: bool) -> None:
    middle = top + (LABEL if is_narrow else 0) + (BAR + SPACE) / 2
    at, side, shift = ((0, top + LABEL / 2), "left", 0) if is_narrow else ((0, middle), "right", -MARGIN)
    axes.annotate(row.label, at, xytext=(shift, 0), textcoords="offset points", ha=side, va="center",
                  fontsize=text, color=light("text"), annotation_clip=False, gid="label")  # fmt: skip
    left = 0.0
    for part in row.parts:
        if part.count:
            alpha = TINT if row.is_illustrative else 1.0
            axes.barh(middle, part.count, BAR, left=left, facecolor=light(part.role), alpha=alpha,
                      linewidth=0, zorder=2, gid=f"part-{part.role}")  # fmt: skip
            axes.barh(middle, part.count, BAR, left=left, facecolor="none", edgecolor=light(part.role),
                      linewidth=EDGE, zorder=3, gid="edge")  # fmt: skip
            axes.annotate(
                part.text, (left + part.count / 2, middle), ha="center", va="center", fontsize=text,
                color=light("text" if row.is_illustrative else "ground"), zorder=4, gid="figure",
            )  # fmt: skip
        left += part.count
