"""Rows of what happened, one record a row, under the columns that `catalogue/data/records/` describes."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_lib.catalogue.areas import AREA_CODE, AREA_HINT
from kpi_lib.catalogue.layouts import plain
from kpi_lib.catalogue.record_kinds.columns import NUMERIC
from kpi_lib.catalogue.record_kinds.kinds import (
    RecordKind,
    find_record_kind,
    load_record_kinds,
    match_record_kind,
)
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import ReadError, nearest
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import need_fewer_figures
from kpi_lib.ingest.issues import STOP, Issue
from kpi_lib.ingest.layouts.layout import (
    Layout,
    Source,
    first_headers,
    issues_of_shape,
    issues_of_tokens,
    need_columns,
    need_rows,
    roles_by_name,
)
from kpi_lib.ingest.layouts.long import SYMBOLS
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import parse_tokens
from kpi_lib.ingest.table import cut_table

NAME = "records"
OF_FIGURES = {"indicator_id", "period"}
"""Columns that only the pack's long layout has together."""


def fits(grid: Grid, source: Source) -> bool:
    """Say whether the first row resembles the header of a kind of records; one of figures never does."""
    headers = grid.row(0)
    is_of_figures = set(map(plain, headers)) >= OF_FIGURES
    return not is_of_figures and match_record_kind(headers) is not None


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a file of records; its data set is the kind's id.

    Raises
    ------
    ReadError : the header resembles no kind, a column is missing, or there are no rows.
    CatalogueError : the data set given is no kind of records.
    """
    headers = grid.row(0)
    kind = find_record_kind(source.dataset) if source.dataset else match_record_kind(headers)
    if kind is None:
        raise ReadError(
            "The header is of no kind of records",
            where=source.name,
            got=first_headers(headers),
            expected=f"the columns of one of {', '.join(load_record_kinds())}",
            hint="docs/records.md lists the columns of each kind",
        )
    need_columns(headers, kind.required, source, f"records, {kind.id}", {AREA_CODE: AREA_HINT})
    body = need_rows(grid, 0, source)
    need_fewer_figures(len(body), source.name)
    figures = {column.name for column in kind.columns if column.type in NUMERIC}
    meanings = parse_tokens(grid.tokens, select_symbols(SYMBOLS, source.edition))
    table = cut_table(grid, 0, body, roles_by_name(headers, figures), meanings)
    issues = (
        *issues_of_shape(grid, 0, source, STOP),
        *_unknown_columns(headers, kind, source),
        *issues_of_tokens(table, source, STOP),
    )
    return Reading(source.name, NAME, kind.id, source.edition, (table,), (), issues)


def _unknown_columns(headers: list[str], kind: RecordKind, source: Source) -> Iterator[Issue]:
    known = [column.name for column in kind.file_columns]
    what, expected = f"The records '{kind.id}' have no such column", ", ".join(known)
    for header in headers:
        if plain(header) and plain(header) not in known:
            name, hint = header.strip(), nearest(plain(header), known)
            yield Issue(STOP, "unknown-column", what, source.name, 1, name, f"'{name}'", expected, hint)


LAYOUT = Layout(NAME, fits, read, is_strict=True)
