"""A funnel: every authority against England, with limits that allow for its size."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.canvas import Size, house_style, new_axes, text_width
from kpi_lib.present.neighbourhood import Neighbourhood
from kpi_lib.present.scales import scale_values, tick_formatter
from kpi_lib.present.signal_labels import Box
from kpi_lib.present.theme import HAIRLINE, OTHER_WIDTH, light

FUNNEL = Size(340, 238, 12, left=40, right=12, top=28, bottom=42)
"""One size serves a phone's width and a grid of funnels alike."""
DASHED = (0, (5, 3))
BASELINES = {"england": "England", "pooled": "All areas shown"}
DOT, HOME_DOT, GAP = 6.0, 10.0, 4.0


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
    Axes. Names that would lie over another are left to the table and to the marks' own titles.
    """
    with house_style():
        axes = new_axes(size)
        reach = [curves[name] for name in ("lower95", "upper95")]
        figures = [*funnel["value"], *(float(value) for limits in reach for value in limits)]
        scale_values(axes, figures, indicator, size)
        _scale_sizes(axes, indicator, size)
        _draw_limits(axes, curves)
        others, near, home = _groups(funnel, neighbourhood)
        _draw_dots(axes, others, "other", DOT)
        _draw_dots(axes, near, "neighbours", DOT)
        _draw_dots(axes, home, "home", HOME_DOT)
        overall = {**BASELINES, "pooled": everybody}[str(funnel["baseline_source"].iloc[0])]
        _draw_baseline(axes, funnel, overall, size)
        _name_dots(axes, pd.concat([home, near]), funnel, neighbourhood, overall, size)
    return axes


def _groups(
    funnel: pd.DataFrame, neighbourhood: Neighbourhood
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    is_home = funnel["area_code"].eq(neighbourhood.home)
    is_near = funnel["area_code"].isin(neighbourhood.members)
    return funnel.loc[~is_home & ~is_near], funnel.loc[is_near], funnel.loc[is_home]


def _scale_sizes(axes: Axes, indicator: Indicator, size: Size) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(tick_formatter(axes.xaxis))
    axes.annotate(
        indicator.denominator.split(" (")[0], (1, 0), xycoords="axes fraction",
        xytext=(0, -size.bottom + 4), textcoords="offset points", ha="right", va="bottom",
        fontsize=size.text, color=light("muted"), gid="sizes",
    )  # fmt: skip


def _draw_limits(axes: Axes, curves: pd.DataFrame) -> None:
    bottom, top = axes.get_ylim()
    for name, style in (("95", "solid"), ("998", DASHED)):
        for side in ("lower", "upper"):
            limit = curves[f"{side}{name}"].astype(float)
            axes.plot(
                curves["denominator"], limit.where(limit.between(bottom, top)), color=light("similar"),
                linewidth=HAIRLINE, linestyle=style, zorder=1.5, gid=f"{side}{name}",
            )  # fmt: skip


def _draw_baseline(axes: Axes, funnel: pd.DataFrame, overall: str, size: Size) -> None:
    first, colour = funnel.iloc[0], light("england")
    axes.axhline(first["baseline"], color=colour, linewidth=OTHER_WIDTH, linestyle=DASHED, zorder=2,
                 gid="baseline")  # fmt: skip
    axes.annotate(
        overall, (1, first["baseline"]), xycoords=("axes fraction", "data"),
        xytext=(0, 3), textcoords="offset points", ha="right", va="bottom", fontsize=size.text,
        color=colour, gid="baseline-name",
    )  # fmt: skip


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
    overall: str,
    size: Size,
) -> None:
    """Write the names that find room beside their dots, home first."""
    plot = axes.get_window_extent()
    frame = Box(plot.x0, plot.y0, size.width, plot.y1)
    taken = [Box(x - 4, y - 4, x + 4, y + 4) for x, y in _places(axes, funnel)]
    taken += [_baseline_name(axes, funnel, overall, size)]
    for (x, y), code in zip(_places(axes, rows), rows["area_code"], strict=True):
        name, is_home = neighbourhood.name(code), code == neighbourhood.home
        width = text_width(axes, name, size.text, "bold" if is_home else "normal")
        inside = [box for box in _spots(x, y, width, size) if frame.holds(box)]
        spot = min(inside, key=lambda box: sum(box.meets(other) for other in taken), default=None)
        if spot is None or (not is_home and any(spot.meets(other) for other in taken)):
            continue
        taken.append(spot)
        axes.annotate(
            name, (spot.left, spot.bottom), xycoords="figure points", ha="left", va="bottom", gid="name",
            fontsize=size.text, fontweight="bold" if is_home else "normal", zorder=5,
            color=light("home" if is_home else "neighbours-text"),
        )  # fmt: skip


def _baseline_name(axes: Axes, funnel: pd.DataFrame, overall: str, size: Size) -> Box:
    """Return where the overall figure's name stands: above its line, at the right."""
    level = float(axes.transData.transform((0, funnel["baseline"].iloc[0]))[1])
    right = axes.get_window_extent().x1
    width = text_width(axes, overall, size.text)
    return Box(right - width, level, right, level + 3 + size.text * 1.2)


def _places(axes: Axes, rows: pd.DataFrame) -> Sequence[tuple[float, float]]:
    at = axes.transData.transform(rows[["denominator", "value"]].to_numpy(dtype=float))
    return [(float(x), float(y)) for x, y in at]


def _spots(x: float, y: float, width: float, size: Size) -> list[Box]:
    """Return where a name may stand: right, left, above, below its dot."""
    height, reach = size.text * 1.1, HOME_DOT / 2 + GAP
    corners = (
        (x + reach, y - height / 2),
        (x - reach - width, y - height / 2),
        (x - width / 2, y + reach),
        (x - width / 2, y - reach - height),
    )
    return [Box(left, bottom, left + width, bottom + height) for left, bottom in corners]
