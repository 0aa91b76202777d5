"""DfE's tidy layout (Explore education statistics): one row per period, place and group.

A description in `catalogue/data/datasets/` says what the columns of a known data set mean, and which of them
are the parts of which indicator; a file that no description knows is read by its structure alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np

from kpi_lib.catalogue.datasets import (
    POPULATION,
    DataSet,
    PeriodKind,
    find_dataset,
    match_dataset,
    nearest_dataset,
)
from kpi_lib.catalogue.indicators import Measure
from kpi_lib.catalogue.layouts import plain
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import nearest
from kpi_lib.core.periods import Frequency
from kpi_lib.core.status import Status
from kpi_lib.ingest.editions import newest_year
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.issues import NOTE, WARN, Issue
from kpi_lib.ingest.layouts.dfe_times import TIME, TIME_KIND, issues_of_times, periods_of
from kpi_lib.ingest.layouts.figures import Lookups, Translation
from kpi_lib.ingest.layouts.layout import (
    Layout,
    Source,
    head_names,
    issues_of_edition,
    need_columns,
    need_rows,
    read_rectangle,
)
from kpi_lib.ingest.layouts.measures import Columns, figures_of, join_figures
from kpi_lib.ingest.layouts.places import FORMER, LEVEL, PLACES, area_codes_of, issues_of_tidy_areas
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.kinds import roles_by_content
from kpi_lib.ingest.sheets.tokens import Meanings, parse_tokens
from kpi_lib.ingest.table import KEY, VALUE

NAME = "dfe_tidy"
STRUCTURE = (TIME, TIME_KIND, LEVEL)
SYMBOLS = "ees"
DURATIONS = "years_months"
WHOLE = "total"  # the label by which a filter takes all rows together
_LEAST_NAMES = 5  # of these columns make it this layout, so that a missing one can be named
_ADD_POPULATION = "add DfE's file of mid-year population estimates, ages 0 to 17"


def find_header(grid: Grid) -> int | None:
    """Return the row near the top, from 0, with the columns by which DfE states time and place, or None."""
    return next((place for place, names in enumerate(head_names(grid)) if _is_header(names)), None)


def _is_header(texts: Iterable[str]) -> bool:
    names = {FORMER.get(name, name) for name in texts}
    return names >= set(STRUCTURE) or len(names & {*STRUCTURE, *PLACES}) >= _LEAST_NAMES


def fits(grid: Grid, source: Source) -> bool:
    """Say whether one of the first rows is this layout's header."""
    return find_header(grid) is not None


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a tidy file; rows above the header are notes.

    Raises
    ------
    ReadError : a column that states time or place is missing, or one that the listed data set needs,
        or every row.
    """
    header = find_header(grid) or 0
    headers = grid.row(header)
    names = [FORMER.get(plain(text), plain(text)) for text in headers]
    need_columns(names, STRUCTURE, source, NAME)
    dataset = find_dataset(source.dataset) if source.dataset else match_dataset(headers, NAME)
    if dataset is not None:
        _need_dataset_columns(headers, dataset, source)
    body = need_rows(grid, header, source)
    times = grid.tokens.take(np.unique(grid.codes[body, names.index(TIME)]))
    edition = source.edition or newest_year(map(str, times))
    family = dataset.symbols if dataset else SYMBOLS
    forms = dataset.forms if dataset else _forms(grid)
    meanings = parse_tokens(grid.tokens, select_symbols(family, edition), forms)
    roles = _roles(grid, headers, body, dataset, meanings)
    return read_rectangle(
        grid, header, body, roles, meanings, source, NAME,
        dataset=dataset.id if dataset else "",
        edition=edition,
        issues=_issues_of_description(headers, dataset, edition, source),
    )  # fmt: skip


def _need_dataset_columns(headers: list[str], dataset: DataSet, source: Source) -> None:
    missing = dataset.missing(headers)
    if missing:
        spare = [header for header in headers if header not in dataset.canonical(headers)]
        layout = f"{NAME}, data set {dataset.id}"
        need_columns([*spare, *STRUCTURE], (*STRUCTURE, *missing), source, layout)


def _roles(
    grid: Grid, headers: list[str], body: np.ndarray, dataset: DataSet | None, meanings: Meanings
) -> list[str]:
    """Return the role of each column; one that somewhere holds `Total` is a filter, whatever else it holds.

    A filter of ages, "0, 1, 2, …, Total", would otherwise look like a column of figures.
    """
    canonical = dataset.canonical(headers) if dataset else {}
    keys = set(dataset.keys) if dataset else set()
    figures = {name for measure in dataset.measure for name in measure.columns} if dataset else set()
    by_content = roles_by_content(grid, body, meanings)
    says_whole = np.asarray(grid.tokens.str.strip().str.casefold() == WHOLE)
    is_filter = np.any(says_whole[grid.codes[body]], axis=0)
    roles = []
    for header, guess, filters in zip(headers, by_content, is_filter, strict=True):
        name = canonical.get(header, "")
        is_key = plain(header) in {*STRUCTURE, *PLACES, *FORMER} or name in keys
        roles.append(KEY if is_key else VALUE if name in figures else KEY if filters else guess)
    return roles


def _forms(grid: Grid) -> tuple[str, ...]:
    """Return the forms of numbers that the file's own labels name: `Average age (years:months)`."""
    return (DURATIONS,) if grid.tokens.str.contains("years:months", case=False, regex=False).any() else ()


