"""Correlations of several measures with one that follows, lag by lag, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import Size, house_style, new_axes, text_width
from kpi_lib.present.ink.strokes import DOTTED
from kpi_lib.present.ink.theme import HAIRLINE, light
from kpi_lib.present.words.marks import CANNOT_SAY
from kpi_lib.present.words.numbers import MINUS, is_missing

WIDTHS = (720, 360)
TEXT = 13, 12
LAG_STEP, HEADING, SPACE = 15, 18, 8
WRAP = 90, 46
"""Letters to a line of a measure's name."""
TOP, BOTTOM, MARGIN = 8, 34, 12
DOT = 6.5
TICKS = {-1.0: f"{MINUS}1", -0.5: f"{MINUS}0.5", 0.0: "0", 0.5: "0.5", 1.0: "1"}


@dataclass(frozen=True, slots=True)
class LagRows:
    """One leading measure: its name and its lags (`lag`, `correlation`, `lower`, `upper`, `verdict`)."""

    label: str
    lags: pd.DataFrame


def lag_words(lag: int) -> str:
    """Return a lag in words: "same quarter", "1 quarter later"."""
    return "same quarter" if not lag else f"{lag} quarter{'s' * (lag != 1)} later"


def draw_associations(rows: Sequence[LagRows], *, is_illustrative: bool, is_narrow: bool = False) -> Axes:
    """Draw one block a measure, its lags one under the other, on a scale from −1 to 1.

    Parameters
    ----------
    rows : at least one; a lag without a correlation says "cannot say".
    is_illustrative : hollow dots and dotted intervals.
    """
    text = TEXT[is_narrow]
    names = [wrap(row.label, WRAP[is_narrow]) for row in rows]
    height = sum(
        HEADING * len(name) + SPACE + LAG_STEP * len(row.lags) for row, name in zip(rows, names, strict=True)
    )
    with house_style():
        size = Size(WIDTHS[is_narrow], height + TOP + BOTTOM, text)
        axes = new_axes(size)
        left = 2 * MARGIN + text_width(axes, lag_words(2), text - 1)
        width = size.width - left - 2 * MARGIN
        axes.set_position((left / size.width, BOTTOM / size.height, width / size.width, height / size.height))
        axes.set(xlim=(-1, 1), ylim=(height, 0))
        axes.set_yticks([])
        axes.grid(visible=False)
        axes.set_xticks(list(TICKS), list(TICKS.values()))
        top = 0.0
        for row, name in zip(rows, names, strict=True):
            for line in name:
                _write(axes, line, top + SPACE + HEADING / 2, -left + MARGIN, text, "left", is_bold=True)
                top += HEADING
            top = _draw_lags(axes, row.lags, top + SPACE, text, is_illustrative=is_illustrative)
    return axes


def _draw_lags(axes: Axes, lags: pd.DataFrame, place: float, text: float, *, is_illustrative: bool) -> float:
    axes.vlines(0, place, place + LAG_STEP * len(lags), color=light("similar"), linewidth=HAIRLINE, zorder=1,
                gid="zero")  # fmt: skip
    for _, lag in lags.iterrows():
        middle = place + LAG_STEP / 2
        _write(axes, lag_words(int(lag["lag"])), middle, -8, text - 1, "right", is_bold=False)
        if is_missing(lag["correlation"]):
            axes.annotate(
                CANNOT_SAY.word,
                (0, middle),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=text - 1,
                color=light("muted"),
                gid="cannot-say",
            )
        else:
            _draw_dot(axes, lag, middle, is_illustrative=is_illustrative)
        place += LAG_STEP
    return place


def _draw_dot(axes: Axes, lag: pd.Series, middle: float, *, is_illustrative: bool) -> None:
    role = "home" if lag["verdict"] == "associated" else "similar"
    axes.plot(
        [lag["lower"], lag["upper"]], [middle] * 2, color=light(role), linewidth=1.5,
        linestyle=DOTTED if is_illustrative else "solid", dash_capstyle="butt", gid="interval",
    )  # fmt: skip
    axes.plot(
        [lag["correlation"]], [middle], "o", color=light(role), markersize=DOT, markeredgewidth=1.5, zorder=3,
        markerfacecolor=light("ground" if is_illustrative else role), gid="correlation",
    )  # fmt: skip


def _write(axes: Axes, words: str, at: float, shift: float, text: float, side: str, *, is_bold: bool) -> None:
    axes.annotate(
        words, (-1, at), xytext=(shift, 0), textcoords="offset points", ha=side, va="center", fontsize=text,
        fontweight="bold" if is_bold else "normal", color=light("text" if is_bold else "muted"),
        annotation_clip=False, gid="label",
    )  # fmt: skip
