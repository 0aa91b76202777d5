"""Tiles: one indicator each, the whole tile one link to its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.periods import Period, parse_period
from kpi_lib.present.charts.series import place_in_time, select_home
from kpi_lib.present.charts.sparkline import draw_sparkline, select_window, sparkline_svg
from kpi_lib.present.shown.display import Shown, render, show_note, trusted
from kpi_lib.present.words.dates import in_period, period_words
from kpi_lib.present.words.headline import Headline, is_same_figure
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import (
    Figure,
    Row,
    format_estimate,
    format_figure,
    is_missing,
    sentence_case,
)
from kpi_lib.present.words.stability import AVERAGES
from kpi_lib.present.words.statements import FIGURE, RowKey, join_statements, key_of
from kpi_lib.present.words.verdicts import change_short, comparison_words, mark_of


@dataclass(frozen=True)
class Tile:
    """The words and the picture of one tile."""

    name: str
    href: str
    figure: Figure
    period: str
    change: str
    change_mark: Mark | None
    against: str
    against_mark: Mark | None
    against_note: str
    sparkline: Markup
    statements: Mapping[RowKey, str] = field(default_factory=dict)

    def __str__(self) -> str:
        against = " ".join(part for part in (self.against, self.against_note) if part)
        change = sentence_case(self.change)
        return f"{self.name}: {self.figure}, {self.period}. {change}. {sentence_case(against)}."


def show_tiles(
    headlines: Iterable[Headline], estimates: pd.DataFrame, *, link: str = "indicator/{slug}.html"
) -> Shown:
    """Return a grid of tiles, one for each headline, in their order.

    Parameters
    ----------
    headlines : such as `Pack.headlines_of` returns.
    estimates : of these indicators for the home area, nothing later than the edition's quarter;
        they give the sparklines their history.
    link : address of an indicator's page; `{slug}` is filled in.
    """
    tiles = [tile_of(headline, estimates, link) for headline in headlines]
    if not tiles:
        return show_note("There are no figures for these indicators.")
    return Shown(
        html=render("tiles.html.j2", tiles=tiles),
        text="\n".join(str(tile) for tile in tiles),
        statements=join_statements(tile.statements for tile in tiles),
    )


def tile_of(headline: Headline, estimates: pd.DataFrame, link: str) -> Tile:
    """Return the tile of one indicator; `estimates` gives the sparkline its history."""
    indicator, estimate, change = headline.indicator, headline.estimate, headline.change
    against, mark, note = _against(headline.comparison, estimate, indicator)
    changed = _change(change, estimate, indicator)
    statements = {key_of(estimate, FIGURE): str(format_estimate(estimate, indicator))}
    if change is not None:
        statements[key_of(change)] = f"{sentence_case(changed)}."
    if headline.comparison is not None:
        statements[key_of(headline.comparison)] = f"{sentence_case(f'{against} {note}'.strip())}."
    return Tile(
        name=indicator.plain_title,
        href=link.format(slug=indicator.slug),
        figure=format_estimate(estimate, indicator),
        period=sentence_case(period_words(estimate, indicator).removeprefix("the ")),
        change=changed,
        change_mark=mark_of(change) if change is not None else None,
        against=against,
        against_mark=mark,
        against_note=note,
        sparkline=_sparkline(headline, _line(headline, estimates)),
        statements=statements,
    )


def _change(change: Row | None, estimate: Row, indicator: Indicator) -> str:
    words = change_short(change, indicator)
    if change is None or is_same_figure(change, estimate, indicator):
        return words
    return f"{words} ({_of(change, indicator)})"


def _of(row: Row, indicator: Indicator) -> str:
    """Return the figure that a verdict is about, where that is not the tile's own: "76.4% in the year …"."""
    if is_missing(row["value"]):
        return in_period(row, indicator)
    return f"{format_figure(row, indicator).number} {in_period(row, indicator)}"


def _against(comparison: Row | None, estimate: Row, indicator: Indicator) -> tuple[str, Mark | None, str]:
    if comparison is None:
        return "no neighbours to compare with", None, ""
    words, mark = comparison_words(comparison), mark_of(comparison)
    if is_missing(comparison["comparator_value"]):
        return words, mark, ""
    figure = format_figure(comparison, indicator, "comparator_value").number
    counted = f"{int(comparison['n_available'])} of {int(comparison['n_expected'])}"
    average = AVERAGES.get(str(comparison["average"]), str(comparison["average"]))
    if is_same_figure(comparison, estimate, indicator):
        return words, mark, f"({average} {figure}, {counted})"
    return f"{_of(comparison, indicator)}: {words}", mark, f"({average} {figure}, {counted})"


def _line(headline: Headline, estimates: pd.DataFrame) -> pd.Series:
    own = estimates[estimates["indicator_id"] == headline.indicator.id]
    estimate = headline.estimate
    line = place_in_time(select_home(own, estimate["area_code"], estimate["basis"]))
    return select_window(line["value"], _last_place(estimates, parse_period(str(estimate["period"]))))


def _last_place(estimates: pd.DataFrame, period: Period) -> int:
    """Return the place of the newest period of that length which ended by the edition's newest day."""
    newest = pd.Timestamp(estimates["period_end"].max())
    within = pd.Period(newest, freq=period.as_pandas.freqstr)
    return within.ordinal if within.end_time.date() == newest.date() else within.ordinal - 1


def _sparkline(headline: Headline, line: pd.Series) -> Markup:
    comparison = headline.comparison
    is_alike = comparison is not None and _is_same_kind(comparison, headline.estimate, headline.indicator)
    average = comparison["comparator_value"] if comparison is not None and is_alike else None
    return trusted(sparkline_svg(draw_sparkline(line, average=average), headline.indicator.plain_title))


def _is_same_kind(comparison: Row, estimate: Row, indicator: Indicator) -> bool:
    """Say whether the neighbours' figure is a state on a day like the line's, or of a span as long."""
    spans = [str(row["basis"]).removeprefix("rolling_") for row in (comparison, estimate)]
    return indicator.kind is Kind.STOCK or spans[0] == spans[1]
