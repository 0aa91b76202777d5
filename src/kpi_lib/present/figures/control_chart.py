"""The control chart with its words, its marks and its table."""

from __future__ import annotations

from string import ascii_uppercase

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import parse_period
from kpi_lib.core.status import Provenance
from kpi_lib.present.charts.control_chart import draw_control_chart, select_events, tell_apart
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.ink.canvas import NARROW, WIDE
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.shown.value_table import day_order, value_cell
from kpi_lib.present.words.control_charts import (
    KINDS,
    assurance_mark,
    chart_finding,
    run_words,
    signal_words,
    variation_mark,
)
from kpi_lib.present.words.dates import in_period, period_words
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import (
    Row,
    axis_unit,
    format_figure,
    format_interval,
    format_value,
    lower_first,
    sentence_case,
)


def show_control_chart(
    indicator: Indicator, limits: pd.DataFrame, chart: Row, events: pd.DataFrame, *, source: str = ""
) -> Shown:
    """Return a series' control chart: what it finds, picture, marks, how it is made, table.

    Parameters
    ----------
    limits : the points of one quarterly series, oldest first, with provenance and intervals.
    chart : the row of that series in `charts`.
    events : the events that may fall in its time.
    """
    wide, narrow = (draw_control_chart(indicator, limits, events, size=size) for size in (WIDE, NARROW))
    ends = [parse_period(str(label)).short for label in limits["period"].iloc[[0, -1]]]
    name = f"{indicator.plain_title}, {axis_unit(indicator).lower()}, by quarter, {' to '.join(ends)}"
    found = chart_finding(chart)
    caption = Caption(
        title=f"{indicator.plain_title}, control chart",
        finding=_marked(found, limits),
        alt=_alternative(indicator, limits.iloc[-1], found, is_drawn_up=_is_drawn_up(limits)),
        unit=name,
        marks=[*_marks(chart), *_events_told(limits, events)],
        notices=_notices(limits),
        method=_method(chart, is_fitted=wide.get_ylim()[0] != 0),
        source=source,
    )
    return show_chart(wide, narrow, caption, _table(indicator, limits))


def _marks(chart: Row) -> list[tuple[Mark, str]]:
    variation, assurance = (
        variation_mark(chart["variation"], chart["side"]),
        assurance_mark(str(chart["assurance"])),
    )
    return [(variation, f"Newest quarter: {variation.word}"), (assurance, sentence_case(assurance.word))]


def _alternative(indicator: Indicator, last: Row, found: str, *, is_drawn_up: bool) -> str:
    finer = tell_apart(last, indicator)
    value, centre = format_figure(last, finer).number, format_value(last["centre"], finer).number
    limits = format_interval(last["lower_limit"], last["upper_limit"], finer)
    text = f"{indicator.plain_title} {in_period(last, indicator)}: {lower_first(found)}."
    text = f"{text} {value}, against an average of {centre} and limits of {limits}."
    return text + (" Some or all figures are illustrative." if is_drawn_up else "")


def _marked(found: str, limits: pd.DataFrame) -> str:
    """Return a finding marked by what it tells of: an illustrative newest quarter, or only some before it."""
    if not _is_drawn_up(limits):
        return found
    if limits["provenance"].iloc[-1] == Provenance.ILLUSTRATIVE:
        return f"Illustrative: {lower_first(found)}"
    return f"{found}; quarters before it are illustrative"


def _notices(limits: pd.DataFrame) -> list[str]:
    return [
        "Triangles are signals: they point to the side of the average on which the figure lies.",
        *(["Hollow and dotted: illustrative, not real figures."] if _is_drawn_up(limits) else []),
        *_rebases(limits),
    ]


def _method(chart: Row, *, is_fitted: bool) -> list[str]:
    return [
        f"{KINDS[str(chart['chart'])]}.",
        *(["Trial limits: there are fewer than twelve quarters behind them."] if chart["is_trial"] else []),
        "Thin bars: where the true figure probably lies (95% interval).",
        *(["The vertical axis does not start at zero."] if is_fitted else []),
        run_words(chart),
    ]


def _is_drawn_up(limits: pd.DataFrame) -> bool:
    return bool(limits["provenance"].eq(Provenance.ILLUSTRATIVE).any())


def _rebases(limits: pd.DataFrame) -> list[str]:
    first = limits.loc[limits["event"].ne("")]
    words = [parse_period(str(label)).words for label in first["period"]]
    return [f"New limits from {when}: {why}." for when, why in zip(words, first["event"], strict=True)]


def _events_told(limits: pd.DataFrame, events: pd.DataFrame) -> list[tuple[Mark, str]]:
    shown = select_events(events, [parse_period(label) for label in limits["period"]])
    rows = zip(ascii_uppercase, shown["date"], shown["reason"], strict=False)
    return [(Mark(letter, "event", ""), f"{day:%B %Y}: {reason}") for letter, day, reason in rows]


def _table(indicator: Indicator, limits: pd.DataFrame) -> Shown:
    numbers = (axis_unit(indicator), "95% interval", "Average", "Lower limit", "Upper limit")
    columns = [Column("Quarter"), *(Column(name, is_number=True) for name in numbers), Column("Signal")]
    rows = [_row(row, indicator) for _, row in limits.iloc[::-1].iterrows()]
    return show_table(Table(f"{indicator.plain_title}, control limits", columns, [Group(rows)]))


def _row(row: Row, indicator: Indicator) -> list[Cell]:
    limits = [
        Cell(format_value(row[name], indicator).number) for name in ("centre", "lower_limit", "upper_limit")
    ]
    mark = variation_mark(row["variation"], row["side"] if row["signal"] else 0)
    words = signal_words(row["signal"], row["side"])
    return [
        Cell(sentence_case(period_words(row, indicator).removeprefix("the ")), order=day_order(row)),
        value_cell(row, indicator),
        Cell(format_interval(row["lower"], row["upper"], indicator) or "none"),
        *limits,
        Cell(words or "none", mark=mark.symbol if words else "", note=mark.word if words else ""),
    ]
