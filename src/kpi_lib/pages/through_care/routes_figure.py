"""How children leave care: routes as bars next to the year before, with words and table."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.present.charts.bullet_rows import BulletRow, draw_bullet_rows
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.ink.bars import PALE
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import marked, missing, show_table
from kpi_lib.present.words.marks import CANNOT_SAY, DOWN, NO_CLEAR_CHANGE, UP, Mark
from kpi_lib.present.words.numbers import Row, format_number, is_missing
from kpi_lib.present.words.plan import ILLUSTRATIVE
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence

PERMANENCE = "permanence"
VERDICTS = {
    "rose": Mark(UP, "rose", "neutral"),
    "fell": Mark(DOWN, "fell", "neutral"),
    "no_clear_change": NO_CLEAR_CHANGE,
    "cannot_say": CANNOT_SAY,
}


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
    is_drawn_up = has_illustrative(exits)
    own = routes.loc[routes["route"].ne(PERMANENCE)]
    rows = [_bar(row, is_drawn_up=is_drawn_up) for _, row in own.iterrows()]
    wide, narrow = (draw_bullet_rows(rows, is_narrow=is_narrow) for is_narrow in (False, True))
    finding = routes_finding(routes) + ILLUSTRATIVE * is_drawn_up
    caption = Caption(
        title="How children left care",
        finding=finding,
        alt=f"{finding}. {'; '.join(f'{row.label}: {row.text}' for row in rows)}.",
        unit=f"Children who left care in {when}" + ", illustrative" * is_drawn_up,
        notices=[
            "Upright mark: the year before.",
            *([PALE] if is_drawn_up else []),
        ],
        source=record_source_sentence(exits),
    )
    return show_chart(wide, narrow, caption, _table(routes))


def routes_finding(routes: pd.DataFrame) -> str:
    """Return what the routes find: "64% of children who left care went to a permanent home: …"."""
    row = routes.loc[routes["route"].eq(PERMANENCE)].iloc[0]
    text = f"{format_number(row['share'])}% of those who left care went to a permanent home"
    if is_missing(row["earlier_share"]):
        return text
    return f"{text}, {format_number(row['earlier_share'])}% the year before: {VERDICTS[row['verdict']].word}"


def _bar(row: Row, *, is_drawn_up: bool) -> BulletRow:
    text = f"{format_number(row['children'])} ({format_number(row['share'])}%)"
    return BulletRow(
        route_words(row["route"]), row["children"], float(row["earlier_children"]), text, is_drawn_up
    )


def _table(routes: pd.DataFrame) -> Shown:
    numbers = ("Children", "Share", "95% interval", "Year before", "Share then")
    columns = [Column("Route"), *(Column(name, is_number=True) for name in numbers), Column("Change")]
    rows = [
        [
            Cell(route_words(row["route"])),
            Cell(format_number(row["children"])),
            Cell(f"{format_number(row['share'], 1)}%"),
            Cell(f"{format_number(row['lower'], 1)}% to {format_number(row['upper'], 1)}%"),
            _known(row["earlier_children"], ""),
            _known(row["earlier_share"], "%"),
            marked(VERDICTS[row["verdict"]]),
        ]
        for _, row in routes.iterrows()
    ]
    return show_table(Table("How children left care", columns, [Group(rows)]))


def _known(value: float, unit: str) -> Cell:
    if is_missing(value):
        return missing("not known")
    return Cell(f"{format_number(value, 1 if unit else 0)}{unit}")
