"""A funnel: every authority against England, with limits that allow for its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from operator import itemgetter

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.ink.canvas import (
    EDGE,
    LINE_HEIGHT,
    TEXT_HEIGHT,
    Size,
    house_style,
    make_room_below,
    make_room_for_last_tick,
    new_axes,
    text_width,
    wrap_words,
)
from kpi_lib.present.ink.plot_ink import Box, line_ink
from kpi_lib.present.ink.scales import scale_values, tick_formatter
from kpi_lib.present.ink.strokes import DASHED
from kpi_lib.present.ink.theme import HAIRLINE, OTHER_WIDTH, light
from kpi_lib.present.words.neighbourhood import Neighbourhood

FUNNEL = Size(340, 238, 12, left=40, right=12, top=28, bottom=42)
"""One size serves a phone's width and a grid of funnels alike.

It grows by a line where the axis's name needs two.
"""
Places = Sequence[tuple[float, float]]
BASELINES = {"england": "England", "pooled": "All areas shown"}
DOT, HOME_DOT, GAP = 6.0, 10.0, 4.0
LEANINGS = (0.25, 0.75, 0.1, 0.9)
"""How much of a name may stand left of its dot, above or below it, besides the middle and the ends."""
FARTHER = 7.0
"""How much farther from its dot home's name may be where only there a place is free, in pixels."""


def draw_funnel(
    indicator: Indicator,
    funnel: pd.DataFrame,
    curves: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    size: Size = FUNNEL,
    everybody: str = BASELINES["pooled"],
) -> Axes:
    """Draw one funnel: limits at 95 % and 99.8 %, the overall figure, neighbours and home by name.

    Parameters
    ----------
    funnel : one row per authority with `value`, `denominator` and `baseline`.
    curves : the limits at many sizes.
    everybody : what the pooled figure is called, where it is the baseline.

    Returns
    -------
    Axes. Names without a place of their own are left to the table and to the marks' own titles.
    """
    with house_style():
        axes = new_axes(size)
        size = _name_sizes(axes, indicator, size)
        reach = [curves[name] for name in ("lower95", "upper95")]
        figures = [*funnel["value"], *(float(value) for limits in reach for value in limits)]
        scale_values(axes, figures, indicator, size)
        _scale_sizes(axes)
        _draw_limits(axes, curves)
        others, near, home = _groups(funnel, neighbourhood)
        _draw_dots(axes, others, "other", DOT)
        _draw_dots(axes, near, "neighbours", DOT)
        _draw_dots(axes, home, "home", HOME_DOT)
        make_room_for_last_tick(axes, size)
        overall = {**BASELINES, "pooled": everybody}[str(funnel["baseline_source"].iloc[0])]
        taken = [_draw_baseline(axes, funnel, overall, size)]
        _name_dots(axes, pd.concat([home, near]), funnel, neighbourhood, taken, size)
    return axes


