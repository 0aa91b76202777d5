"""Teams on an internal page: who is beyond the limits, each share in pictures, audits, and their totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.periods import parse_period
from kpi_lib.pages.teams.words import totals_sentence
from kpi_lib.present.charts.funnel import draw_funnel
from kpi_lib.present.charts.team_grid import draw_team_grid
from kpi_lib.present.figures.funnels import PLACES, FunnelPanel, place_mark, show_panels, show_places
from kpi_lib.present.ink.canvas import Axes, raw_svg
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.shown.display import Shown, show_note, show_together, trusted
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import marked, missing, number, show_rows
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import (
    NO_BREAK,
    Row,
    axis_unit,
    format_count,
    format_figure,
    format_interval,
    format_number,
    format_value,
    is_missing,
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
KEY = (
    ("kpi-dot kpi-dot-neighbours", "Team beyond its limits"),
    ("kpi-dot kpi-dot-other", "Other teams"),
    ("kpi-swatch kpi-swatch-england", "All teams together"),
)


def show_outliers(funnels: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Shown:
    """Return the teams beyond their limits, share by share.

    Parameters
    ----------
    funnels : `summarise_team_funnels` of the newest year, the team as `area_code`.
    """
    beyond = funnels.loc[funnels["place"].ne("within")]
    if beyond.empty:
        return show_note("No team lies beyond what its size explains on any share.")

    def share(row: Row) -> Indicator:
        return indicators[str(row["indicator_id"])]

    columns = {
        "Team": lambda row: str(row["area_code"]).replace(" ", NO_BREAK),
        "For its size": lambda row: _place(row, share(row)),
        number("Figure"): lambda row: format_figure(row, share(row)).number,
        number("All teams"): lambda row: format_value(row["baseline"], share(row)).number,
        number("95% limits"): lambda row: format_interval(row["lower95"], row["upper95"], share(row)),
        number("Out of"): lambda row: format_count(row["denominator"]),
    }
    shares = beyond.groupby("indicator_id", sort=False)
    by_share = {indicators[str(name)].plain_title: rows for name, rows in shares}
    return show_rows("Teams beyond their limits", by_share, columns, notes=[READ], kind="compact")


def _place(row: Row, indicator: Indicator) -> Cell:
    mark = place_mark(row, indicator)
    return marked(replace(mark, word=SHORT[str(row["place"])]), mark.role if mark.role in JUDGED else "")


def show_team_panels(
    indicators: Iterable[Indicator],
    funnels: pd.DataFrame,
    curves: pd.DataFrame,
    quarters: pd.DataFrame,
    *,
    themes: Mapping[str, str],
    periods: Sequence[str],
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
    panels: dict[str, list[FunnelPanel]] = {title: [] for title in themes.values()}
    for indicator in indicators:
        rows, limits, own = (
            frame.loc[frame["indicator_id"].eq(indicator.id)] for frame in (funnels, curves, quarters)
        )
        if len(rows):
            panel = _panel(indicator, rows, limits, own, periods, link=link)
            panels[themes[indicator.theme]].append(panel)
    drawn = [panel for group in panels.values() for panel in group]
    n_beyond = sum(not panel.is_within for panel in drawn)
    summary = f"{n_beyond} of {len(drawn)} shares have a team beyond its limits. {OWN} {GRID} {READ}"
    return show_panels(panels, summary, KEY, within_words="with all teams within the limits")


def _panel(
    indicator: Indicator,
    rows: pd.DataFrame,
    limits: pd.DataFrame,
    quarters: pd.DataFrame,
    periods: Sequence[str],
    *,
    link: str,
) -> FunnelPanel:
    ordered = rows.sort_values("area_code")
    first, title, finding = rows.iloc[0], indicator.plain_title, _finding(rows)
    beyond = list(rows.loc[rows["place"].ne("within"), "area_code"])
    teams = Neighbourhood("", tuple(beyond), {code: code for code in rows["area_code"]}, "", "")
    funnel = draw_funnel(indicator, rows, limits, teams, everybody=ALL_TEAMS)
    grid = draw_team_grid(indicator, quarters, periods)
    span = " to ".join(parse_period(periods[at]).words for at in (0, -1))
    about = f"Each team by quarter, {span}; the table has the newest year."
    note = f"{len(rows)} teams. {WIDENED if first['is_overdispersed'] else ''}".strip()
    return FunnelPanel(
        name=title,
        anchor=f"teams-{indicator.slug}",
        href=link.format(slug=indicator.slug),
        unit=f"{axis_unit(indicator).lower()}, {_when(first, indicator)}",
        finding=finding,
        is_within=not beyond,
        pictures=(
            (_picture(funnel, title=title, alt=_alternative(rows, indicator, finding)), note),
            (_picture(grid, title=f"{title}, by quarter", alt=about), f"Each quarter, {span}."),
        ),
        table=show_places(
            f"{title}, by team", ordered, indicator, area=("Team", str), size=("Out of", format_count)
        ),
    )


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


def show_audits_by_team(quality: pd.DataFrame, agreement: pd.DataFrame) -> Shown:
    """Return each team's audits of the year: good or better with its interval, and second grades.

    Parameters
    ----------
    quality : `summarise_quality` by team.
    agreement : `summarise_agreement` by team.
    """
    if quality.empty:
        return show_note("No case audit of this year is in the raw files.")
    both = quality.merge(agreement[["team", "n_moderated", "n_agreed"]], on="team", how="left")
    columns = {
        "Team": lambda row: str(row["team"]).replace(" ", NO_BREAK),
        number("Audits"): lambda row: format_number(row["n_audits"]),
        number("Good or better", "% (95% interval)"): _good_or_better,
        number("Second grades"): lambda row: _if_any(row["n_moderated"]),
        number("Same grade"): lambda row: _if_any(row["n_agreed"]),
    }
    note = "A team’s few audits say little: the intervals are wide. A second grade may be a rehearsal’s."
    return show_rows("Case audits of the year, by team", both, columns, notes=[note], kind="compact")


def _good_or_better(row: Row) -> Cell:
    low, high = format_number(row["lower"]), format_number(row["upper"])
    return Cell(format_number(row["value"]), note=f"({low} to {high})")


def _if_any(count: float) -> Cell | str:
    return missing("none") if is_missing(count) else format_number(count)


def show_totals(totals: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Shown:
    """Return whether the teams add up to the council, and where they do not."""
    sentence = show_note(totals_sentence(totals))
    apart = totals.loc[~totals["is_same"].astype(bool)]
    if apart.empty:
        return sentence
    columns = {
        "Share": lambda row: indicators[str(row["indicator_id"])].plain_title,
        "Quarter": lambda row: parse_period(str(row["period"])).words,
        number("All teams"): lambda row: _pair(row["numerator"], row["denominator"]),
        number("Council"): lambda row: _pair(row["council_numerator"], row["council_denominator"]),
    }
    return show_together(sentence, show_rows("Where teams do not add up to the council", apart, columns))


def _pair(above: float, below: float) -> Cell:
    if is_missing(above) or is_missing(below):
        return missing("not given")
    return Cell(f"{format_count(above)} of {format_count(below)}")
