"""Children coming into care and leaving it, and how they leave: pictures with words and tables."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.bar_rows import draw_bullet_rows
from kpi_lib.present.charts.flows import draw_flows, draw_stocks
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import marked, missing, number, show_rows
from kpi_lib.present.words.marks import CANNOT_SAY, DOWN, NO_CLEAR_CHANGE, UP, Mark
from kpi_lib.present.words.numbers import MINUS, Row, format_number, is_missing, number_words

FEWEST = 2
A_YEAR = {4: "the last four quarters"}
"""The name of a period, written out as on all pages."""
PERMANENCE = "permanence"
VERDICTS = {
    "rose": Mark(UP, "rose", "neutral"),
    "fell": Mark(DOWN, "fell", "neutral"),
    "no_clear_change": NO_CLEAR_CHANGE,
    "cannot_say": CANNOT_SAY,
}


def show_flows(flows: pd.DataFrame, newest: Row, source: str) -> Shown:
    """Return who came into care and who left, by quarter.

    Parameters
    ----------
    flows : `flows.add_implied_stock` of one area's quarters, oldest first.
    newest : the last four of them added up (`flows.summarise_newest_flows`).
    """
    if len(flows) < FEWEST:
        return show_note("There are too few quarters with children entering and leaving care to draw.")
    finding = flow_finding(newest)
    caption = Caption(
        title="Children coming into care and leaving it",
        finding=finding,
        alt=f"{finding}. By quarter from {_ends(flows)}.",
        unit="Children, by quarter: above the line coming into care, below it leaving",
        source=source,
    )
    return show_chart(*wide_and_narrow(draw_flows, flows), caption, _flows_table(flows))


def show_stocks(flows: pd.DataFrame, years: pd.DataFrame, source: str) -> Shown:
    """Return the children in care as reported, next to the number that the flows imply.

    Parameters
    ----------
    flows, years : quarters as above; and the same by year.
    """
    if len(flows) < FEWEST:
        return show_note("There are too few quarters to work out what the flows imply.")
    finding = stock_finding(flows)
    caption = Caption(
        title="Children in care, reported and implied",
        finding=finding,
        alt=f"{finding}. By quarter from {_ends(flows)}.",
        unit="Children in care at each quarter’s end",
        notices=[
            "Implied: the first number reported, plus all who came since, less all who left.",
            "The vertical axis does not start at zero.",
        ],
        method=[
            "A gap need not be a mistake: sources round, count on different days, and count a child who "
            "comes back in the same year once."
        ],
        source=source,
    )
    table = _flows_table(years if len(years) >= FEWEST else flows)
    return show_chart(*wide_and_narrow(draw_stocks, flows), caption, table)


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


def _flows_table(flows: pd.DataFrame) -> Shown:
    columns = {
        "Period": lambda row: parse_period(row["period"]).short,
        number("At the start"): _if_known("opening_stock"),
        number("Came"): _if_known("entries"),
        number("Left"): _if_known("exits"),
        number("Implied"): _if_known("implied_stock"),
        number("Reported"): _if_known("stock"),
        number("Gap"): _if_known("gap"),
    }
    return show_rows("Flows and stock of children in care", flows.iloc[::-1], columns)


def _if_known(name: str, unit: str = "", decimals: int = 0) -> Callable[[Row], Cell | str]:
    """Return what shows a number of a row, or that it is not known."""
    unknown = missing("not known")
    return lambda row: unknown if is_missing(row[name]) else f"{format_number(row[name], decimals)}{unit}"


def route_words(route: str) -> str:
    """Return a route in words; `permanence` is "To a permanent home, together"."""
    choices = find_record_kind("care_exits")["route"].choices
    return "To a permanent home, together" if route == PERMANENCE else choices[route]


def show_routes(routes: pd.DataFrame, when: str, exits: pd.DataFrame) -> Shown:
    """Return the routes out of care of a year next to the year before.

    Parameters
    ----------
    routes : `routes.summarise_routes`.
    when : the year in words: "the year to 31 March 2018".
    exits : the records behind it.
    """
    if routes.empty:
        return show_note("Children leaving care by route are not known for four quarters in a row.")
    if routes["is_withheld"].any():
        return show_note("Some of these numbers are so small that they could point at a child: not shown.")
    if routes["all_children"].eq(0).all():
        return show_note(f"No child is recorded as having left care in {when}.")
    own = routes.loc[routes["route"].ne(PERMANENCE)]
    bars = own[["children", "earlier_children"]].set_axis(["amount", "planned"], axis=1).astype(float)
    texts = [
        f"{format_number(n)} ({format_number(share)}%)"
        for n, share in zip(own["children"], own["share"], strict=True)
    ]
    bars = bars.assign(text=texts).set_axis(own["route"].map(route_words))
    finding = routes_finding(routes)
    caption = Caption(
        title="How children left care",
        finding=finding,
        alt=f"{finding}. {'; '.join(f'{label}: {text}' for label, text in bars['text'].items())}.",
        unit=f"Children who left care in {when}",
        notices=["Upright mark: the year before."],
    )
    pictures = wide_and_narrow(draw_bullet_rows, bars)
    return show_record_chart(pictures, caption, _routes_table(routes), exits)


def routes_finding(routes: pd.DataFrame) -> str:
    """Return what the routes find: "64% of children who left care went to a permanent home: …"."""
    row = routes.loc[routes["route"].eq(PERMANENCE)].iloc[0]
    text = f"{format_number(row['share'])}% of those who left care went to a permanent home"
    if is_missing(row["earlier_share"]):
        return text
    return f"{text}, {format_number(row['earlier_share'])}% the year before: {VERDICTS[row['verdict']].word}"


def _routes_table(routes: pd.DataFrame) -> Shown:
    columns = {
        "Route": lambda row: route_words(row["route"]),
        number("Children"): lambda row: format_number(row["children"]),
        number("Share"): lambda row: f"{format_number(row['share'], 1)}%",
        number("95% interval"): lambda row: (
            f"{format_number(row['lower'], 1)}% to {format_number(row['upper'], 1)}%"
        ),
        number("Year before"): _if_known("earlier_children"),
        number("Share then"): _if_known("earlier_share", "%", 1),
        "Change": lambda row: marked(VERDICTS[row["verdict"]]),
    }
    return show_rows("How children left care", routes, columns)
