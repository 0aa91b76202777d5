"""Funnels side by side: one for each rate or percentage, with its finding and its table.

Those that find something stand open; those within their limits are closed, theme by theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import pandas as pd
from markupsafe import Markup

from kpi_lib.catalogue.indicators import Indicator, Polarity
from kpi_lib.present.charts.funnel import draw_funnel
from kpi_lib.present.ink.canvas import raw_svg
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.shown.display import Shown, exhibits_in, render, show_note, trusted
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.words.dates import in_period, period_words
from kpi_lib.present.words.marks import DOWN, LEVEL, UP, Mark
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import (
    Row,
    axis_unit,
    format_figure,
    format_interval,
    format_number,
    format_value,
    lower_first,
)

PLACES = {
    "high_998": "far higher than its size explains",
    "high_95": "higher than its size explains",
    "within": "within the limits for its size",
    "low_95": "lower than its size explains",
    "low_998": "far lower than its size explains",
}


@dataclass(frozen=True)
class Funnel:
    """One funnel on the page: words, marks, picture and table."""

    name: str
    anchor: str
    href: str
    unit: str
    mark: Mark
    is_within: bool
    finding: str
    picture: Markup
    table: Shown
    note: str

    def __str__(self) -> str:
        return f"{self.name}, {self.unit}. {self.finding}. {self.note}\n{self.table.text}"


def show_funnels(
    indicators: Iterable[Indicator],
    funnels: pd.DataFrame,
    curves: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    themes: Mapping[str, str],
    link: str = "indicator/{slug}.html",
) -> Shown:
    """Return a funnel for each indicator that has one.

    Parameters
    ----------
    funnels : one row per indicator and authority, of one basis and period for each indicator.
    curves : the limits of each funnel at many sizes.
    themes : theme id → its title; their order is the order of those within their limits.
    """
    panels: dict[str, list[Funnel]] = {theme: [] for theme in themes}
    for indicator in indicators:
        rows = funnels.loc[funnels["indicator_id"].eq(indicator.id)]
        home = rows.loc[rows["area_code"].eq(neighbourhood.home)]
        if len(home):
            lines = curves.loc[curves["indicator_id"].eq(indicator.id)]
            panels[indicator.theme].append(_funnel(indicator, rows, home.iloc[0], lines, neighbourhood, link))
    drawn = [panel for group in panels.values() for panel in group]
    if not drawn:
        return show_note("A funnel needs ten authorities with their counts; no indicator has them.")
    beyond = [panel for panel in drawn if not panel.is_within]
    within = {themes[theme]: [item for item in group if item.is_within] for theme, group in panels.items()}
    summary = _summary(len(drawn), len(beyond), neighbourhood.home_name)
    html = render(
        "funnels.html.j2", summary=summary, beyond=beyond, within=within, home=neighbourhood.home_name
    )
    return Shown(
        html=html,
        text="\n\n".join([summary, *map(str, [*beyond, *chain(*within.values())])]),
        exhibits=exhibits_in(panel.table for panel in [*beyond, *chain(*within.values())]),
    )


def _summary(n_drawn: int, n_beyond: int, home: str) -> str:
    """Return how many funnels find something, in a sentence."""
    if not n_beyond:
        return f"{home} is within the limits for its size on every funnel ({n_drawn})."
    verb = "shows" if n_beyond == 1 else "show"
    return (
        f"{n_beyond} of {n_drawn} funnels {verb} {home} beyond the limits for its size. "
        "The others are closed, theme by theme."
    )


def _funnel(
    indicator: Indicator,
    rows: pd.DataFrame,
    home: Row,
    curves: pd.DataFrame,
    neighbourhood: Neighbourhood,
    link: str,
) -> Funnel:
    axes = draw_funnel(indicator, rows, curves, neighbourhood)
    found = f"{neighbourhood.home_name} is {PLACES[str(home['place'])]}{_judged(home, indicator)}"
    named = {
        role: [_title(row, indicator, neighbourhood) for _, row in group.iterrows()]
        for role, group in rows.groupby(_roles(rows, neighbourhood))
    }
    picture = for_page(
        raw_svg(axes), title=indicator.plain_title, alt=_alternative(indicator, home, found), named=named
    )
    return Funnel(
        name=indicator.plain_title,
        anchor=f"funnel-{indicator.slug}",
        href=link.format(slug=indicator.slug),
        unit=f"{axis_unit(indicator).lower()}, {period_words(home, indicator)}",
        mark=place_mark(home, indicator),
        is_within=str(home["place"]) == "within",
        finding=found,
        picture=trusted(picture),
        table=_table(indicator, rows, neighbourhood),
        note=_note(home),
    )


def _roles(rows: pd.DataFrame, neighbourhood: Neighbourhood) -> pd.Series:
    roles = {neighbourhood.home: "home", **dict.fromkeys(neighbourhood.members, "neighbours")}
    return rows["area_code"].map(lambda code: roles.get(str(code), "other"))


def _judged(home: Row, indicator: Indicator) -> str:
    role = place_mark(home, indicator).role
    return {"better": ", which is better", "worse": ", which is worse"}.get(role, "")


def place_mark(row: Row, indicator: Indicator) -> Mark:
    """Return where a figure lies in its funnel as a mark, better or worse by polarity beyond the limits."""
    place = str(row["place"])
    if place == "within":
        return Mark(LEVEL, "within the limits", "similar")
    is_high = place.startswith("high")
    if indicator.polarity is Polarity.NEUTRAL:
        role = "neutral"
    else:
        role = "better" if is_high == (indicator.polarity is Polarity.HIGHER_IS_BETTER) else "worse"
    return Mark(UP if is_high else DOWN, PLACES[place], role)


def _note(home: Row) -> str:
    left_out = int(home["n_left_out"])
    wide = "Limits widened, for areas differ by more than chance." if home["is_overdispersed"] else ""
    without = f"{left_out} left out for want of counts." if left_out else ""
    return " ".join(part for part in (f"{int(home['n_areas'])} areas.", wide, without) if part)


def _alternative(indicator: Indicator, home: Row, found: str) -> str:
    value, baseline = format_figure(home, indicator).number, format_value(home["baseline"], indicator).number
    limits = format_interval(home["lower95"], home["upper95"], indicator)
    whom = "England" if home["baseline_source"] == "england" else "all areas shown"
    return f"{found}, {in_period(home, indicator)}: {value}; {whom} {baseline}, 95% limits {limits}."


def _title(row: Row, indicator: Indicator, neighbourhood: Neighbourhood) -> str:
    place = PLACES[str(row["place"])]
    return f"{neighbourhood.name(row['area_code'])}: {format_figure(row, indicator)}, {place}"


def _table(indicator: Indicator, rows: pd.DataFrame, neighbourhood: Neighbourhood) -> Shown:
    ordered = rows.sort_values("denominator", kind="stable")
    numbers = ("Size", axis_unit(indicator), "95% limits", "99.8% limits")
    columns = [Column("Area"), *(Column(name, is_number=True) for name in numbers), Column("Where it lies")]
    cells = [
        [
            Cell(neighbourhood.name(row["area_code"])),
            Cell(format_number(row["denominator"])),
            Cell(format_figure(row, indicator).number),
            Cell(format_interval(row["lower95"], row["upper95"], indicator)),
            Cell(format_interval(row["lower998"], row["upper998"], indicator)),
            Cell(lower_first(PLACES[str(row["place"])])),
        ]
        for _, row in ordered.iterrows()
    ]
    note = f"Size: {indicator.denominator}."
    return show_table(Table(f"{indicator.plain_title}, by size", columns, [Group(cells)], [note]))
