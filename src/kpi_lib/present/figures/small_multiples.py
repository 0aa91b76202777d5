"""A theme at a glance: one small trend per indicator, all drawn alike, each a link to its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup

from kpi_lib.present.charts.series import Trend, select_home, select_trend
from kpi_lib.present.charts.trend import draw_panel, is_single, parts_of
from kpi_lib.present.figures.trend import BASIS_WORDS, nothing_to_draw
from kpi_lib.present.ink.canvas import raw_svg
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.shown.display import Shown, render, show_note, trusted
from kpi_lib.present.words.alternatives import trend_alternative
from kpi_lib.present.words.dates import period_words
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Figure, axis_unit, format_estimate, sentence_case
from kpi_lib.present.words.verdicts import finding, findings, mark_of


@dataclass(frozen=True)
class Panel:
    """One small picture with its name, figure and verdicts; `drawn` says of what it is, or why none is."""

    name: str
    href: str
    figure: Figure
    period: str
    finding: str
    verdicts: tuple[tuple[Mark, str], ...]
    drawn: str
    picture: Markup | None = None
    parts: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.name}: {self.figure}, {self.period}. {self.finding}."


def show_small_multiples(
    headlines: Iterable[Headline],
    estimates: pd.DataFrame,
    comparisons: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    average: str = "mean",
    link: str = "indicator/{slug}.html",
) -> Shown:
    """Return one panel per headline, each drawn in the basis of its lead estimate.

    Parameters
    ----------
    headlines : such as `Pack.headlines_of` returns.
    estimates : of these indicators, for the home area and its neighbours.
    comparisons : of the home area for these indicators.
    """
    panels = []
    for headline in headlines:
        name, basis = headline.indicator.id, headline.estimate["basis"]
        own = estimates[estimates["indicator_id"] == name]
        if select_home(own, neighbourhood.home, basis)["value"].notna().any():
            against = comparisons[comparisons["indicator_id"] == name]
            trend = select_trend(own, against, neighbourhood, basis=basis, average=average)
            panels.append(_panel(headline, trend, neighbourhood, link))
    if not panels:
        return show_note("There is nothing to draw for these indicators.")
    parts = frozenset[str]().union(*(panel.parts for panel in panels))
    html = render("panels.html.j2", panels=panels, parts=parts, home=neighbourhood.home_name)
    return Shown(html=html, text="\n".join(str(panel) for panel in panels))


def _panel(headline: Headline, trend: Trend, neighbourhood: Neighbourhood, link: str) -> Panel:
    indicator, estimate = headline.indicator, headline.estimate
    panel = Panel(
        name=indicator.plain_title,
        href=link.format(slug=indicator.slug),
        figure=format_estimate(estimate, indicator),
        period=sentence_case(period_words(estimate, indicator).removeprefix("the ")),
        finding=finding(headline.change, headline.comparison),
        verdicts=_verdicts(headline),
        drawn=nothing_to_draw(str(estimate["basis"])),
    )
    return panel if is_single(trend) else _with_picture(panel, headline, trend, neighbourhood)


def _with_picture(panel: Panel, headline: Headline, trend: Trend, neighbourhood: Neighbourhood) -> Panel:
    indicator, estimate = headline.indicator, headline.estimate
    axes = draw_panel(indicator, trend)
    alt = trend_alternative(indicator, estimate, headline.change, headline.comparison, neighbourhood)
    return replace(
        panel,
        drawn=f"{axis_unit(indicator)}, {BASIS_WORDS[estimate['basis']]}",
        picture=trusted(for_page(raw_svg(axes), title=indicator.plain_title, alt=alt)),
        parts=parts_of(axes),
    )


def _verdicts(headline: Headline) -> tuple[tuple[Mark, str], ...]:
    """Return each verdict as its mark and its own words."""
    verdicts = findings(headline.change, headline.comparison)
    return tuple((mark_of(row), sentence_case(words)) for row, words in verdicts)
