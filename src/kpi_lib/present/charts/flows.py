"""Numbers of children by quarter: who came and left, the stock reported and implied, what is to come."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.core.periods import Period, parse_period
from kpi_lib.present.ink.canvas import NARROW, WIDE, house_style
from kpi_lib.present.ink.scales import EndLabel, new_time_axes, place_of
from kpi_lib.present.ink.strokes import DASHED, draw_bars, pen, shade
from kpi_lib.present.ink.theme import HAIRLINE, HOME_WIDTH
from kpi_lib.present.words.numbers import format_number, is_missing

SIZES = WIDE, NARROW
BAR = 0.7


def draw_flows(flows: pd.DataFrame, *, is_narrow: bool = False) -> Axes:
    """Draw entries upwards and exits downwards from zero, one pair of bars a period.

    Parameters
    ----------
    flows : `period`, `entries`, `exits`, oldest first.
    """
    periods, last = _periods(flows), flows.iloc[-1]
    sides = (("In", "entries", 1, "home"), ("Out", "exits", -1, "similar"))
    labels = [
        EndLabel(f"{name} {format_number(last[column])}", sign * float(last[column]) / 2, role, is_bold=True)
        for name, column, sign, role in sides
        if not is_missing(last[column])
    ]
    most = float(np.nanmax(flows[["entries", "exits"]].to_numpy(dtype=float)))
    with house_style():
        axes = new_time_axes(periods, [-most, most], SIZES[is_narrow], labels)
        axes.set_xlim(place_of(periods[0]) - 0.6, place_of(periods[-1]) + 0.6)
        axes.yaxis.set_major_formatter(lambda value, _: format_number(abs(value)))
        axes.axhline(0, **pen("muted", HAIRLINE), zorder=3, gid="zero")
        for _, column, sign, role in sides:
            places, lengths = map(place_of, periods), flows[column] * sign
            draw_bars(axes, places, lengths, BAR, role, gid=f"bar-{role}")
    return axes


def draw_stocks(flows: pd.DataFrame, *, is_narrow: bool = False) -> Axes:
    """Draw the stock as reported, and the one that the flows alone imply from the first period on.

    Parameters
    ----------
    flows : as above, with `stock` and `running_stock`.
    """
    periods, last = _periods(flows), flows.iloc[-1]
    labels = [
        _end_label(last, column, name, role, is_bold)
        for column, name, role, is_bold in (
            ("stock", "Reported", "home", True),
            ("running_stock", "Implied", "muted", False),
        )
        if not is_missing(last[column])
    ]
    places = list(map(place_of, periods))
    with house_style():
        axes = new_time_axes(periods, [*flows["stock"], *flows["running_stock"]], SIZES[is_narrow], labels)
        axes.plot(places, flows["running_stock"], **pen("muted", style=DASHED), gid="implied")
        axes.plot(places, flows["stock"], **pen("home", HOME_WIDTH), gid="reported")
    return axes


def draw_fan(history: pd.DataFrame, projection: pd.DataFrame, *, is_narrow: bool = False) -> Axes:
    """Draw one series by quarter, and ahead of it the projection with its 80% and 95% intervals.

    Parameters
    ----------
    history : `period`, `stock`, oldest first and without a gap.
    projection : `period`, `projected`, `lower80`, `upper80`, `lower95`, `upper95`; it begins with the quarter
        after the history.
    """
    past, ahead = _periods(history), _periods(history.tail(1)) + _periods(projection)
    labels = [
        _end_label(projection.iloc[-1], column, name, role, is_bold)
        for column, name, role, is_bold in (
            ("upper80", "Upper", "muted", False),
            ("projected", "Projected", "home", True),
            ("lower80", "Lower", "muted", False),
        )
    ]
    names = ["projected", "lower80", "upper80", "lower95", "upper95"]
    # The fan opens at the newest figure, from which all its edges start.
    fan = projection[names].astype(float).set_axis(list(map(place_of, ahead[1:])))
    fan = pd.concat([pd.DataFrame(float(history["stock"].iloc[-1]), [place_of(past[-1])], names), fan])
    with house_style():
        figures = [*history["stock"], *fan.to_numpy().ravel()]
        axes = new_time_axes(past + ahead[1:], figures, SIZES[is_narrow], labels)
        for level, alpha in ((95, 0.10), (80, 0.20)):
            edges = fan[f"lower{level}"], fan[f"upper{level}"]
            axes.fill_between(fan.index, *edges, **shade("home", alpha), gid=f"interval-{level}")
        axes.plot(fan.index, fan["projected"], **pen("home", style=DASHED), gid="projected")
        line = pen("home", HOME_WIDTH)
        axes.plot(list(map(place_of, past)), history["stock"].astype(float), **line, zorder=3, gid="history")
        axes.axvline(fan.index[0], **pen("muted", HAIRLINE), zorder=1, gid="now")
    return axes


def _periods(rows: pd.DataFrame) -> list[Period]:
    return [parse_period(label) for label in rows["period"]]


def _end_label(last: pd.Series, column: str, name: str, role: str, is_bold: bool) -> EndLabel:
    return EndLabel(f"{name} {format_number(last[column])}", float(last[column]), role, is_bold)
