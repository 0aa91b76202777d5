"""Teams on an internal page: who lies beyond the limits, a funnel and small multiples for each share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pandas as pd
from markupsafe import Markup

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.periods import parse_period
from kpi_lib.pages.teams.words import quarter_words
from kpi_lib.present.charts.funnel import draw_funnel
from kpi_lib.present.charts.team_grid import draw_team_grid
from kpi_lib.present.figures.funnels import PLACES, place_mark
from kpi_lib.present.ink.canvas import Axes, raw_svg
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.shown.display import Shown, exhibits_in, render, show_note, trusted
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import marked, show_table
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import (
    NO_BREAK,
    Row,
    axis_unit,
    format_count,
    format_figure,
    format_interval,
    format_value,
    join_words,
)

ALL_TEAMS = "All teams"
NO_FUNNEL = "A funnel needs five teams with their counts; no share has them."
JUDGED = ("better", "worse")
SHORT = {"high_998": "far higher", "high_95": "higher", "low_95": "lower", "low_998": "far lower"}
GRID = (
    "Under each funnel stands every team by quarter, on one scale: grey is the 95% limits for its size, "
    "a dot a quarter beyond them, the figure the newest quarter’s."
)
WIDENED = "Limits widened, for teams differ by more than chance."
OWN = "A team counts as beyond only where its own 95% interval leaves out the figure of all teams as well."
READ = (
    "A team beyond its limits is one to ask about, not one to blame: the figures do not say whose cases were "
    "harder."
)


@dataclass(frozen=True)
class TeamPanel:
    """One share by team: funnel of the newest year, small multiples by quarter, table."""

    name: str
    anchor: str
    href: str
    unit: str
    is_illustrative: bool
    is_within: bool
    finding: str
    funnel: Markup
    note: str
    quarters: Markup
    span: str
    table: Shown

    def __str__(self) -> str:
        mark = " (illustrative)" if self.is_illustrative else ""
        return f"{self.name}, {self.unit}{mark}. {self.finding}. {self.note}\n{self.table.text}"


def show_outliers(
    funnels: pd.DataFrame, indicators: Mapping[str, Indicator], *, is_illustrative: bool
) -> Shown:
    """Return the teams beyond their limits, share by share.

    Parameters
    ----------
    funnels : `summarise_team_funnels` of the newest year, the team as `area_code`.
    """
    beyond = funnels.loc[funnels["place"].ne("within")]
    if beyond.empty:
        return show_note("No team lies beyond what its size explains on any share.")
    caption = "Teams beyond their limits" + (" (illustrative)" if is_illustrative else "")
    columns = [
        Column("Team"), Column("For its size"), Column("Figure", is_number=True),
        Column("All teams", is_number=True), Column("95% limits", is_number=True),
        Column("Out of", is_number=True),
    ]  # fmt: skip
    groups = [
        Group(
            [_outlier(row, indicators[str(name)]) for _, row in rows.iterrows()],
            indicators[str(name)].plain_title,
        )
        for name, rows in beyond.groupby("indicator_id", sort=False)
    ]
    return show_table(Table(caption, columns, groups, [READ], kind="compact"))


def show_team_panels(
    indicators: Iterable[Indicator],
    funnels: pd.DataFrame,
    curves: pd.DataFrame,
    quarters: pd.DataFrame,
    *,
    themes: Mapping[str, str],
    periods: Sequence[str],
    is_illustrative: bool,
    link: str,
) -> Shown:
    """Return a funnel and small multiples for each share that has them, those with a team beyond first.

    Parameters
    ----------
    funnels, curves : of the newest year, and their limits at many sizes.
    quarters : the same by quarter (`summarise_team_quarters`); `periods` from left to right.
    themes : theme id → title, in the order of those without a team beyond.
    """
    if funnels.empty:
        return show_note(NO_FUNNEL)
    panels: dict[str, list[TeamPanel]] = {theme: [] for theme in themes}
    for indicator in indicators:
        rows, lines, own = (
            frame.loc[frame["indicator_id"].eq(indicator.id)] for frame in (funnels, curves, quarters)
        )
        if len(rows):
            panels[indicator.theme].append(
                _panel(indicator, rows, lines, own, periods, is_illustrative, link)
            )
    drawn = list(chain(*panels.values()))
    beyond = [panel for panel in drawn if not panel.is_within]
    within = {themes[theme]: [item for item in group if item.is_within] for theme, group in panels.items()}
    summary = f"{len(beyond)} of {len(drawn)} shares have a team beyond its limits. {OWN} {GRID} {READ}"
    html = render("team_panels.html.j2", summary=summary, beyond=beyond, within=within)
    return Shown(
        html=html,
        text="\n\n".join([summary, *map(str, [*beyond, *chain(*within.values())])]),
        exhibits=exhibits_in(panel.table for panel in [*beyond, *chain(*within.values())]),
    )


def _outlier(row: Row, indicator: Indicator) -> list[Cell]:
    mark = place_mark(row, indicator)
    return [
        Cell(str(row["area_code"]).replace(" ", NO_BREAK)),
        marked(replace(mark, word=SHORT[str(row["place"])]), mark.role if mark.role in JUDGED else ""),
        Cell(format_figure(row, indicator).number),
        Cell(format_value(row["baseline"], indicator).number),
        Cell(format_interval(row["lower95"], row["upper95"], indicator)),
        Cell(format_count(row["denominator"])),
    ]


def _panel(
    indicator: Indicator,
    rows: pd.DataFrame,
    curves: pd.DataFrame,
    quarters: pd.DataFrame,
    periods: Sequence[str],
    is_illustrative: bool,
    link: str,
) -> TeamPanel:
    first = rows.iloc[0]
    beyond = list(rows.loc[rows["place"].ne("within"), "area_code"])
    teams = Neighbourhood("", tuple(beyond), {code: code for code in rows["area_code"]}, "", "")
    finding = _finding(rows)
    funnel = draw_funnel(indicator, rows, curves, teams, everybody=ALL_TEAMS)
    grid = draw_team_grid(indicator, quarters, periods, is_illustrative=is_illustrative)
    span = f"{quarter_words(periods[0])} to {quarter_words(periods[-1])}"
    return TeamPanel(
        name=indicator.plain_title,
        anchor=f"teams-{indicator.slug}",
        href=link.format(slug=indicator.slug),
        unit=f"{axis_unit(indicator).lower()}, {_when(first, indicator)}",
        is_illustrative=is_illustrative,
        is_within=not beyond,
        finding=finding,
        funnel=_picture(funnel, title=indicator.plain_title, alt=_alternative(rows, indicator, finding)),
        note=f"{len(rows)} teams. {WIDENED if first['is_overdispersed'] else ''}".strip(),
        quarters=_picture(grid, title=f"{indicator.plain_title}, by quarter",
                          alt=f"Each team by quarter, {span}; the table has the newest year."),
        span=f"Each quarter, {span}.",
        table=_table(indicator, rows),
    )  # fmt: skip


def _picture(axes: Axes, *, title: str, alt: str) -> Markup:
    return trusted(for_page(raw_svg(axes), title=title, alt=alt))


def _when(row: Row, indicator: Indicator) -> str:
    day = day_words(parse_period(str(row["period"])).end)
    return day if indicator.kind is Kind.STOCK else f"four quarters to {day}"


def _finding(rows: pd.DataFrame) -> str:
    beyond = rows.loc[rows["place"].ne("within")]
    if beyond.empty:
        return "Every team is within the limits for its size"
    return "; ".join(
        f"{join_words(list(group['area_code']))}: {PLACES[str(place)]}"
        for place, group in beyond.groupby("place", sort=False)
    )


def _alternative(rows: pd.DataFrame, indicator: Indicator, finding: str) -> str:
    ordered = rows.sort_values("value", kind="stable")
    ends = [
        f"{row['area_code']} {format_figure(row, indicator)}" for row in (ordered.iloc[0], ordered.iloc[-1])
    ]
    overall = format_value(ordered.iloc[0]["baseline"], indicator)
    return f"{finding}. From {ends[0]} to {ends[1]}; all teams {overall}."


def _table(indicator: Indicator, rows: pd.DataFrame) -> Shown:
    numbers = ("Out of", axis_unit(indicator), "95% limits", "99.8% limits")
    columns = [Column("Team"), *(Column(name, is_number=True) for name in numbers), Column("Where it lies")]
    cells = [
        [
            Cell(str(row["area_code"])),
            Cell(format_count(row["denominator"])),
            Cell(format_figure(row, indicator).number),
            Cell(format_interval(row["lower95"], row["upper95"], indicator)),
            Cell(format_interval(row["lower998"], row["upper998"], indicator)),
            Cell(PLACES[str(row["place"])]),
        ]
        for _, row in rows.sort_values("area_code").iterrows()
    ]
    return show_table(Table(f"{indicator.plain_title}, by team", columns, [Group(cells)]))
