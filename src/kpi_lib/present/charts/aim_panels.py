"""What each action should have moved, drawn small: the figure, when the action began, what can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Catalogue, Indicator
from kpi_lib.core.periods import Period, parse_period
from kpi_lib.present.charts.series import place_in_time
from kpi_lib.present.ink.canvas import Size, house_style, new_axes, raw_svg
from kpi_lib.present.ink.scales import scale_periods, scale_values
from kpi_lib.present.ink.strokes import draw_home
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.ink.theme import HAIRLINE, OTHER_WIDTH, light
from kpi_lib.present.shown.display import Shown, render, show_note, trusted
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, format_number, format_size, is_missing, sentence_case
from kpi_lib.present.words.plan import METHODS, aim_words, change_words, others_words, outcome_mark

PANEL = Size(280, 150, 11, left=34, right=26, top=8, bottom=24)
DAYS_IN_QUARTER = 91.3125


@dataclass(frozen=True)
class AimPanel:
    """One aim of one action: words, verdict and picture; illustrative where the figures drawn are."""

    action: str
    indicator: str
    href: str
    aim: str
    mark: Mark
    reason: str
    details: tuple[str, ...]
    is_illustrative: bool
    picture: Markup

    def __str__(self) -> str:
        mark = " (illustrative)" if self.is_illustrative else ""
        head = f"{self.action} → {self.indicator}: {self.mark.symbol} {self.mark.word}{mark}."
        return " ".join([head, self.aim + ".", self.reason, *self.details])


def draw_aim(indicator: Indicator, rows: pd.DataFrame, begun: pd.Timestamp, since: pd.Timestamp) -> Axes:
    """Draw one area's quarters of one indicator with the day the action began, and shade from `since` on.

    Parameters
    ----------
    rows : the quarters' estimates of one series, at least one.
    since : the day from which an effect could show.
    """
    line = place_in_time(rows)
    periods = [parse_period(str(rows["period"].min())).shift(step) for step in range(len(line))]
    with house_style():
        axes = new_axes(PANEL)
        scale_values(axes, line["value"].to_list(), indicator, PANEL, is_unit_named=False)
        scale_periods(axes, list(line.index), periods, PANEL)
        _draw_days(axes, begun, since, list(line.index), periods)
        draw_home(axes, line, width=OTHER_WIDTH)
    return axes


def _draw_days(
    axes: Axes, begun: pd.Timestamp, since: pd.Timestamp, places: list[int], periods: list[Period]
) -> None:
    edge = places[-1] + 0.35
    start, effect = (_place_of(day, places[0], periods[0]) for day in (begun, since))
    if effect < edge:
        axes.axvspan(effect, edge, color=light("home"), alpha=0.10, linewidth=0, zorder=0.5, gid="since")
    if places[0] - 0.5 < start < edge:
        axes.axvline(start, color=light("text"), linewidth=HAIRLINE * 1.5, zorder=2, gid="begun")


def _place_of(day: pd.Timestamp, first: int, period: Period) -> float:
    return first - 0.5 + (day - pd.Timestamp(period.start)).days / DAYS_IN_QUARTER


def show_aims(
    evidence: pd.DataFrame,
    actions: pd.DataFrame,
    quarters: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
) -> Shown:
    """Return one panel per aim of the actions, in their order; actions without an aim have none.

    Parameters
    ----------
    evidence : one row per aim (`analysis.practice.action_evidence.summarise_evidence`), with `size`.
    actions : these actions; those of other themes are left out of `evidence` by them.
    quarters : the area's quarterly estimates by indicator.
    """
    own = actions.merge(evidence.drop(columns="start"), on="action_id")
    rows = own.loc[own["indicator_id"].ne("")]
    if rows.empty:
        return show_note("No action of this theme names an indicator.")
    panels = [
        _panel(row, catalogue[row["indicator_id"]], quarters.get(row["indicator_id"]))
        for _, row in rows.iterrows()
    ]
    has_marks = any(panel.is_illustrative for panel in panels)
    html = render("aim_panels.html.j2", panels=panels, has_illustrative=has_marks)
    return Shown(html=html, text="\n".join(str(panel) for panel in panels))


def _panel(row: Row, indicator: Indicator, rows: pd.DataFrame | None) -> AimPanel:
    has_figures = rows is not None and rows["value"].notna().any()
    picture = Markup()
    mark = outcome_mark(str(row["outcome"]), str(row["direction"]))
    if rows is not None and has_figures:
        axes = draw_aim(indicator, rows, row["start"], row["since"])
        alt = f"{indicator.plain_title}, by quarter; the action began in {row['start']:%B %Y}. {mark.word}."
        picture = trusted(for_page(raw_svg(axes), title=indicator.plain_title, alt=alt))
    figures = rows["provenance"].eq("illustrative").any() if rows is not None else False
    return AimPanel(
        action=str(row["action"]),
        indicator=indicator.plain_title,
        href=f"indicators/{indicator.slug}.html",
        aim=aim_words(row, indicator),
        mark=Mark(mark.symbol, sentence_case(mark.word), mark.role),
        reason=str(row["reason"]),
        details=_details(row, indicator),
        is_illustrative=bool(figures),
        picture=picture,
    )


def _details(row: Row, indicator: Indicator) -> tuple[str, ...]:
    found = change_words(row, indicator)
    least = row["least_detectable"]
    told = [
        f"Since then {found}." if found else "",
        "" if is_missing(least) else f"A change of {format_size(least, indicator)} would have shown.",
        f"Quarters before: {format_number(row['n_before'])}; since: {format_number(row['n_after'])}."
        if row["n_before"] and row["n_after"]
        else "",
        METHODS[str(row["method"])],
        others_words(row),
    ]
    return tuple(part for part in told if part)
