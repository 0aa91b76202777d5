"""A history and where it may lead: a line, then a fan of intervals about its middle way."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.core.periods import parse_period
from kpi_lib.present.ink.canvas import WIDE, Size, house_style, new_axes, place_axes, text_width
from kpi_lib.present.ink.scales import EndLabel, label_ends, scale_numbers, scale_periods
from kpi_lib.present.ink.strokes import DASHED, DOTTED
from kpi_lib.present.ink.theme import HAIRLINE, HOME_WIDTH, OTHER_WIDTH, light
from kpi_lib.present.words.numbers import format_number


def draw_fan(
    history: pd.DataFrame, projection: pd.DataFrame, *, is_illustrative: bool = False, size: Size = WIDE
) -> Axes:
    """Draw one series by quarter, and ahead of it the projection with its 80% and 95% intervals.

    Parameters
    ----------
    history : `period`, `stock`, oldest first and without a gap.
    projection : `period`, `projected`, `lower80`, `upper80`, `lower95`, `upper95`; it begins with the quarter
        after the history.
    """
    periods = [parse_period(label) for label in [*history["period"], *projection["period"]]]
    places = [period.as_pandas.ordinal for period in periods]
    past, ahead = places[: len(history)], places[len(history) - 1 :]
    labels = _labels(projection)
    with house_style():
        axes = new_axes(size)
        place_axes(
            axes, size, right=max(text_width(axes, item.text, size.text, item.weight) for item in labels)
        )
        figures = [*history["stock"], *projection[["lower95", "upper95"]].to_numpy(dtype=float).ravel()]
        scale_numbers(axes, figures, size)
        scale_periods(axes, places, periods, size)
        _draw_ahead(axes, ahead, float(history["stock"].iloc[-1]), projection)
        axes.plot(past, history["stock"].astype(float), color=light("home"), linewidth=HOME_WIDTH,
                  linestyle=DOTTED if is_illustrative else "solid", gid="history", zorder=3)  # fmt: skip
        axes.axvline(past[-1], color=light("muted"), linewidth=HAIRLINE, zorder=1, gid="now")
        label_ends(axes, labels, size)
    return axes


def _draw_ahead(axes: Axes, places: Sequence[int], newest: float, projection: pd.DataFrame) -> None:
    for level, alpha in ((95, 0.10), (80, 0.20)):
        low, high = ([newest, *projection[f"{side}{level}"].astype(float)] for side in ("lower", "upper"))
        axes.fill_between(places, low, high, color=light("home"), alpha=alpha, linewidth=0,
                          gid=f"interval-{level}")  # fmt: skip
    middle = [newest, *projection["projected"].astype(float)]
    axes.plot(places, middle, color=light("home"), linewidth=OTHER_WIDTH, linestyle=DASHED, gid="projected")


def _labels(projection: pd.DataFrame) -> list[EndLabel]:
    last = projection.iloc[-1]
    names = (
        ("upper80", "Upper", "muted", "normal"),
        ("projected", "Projected", "home", "bold"),
        ("lower80", "Lower", "muted", "normal"),
    )
    return [
        EndLabel(f"{name} {format_number(last[column])}", float(last[column]), role, weight)
        for column, name, role, weight in names
    ]
