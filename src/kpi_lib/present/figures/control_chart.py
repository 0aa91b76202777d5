"""The control chart with its words, its marks and its table."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_uppercase

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.control_chart import draw_control_chart, select_events, tell_apart
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.figures.records import wide_and_narrow
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import number, show_rows
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
    limits : the points of one quarterly series, oldest first, with intervals.
    chart : the row of that series in `charts`.
    events : the events that may fall in its time.
    """
    wide, narrow = wide_and_narrow(draw_control_chart, indicator, limits, events)
    ends = [parse_period(str(label)).short for label in limits["period"].iloc[[0, -1]]]
    name = f"{indicator.plain_title}, {axis_unit(indicator).lower()}, by quarter, {' to '.join(ends)}"
    finding = chart_finding(chart)
    caption = Caption(
        title=f"{indicator.plain_title}, control chart",
        finding=finding,
        alt=_alternative(indicator, limits.iloc[-1], finding),
        unit=name,
        marks=[*_marks(chart), *_event_lines(limits, events)],
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


def _alternative(indicator: Indicator, last: Row, finding: str) -> str:
    finer = tell_apart(last, indicator)
    value, centre = format_figure(last, finer).number, format_value(last["centre"], finer).number
    limits = format_interval(last["lower_limit"], last["upper_limit"], finer)
    text = f"{indicator.plain_title} {in_period(last, indicator)}: {lower_first(finding)}."
    return f"{text} {value}, against an average of {centre} and limits of {limits}."


def _notices(limits: pd.DataFrame) -> list[str]:
    return [
        "Triangles are signals: they point to the side of the average on which the figure lies.",
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


def _rebases(limits: pd.DataFrame) -> list[str]:
    first = limits.loc[limits["event"].ne("")]
    words = [parse_period(str(label)).words for label in first["period"]]
    return [f"New limits from {when}: {why}." for when, why in zip(words, first["event"], strict=True)]


def _event_lines(limits: pd.DataFrame, events: pd.DataFrame) -> list[tuple[Mark, str]]:
    shown = select_events(events, [parse_period(label) for label in limits["period"]])
    rows = zip(ascii_uppercase, shown["date"], shown["reason"], strict=False)
    return [(Mark(letter, "event", ""), f"{day:%B %Y}: {reason}") for letter, day, reason in rows]


def _table(indicator: Indicator, limits: pd.DataFrame) -> Shown:
    def limit(name: str) -> Callable[[Row], str]:
        return lambda row: format_value(row[name], indicator).number

    columns = {
        "Quarter": lambda row: Cell(
            sentence_case(period_words(row, indicator).removeprefix("the ")), order=day_order(row)
        ),
        number(axis_unit(indicator)): lambda row: value_cell(row, indicator),
        number("95% interval"): lambda row: format_interval(row["lower"], row["upper"], indicator) or "none",
        number("Average"): limit("centre"),
        number("Lower limit"): limit("lower_limit"),
        number("Upper limit"): limit("upper_limit"),
        "Signal": _signal,
    }
    return show_rows(f"{indicator.plain_title}, control limits", limits.iloc[::-1], columns)


def _signal(row: Row) -> Cell:
    words = signal_words(row["signal"], row["side"])
    if not words:
        return Cell("none")
    mark = variation_mark(row["variation"], row["side"])
    return Cell(words, mark=mark.symbol, note=mark.word)
