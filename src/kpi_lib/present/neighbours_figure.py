"""The neighbours' chart with its words and its table."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import parse_period
from kpi_lib.present.alternatives import neighbours_alternative
from kpi_lib.present.beeswarm import NARROW_SWARM, WIDE_SWARM, draw_neighbours
from kpi_lib.present.chart import Caption, show_chart
from kpi_lib.present.display import Shown, show_note
from kpi_lib.present.neighbourhood import Neighbourhood
from kpi_lib.present.prose import comparator_words, finding
from kpi_lib.present.series import select_comparator
from kpi_lib.present.sources import source_sentence
from kpi_lib.present.tables import Cell, Column, Group, Table, missing, show_table
from kpi_lib.present.value_table import count_cell, value_cell
from kpi_lib.present.words import Row, axis_unit, format_interval, format_value, period_words, sentence_case


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
    if own.empty or others["value"].notna().sum() == 0:
        return show_note(f"No neighbour has a figure for this indicator in {parse_period(period).words}.")
    when = period_words(own.iloc[0], indicator)
    against = comparisons[comparisons["period"] == period]
    near = select_comparator(against, "neighbours", basis, average=average, model=neighbourhood.model)
    country = select_comparator(against, "england", basis)
    comparison = near.iloc[0] if len(near) else None
    wide, narrow = (
        draw_neighbours(
            indicator, others, own.iloc[0], neighbourhood, average=_value(near), england=_value(country),
            average_label=_label(comparison), size=size,
        )
        for size in (WIDE_SWARM, NARROW_SWARM)
    )  # fmt: skip
    known = others[others["value"].notna()].sort_values("value", kind="stable")
    names = [
        f"{neighbourhood.name(row['area_code'])}: {format_value(row['value'], indicator)}"
        for _, row in known.iterrows()
    ]
    caption = Caption(
        title=f"{indicator.plain_title}, {neighbourhood.home_name} and its neighbours",
        finding=finding(None, comparison),
        alt=neighbours_alternative(indicator, own.iloc[0], comparison, known, neighbourhood),
        unit=f"{indicator.plain_title}, {axis_unit(indicator).lower()}, {when}",
        notices=[_absent(others, neighbourhood)] if len(known) < len(neighbourhood.members) else [],
        source=source_sentence(indicator, pd.concat([own, known])),
    )
    return show_chart(
        wide,
        narrow,
        caption,
        _table(indicator, here, neighbourhood, caption.title),
        named={"neighbours": names},
    )


def _value(comparisons: pd.DataFrame) -> float | None:
    return float(comparisons["comparator_value"].iloc[0]) if len(comparisons) else None


def _label(comparison: Row | None) -> str:
    return "" if comparison is None else sentence_case(comparator_words(comparison).removeprefix("the "))


def _absent(others: pd.DataFrame, neighbourhood: Neighbourhood) -> str:
    known = set(others.loc[others["value"].notna(), "area_code"])
    absent = [neighbourhood.name(code) for code in neighbourhood.members if code not in known]
    return f"Without a figure: {', '.join(absent)}."


def _table(indicator: Indicator, here: pd.DataFrame, neighbourhood: Neighbourhood, caption: str) -> Shown:
    rows = []
    for rank, code in enumerate((neighbourhood.home, *neighbourhood.members)):
        found = here[here["area_code"] == code]
        figures = _figures(found.iloc[0], indicator) if len(found) else [missing("not available")] * 4
        rows.append([Cell(neighbourhood.name(code)), Cell(str(rank) if rank else "home"), *figures])
    numbers = ("Closeness", "Value", "95% interval", "Counted", "Out of")
    columns = [Column("Area"), *(Column(name, is_number=True) for name in numbers)]
    note = f"Unit: {axis_unit(indicator)}. Closeness: 1 is the most similar area."
    return show_table(Table(caption, columns, [Group(rows)], notes=[note]))


def _figures(row: Row, indicator: Indicator) -> list[Cell]:
    interval = Cell(format_interval(row["lower"], row["upper"], indicator) or "none")
    return [
        value_cell(row, indicator),
        interval,
        count_cell(row["numerator"]),
        count_cell(row["denominator"]),
    ]
