"""Correlations of several measures with one that follows, lag by lag, each with its interval."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import Size, house_style, new_axes, text_width, write
from kpi_lib.present.ink.strokes import dot, pen
from kpi_lib.present.ink.theme import HAIRLINE
from kpi_lib.present.words.marks import CANNOT_SAY
from kpi_lib.present.words.numbers import MINUS

WIDTHS = (720, 360)
TEXT = 13, 12
LAG_STEP, HEADING, SPACE = 15, 18, 8
WRAP = 90, 46
"""Letters to a line of a measure's name."""
TOP, BOTTOM, MARGIN = 8, 34, 12
DOT = 6.5
TICKS = {-1.0: f"{MINUS}1", -0.5: f"{MINUS}0.5", 0.0: "0", 0.5: "0.5", 1.0: "1"}


def lag_words(lag: int) -> str:
    """Return a lag in words: "same quarter", "1 quarter later"."""
    return "same quarter" if not lag else f"{lag} quarter{'s' * (lag != 1)} later"


def draw_associations(associations: pd.DataFrame, *, is_narrow: bool = False) -> Axes:
    """Draw one block a measure, its lags one under the other, on a scale from −1 to 1.

    Parameters
    ----------
    associations : at least one row: `title` of the leading measure, `lag`, `correlation`, `lower`, `upper`,
        `verdict`; a lag without a correlation says "cannot say".
    """
    text = TEXT[is_narrow]
    blocks = [
        (wrap(str(title), WRAP[is_narrow]), lags) for title, lags in associations.groupby("title", sort=False)
    ]
    height = sum(HEADING * len(lines) + SPACE + LAG_STEP * len(lags) for lines, lags in blocks)
    left = 2 * MARGIN + text_width(lag_words(2), text - 1)
    with house_style():
        axes = new_axes(Size(WIDTHS[is_narrow], height + TOP + BOTTOM, text, left, 2 * MARGIN, TOP, BOTTOM))
        axes.set(xlim=(-1, 1), ylim=(height, 0), yticks=[])
        axes.grid(visible=False)
        axes.set_xticks(list(TICKS), list(TICKS.values()))
        top = 0.0
        for lines, lags in blocks:
            for line in lines:
                write(
                    axes,
                    line,
                    (-1, top + SPACE + HEADING / 2),
                    "label",
                    shift=(MARGIN - left, 0),
                    is_bold=True,
                )
                top += HEADING
            middles = top + SPACE + LAG_STEP * (pd.RangeIndex(len(lags)) + 0.5)
            _draw_lags(axes, lags.set_axis(middles), text - 1)
            top += SPACE + LAG_STEP * len(lags)
    return axes


def _draw_lags(axes: Axes, lags: pd.DataFrame, text: float) -> None:
    """Draw the lags of one measure, which are indexed by their height."""
    half = LAG_STEP / 2
    ends = lags.index[0] - half, lags.index[-1] + half
    axes.vlines(0, *ends, **pen("similar", HAIRLINE), zorder=1, gid="zero")
    for middle, lag in lags["lag"].items():
        write(
            axes,
            lag_words(int(lag)),
            (-1, middle),
            "label",
            anchor="E",
            shift=(-8, 0),
            role="muted",
            text=text,
        )
    for middle in lags.index[lags["correlation"].isna()]:
        write(axes, CANNOT_SAY.word, (0, middle), "cannot-say", shift=(6, 0), role="muted", text=text)
    is_associated = lags["verdict"].eq("associated")
    for role, rows in (("home", lags.loc[is_associated]), ("similar", lags.loc[~is_associated])):
        dots = rows.dropna(subset=["correlation"])
        if len(dots):
            axes.hlines(dots.index, dots["lower"], dots["upper"], **pen(role), gid="interval")
            axes.plot(dots["correlation"], dots.index, **dot(role, DOT), zorder=3, gid="correlation")
