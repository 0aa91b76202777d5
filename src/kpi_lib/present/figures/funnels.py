"""Funnels side by side: one for each rate or percentage, with its finding and its table.

Those that find something stand open; those within their limits are closed, theme by theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pandas as pd
from markupsafe import Markup

from kpi_lib.catalogue.indicators import Indicator, Polarity
from kpi_lib.present.charts.funnel import draw_funnel
from kpi_lib.present.ink.canvas import raw_svg
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.shown.display import Shown, exhibits_in, render, show_note, trusted
from kpi_lib.present.shown.tables import number, show_rows
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
)

PLACES = {
    "high_998": "far higher than its size explains",
    "high_95": "higher than its size explains",
    "within": "within the limits for its size",
    "low_95": "lower than its size explains",
    "low_998": "far lower than its size explains",
}


OF_AREAS = (
    ("kpi-dot kpi-dot-neighbours", "Neighbours"),
    ("kpi-dot kpi-dot-other", "Other areas with data"),
    ("kpi-swatch kpi-swatch-england", "England"),
)
LIMITS = ("kpi-swatch kpi-swatch-limit", "Limits at 95%, dashed at 99.8%")


@dataclass(frozen=True)
class FunnelPanel:
    """One funnel on the page: its words, its pictures, each with a note under it, and its table."""

    name: str
    anchor: str
    href: str
    unit: str
    finding: str
    is_within: bool
    pictures: tuple[tuple[Markup, str], ...]
    table: Shown
    mark: Mark | None = None

    def __str__(self) -> str:
        return f"{self.name}, {self.unit}. {self.finding}. {self.pictures[0][1]}\n{self.table.text}"


def show_panels(
    panels: Mapping[str, Sequence[FunnelPanel]],
    summary: str,
    key: Sequence[tuple[str, str]],
    *,
    within_words: str = "within the limits",
) -> Shown:
    """Return funnels, those that find something open and first, the others closed under their theme.

    Parameters
    ----------
    panels : title of a theme → its funnels.
    key : style of a mark → what it is.
    within_words : what is said of the closed ones.
    """
    beyond = [panel for group in panels.values() for panel in group if not panel.is_within]
    within = {title: [panel for panel in group if panel.is_within] for title, group in panels.items()}
    html = render(
        "funnels.html.j2",
        summary=summary,
        key=[*key, LIMITS],
        beyond=beyond,
        within=within,
        within_words=within_words,
    )
    ordered = [*beyond, *chain(*within.values())]
    text = "\n\n".join([summary, *map(str, ordered)])
    return Shown(html=html, text=text, exhibits=exhibits_in(panel.table for panel in ordered))


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
    panels: dict[str, list[FunnelPanel]] = {title: [] for title in themes.values()}
    for indicator in indicators:
        rows, limits = (frame.loc[frame["indicator_id"].eq(indicator.id)] for frame in (funnels, curves))
        if rows["area_code"].eq(neighbourhood.home).any():
            panels[themes[indicator.theme]].append(_panel(indicator, rows, limits, neighbourhood, link))
    drawn = list(chain(*panels.values()))
    if not drawn:
        return show_note("A funnel needs ten authorities with their counts; no indicator has them.")
    n_beyond, home = sum(not panel.is_within for panel in drawn), neighbourhood.home_name
    key = [("kpi-dot kpi-dot-home", home), *OF_AREAS]
    return show_panels(panels, _summary(len(drawn), n_beyond, home), key)


def _summary(n_drawn: int, n_beyond: int, home: str) -> str:
    """Return how many funnels find something, in a sentence."""
    if not n_beyond:
        return f"{home} is within the limits for its size on every funnel ({n_drawn})."
    verb = "shows" if n_beyond == 1 else "show"
    return (
        f"{n_beyond} of {n_drawn} funnels {verb} {home} beyond the limits for its size. "
        "The others are closed, theme by theme."
    )


def _panel(
    indicator: Indicator, rows: pd.DataFrame, limits: pd.DataFrame, neighbourhood: Neighbourhood, link: str
) -> FunnelPanel:
    home = rows.loc[rows["area_code"].eq(neighbourhood.home)].iloc[0]
    mark = place_mark(home, indicator)
    judged = {"better": ", which is better", "worse": ", which is worse"}.get(mark.role, "")
    finding = f"{neighbourhood.home_name} is {PLACES[str(home['place'])]}{judged}"
    roles = {neighbourhood.home: "home", **dict.fromkeys(neighbourhood.members, "neighbours")}
    by_role = rows.groupby(rows["area_code"].map(lambda code: roles.get(str(code), "other")))
    named = {
        role: [_title(row, indicator, neighbourhood) for _, row in own.iterrows()] for role, own in by_role
    }
    axes = draw_funnel(indicator, rows, limits, neighbourhood)
    alt = _alternative(indicator, home, finding)
    picture = for_page(raw_svg(axes), title=indicator.plain_title, alt=alt, named=named)
    table = show_places(
        f"{indicator.plain_title}, by size",
        rows.sort_values("denominator", kind="stable"),
        indicator,
        area=("Area", neighbourhood.name),
        size=("Size", format_number),
        notes=[f"Size: {indicator.denominator}."],
    )
    return FunnelPanel(
        name=indicator.plain_title,
        anchor=f"funnel-{indicator.slug}",
        href=link.format(slug=indicator.slug),
        unit=f"{axis_unit(indicator).lower()}, {period_words(home, indicator)}",
        finding=finding,
        is_within=str(home["place"]) == "within",
        pictures=((trusted(picture), _note(home)),),
        table=table,
        mark=mark,
    )


def show_places(
    caption: str,
    rows: pd.DataFrame,
    indicator: Indicator,
    *,
    area: tuple[str, Callable[[str], str]],
    size: tuple[str, Callable[[float], str]],
    notes: Sequence[str] = (),
) -> Shown:
    """Return the table of a funnel: each area's size and figure, its limits, and where it lies.

    Parameters
    ----------
    area, size : heading, and how it is written.
    """
    columns = {
        area[0]: lambda row: area[1](str(row["area_code"])),
        number(size[0]): lambda row: size[1](row["denominator"]),
        number(axis_unit(indicator)): lambda row: format_figure(row, indicator).number,
        number("95% limits"): lambda row: format_interval(row["lower95"], row["upper95"], indicator),
        number("99.8% limits"): lambda row: format_interval(row["lower998"], row["upper998"], indicator),
        "Where it lies": lambda row: PLACES[str(row["place"])],
    }
    return show_rows(caption, rows, columns, notes=notes)


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


def _alternative(indicator: Indicator, home: Row, finding: str) -> str:
    value, baseline = format_figure(home, indicator).number, format_value(home["baseline"], indicator).number
    limits = format_interval(home["lower95"], home["upper95"], indicator)
    whom = "England" if home["baseline_source"] == "england" else "all areas shown"
    return f"{finding}, {in_period(home, indicator)}: {value}; {whom} {baseline}, 95% limits {limits}."


def _title(row: Row, indicator: Indicator, neighbourhood: Neighbourhood) -> str:
    place = PLACES[str(row["place"])]
    return f"{neighbourhood.name(row['area_code'])}: {format_figure(row, indicator)}, {place}"