def _groups(
    funnel: pd.DataFrame, neighbourhood: Neighbourhood
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    is_home = funnel["area_code"].eq(neighbourhood.home)
    is_near = funnel["area_code"].isin(neighbourhood.members)
    return funnel.loc[~is_home & ~is_near], funnel.loc[is_near], funnel.loc[is_home]


def _name_sizes(axes: Axes, indicator: Indicator, size: Size) -> Size:
    """Name the horizontal axis within the picture, higher by a line where it needs two; return its size."""
    name = indicator.denominator.split(" (")[0]
    lines = wrap_words(axes, name, size.width - size.right - EDGE, size.text)
    if len(lines) > 1:
        size = make_room_below(axes, size, (len(lines) - 1) * LINE_HEIGHT * size.text)
    for place, line in enumerate(reversed(lines)):
        axes.annotate(
            line, (1 - size.right / size.width, 0), xycoords=("figure fraction", "axes fraction"),
            xytext=(0, -size.bottom + 4 + place * LINE_HEIGHT * size.text), textcoords="offset points",
            ha="right", va="bottom", fontsize=size.text, color=light("muted"), gid="sizes",
        )  # fmt: skip
    return size


def _scale_sizes(axes: Axes) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(tick_formatter(axes.xaxis))


def _draw_limits(axes: Axes, curves: pd.DataFrame) -> None:
    bottom, top = axes.get_ylim()
    for name, style in (("95", "solid"), ("998", DASHED)):
        for side in ("lower", "upper"):
            limit = curves[f"{side}{name}"].astype(float)
            axes.plot(
                curves["denominator"], limit.where(limit.between(bottom, top)), color=light("similar"),
                linewidth=HAIRLINE, linestyle=style, zorder=1.5, gid=f"{side}{name}",
            )  # fmt: skip


def _draw_baseline(axes: Axes, funnel: pd.DataFrame, overall: str, size: Size) -> Box:
    """Draw the overall figure and write its name at the freest end of its line; return where."""
    level, colour = float(funnel["baseline"].iloc[0]), light("england")
    spots = _baseline_spots(axes, level, text_width(axes, overall, size.text), size)
    ink, dots = line_ink(axes), _dots(axes, funnel)
    side, box = min(spots, key=lambda spot: (sum(map(spot[1].meets, dots)), spot[1].covered(ink)))
    axes.axhline(level, color=colour, linewidth=OTHER_WIDTH, linestyle=DASHED, zorder=2, gid="baseline")
    axes.annotate(
        overall, (box.right if side == "right" else box.left, box.bottom), xycoords="figure points", ha=side,
        va="bottom", fontsize=size.text, color=colour, gid="baseline-name",
    )  # fmt: skip
    return box


def _baseline_spots(axes: Axes, level: float, width: float, size: Size) -> list[tuple[str, Box]]:
    """Return where the overall figure's name may stand: at which side, above or below its line."""
    height = float(axes.transData.transform((0, level))[1])
    plot, tall = axes.get_window_extent(), size.text * TEXT_HEIGHT
    corners = product((("right", plot.x1 - width), ("left", plot.x0)), (height + 3, height - 3 - tall))
    return [(side, Box(left, bottom, left + width, bottom + tall)) for (side, left), bottom in corners]


def _draw_dots(axes: Axes, rows: pd.DataFrame, role: str, dot: float) -> None:
    axes.plot(
        rows["denominator"], rows["value"], "o", color=light(role), markersize=dot, zorder=3,
        markeredgecolor=light("ground"), markeredgewidth=1, gid=role,
    )  # fmt: skip


def _name_dots(
    axes: Axes,
    rows: pd.DataFrame,
    funnel: pd.DataFrame,
    neighbourhood: Neighbourhood,
    taken: Sequence[Box],
    size: Size,
) -> None:
    """Write the names that find room next to their dots, clear of lines where they can be, home first.

    A neighbour's name is over nothing and nowhere nearer to another dot than to its own; it is left
    out rather. Home's, alone in its colour, takes the best place that there is.
    """
    plot, ink = axes.get_window_extent(), line_ink(axes)
    frame, dots = Box(plot.x0, plot.y0, size.width - EDGE, plot.y1), _places(axes, funnel)
    taken = [*taken, *_dots(axes, funnel)]
    for own, code in zip(_places(axes, rows), rows["area_code"], strict=True):
        name, is_home = neighbourhood.name(code), code == neighbourhood.home
        weight, half = ("bold", HOME_DOT / 2) if is_home else ("normal", DOT / 2)
        spots = [
            ((sum(map(box.meets, taken)), _is_strange(box, own, half, dots), farther, box.covered(ink)), box)
            for farther in ((0.0, FARTHER) if is_home else (0.0,))
            for box in _spots(*own, text_width(axes, name, size.text, weight), size, farther)
            if frame.holds(box)
        ]
        (n_met, is_misleading, *_), spot = min(spots, key=itemgetter(0), default=((0, False), None))
        if spot is None or (not is_home and (n_met or is_misleading)):
            continue
        taken.append(spot)
        axes.annotate(
            name, (spot.left, spot.bottom), xycoords="figure points", ha="left", va="bottom", gid="name",
            fontsize=size.text, fontweight=weight, zorder=5,
            color=light("home" if is_home else "neighbours-text"),
        )  # fmt: skip


def _is_strange(box: Box, own: tuple[float, float], half: float, dots: Places) -> bool:
    """Say whether another dot's edge is nearer to a name than that of its own dot, `half` from its centre."""
    return min(box.away(*dot) for dot in dots) - DOT / 2 < box.away(*own) - half


def _dots(axes: Axes, rows: pd.DataFrame) -> list[Box]:
    return [Box(x - 4, y - 4, x + 4, y + 4) for x, y in _places(axes, rows)]


def _places(axes: Axes, rows: pd.DataFrame) -> Places:
    at = axes.transData.transform(rows[["denominator", "value"]].to_numpy(dtype=float))
    return [(float(x), float(y)) for x, y in at]


def _spots(x: float, y: float, width: float, size: Size, farther: float) -> Iterator[Box]:
    """Yield where a name may stand: right, left, above, below and aslant of its dot."""
    height, reach = size.text * TEXT_HEIGHT, HOME_DOT / 2 + GAP + farther
    right, left, middle = x + reach, x - reach - width, x - width / 2
    above, level, below = y + reach, y - height / 2, y - reach - height
    beside, slanting = HOME_DOT / 2, HOME_DOT / 4
    corners = (
        (right, level), (left, level), (middle, above), (middle, below),
        (x + beside, above - slanting), (x + beside, below + slanting),
        (x - beside - width, above - slanting), (x - beside - width, below + slanting),
        *((x - width * share, bottom) for share in LEANINGS for bottom in (above, below)),
    )  # fmt: skip
    for start, bottom in corners:
        yield Box(start, bottom, start + width, bottom + height)
