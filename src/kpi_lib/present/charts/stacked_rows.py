"""Counts that make a whole, row by row: one bar a row, its parts side by side with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kpi_lib.present.charts.bar_rows import TEXT, new_bar_rows
from kpi_lib.present.ink.bars import draw_bar
from kpi_lib.present.ink.canvas import house_style
from kpi_lib.present.ink.theme import light

BAR = 20


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
    with house_style():
        axes, middles = new_bar_rows([row.label for row in rows], BAR, is_narrow=is_narrow)
        axes.set_xlim(0, max(sum(part.count for part in row.parts) for row in rows) or 1)
        for row, middle in zip(rows, middles, strict=True):
            _draw_row(axes, row, middle, TEXT[is_narrow])
    return axes


def _draw_row(axes: Axes, row: StackedRow, middle: float, text: float) -> None:
    left = 0.0
    for part in row.parts:
        if part.count:
            draw_bar(axes, (left, middle - BAR / 2), part.count, BAR, part.role,
                     is_illustrative=row.is_illustrative, gid=f"part-{part.role}")  # fmt: skip
            axes.annotate(
                part.text, (left + part.count / 2, middle), ha="center", va="center", fontsize=text,
                color=light("text" if row.is_illustrative else "ground"), zorder=4, gid="figure",
            )  # fmt: skip
        left += part.count
