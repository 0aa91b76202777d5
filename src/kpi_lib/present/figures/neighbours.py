"""The neighbours' chart with its words and its table."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.neighbours import draw_neighbours
from kpi_lib.present.charts.series import select_comparator
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.figures.records import wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.value_table import show_areas
from kpi_lib.present.words.alternatives import neighbours_alternative
from kpi_lib.present.words.dates import period_words
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import (
    at_source_decimals,
    axis_unit,
    format_figure,
    lower_first,
    sentence_case,
)
from kpi_lib.present.words.sources import source_sentence
from kpi_lib.present.words.verdicts import comparator_words, finding


def show_neighbours(
    indicator: Indicator,
    estimates: pd.DataFrame,
    comparisons: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    basis: str = "year",
    period: str = "2017-18",
    average: str = "mean",
) -> Shown:
    """Return home and its neighbours in one period: finding, picture, table, source.

    Parameters
    ----------
    estimates : of this indicator, for the home area, its neighbours and others.
    comparisons : of the home area for this indicator.
    basis, period : which figures; all of the same basis and period.
    """
    here = estimates[(estimates["basis"] == basis) & (estimates["period"] == period)]
    own = here[here["area_code"] == neighbourhood.home]
    others = here[here["area_code"].isin(neighbourhood.members) & here["value"].notna()]
    if own.empty or others.empty:
        when = parse_period(period).words
        return show_note(
            f"{indicator.plain_title}: no neighbour has a figure in {'the ' * when.startswith('year')}{when}."
        )
    against = comparisons[comparisons["period"] == period]
    near = select_comparator(against, "neighbours", basis, average=average, model=neighbourhood.model)
    country = select_comparator(against, "england", basis)
    both = pd.concat([own[own["value"].notna()], others])
    areas = both.sort_values("value", ascending=False, kind="stable")
    pictures = wide_and_narrow(
        draw_neighbours,
        indicator,
        areas,
        neighbourhood,
        average=_value(near),
        average_label=_label(near),
        england=_value(country),
        england_as=_at_source_decimals(country, indicator),
    )
    caption = _caption(indicator, own, others, near, neighbourhood)
    table = show_areas(indicator, here, neighbourhood, caption.title)
    figures = [str(format_figure(row, indicator)) for _, row in areas.iterrows()]
    names = map(neighbourhood.name, areas["area_code"])
    titles = [f"{name}: {figure}" for name, figure in zip(names, figures, strict=True)]
    return show_chart(*pictures, caption, table, named={"areas": titles})


def _caption(
    indicator: Indicator,
    own: pd.DataFrame,
    others: pd.DataFrame,
    near: pd.DataFrame,
    neighbourhood: Neighbourhood,
) -> Caption:
    comparison, home = near.iloc[0] if len(near) else None, neighbourhood.home_name
    drawn, when = set(others["area_code"]), period_words(own.iloc[0], indicator)
    absent = [neighbourhood.name(code) for code in neighbourhood.members if code not in drawn]
    return Caption(
        title=f"{indicator.plain_title}, {home} and its neighbours",
        finding=f"{home}: {lower_first(finding(None, comparison))}",
        alt=neighbours_alternative(indicator, own.iloc[0], comparison, others, neighbourhood),
        unit=f"{indicator.plain_title}, {axis_unit(indicator).lower()}, {when}",
        notices=[f"Without a figure: {', '.join(absent)}."] if absent else [],
        source=source_sentence(indicator, pd.concat([own, others])),
    )


def _value(comparisons: pd.DataFrame) -> float | None:
    values = comparisons["comparator_value"].dropna()
    return float(values.iloc[0]) if len(values) else None


def _at_source_decimals(comparisons: pd.DataFrame, indicator: Indicator) -> Indicator:
    if comparisons.empty:
        return indicator
    return at_source_decimals(comparisons.iloc[0], indicator, "comparator_value")


def _label(near: pd.DataFrame) -> str:
    return sentence_case(comparator_words(near.iloc[0]).removeprefix("the ")) if len(near) else ""
