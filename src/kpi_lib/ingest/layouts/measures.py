"""What one measure of a data set's description finds in a table: value, numerator and denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.datasets import POPULATION, DataSet, DataSetMeasure, PeriodKind, load_datasets
from kpi_lib.core.status import Provenance, Status
from kpi_lib.ingest.issues import Issue
from kpi_lib.ingest.layouts.dfe_times import mid_year_before, periods_of
from kpi_lib.ingest.layouts.figures import FIGURES, Lookups, Translation, add_period_columns, no_figures
from kpi_lib.ingest.layouts.places import area_codes_of
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import STATUSES
from kpi_lib.ingest.table import Table

_OK = STATUSES.index(Status.OK)
MONTHS_A_QUARTER = 3
When = Callable[[PeriodKind, int], pd.Series]
"""Gives the period of each row for a kind of period and, for months, a quarter."""


def populations_of(readings: Iterable[Reading], areas: Areas) -> pd.DataFrame:
    """Return the populations that the population files among `readings` state.

    DfE states rates without the population under them, in a file of its own. One row per edition, area and
    mid-year: `edition`, `area_code`, `mid_year`, `population`.
    """
    types = {"edition": "str", "area_code": "str", "mid_year": "int64", "population": "float64"}
    parts = [pd.DataFrame(columns=list(types)).astype(types)]
    for reading in readings:
        dataset = load_datasets().get(reading.dataset)
        if dataset is None or not dataset.population:
            continue
        (table,) = reading.tables
        codes = area_codes_of(table, areas)
        periods = periods_of(table, PeriodKind.MID_YEAR)
        frame = pd.DataFrame(
            {
                "edition": pd.Series(reading.edition, index=codes.index, dtype="str"),
                "area_code": codes,
                "mid_year": [period.end.year if period else 0 for period in periods],
                "population": table.numbers(table.find(dataset.population)),
            }
        )
        parts.append(frame[frame["population"].notna() & frame["area_code"].ne("")])
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class Columns:
    """A table's columns by the canonical names of its data set."""

    table: Table
    places: Mapping[str, int]

    @classmethod
    def of(cls, table: Table, dataset: DataSet) -> Columns:
        """Return the columns of a table that a data set's description names."""
        named = {name: table.find(header) for header, name in dataset.canonical(table.headers).items()}
        return cls(table, {name: place for name, place in named.items() if place is not None})

    def part(self, names: tuple[str, ...]) -> Part:
        """Return the sum of some columns, its first status that is not ok, and that cell's token."""
        places = np.array([self.places[name] for name in names])
        codes = self.table.codes[:, places]
        meanings = self.table.meanings
        # where one of three months is suppressed, "c", the quarter is suppressed: its cell speaks for the sum
        is_bad = meanings.statuses[codes] != _OK
        speaker = np.where(is_bad.any(axis=1), is_bad.argmax(axis=1), 0)
        spoken = codes[np.arange(len(codes)), speaker]
        return Part(meanings.numbers[codes].sum(axis=1), spoken, self.table.columns[places[speaker]])

    def has(self, names: tuple[str, ...]) -> bool:
        """Say whether every one of these columns is in the file."""
        return all(name in self.places for name in names)

    def rows_where(self, where: Mapping[str, tuple[str, ...]]) -> np.ndarray:
        """Return which rows have one of the labels wanted in each column named."""
        wanted = np.ones(len(self.table.rows), dtype=bool)
        tokens = self.table.meanings.tokens
        for name, labels in where.items():
            has_label = np.asarray(tokens.str.strip().isin(labels))
            wanted &= has_label[self.table.codes[:, self.places[name]]]
        return wanted


@dataclass(frozen=True)
class Part:
    """One part of a figure, per row: the number, the code of the token that speaks, its column."""

    numbers: np.ndarray
    spoken: np.ndarray
    columns: np.ndarray


def figures_of(
    measure: DataSetMeasure,
    dataset: DataSet,
    columns: Columns,
    areas: pd.Series,
    when: When,
    edition: str,
    lookups: Lookups,
) -> pd.DataFrame | None:
    """Return the figures that one measure finds in a table, or None where its columns are not there.

    Parameters
    ----------
    columns, areas : the table's columns by canonical name, and the area code of each row.
    edition : of the file; a population of the same edition is preferred.

    Returns
    -------
    One row per figure, `FIGURES` without the period's columns, and `when`.
    """
    if not columns.has(measure.numerator or measure.months or (measure.value,)):
        return None
    wanted = columns.rows_where(measure.where)
    pieces = []
    for numerator, quarter in _numerators(measure):
        periods = when(measure.period or dataset.period, quarter)
        figures = _stated(measure, numerator, columns).assign(
            area_code=areas,
            denominator=_denominator(measure, columns, areas, periods, edition, lookups),
            when=periods,
        )
        pieces.append(figures[wanted])
    return pd.concat(pieces, ignore_index=True)


