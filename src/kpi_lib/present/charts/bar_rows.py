"""Rows of bars one under the other: their frame, with labels at the left, or above each bar on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import Size, new_axes, text_width
from kpi_lib.present.ink.theme import light

WIDTHS = (720, 360)
TEXT = 13, 12
SPACE, LABEL, MARGIN = 14, 20, 12


def new_bar_rows(
    labels: Sequence[str],
    bar: float,
    *,
    figures: Sequence[str] = (),
    beside: Sequence[str] = (),
    is_narrow: bool = False,
) -> tuple[Axes, list[float]]:
    """Return axes without an axis, labelled, and how far the middle of each row's bar is from the top.

    Parameters
    ----------
    labels : one for each row, at least one.
    bar : height of all bars of a row together, in pixels; the vertical axis is in pixels too.
    figures : what is at the right end of each row.
    beside : texts that the caller will write at the end of bars, for which room is left.
    """
    text = TEXT[is_narrow]
    above = LABEL if is_narrow else 0
    row_height = bar + SPACE + above
    height = row_height * len(labels)
    size = Size(WIDTHS[is_narrow], height + 2 * MARGIN, text)
    axes = new_axes(size)
    left = MARGIN if is_narrow else 2 * MARGIN + _widest(axes, labels, text)
    column = [*beside, *(() if is_narrow else figures)]
    right = 2 * MARGIN + _widest(axes, column, text) if column else MARGIN
    width = size.width - left - right
    axes.set_position((left / size.width, MARGIN / size.height, width / size.width, height / size.height))
    axes.set_axis_off()
    axes.set_ylim(height, 0)
    middles = [number * row_height + above + (bar + SPACE) / 2 for number in range(len(labels))]
    for number, middle in enumerate(middles):
        line = number * row_height + LABEL / 2 if is_narrow else middle
        _write(axes, labels[number], line, at_end=False, is_narrow=is_narrow)
        if figures:
            _write(axes, figures[number], line, at_end=True, is_narrow=is_narrow)
    return axes, middles


def _widest(axes: Axes, texts: Sequence[str], text: float) -> float:
    return max(text_width(axes, words, text) for words in texts)


def _write(axes: Axes, words: str, line: float, *, at_end: bool, is_narrow: bool) -> None:
    """Write next to the bars in a wide picture, above them in a narrow one."""
    is_inward = at_end == is_narrow
    axes.annotate(
        words, (int(at_end), line), xycoords=("axes fraction", "data"), textcoords="offset points",
        xytext=(0 if is_narrow else MARGIN if at_end else -MARGIN, 0), ha="right" if is_inward else "left",
        va="center", fontsize=TEXT[is_narrow], color=light("text"), annotation_clip=False,
        gid="figure" if at_end else "label",
    )  # fmt: skip
