"""Rows of bars one under the other: amounts next to a plan, counts for and against, parts of a whole.

Labels are at the left of a wide picture, and above the bars on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import IN_ROW, Size, house_style, new_axes, text_width, write
from kpi_lib.present.ink.strokes import draw_bars, pen

WIDTHS = (720, 360)
TEXT = 13, 12
SPACE, LABEL, MARGIN = 14, 20, 12
BULLET, PLAN_MARK = 16, 2.4
COUNT, COUNT_GAP, BEYOND_BAR = 14, 2, 6
STACK = 20
FOR_AND_AGAINST = ("home", "worse")


def draw_bullet_rows(rows: pd.DataFrame, *, is_narrow: bool = False) -> Axes:
    """Draw one bar for each row from zero, the first at the top, with an upright mark at the plan.

    Parameters
    ----------
    rows : at least one, indexed by label: `amount`, `planned` (NaN where nothing was), and `text` at the end.
    """
    with house_style():
        axes, middles = _new_rows(rows.index, BULLET, figures=rows["text"], is_narrow=is_narrow)
        axes.set_xlim(0, max(rows[["amount", "planned"]].max().fillna(0)) or 1.0)
        draw_bars(axes, middles, rows["amount"], BULLET, "home", is_upright=False)
        planned = rows["planned"].set_axis(middles).dropna()
        low, high = planned.index - BULLET * 0.75, planned.index + BULLET * 0.75
        axes.vlines(planned, low, high, **pen("text", PLAN_MARK), zorder=4, gid="planned", clip_on=False)
    return axes


def draw_count_rows(counts: pd.DataFrame, texts: pd.DataFrame, *, is_narrow: bool = False) -> Axes:
    """Draw two bars for each row, the first row at the top; all share one scale that begins at zero.

    Parameters
    ----------
    counts : at least one row, indexed by label: those for and those against; one that is withheld is 0.
    texts : how each is written, in the same form.
    """
    with house_style():
        written = texts.to_numpy().ravel()
        axes, middles = _new_rows(counts.index, 2 * COUNT, beyond=written, is_narrow=is_narrow)
        axes.set_xlim(0, max(1.0, *counts.max()))
        for place, (name, role) in enumerate(zip(counts, FOR_AND_AGAINST, strict=True)):
            levels = middles + COUNT * (place - 1) + (COUNT - COUNT_GAP) / 2
            draw_bars(axes, levels, counts[name], COUNT - COUNT_GAP, role, is_upright=False)
            for level, count, words in zip(levels, counts[name], texts[name], strict=True):
                write(axes, words, (count, level), "figure", shift=(BEYOND_BAR, 0), text=TEXT[is_narrow] - 1)
    return axes


def draw_stacked_rows(
    counts: pd.DataFrame,
    texts: pd.DataFrame,
    roles: Sequence[str],
    *,
    is_narrow: bool = False,
) -> Axes:
    """Draw one bar for each row, its parts side by side; bars share one scale that begins at zero.

    Parameters
    ----------
    counts : at least one row, indexed by label; a column for each part, from left to right.
    texts : how each is written, in the same form; a part of nothing is not written.
    roles : that colour the parts.
    """
    with house_style():
        axes, middles = _new_rows(counts.index, STACK, is_narrow=is_narrow)
        axes.set_xlim(0, counts.sum(axis=1).max() or 1)
        starts = counts.cumsum(axis=1) - counts
        for name, role in zip(counts, roles, strict=True):
            draw_bars(
                axes,
                middles,
                counts[name],
                STACK,
                role,
                starts=list(starts[name]),
                is_upright=False,
                gid=f"part-{role}",
            )
            centres = starts[name] + counts[name] / 2
            for level, centre, words in zip(
                middles, centres, texts[name].where(counts[name] > 0), strict=True
            ):
                if isinstance(words, str):
                    write(axes, words, (centre, level), "figure", anchor="C", zorder=4, role="ground")
    return axes


def _new_rows(
    labels: Iterable[str],
    bar: float,
    *,
    figures: Iterable[str] = (),
    beyond: Iterable[str] = (),
    is_narrow: bool,
) -> tuple[Axes, np.ndarray]:
    """Return axes without an axis, labelled, and how far the middle of each row's bar is from the top.

    Parameters
    ----------
    bar : height of all bars of a row together, in pixels; the vertical axis is in pixels too.
    figures : what is at the right end of each row.
    beyond : texts that the caller will write at the end of bars, for which room is left.
    """
    names, text = list(labels), TEXT[is_narrow]
    above = LABEL if is_narrow else 0
    tall = bar + SPACE + above
    column = [*beyond, *(() if is_narrow else figures)]
    left = MARGIN if is_narrow else 2 * MARGIN + max(text_width(name, text) for name in names)
    right = 2 * MARGIN + max(text_width(words, text) for words in column) if column else MARGIN
    height = tall * len(names)
    axes = new_axes(Size(WIDTHS[is_narrow], height + 2 * MARGIN, text, left, right, MARGIN, MARGIN))
    axes.set_axis_off()
    axes.set_ylim(height, 0)
    middles = np.arange(len(names)) * tall + above + (bar + SPACE) / 2
    levels = np.arange(len(names)) * tall + LABEL / 2 if is_narrow else middles
    out = 0 if is_narrow else MARGIN
    for level, words in zip(levels, names, strict=True):
        write(
            axes, words, (0, level), "label", anchor="W" if is_narrow else "E", shift=(-out, 0), coords=IN_ROW
        )
    for level, words in zip(levels, figures, strict=False):
        write(
            axes, words, (1, level), "figure", anchor="E" if is_narrow else "W", shift=(out, 0), coords=IN_ROW
        )
    return axes, middles
