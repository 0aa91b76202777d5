"""DfE's tidy layout: a description says which columns are the parts of which indicator."""

from __future__ import annotations

from functools import partial

from kpi_lib.catalogue.datasets import POPULATION, DataSet, PeriodKind, find_dataset
from kpi_lib.catalogue.indicators import Measure
from kpi_lib.core.periods import Frequency
from kpi_lib.core.status import Status
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.dfe_places import area_codes_of, issues_of_areas
from kpi_lib.ingest.layouts.dfe_times import issues_of_times, periods_of
from kpi_lib.ingest.layouts.figures import Surroundings, Translation
from kpi_lib.ingest.layouts.measures import Columns, figures_of, join_figures
from kpi_lib.ingest.reading import Reading


def translate(reading: Reading, around: Surroundings) -> Translation:
    """Return the figures that the data set's description finds in a tidy file.

    Rows of places that are not in the catalogue are left out, with one issue per place.
    """
    if not reading.dataset or not find_dataset(reading.dataset).measure:
        return join_figures([], ())
    (table,) = reading.tables
    dataset = find_dataset(reading.dataset)
    named = {name: table.find(header) for header, name in dataset.canonical(table.headers).items()}
    columns = Columns(table, {name: place for name, place in named.items() if place is not None})
    areas = area_codes_of(table, around.areas)
    when = partial(periods_of, table)
    parts = [
        figures
        for measure in dataset.measure
        if (figures := figures_of(measure, dataset, columns, areas, when, reading.edition, around))
        is not None
    ]
    issues = (
        *issues_of_areas(table, reading, areas),
        *issues_of_times(table, reading, dataset.period),
        *_issues_of_population(dataset, around, reading),
    )
    translation = join_figures(parts, issues)
    has_months = dataset.period in (PeriodKind.MONTH_COLUMNS, PeriodKind.MONTH_NAMES)
    return translation if has_months else _without_bare_counts(translation, around, reading)


def _without_bare_counts(translation: Translation, around: Surroundings, reading: Reading) -> Translation:
    """Return the same without counts of a part of a year for which there is no population."""
    figures = translation.figures
    rates = [item.id for item in around.catalogue if item.measure is Measure.RATE]
    is_part = figures["frequency"].isin([Frequency.QUARTER.value, Frequency.MONTH.value])
    is_bare = (
        is_part & figures["indicator_id"].isin(rates) & figures[["denominator", "value"]].isna().all(axis=1)
    )
    is_bare &= figures["status"].eq(Status.OK.value) & ~figures["area_code"].isin(
        around.populations["area_code"]
    )
    if not is_bare.any():
        return translation
    issues = [
        Issue(NOTE, "count-without-population", f"{len(rows)} counts of {indicator_id} give no rate",
              reading.file, int(rows.iloc[0]["row"]), expected="the population of the area",
              hint="add DfE's file of mid-year population estimates, ages 0 to 17")
        for indicator_id, rows in figures[is_bare].groupby("indicator_id", sort=False)
    ]  # fmt: skip
    return Translation(
        figures[~is_bare].reset_index(drop=True), (*translation.issues, *issues), translation.wanted,
        translation.left_out + int(is_bare.sum()),
    )  # fmt: skip


def _issues_of_population(dataset: DataSet, around: Surroundings, reading: Reading) -> list[Issue]:
    needs = any(measure.denominator == (POPULATION,) for measure in dataset.measure)
    if not needs or len(around.populations):
        return []
    return [
        Issue(NOTE, "no-population", "Rates have no denominator: no population file is in the folder",
              reading.file, hint="add DfE's file of mid-year population estimates, ages 0 to 17")
    ]  # fmt: skip
