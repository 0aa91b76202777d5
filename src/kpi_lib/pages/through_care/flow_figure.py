"""Children coming into care and leaving it, with words and tables."""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.flows import draw_flows, draw_stocks
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.ink.bars import PALE
from kpi_lib.present.ink.canvas import NARROW, WIDE
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import MINUS, Row, format_number, is_missing, number_words
from kpi_lib.present.words.plan import ILLUSTRATIVE

FEWEST = 2
A_YEAR = {4: "the last four quarters"}
"""The name of a period, written out as on all pages."""
AS_PUBLISHED = ", as published for the year"
"""Said of a sum that is real though its quarters are illustrative."""


def show_flows(flows: pd.DataFrame, newest: Row, source: str) -> Shown:
    """Return who came into care and who left, by quarter.

    Parameters
    ----------
    flows : `flows.add_implied_stock` of one area's quarters, oldest first, with `is_illustrative`.
    newest : the last four of them added up, or the year that they make where it is published
        (`flows.select_newest_flows`).
    """
    if len(flows) < FEWEST:
        return show_note("There are too few quarters with children entering and leaving care to draw.")
    is_drawn_up = bool(flows["is_illustrative"].any())
    wide, narrow = (draw_flows(flows, size=size) for size in (WIDE, NARROW))
    real = AS_PUBLISHED if is_drawn_up else ""
    finding = flow_finding(newest) + (ILLUSTRATIVE if newest["is_illustrative"] else real)
    caption = Caption(
        title="Children coming into care and leaving it",
        finding=finding,
        alt=f"{finding}. By quarter from {_ends(flows)}.",
        unit="Children, by quarter: above the line coming into care, below it leaving" + _mark(is_drawn_up),
        notices=[PALE] if is_drawn_up else [],
        source=source,
    )
    return show_chart(wide, narrow, caption, _table(flows))


def show_stocks(flows: pd.DataFrame, years: pd.DataFrame, source: str) -> Shown:
    """Return the children in care as reported, next to the number that the flows imply.

    Parameters
    ----------
    flows, years : quarters as above; and the same by year.
    """
    if len(flows) < FEWEST:
        return show_note("There are too few quarters to work out what the flows imply.")
    is_drawn_up = bool(flows["is_illustrative"].any())
    wide, narrow = (draw_stocks(flows, size=size) for size in (WIDE, NARROW))
    finding = stock_finding(flows) + ILLUSTRATIVE * is_drawn_up
    caption = Caption(
        title="Children in care, reported and implied",
        finding=finding,
        alt=f"{finding}. By quarter from {_ends(flows)}.",
        unit="Children in care at each quarter’s end" + _mark(is_drawn_up),
        notices=[
            "Implied: the first number reported, plus all who came since, less all who left.",
            "The vertical axis does not start at zero.",
            *(["Dotted: illustrative."] if is_drawn_up else []),
        ],
        method=[
            "A gap need not be a mistake: sources round, count on different days, and count a child who "
            "comes back in the same year once."
        ],
        source=source,
    )
    return show_chart(wide, narrow, caption, _table(years if len(years) >= FEWEST else flows))


def flow_finding(newest: Row) -> str:
    """Return what the flows find: "In the last four quarters 281 came into care and 255 left: 26 more …"."""
    n = int(newest["n_periods"])
    when = A_YEAR.get(n, f"the last {number_words(n)} quarters")
    if is_missing(newest["net"]):
        return f"How many came into care and left it is not known for each of {when}"
    came, left, net = (format_number(newest[name]) for name in ("entries", "exits", "net"))
    side = f"{net.lstrip(MINUS)} {'more' if newest['net'] > 0 else 'fewer'} came than left"
    return f"In {when} {came} came into care and {left} left: {side if newest['net'] else 'as many'}"


def stock_finding(flows: pd.DataFrame) -> str:
    """Return how far the reported number is from the implied one."""
    last = flows.iloc[-1]
    if is_missing(last["running_gap"]):
        return "Those who came and left are not known for every quarter, so they cannot be added up"
    now, implied = (format_number(last[name]) for name in ("stock", "running_stock"))
    counted = f"counting all who came and left since {_first(flows)}"
    if now == implied:
        return f"{now} children are in care, and {counted} gives the same number"
    return f"{now} children are in care; {counted} would make it {implied}"


def _first(flows: pd.DataFrame) -> str:
    return f"{parse_period(flows['period'].iloc[0]).end:%B %Y}"


def _ends(flows: pd.DataFrame) -> str:
    first, last = (parse_period(flows["period"].iloc[at]) for at in (0, -1))
    return f"{first.words} to {last.words}"


def _mark(is_drawn_up: bool) -> str:
    return ", illustrative" * is_drawn_up


def _table(flows: pd.DataFrame) -> Shown:
    numbers = ("At the start", "Came", "Left", "Implied", "Reported", "Gap")
    columns = [Column("Period"), *(Column(name, is_number=True) for name in numbers)]
    names = ("opening_stock", "entries", "exits", "implied_stock", "stock", "gap")
    rows = [
        [Cell(parse_period(row["period"]).short), *(_number(row, name) for name in names)]
        for _, row in flows.iloc[::-1].iterrows()
    ]
    return show_table(Table("Flows and stock of children in care", columns, [Group(rows)]))


def _number(row: Row, name: str) -> Cell:
    return missing("not known") if is_missing(row[name]) else Cell(format_number(row[name]))
