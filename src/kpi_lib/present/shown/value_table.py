"""Tables of one indicator's figures: by period, with comparators; in one period, area by area."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Measure, Unit
from kpi_lib.core.periods import parse_period
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN, is_small_count
from kpi_lib.core.status import Status
from kpi_lib.present.charts.series import select_comparator, select_home
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.dates import period_words
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import (
    Row,
    axis_unit,
    format_count,
    format_figure,
    format_interval,
    format_number,
    is_missing,
    sentence_case,
    status_words,
)
from kpi_lib.present.words.sources import edition_spans

WITHHELD = status_words(Status.SUPPRESSED)


def show_values(
    indicator: Indicator,
    estimates: pd.DataFrame,
    comparisons: pd.DataFrame,
    neighbourhood: Neighbourhood,
    *,
    basis: str = "quarter",
    average: str = "mean",
) -> Shown:
    """Return the home area's figures, newest first, next to the neighbours' average and England.

    Parameters
    ----------
    estimates, comparisons : of one indicator; rows of other bases are left out.
    """
    home = select_home(estimates, neighbourhood.home, basis)
    if home.empty:
        return show_note(f"{indicator.plain_title}: there are no figures by {basis.replace('_', ' ')}.")
    against = _comparators(comparisons, basis, average, neighbourhood.model)
    rows = [
        [
            *_own_cells(row, indicator),
            *(comparator_cell(of.get(row["period"]), indicator) for of in against.values()),
        ]
        for _, row in home.iloc[::-1].iterrows()
    ]
    columns = [*_own_columns(neighbourhood), *(_COMPARATOR_COLUMNS[name] for name in against)]
    notes = [note for note in (f"Unit: {axis_unit(indicator)}.", _legend(home), edition_spans(home)) if note]
    caption = f"{indicator.plain_title}, {neighbourhood.home_name}, by {basis.replace('_', ' ')}"
    return show_table(Table(caption, columns, [Group(rows)], notes))


def show_areas(indicator: Indicator, here: pd.DataFrame, neighbourhood: Neighbourhood, caption: str) -> Shown:
    """Return the home area and its neighbours, the most similar first, with value, interval and counts.

    Parameters
    ----------
    here : estimates of one indicator, basis and period; an area without a row is "not available".
    """
    rows = []
    for rank, code in enumerate((neighbourhood.home, *neighbourhood.members)):
        own = here[here["area_code"] == code]
        figures = figure_cells(own.iloc[0], indicator) if len(own) else [missing("not available")] * 4
        rows.append([Cell(neighbourhood.name(code)), Cell(str(rank) if rank else "home"), *figures])
    numbers = ("Closeness", "Value", "95% interval", "Counted", "Out of")
    columns = [Column("Area"), *(Column(name, is_number=True) for name in numbers)]
    note = f"Unit: {axis_unit(indicator)}. Closeness: 1 is the most similar area."
    return show_table(Table(caption, columns, [Group(rows)], notes=[note]))


def _comparators(
    comparisons: pd.DataFrame, basis: str, average: str, model: str
) -> dict[str, dict[str, Row]]:
    """Return for each comparator that has a figure its rows by period."""
    found = {
        name: select_comparator(comparisons, name, basis, average=average, model=model)
        for name in _COMPARATOR_COLUMNS
    }
    known = {name: rows.loc[rows["comparator_value"].notna()] for name, rows in found.items()}
    return {
        name: {str(row["period"]): row for _, row in rows.iterrows()}
        for name, rows in known.items()
        if len(rows)
    }


_COMPARATOR_COLUMNS = {
    "neighbours": Column("Neighbours", is_number=True),
    "england": Column("England", is_number=True),
}


def _own_columns(neighbourhood: Neighbourhood) -> list[Column]:
    return [
        Column("Period"),
        Column(neighbourhood.home_name, is_number=True),
        Column("95% interval", is_number=True),
        Column("Counted", is_number=True),
        Column("Out of", is_number=True),
    ]


def _own_cells(row: Row, indicator: Indicator) -> list[Cell]:
    return [
        Cell(sentence_case(period_words(row, indicator).removeprefix("the ")), order=day_order(row)),
        *figure_cells(row, indicator),
    ]


def figure_cells(row: Row, indicator: Indicator) -> list[Cell]:
    """Return an estimate's value, interval, count and what it is out of; children are shown whole.

    Where the count, or what is left of the whole, is small, no cell next to a published value tells it.
    """
    count, base = row["numerator"], row["denominator"]
    value = value_cell(row, indicator)
    if is_missing(row["value"]) and row["status"] == Status.SUPPRESSED:
        return [value, Cell("none"), missing(WITHHELD), count_cell(base)]
    rest = base - count if indicator.unit is Unit.PERCENT else float("nan")
    if is_small_count(count) or is_small_count(rest):
        return [value, missing(WITHHELD), count_cell(count, withheld=True), missing(WITHHELD)]
    interval = Cell(format_interval(row["lower"], row["upper"], indicator) or "none")
    return [
        value,
        interval,
        count_cell(count),
        count_cell(base, is_whole=indicator.measure is Measure.RATE),
    ]


def day_order(row: Row) -> str:
    """Return the last day of a row's period as it sorts: "2018-03-31"."""
    return parse_period(str(row["period"])).end.isoformat()


def value_cell(row: Row, indicator: Indicator) -> Cell:
    """Return an estimate's value, or why there is none."""
    if is_missing(row["value"]):
        return missing(status_words(row["status"]))
    return Cell(format_figure(row, indicator).number)


def count_cell(count: float, *, withheld: bool = False, is_whole: bool = False) -> Cell:
    """Return a count, "under 6" for 1 to 5, that it is withheld, or that it is not given.

    `is_whole`: of children, also where a mean population has parts of them.
    """
    if is_missing(count):
        return missing("not given")
    is_small = is_small_count(count)
    if withheld and not is_small:
        return missing(WITHHELD)
    number = format_number(count) if is_whole else format_count(count)
    return Cell(f"under {SMALLEST_COUNT_SHOWN}" if is_small else number)


def comparator_cell(row: Row | None, indicator: Indicator) -> Cell:
    """Return a comparator's value in a period; a neighbours' average says when not all have a figure."""
    if row is None:
        return missing("not available")
    is_short = row["comparator"] == "neighbours" and row["n_available"] < row["n_expected"]
    note = f"{int(row['n_available'])} of {int(row['n_expected'])}" if is_short else ""
    return Cell(format_figure(row, indicator, "comparator_value").number, note=note)


def _legend(home: pd.DataFrame) -> str:
    statuses = [Status(status) for status in home["status"].unique() if status != Status.OK]
    told = [f"“{status_words(status)}”: {_MEANINGS.get(status, status.words)}" for status in statuses]
    return f"{sentence_case('; '.join(told))}." if told else ""


_MEANINGS = {
    Status.NOT_AVAILABLE: "the source gives no figure",
    Status.NOT_APPLICABLE: "nothing was counted, or the source says that the measure does not apply",
}
"""What a status means where its own words would only repeat it."""