def _issues_of_description(
    headers: list[str], dataset: DataSet | None, edition: str, source: Source
) -> Iterator[Issue]:
    if dataset is None:
        yield _unknown_dataset(headers, source)
    else:
        spare = [header for header in headers if header not in dataset.canonical(headers)]
        what = "The description names a column that this edition lacks"
        for name in dataset.unused(headers):
            hint = nearest(name, spare)
            yield Issue(NOTE, "column-not-in-file", what, source.name, column=name, hint=hint)
    yield from issues_of_edition(source, edition)


def _unknown_dataset(headers: list[str], source: Source) -> Issue:
    what = "No description knows this data set: it gives cells only"
    likely = nearest_dataset(headers, NAME)
    if likely is None:
        hint = "add a file to catalogue/data/datasets/"
        return Issue(NOTE, "unknown-data-set", what, source.name, hint=hint)
    missing = likely.missing(headers)[0]
    spare = [header for header in headers if header not in likely.canonical(headers)]
    hint = nearest(missing, spare) or "add the new name as an alias in catalogue/data/datasets/"
    got, expected = f"no column '{missing}'", f"the columns of {likely.id}, which it resembles"
    return Issue(WARN, "unknown-data-set", what, source.name, None, "", got, expected, hint)


def translate(reading: Reading, lookups: Lookups) -> Translation:
    """Return the figures that the data set's description finds in a tidy file.

    Rows of places that are not in the catalogue are left out, with one issue per place.
    """
    dataset = find_dataset(reading.dataset) if reading.dataset else None
    if dataset is None or not dataset.measure:
        return join_figures([], ())
    (table,) = reading.tables
    columns, areas = Columns.of(table, dataset), area_codes_of(table, lookups.areas)
    when = partial(periods_of, table)
    parts = [
        figures_of(measure, dataset, columns, areas, when, reading.edition, lookups)
        for measure in dataset.measure
    ]
    issues = (
        *issues_of_tidy_areas(table, reading, areas),
        *issues_of_times(table, reading, dataset.period),
        *_issues_of_population(dataset, lookups, reading),
    )
    translation = join_figures([figures for figures in parts if figures is not None], issues)
    has_months = dataset.period in (PeriodKind.MONTH_COLUMNS, PeriodKind.MONTH_NAMES)
    return translation if has_months else _without_bare_counts(translation, lookups, reading)


def _without_bare_counts(translation: Translation, lookups: Lookups, reading: Reading) -> Translation:
    """Return the same without counts of a part of a year for which there is no population.

    "1,034 referrals in Q1" with neither a rate nor a population give no rate: the indicator wants one.
    """
    figures = translation.figures
    rates = [indicator.id for indicator in lookups.catalogue if indicator.measure is Measure.RATE]
    is_bare = (
        figures["frequency"].isin([Frequency.QUARTER.value, Frequency.MONTH.value])
        & figures["indicator_id"].isin(rates)
        & figures[["denominator", "value"]].isna().all(axis=1)
        & figures["status"].eq(Status.OK.value)
        & ~figures["area_code"].isin(lookups.populations["area_code"])
    )
    if not is_bare.any():
        return translation
    issues, expected = list(translation.issues), "the population of the area"
    for indicator_id, rows in figures[is_bare].groupby("indicator_id", sort=False):
        what, row = f"{len(rows)} counts of {indicator_id} give no rate", int(rows.iloc[0]["row"])
        code = "count-without-population"
        issues.append(Issue(NOTE, code, what, reading.file, row, "", "", expected, _ADD_POPULATION))
    left_out = translation.left_out + int(is_bare.sum())
    kept = figures[~is_bare].reset_index(drop=True)
    return Translation(kept, tuple(issues), translation.wanted, left_out)


def _issues_of_population(dataset: DataSet, lookups: Lookups, reading: Reading) -> Iterator[Issue]:
    needs = any(measure.denominator == (POPULATION,) for measure in dataset.measure)
    if needs and lookups.populations.empty:
        what = "Rates have no denominator: no population file is in the folder"
        yield Issue(NOTE, "no-population", what, reading.file, hint=_ADD_POPULATION)


LAYOUT = Layout(NAME, fits, read, figures=translate)
