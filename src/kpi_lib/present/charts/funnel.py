"""A funnel: every authority against England, with limits that allow for its size."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.catalogue.indicators import Indicator, Unit
from kpi_lib.present.ink.canvas import (
    EDGE,
    IN_PIXELS,
    LINE_HEIGHT,
    TEXT_HEIGHT,
    Size,
    house_style,
    make_room_for_last_tick,
    new_axes,
    text_width,
    wrap_words,
    write,
)
from kpi_lib.present.ink.free_ground import (
    boxes_about,
    boxes_at,
    count_ink,
    count_met,
    distances,
    frame_of,
    is_within,
    line_ink,
)
from kpi_lib.present.ink.scales import name_unit, scale_figures, tick_formatter
from kpi_lib.present.ink.strokes import DASHED, dot, pen
from kpi_lib.present.ink.theme import HAIRLINE, light
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import axis_unit

FUNNEL = Size(340, 238, 12, left=40, right=12, top=28, bottom=42)
"""One size serves a phone's width and a grid of funnels alike.

It grows by a line where the axis's name needs two.
"""
BASELINES = {"england": "England", "pooled": "All areas shown"}
DOT, HOME_DOT, GAP, KEPT_FREE = 6.0, 10.0, 4.0, 4.0
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
    names = wrap_words(indicator.denominator.split(" (")[0], FUNNEL.width - FUNNEL.right - EDGE, FUNNEL.text)
    size = FUNNEL.deeper((len(names) - 1) * LINE_HEIGHT * FUNNEL.text)
    with house_style():
        axes = new_axes(size)
        figures = [*funnel["value"], *curves[["lower95", "upper95"]].to_numpy(dtype=float).ravel()]
        scale_figures(axes, figures, size, is_share=indicator.unit is Unit.PERCENT)
        name_unit(axes, axis_unit(indicator))
        _name_sizes(axes, names, size)
        axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        axes.xaxis.set_major_formatter(tick_formatter(axes.xaxis))
        _draw_limits(axes, curves)
        others, near, home = _groups(funnel, neighbourhood)
        _draw_dots(axes, others, "other", DOT)
        _draw_dots(axes, near, "neighbours", DOT)
        _draw_dots(axes, home, "home", HOME_DOT)
        make_room_for_last_tick(axes, size)
        overall = {**BASELINES, "pooled": everybody}[str(funnel["baseline_source"].iloc[0])]
        taken = _draw_baseline(axes, funnel, overall, size)
        _name_dots(axes, pd.concat([home, near]), funnel, neighbourhood, taken, size)
    return axes


def _groups(
    funnel: pd.DataFrame, neighbourhood: Neighbourhood
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    is_home = funnel["area_code"].eq(neighbourhood.home)
    is_near = funnel["area_code"].isin(neighbourhood.members)
    return funnel.loc[~is_home & ~is_near], funnel.loc[is_near], funnel.loc[is_home]


def _name_sizes(axes: Axes, lines: list[str], size: Size) -> None:
    """Name the horizontal axis at its right end, the last line at the lower edge of the picture."""
    for place, line in enumerate(reversed(lines)):
        up = -size.bottom + 4 + place * LINE_HEIGHT * size.text
        write(
            axes,
            line,
            (1 - size.right / size.width, 0),
            "sizes",
            anchor="SE",
            shift=(0, up),
            role="muted",
            coords=("figure fraction", "axes fraction"),
        )


def _draw_limits(axes: Axes, curves: pd.DataFrame) -> None:
    bottom, top = axes.get_ylim()
    for name, style in (("95", "solid"), ("998", DASHED)):
        for side in ("lower", "upper"):
            limit = curves[f"{side}{name}"].astype(float)
            seen, line = limit.where(limit.between(bottom, top)), pen("similar", HAIRLINE, style)
            axes.plot(curves["denominator"], seen, **line, zorder=1.5, gid=f"{side}{name}")


def _draw_baseline(axes: Axes, funnel: pd.DataFrame, overall: str, size: Size) -> np.ndarray:
    """Draw the overall figure and write its name at the freest end of its line; return where."""
    level = float(funnel["baseline"].iloc[0])
    height = float(axes.transData.transform((0, level))[1])
    left, _, right, _ = frame_of(axes)
    width, tall = text_width(overall, size.text), size.text * TEXT_HEIGHT
    sides, starts = ("E", "E", "W", "W"), (right - width, right - width, left, left)
    bottoms = (height + 3, height - 3 - tall) * 2
    boxes = boxes_at(np.column_stack([starts, bottoms]), width, tall)
    n_met, ink = (
        count_met(boxes, boxes_about(_pixels(axes, funnel), KEPT_FREE)),
        count_ink(boxes, line_ink(axes)),
    )
    best = int(np.lexsort((ink, n_met))[0])
    axes.axhline(level, **pen("england", style=DASHED), zorder=2, gid="baseline")
    side, box = sides[best], boxes[best]
    write(
        axes,
        overall,
        (box[2] if side == "E" else box[0], box[1]),
        "baseline-name",
        anchor=f"S{side}",
        role="england",
        coords=IN_PIXELS,
    )
    return box


def _draw_dots(axes: Axes, rows: pd.DataFrame, role: str, size: float) -> None:
    look = dot(role, size) | {"markeredgecolor": light("ground"), "markeredgewidth": 1}
    axes.plot(rows["denominator"], rows["value"], **look, zorder=3, gid=role)


def _name_dots(
    axes: Axes,
    rows: pd.DataFrame,
    funnel: pd.DataFrame,
    neighbourhood: Neighbourhood,
    taken: np.ndarray,
    size: Size,
) -> None:
    """Write the names that find room next to their dots, clear of lines where they can be, home first.

    A neighbour's name is over nothing and nowhere nearer to another dot than to its own; it is left
    out rather. Home's, alone in its colour, takes the best place that there is.

    Parameters
    ----------
    taken : the box of the baseline's name.
    """
    left, bottom, _, top = frame_of(axes)
    frame, ink, dots = np.array([left, bottom, size.width - EDGE, top]), line_ink(axes), _pixels(axes, funnel)
    grounds = np.vstack([taken, boxes_about(dots, KEPT_FREE)])
    for own, code in zip(_pixels(axes, rows), rows["area_code"], strict=True):
        name, is_home = neighbourhood.name(code), code == neighbourhood.home
        half = HOME_DOT / 2 if is_home else DOT / 2
        boxes, farther = _spots(own, text_width(name, size.text, is_bold=is_home), size, is_home=is_home)
        here = is_within(boxes, frame)
        boxes, farther = boxes[here], farther[here]
        n_met = count_met(boxes, grounds)
        # A name nearer to another dot's edge than to its own dot's would be taken for the other's.
        is_misleading = (
            distances(boxes, dots).min(axis=1) - DOT / 2 < distances(boxes, own[None])[:, 0] - half
        )
        order = np.lexsort((count_ink(boxes, ink), farther, is_misleading, n_met))
        if not len(order) or (not is_home and (n_met[order[0]] or is_misleading[order[0]])):
            continue
        spot = boxes[order[0]]
        grounds = np.vstack([grounds, spot])
        write(
            axes,
            name,
            (spot[0], spot[1]),
            "name",
            anchor="SW",
            role="home" if is_home else "neighbours-text",
            is_bold=is_home,
            zorder=5,
            coords=IN_PIXELS,
        )


def _pixels(axes: Axes, rows: pd.DataFrame) -> np.ndarray:
    return np.asarray(axes.transData.transform(rows[["denominator", "value"]].to_numpy(dtype=float)))


def _spots(own: np.ndarray, width: float, size: Size, *, is_home: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return where a name may be: right, left, above, below and aslant of its dot; home's farther away too.

    Boxes, and how much farther than the others each is.
    """
    x, y = own
    height, aside, slanting = size.text * TEXT_HEIGHT, HOME_DOT / 2, HOME_DOT / 4
    spots = []
    for farther in (0.0, FARTHER) if is_home else (0.0,):
        reach = HOME_DOT / 2 + GAP + farther
        above, level, below = y + reach, y - height / 2, y - reach - height
        corners = (
            (x + reach, level),
            (x - reach - width, level),
            (x - width / 2, above),
            (x - width / 2, below),
            (x + aside, above - slanting),
            (x + aside, below + slanting),
            (x - aside - width, above - slanting),
            (x - aside - width, below + slanting),
            *((x - width * share, bottom) for share in LEANINGS for bottom in (above, below)),
        )
        spots += [(*corner, farther) for corner in corners]
    places = np.array(spots)
    return boxes_at(places[:, :2], width, height), places[:, 2]
