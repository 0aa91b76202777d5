"""The trend chart with its words and its table."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.charts.series import row_for, select_comparator, select_home, select_trend
from kpi_lib.present.charts.trend import draw_trend, is_single, parts_of
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.figures.records import wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.value_table import show_values
from kpi_lib.present.words.alternatives import trend_alternative
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, axis_unit, format_estimate, is_missing, lower_first
from kpi_lib.present.words.sources import edition_spans, source_sentence
from kpi_lib.present.words.verdicts import finding, has_comparator

BASIS_WORDS = {
    "quarter": "by quarter",
    "rolling_year": "four quarters to each date",
    "year": "by year",
}


def show_trend(
    indicator: Indicator,
    estimates: pd.DataFrame,
    changes: pd.DataFrame,
    comparisons: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    basis: str = "quarter",
    average: str = "mean",
) -> Shown:
    """Return the trend of one indicator: finding, picture, table of the same numbers, source.

    Parameters
    ----------
    indicator : the measure.
    estimates : of this indicator, for the home area and its neighbours; all periods to draw.
    changes, comparisons : of the home area for this indicator; all periods.
    neighbourhood : who is home, who are the neighbours, what they are called.
    basis : `quarter`, `rolling_year` or `year`.
    average : `mean`, `median` or `pooled` of the neighbours.
    """
    home = select_home(estimates, neighbourhood.home, basis)
    if home["value"].notna().sum() == 0:
        return show_note(f"There is nothing to draw {BASIS_WORDS[basis]} for this indicator.")
    trend = select_trend(estimates, comparisons, neighbourhood, basis=basis, average=average)
    if is_single(trend):
        return show_note(f"{_only_figure(indicator, home)} {source_sentence(indicator, home)}")
    pictures = wide_and_narrow(draw_trend, indicator, trend, neighbourhood.home_name, average=average)
    near = select_comparator(comparisons, "neighbours", basis, average=average, model=neighbourhood.model)
    notices = _notices(pictures[0], edition_spans(home), has_gap=bool(home["value"].isna().any()))
    caption = _caption(indicator, home, changes, near, neighbourhood, notices)
    table = show_values(indicator, estimates, comparisons, neighbourhood, basis=basis, average=average)
    return show_chart(*pictures, caption, table)


def _only_figure(indicator: Indicator, home: pd.DataFrame) -> str:
    row = home[home["value"].notna()].iloc[0]
    figure = f"{format_estimate(row, indicator)} {in_period(row, indicator)}"
    return f"{indicator.plain_title}: {figure}. {nothing_to_draw(row['basis'])}"


def nothing_to_draw(basis: str) -> str:
    """Return what is said instead of a picture of one figure."""
    return f"There is nothing to draw {BASIS_WORDS[basis]}: no other figure is known."


def _caption(
    indicator: Indicator,
    home: pd.DataFrame,
    changes: pd.DataFrame,
    near: pd.DataFrame,
    neighbourhood: Neighbourhood,
    notices: list[str],
) -> Caption:
    latest = home.iloc[-1]
    change, comparison = row_for(changes, latest), row_for(near, latest)
    drawn = f"{indicator.plain_title}, {axis_unit(indicator).lower()}, {BASIS_WORDS[latest['basis']]}"
    return Caption(
        title=f"{indicator.plain_title}, {BASIS_WORDS[latest['basis']]}",
        finding=_finding(change, comparison, indicator, neighbourhood.home_name),
        alt=trend_alternative(indicator, latest, change, comparison, neighbourhood),
        unit=drawn,
        notices=notices,
        source=source_sentence(indicator, home),
    )


def _finding(change: Row | None, comparison: Row | None, indicator: Indicator, area: str) -> str:
    """Return what a chart finds; its measure stands first where there is nothing to compare it with."""
    has_change = change is not None and not is_missing(change["change"])
    words = finding(change, None) if has_change else finding(None, comparison)
    is_bare = not has_change and (comparison is None or not has_comparator(comparison))
    whose = f"{indicator.plain_title}, {area}" if is_bare else area
    return f"{whose}: {lower_first(words)}"


def _notices(axes: Axes, editions: str, *, has_gap: bool) -> list[str]:
    drawn = parts_of(axes)
    said = (
        ("home-band" in drawn, "Blue band: where the true figure probably lies (95% interval)."),
        ("neighbours-band" in drawn, "Green band: from the lowest neighbour to the highest."),
        (has_gap, "The line breaks where there is no figure; the table says why."),
        (axes.get_ylim()[0] != 0, "The vertical axis does not start at zero."),
        (bool(editions), editions),
    )
    return [sentence for holds, sentence in said if holds]