def _numerators(measure: DataSetMeasure) -> list[tuple[tuple[str, ...], int]]:
    """Return the columns of the numerator with the quarter they describe (0 where it is no quarter)."""
    if not measure.months:
        return [(measure.numerator, 0)]
    starts = range(0, len(measure.months), MONTHS_A_QUARTER)
    return [
        (measure.months[start : start + MONTHS_A_QUARTER], quarter)
        for quarter, start in enumerate(starts, start=1)
    ]


def _stated(measure: DataSetMeasure, numerator: tuple[str, ...], columns: Columns) -> pd.DataFrame:
    """Return what each row states of a measure; its value speaks for the status, else its numerator."""
    table = columns.table
    has_value = bool(measure.value) and columns.has((measure.value,))
    value = columns.part((measure.value,)) if has_value else None
    counted = columns.part(numerator) if numerator else None
    speaker = value or counted
    assert speaker is not None
    constants = {
        "indicator_id": measure.indicator, "provenance": Provenance.PUBLISHED.value, "note": measure.note,
    }  # fmt: skip
    return pd.DataFrame(
        {
            "numerator": counted.numbers if counted else np.nan,
            "value": value.numbers if value else np.nan,
            "status": table.meanings.status_words(speaker.spoken),
            "token": pd.Series(table.meanings.tokens.take(speaker.spoken), dtype="str"),
            "row": table.rows,
            "column": speaker.columns,
        }
    ).assign(**constants)


def _denominator(
    measure: DataSetMeasure,
    columns: Columns,
    areas: pd.Series,
    periods: pd.Series,
    edition: str,
    lookups: Lookups,
) -> np.ndarray | float:
    if measure.denominator_where:
        return _of_the_same_group(measure, columns)
    if measure.denominator == (POPULATION,):
        return _population(areas, periods, edition, lookups.populations)
    if measure.denominator and columns.has(measure.denominator):
        return columns.part(measure.denominator).numbers
    return np.nan


def _of_the_same_group(measure: DataSetMeasure, columns: Columns) -> np.ndarray:
    """Return the numerator's column in the row of the same keys that carries the other labels.

    "Adopted" of Leeds in 2024 is over "Total" of Leeds in 2024, which is a row further down.
    """
    table = columns.table
    labels = {columns.places[name] for name in measure.denominator_where}
    keys = [place for place in np.flatnonzero(~table.is_value) if place not in labels]
    _, group = np.unique(table.codes[:, keys], axis=0, return_inverse=True)
    whole = columns.rows_where(measure.denominator_where)
    numbers = columns.part(measure.numerator).numbers
    by_group = pd.Series(numbers[whole], index=group.ravel()[whole]).groupby(level=0).first()
    return by_group.reindex(group.ravel()).to_numpy()


def _population(areas: pd.Series, periods: pd.Series, edition: str, populations: pd.DataFrame) -> np.ndarray:
    """Return the population in the middle of the year before each period's financial year ends.

    That of the same edition where the folder holds it, else of the newest.
    """
    keys = pd.DataFrame({"area_code": areas.to_numpy(), "mid_year": mid_year_before(periods)})
    same = populations[populations["edition"] == edition]
    newest = populations.sort_values("edition", kind="stable")
    chosen = (same if len(same) else newest).drop_duplicates(["area_code", "mid_year"], keep="last")
    return keys.merge(chosen, how="left", on=["area_code", "mid_year"])["population"].to_numpy()


def join_figures(parts: list[pd.DataFrame], issues: Iterable[Issue]) -> Translation:
    """Return the figures of all measures; those without an area or a period are left out and counted."""
    stated = pd.concat(parts, ignore_index=True) if parts else no_figures("when")
    known = ((stated["area_code"] != "") & stated["when"].notna()).to_numpy()
    figures = stated[known].reset_index(drop=True)
    figures = add_period_columns(figures, figures["when"])[list(FIGURES)]
    return Translation(figures, tuple(issues), len(stated), int((~known).sum()))
