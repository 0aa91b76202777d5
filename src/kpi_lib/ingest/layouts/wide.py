"""DfE's underlying data until 2018: one row per area; the year is in the columns' names."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pandas as pd

from kpi_lib.catalogue.datasets import DataSet, PeriodKind, find_dataset
from kpi_lib.ingest.editions import template_of
from kpi_lib.ingest.issues import NOTE, WARN, Issue
from kpi_lib.ingest.layouts.dfe_times import period_of_year
from kpi_lib.ingest.layouts.figures import Lookups, Translation
from kpi_lib.ingest.layouts.measures import Columns, figures_of, join_figures
from kpi_lib.ingest.layouts.places import codes_of_places, issues_of_unknown_places
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table


def translate(reading: Reading, lookups: Lookups) -> Translation:
    """Return the figures that the data set's description finds, one set per year in the headers."""
    if not reading.dataset:
        return join_figures([], ())
    (table,) = reading.tables
    dataset = find_dataset(reading.dataset)
    areas = codes_of_places(table, lookups)
    years, issues = _columns_by_year(table, dataset, reading)
    parts = [
        figures_of(measure, dataset, columns, areas, partial(_periods, table, year), reading.edition, lookups)
        for year, columns in years.items()
        for measure in dataset.measure
        if columns.has(measure.numerator or (measure.value,))
    ]
    stated = [figures for figures in parts if figures is not None]
    return join_figures(stated, (*issues, *issues_of_unknown_places(table, reading, areas)))


def _periods(table: Table, year: int, kind: PeriodKind, quarter: int) -> pd.Series:
    return pd.Series([period_of_year(year, kind)] * len(table.rows), dtype=object)


def _columns_by_year(
    table: Table, dataset: DataSet, reading: Reading
) -> tuple[dict[int, Columns], list[Issue]]:
    """Return the columns of each year by canonical name; a column without a year is the newest year's."""
    templates = [template_of(header) for header in table.headers]
    stated = Counter(year for _, year in templates if year)
    newest = int(reading.edition) if reading.edition.isdigit() else max(stated, default=0)
    if not newest:
        what = "No column names a year: the figures have no period and are left out"
        hint = "give the edition in the manifest, such as 2014"
        return {}, [Issue(NOTE, "unknown-period", what, reading.file, hint=hint)]
    # a file of 2013 may call one column "CLA_Mar2012" by mistake: its description says that it is of one year
    main = stated.most_common(1)[0][0] if dataset.one_year and stated else newest
    canonical = dataset.canonical(template for template, _ in templates)
    years: dict[int, dict[str, int]] = {}
    odd = []
    for place, (template, year) in enumerate(templates):
        if template not in canonical:
            continue
        if dataset.one_year and year not in (None, main):
            odd.append(table.headers[place].strip())
        of_year = main if dataset.one_year else year or newest
        years.setdefault(of_year, {}).setdefault(canonical[template], place)
    issues = [_odd_year(reading, odd, main)] if odd else []
    return {year: Columns(table, places) for year, places in years.items()}, issues


def _odd_year(reading: Reading, headers: list[str], year: int) -> Issue:
    what = f"Columns name another year than the file's own, {year}"
    got = ", ".join(f"'{header}'" for header in headers[:4])
    hint = f"they are taken as {year}, as the publisher's list of fields says"
    return Issue(WARN, "mislabelled-year", what, reading.file, None, headers[0], got, f"{year}", hint)
