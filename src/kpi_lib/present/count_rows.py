"""Counts for and against one under the other: two bars a row, from zero, with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kpi_lib.present.canvas import Size, house_style, new_axes, text_width
from kpi_lib.present.theme import light

WIDTHS = (720, 360)
TEXT = 13, 12
BAR, SPACE, LABEL = 14, 14, 18
EDGE, MARGIN = 1.4, 12
ROLES = ("home", "worse")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One theme with two counts and how each is written; a count that is withheld draws no bar."""

    label: str
    counts: tuple[float, float]
    texts: tuple[str, str]
    is_illustrative: bool = False


def draw_count_rows(rows: Sequence[CountRow], *, is_narrow: bool = False) -> Axes:
    """Draw two bars for each row, the first row at the top: bars of illustrative counts are hollow.

    Parameters
    ----------
    rows : at least one; bars share one scale that begins at zero.
    """
    text = TEXT[is_narrow]
    row_height = 2 * BAR + SPACE + (LABEL if is_narrow else 0)
    height = row_height * len(rows)
    with house_style():
        size = Size(WIDTHS[is_narrow], height + 2 * MARGIN, text)
        axes = new_axes(size)
        left = MARGIN if is_narrow else MARGIN * 2 + max(text_width(axes, row.label, text) for row in rows)
        figures = max(text_width(axes, words, text) for row in rows for words in row.texts) + MARGIN
        width = size.width - left - figures - MARGIN
        axes.set_position((left / size.width, MARGIN / size.height, width / size.width, height / size.height))
        axes.set_axis_off()
        axes.set(xlim=(0, max(1.0, *(count for row in rows for count in row.counts))), ylim=(height, 0))
        for number, row in enumerate(rows):
            _draw_row(axes, row, number * row_height, text, is_narrow=is_narrow)
    return axes


def _draw_row(axes: Axes, row: CountRow, top: float, text: float, *, is_narrow: bool) -> None:
    first = top + (LABEL if is_narrow else 0)
    at, side, shift = ((0, top + LABEL / 2), "left", 0) if is_narrow else ((0, first + BAR), "right", -MARGIN)
    axes.annotate(row.label, at, xytext=(shift, 0), textcoords="offset points", ha=side, va="center",
                  fontsize=text, color=light("text"), annotation_clip=False, gid="label")  # fmt: skip
    for place, (count, words, role) in enumerate(zip(row.counts, row.texts, ROLES, strict=True)):
        middle = first + BAR * (place + 0.5)
        axes.barh(
            middle, count, BAR - 2, linewidth=EDGE, edgecolor=light(role), zorder=2, gid=f"bar-{role}",
            facecolor=light("ground" if row.is_illustrative else role),
        )  # fmt: skip
        axes.annotate(words, (count, middle), xytext=(6, 0), textcoords="offset points", ha="left",
                      va="center", fontsize=text - 1, color=light("text"), gid="figure")  # fmt: skip
