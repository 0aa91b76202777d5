"""A timeline: what happened when, with the words next to each moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.core.periods import Period
from kpi_lib.present.ink.canvas import Size, house_style, new_axes, wrap_words, write
from kpi_lib.present.ink.strokes import dot, pen
from kpi_lib.present.ink.theme import HAIRLINE

WIDE_TIMELINE = Size(720, 280, 13, left=12, right=130, top=12, bottom=12)
NARROW_TIMELINE = Size(360, 520, 12, left=18, right=8, top=18, bottom=36)
LINE = 1.3
STEM = 22
MARKER, THICK = 9, 13


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on a timeline.

    `when` is its date in words and `text` what it was; `shape` (a matplotlib marker) and `role` (of the
    palette) say which way it points; one that is not filled has not happened yet.
    """

    day: pd.Timestamp
    when: str
    text: str
    role: str
    shape: str = "o"
    is_filled: bool = True


def draw_timeline(moments: Sequence[Moment], quarter: Period, *, size: Size = WIDE_TIMELINE) -> Axes:
    """Draw moments on a line of time, oldest first: across a wide picture, down a narrow one.

    Parameters
    ----------
    moments : at least one, oldest first.
    quarter : the edition's quarter, where the line is thick.
    """
    days = [float(moment.day.toordinal()) for moment in moments]
    with house_style():
        axes = new_axes(size)
        axes.set_axis_off()
        margin = 0.02 * (days[-1] - days[0]) or 30.0
        first, last = days[0] - margin, days[-1] + margin
        if size.is_narrow:
            axes.set_ylim(last, first)
            axes.set_xlim(0, 1)
        else:
            axes.set_xlim(first, last)
            axes.set_ylim(-1, 1)
        _draw_quarter(axes, quarter, (first, last), size)
        (_draw_down if size.is_narrow else _draw_across)(axes, moments, days, size)
    return axes


def _draw_quarter(axes: Axes, quarter: Period, ends: tuple[float, float], size: Size) -> None:
    """Thicken the line of time where the quarter lies."""
    start = max(float(quarter.start.toordinal()), ends[0])
    end = min(float(quarter.end.toordinal()), ends[1])
    if start < end:
        along, across = [start, end], [0, 0]
        x, y = (across, along) if size.is_narrow else (along, across)
        thick = pen("other", THICK) | {"solid_capstyle": "butt"}
        axes.plot(x, y, **thick, zorder=0.5, clip_on=False, gid="quarter")


def _draw_across(axes: Axes, moments: Sequence[Moment], days: list[float], size: Size) -> None:
    axes.plot(days, [0] * len(days), **pen("similar"), zorder=1, gid="line")
    edge = axes.transData.inverted().transform((size.width - 4, 0))[0]
    for at, (moment, day) in enumerate(zip(moments, days, strict=True)):
        up = 1 if at % 2 == 0 else -1
        until = days[at + 2] if at + 2 < len(days) else edge
        room = float(axes.transData.transform((until, 0))[0] - axes.transData.transform((day, 0))[0]) - 10
        stem = pen("similar", HAIRLINE) | {"arrowstyle": "-"}
        write(axes, "", (day, 0), "stem", shift=(0, up * (STEM + 2)), arrowprops=stem)
        _draw_mark(axes, day, 0, moment)
        lines = [moment.when, *wrap_words(moment.text, room, size.text)]
        for place, line in enumerate(lines):
            down = place if up < 0 else place - len(lines) + 1
            shift = (-5, up * STEM - down * size.text * LINE)
            write(
                axes, line, (day, 0), "words", anchor="SW" if up > 0 else "NW", shift=shift, is_bold=not place
            )


def _draw_down(axes: Axes, moments: Sequence[Moment], days: list[float], size: Size) -> None:
    axes.plot([0] * len(days), days, **pen("similar"), zorder=1, gid="line", clip_on=False)
    room = size.width - size.left - size.right - 18
    for moment, day in zip(moments, days, strict=True):
        _draw_mark(axes, 0, day, moment)
        for place, line in enumerate([moment.when, *wrap_words(moment.text, room, size.text)]):
            write(axes, line, (0, day), "words", shift=(16, -place * size.text * LINE), is_bold=not place)


def _draw_mark(axes: Axes, x: float, y: float, moment: Moment) -> None:
    look = dot(moment.role, MARKER, is_hollow=not moment.is_filled) | {"marker": moment.shape}
    axes.plot([x], [y], **look, zorder=3, clip_on=False, gid="moment")
