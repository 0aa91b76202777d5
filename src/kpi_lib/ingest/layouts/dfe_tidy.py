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
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import nearest
from kpi_lib.core.periods import Frequency
from kpi_lib.core.status import Status
from kpi_lib.ingest.editions import newest_year
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.issues import NOTE, WARN, Issue
from kpi_lib.ingest.layouts.dfe_times import TIME, TIME_KIND, issues_of_times, periods_of
from kpi_lib.ingest.layouts.figures import Surroundings, Translation
from kpi_lib.ingest.layouts.layout import (
    Layout,
    Source,
    body_rows,
    head_names,
    issues_of_edition,
    issues_of_shape,
    issues_of_tokens,
    need_columns,
    need_rows,
    plain,
)
from kpi_lib.ingest.layouts.measures import Columns, figures_of, join_figures
from kpi_lib.ingest.layouts.places import FORMER, LEVEL, PLACES, area_codes_of, issues_of_areas
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.kinds import roles_by_content
from kpi_lib.ingest.sheets.tokens import Meanings, parse_tokens
from kpi_lib.ingest.table import KEY, VALUE, cut_table

STRUCTURE = (TIME, TIME_KIND, LEVEL)
NAME = "dfe_tidy"
SYMBOLS = "ees"
DURATIONS = "years_months"
WHOLE = "total"  # the label by which a filter takes all rows together
_TELLING = 5  # so many of these columns make it this layout, so that a missing one can be named


def find_header(grid: Grid) -> int | None:
    """Return the row near the top, from 0, with the columns by which DfE states time and place, or None."""
    return next((place for place, names in enumerate(head_names(grid)) if _is_header(names)), None)


def _is_header(texts: Iterable[str]) -> bool:
    names = {FORMER.get(name, name) for name in texts}
    return names >= set(STRUCTURE) or len(names & {*STRUCTURE, *PLACES}) >= _TELLING


def fits(grid: Grid, source: Source) -> bool:
    """Say whether one of the first rows is this layout's header."""
    return find_header(grid) is not None


def _plain_headers(headers: list[str]) -> list[str]:
    return [FORMER.get(plain(header), plain(header)) for header in headers]


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a tidy file; rows above the header are notes.

    Raises
    ------
    ReadError : a column that states time or place is missing, or one that the listed data set needs,
        or every row.
    """
    header = find_header(grid) or 0
    headers = grid.row(header)
    need_columns(_plain_headers(headers), STRUCTURE, source, "dfe_tidy")
    dataset = find_dataset(source.dataset) if source.dataset else match_dataset(headers, NAME)
    if dataset is not None:
        _need_dataset_columns(headers, dataset, source)
    body = body_rows(grid, header)
    need_rows(grid, body, source, header)
    edition = source.edition or _newest_year(grid, headers, body)
    family = dataset.symbols if dataset else SYMBOLS
    forms = dataset.forms if dataset else _forms(grid)
    meanings = parse_tokens(grid.tokens, select_symbols(family, edition), forms)
    roles = _roles(grid, headers, body, dataset, meanings)
    table = cut_table(grid, header, body, roles, meanings)
    notes = tuple(grid.line(row) for row in range(header) if grid.line(row))
    found = (
        *_issues_of_description(headers, dataset, edition, source),
        *issues_of_shape(grid, header, source, is_strict=False),
        *issues_of_tokens(table, source, is_strict=False),
    )
    return Reading(source.name, NAME, dataset.id if dataset else "", edition, (table,), notes, found)


def _need_dataset_columns(headers: list[str], dataset: DataSet, source: Source) -> None:
    missing = dataset.missing(headers)
    others = [header for header in headers if header not in dataset.canonical(headers)]
    if missing:
        need_columns(
            [*others, *STRUCTURE], (*STRUCTURE, *missing), source, f"dfe_tidy, data set {dataset.id}"
        )


def _roles(
    grid: Grid, headers: list[str], body: np.ndarray, dataset: DataSet | None, meanings: Meanings
) -> list[str]:
    """Return the role of each column; one in which `Total` stands is a filter, whatever else it holds."""
    fixed = {*STRUCTURE, *PLACES}
    canonical = dataset.canonical(headers) if dataset else {}
    keys = set(dataset.keys) if dataset else set()
    figures = {name for measure in dataset.measure for name in measure.columns} if dataset else set()
    by_content = roles_by_content(grid, body, meanings)
    says_whole = np.asarray(grid.tokens.str.strip().str.casefold() == WHOLE)
    is_whole = np.any(says_whole[grid.codes[body]], axis=0)
    roles = []
    for header, guess, filters in zip(headers, by_content, is_whole, strict=True):
        name = canonical.get(header, "")
        is_key = plain(header) in {*fixed, *FORMER} or name in keys
        roles.append(KEY if is_key else VALUE if name in figures else KEY if filters else guess)
    return roles


def _forms(grid: Grid) -> tuple[str, ...]:
    """Return the forms of numbers that the file's own labels name: `Average age (years:months)`."""
    return (DURATIONS,) if grid.tokens.str.contains("years:months", case=False, regex=False).any() else ()


def _newest_year(grid: Grid, headers: list[str], body: np.ndarray) -> str:
    place = [plain(header) for header in headers].index(TIME)
    return newest_year(str(token) for token in grid.tokens.take(np.unique(grid.codes[body, place])))


def _issues_of_description(
    headers: list[str], dataset: DataSet | None, edition: str, source: Source
) -> Iterator[Issue]:
    if dataset is None:
        yield _unknown_dataset(headers, source)
    else:
        spare = [header for header in headers if header not in dataset.canonical(headers)]
        for name in dataset.unused(headers):
            yield Issue(NOTE, "column-not-in-file", "The description names a column that this edition lacks",
                        source.name, column=name, hint=nearest(name, spare))  # fmt: skip
    yield from issues_of_edition(source, edition)


def _unknown_dataset(headers: list[str], source: Source) -> Issue:
    what = "No description knows this data set: it gives cells only"
    likely = nearest_dataset(headers, NAME)
    if likely is None:
        return Issue(
            NOTE, "unknown-data-set", what, source.name, hint="add a file to catalogue/data/datasets/"
        )
    missing = likely.missing(headers)
    spare = [header for header in headers if header not in likely.canonical(headers)]
    hint = nearest(missing[0], spare) or "add the new name as an alias in catalogue/data/datasets/"
    return Issue(WARN, "unknown-data-set", what, source.name, got=f"no column '{missing[0]}'",
                 expected=f"the columns of {likely.id}, which it resembles", hint=hint)  # fmt: skip


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


LAYOUT = Layout(NAME, fits, read, figures=translate)
