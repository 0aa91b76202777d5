"""One indicator's neighbours averaged every way, side by side: does the choice change the verdict?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.numbers import Row, format_figure, is_missing
from kpi_lib.present.words.verdicts import mark_of

AVERAGES = ("mean", "median", "pooled")


def show_averages(
    headlines: Sequence[Headline], comparisons: pd.DataFrame, *, model_titles: Mapping[str, str]
) -> Shown:
    """Return one row per indicator: the neighbours' mean, median and pooled average on each list.

    Parameters
    ----------
    headlines : those without a comparison are left out.
    comparisons : of the home area, with all averages and lists.
    model_titles : neighbour list → its name, in the order of the columns.
    """
    compared = [
        item for item in headlines if item.comparison is not None and not is_missing(_lead(item)["value"])
    ]
    if not compared:
        return show_note("There is nothing to compare with neighbours.")
    ways = [(model, average) for model in model_titles for average in AVERAGES]
    rows = [[_name(item), _value(item), *_cells(item, comparisons, ways)] for item in compared]
    columns = [Column("Indicator"), Column("Value", is_number=True)]
    columns += [Column(f"{average.capitalize()}, {model_titles[model]}") for model, average in ways]
    note = "A row whose verdicts differ depends on how the comparison is drawn."
    return show_table(
        Table("Every way of averaging the neighbours", columns, [Group(rows)], [note], kind="heat")
    )


def _name(headline: Headline) -> Cell:
    return Cell(headline.indicator.plain_title, note=in_period(_lead(headline), headline.indicator))


def _value(headline: Headline) -> Cell:
    """The figure that was compared, which may be of another period than the lead one."""
    return Cell(format_figure(_lead(headline), headline.indicator).number)


def _lead(headline: Headline) -> Row:
    assert headline.comparison is not None, "headlines without a comparison were left out"
    return headline.comparison


def _cells(headline: Headline, comparisons: pd.DataFrame, ways: Sequence[tuple[str, str]]) -> list[Cell]:
    lead = _lead(headline)
    same = comparisons.loc[
        comparisons["indicator_id"].eq(headline.indicator.id)
        & comparisons["comparator"].eq("neighbours")
        & comparisons["basis"].eq(lead["basis"])
        & comparisons["period"].eq(lead["period"])
    ]
    found = {(row["model"], row["average"]): row for _, row in same.iterrows()}
    return [_cell(found.get(way), headline) for way in ways]


def _cell(row: Row | None, headline: Headline) -> Cell:
    if row is None or is_missing(row["comparator_value"]):
        return missing("no figure")
    mark = mark_of(row)
    figure = format_figure(row, headline.indicator, "comparator_value").number
    note = f"{figure}, {int(row['n_available'])} of {int(row['n_expected'])}"
    return Cell(mark.word, note=note, mark=mark.symbol, role=mark.role)
