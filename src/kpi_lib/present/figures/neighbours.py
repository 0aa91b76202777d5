"""The neighbours' chart with its words and its table."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.beeswarm import NARROW_SWARM, WIDE_SWARM, draw_neighbours
from kpi_lib.present.charts.series import select_comparator
from kpi_lib.present.figures.chart import Caption, show_chart
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
    others = here[here["area_code"].isin(neighbourhood.members)]
    known = others[others["value"].notna()].sort_values("value", kind="stable")
    if own.empty or known.empty:
        when = parse_period(period).words
        return show_note(
            f"{indicator.plain_title}: no neighbour has a figure in {'the ' * when.startswith('year')}{when}."
        )
    against = comparisons[comparisons["period"] == period]
    near = select_comparator(against, "neighbours", basis, average=average, model=neighbourhood.model)
    country = select_comparator(against, "england", basis)
    wide, narrow = (
        draw_neighbours(
            indicator, known, own.iloc[0], neighbourhood, size=size, england=_value(country),
            england_as=_told(country, indicator), average=_value(near), average_label=_label(near),
        )
        for size in (WIDE_SWARM, NARROW_SWARM)
    )  # fmt: skip
    caption = _caption(indicator, own, known, near, neighbourhood, all_named=_are_all_named(wide, narrow))
    table = show_areas(indicator, here, neighbourhood, caption.title)
    return show_chart(
        wide, narrow, caption, table, named={"neighbours": _names(known, indicator, neighbourhood)}
    )


def _caption(
    indicator: Indicator,
    own: pd.DataFrame,
    known: pd.DataFrame,
    near: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    all_named: bool,
) -> Caption:
    comparison = near.iloc[0] if len(near) else None
    when = period_words(own.iloc[0], indicator)
    absent = [
        neighbourhood.name(code) for code in neighbourhood.members if code not in set(known["area_code"])
    ]
    return Caption(
        title=f"{indicator.plain_title}, {neighbourhood.home_name} and its neighbours",
        finding=f"{neighbourhood.home_name}: {lower_first(finding(None, comparison))}",
        alt=neighbours_alternative(indicator, own.iloc[0], comparison, known, neighbourhood),
        unit=f"{indicator.plain_title}, {axis_unit(indicator).lower()}, {when}",
        notices=[
            *([] if all_named else ["Where dots crowd, some go without a name; the table names them all."]),
            *([f"Without a figure: {', '.join(absent)}."] if absent else []),
        ],
        source=source_sentence(indicator, pd.concat([own, known])),
    )


def _are_all_named(*pictures: Axes) -> bool:
    for axes in pictures:
        drawn = [artist.get_gid() for artist in axes.get_children()]
        dots = next(dots for dots in axes.collections if dots.get_gid() == "neighbours")
        if drawn.count("name") < drawn.count("home") + len(np.asarray(dots.get_offsets())):
            return False
    return True


def _names(known: pd.DataFrame, indicator: Indicator, neighbourhood: Neighbourhood) -> list[str]:
    rows = (row for _, row in known.iterrows())
    return [f"{neighbourhood.name(row['area_code'])}: {format_figure(row, indicator)}" for row in rows]


def _value(comparisons: pd.DataFrame) -> float | None:
    return float(comparisons["comparator_value"].iloc[0]) if len(comparisons) else None


def _told(comparisons: pd.DataFrame, indicator: Indicator) -> Indicator:
    return (
        at_source_decimals(comparisons.iloc[0], indicator, "comparator_value")
        if len(comparisons)
        else indicator
    )


def _label(near: pd.DataFrame) -> str:
    return sentence_case(comparator_words(near.iloc[0]).removeprefix("the ")) if len(near) else ""
