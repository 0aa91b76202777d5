"""DfE's tidy layout (Explore education statistics): one row per period, place and group.

A description in `catalogue/data/datasets/` says what the columns of a known data set mean; a file that no
description knows is read by its structure alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from kpi_lib.catalogue.datasets import DataSet, find_dataset, match_dataset, nearest_dataset
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import nearest
from kpi_lib.ingest.editions import newest_year
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.issues import NOTE, WARN, Issue
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
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.roles import roles_by_content
from kpi_lib.ingest.sheets.tokens import Meanings, parse_tokens
from kpi_lib.ingest.table import KEY, VALUE, cut_table

TIME, TIME_KIND, LEVEL = "time_period", "time_identifier", "geographic_level"
STRUCTURE = (TIME, TIME_KIND, LEVEL)
FORMER = {"level": LEVEL}  # the name until 2018
PLACES = (
    "country_code", "country_name", "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
    "lad_code", "lad_name",
)  # fmt: skip
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
    dataset = find_dataset(source.dataset) if source.dataset else match_dataset(headers, LAYOUT.name)
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
    return Reading(source.name, LAYOUT.name, dataset.id if dataset else "", edition, (table,), notes, found)


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
    likely = nearest_dataset(headers, LAYOUT.name)
    if likely is None:
        return Issue(
            NOTE, "unknown-data-set", what, source.name, hint="add a file to catalogue/data/datasets/"
        )
    missing = likely.missing(headers)
    spare = [header for header in headers if header not in likely.canonical(headers)]
    hint = nearest(missing[0], spare) or "add the new name as an alias in catalogue/data/datasets/"
    return Issue(WARN, "unknown-data-set", what, source.name, got=f"no column '{missing[0]}'",
                 expected=f"the columns of {likely.id}, which it resembles", hint=hint)  # fmt: skip


LAYOUT = Layout("dfe_tidy", fits, read)
