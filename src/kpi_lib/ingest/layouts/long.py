"""The pack's own long layout: one figure a row, with its parts and where it comes from."""

from __future__ import annotations

from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import need_fewer_figures
from kpi_lib.ingest.layouts.layout import (
    Layout,
    Source,
    body_rows,
    issues_of_shape,
    issues_of_tokens,
    need_columns,
    need_rows,
    plain,
)
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import parse_tokens
from kpi_lib.ingest.table import KEY, VALUE, cut_table

KEYS = ("indicator_id", "area_code", "period")
FIGURES = ("numerator", "denominator", "value")
COLUMNS = (*KEYS, *FIGURES, "provenance", "published", "note")
SYMBOLS = "pack"
_TELLING = 4  # this many of the nine names make it this layout, so that a missing one can be named


def fits(grid: Grid, source: Source) -> bool:
    """Say whether the first row holds at least four of the layout's column names."""
    return len({plain(header) for header in grid.row(0)} & set(COLUMNS)) >= _TELLING


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a long file; extra columns are kept as keys.

    Raises
    ------
    ReadError : a key column is missing, or all three of numerator, denominator and value, or every row.
    """
    headers = grid.row(0)
    known = {plain(header) for header in headers}
    figures = [name for name in FIGURES if name in known] or ["value"]
    need_columns(headers, (*KEYS, *figures), source, "long")
    body = body_rows(grid, 0)
    need_rows(grid, body, source, 0)
    need_fewer_figures(len(body), source.name)
    meanings = parse_tokens(grid.tokens, select_symbols(SYMBOLS, source.edition))
    roles = [VALUE if plain(header) in FIGURES else KEY for header in headers]
    table = cut_table(grid, 0, body, roles, meanings)
    found = (
        *issues_of_shape(grid, 0, source, is_strict=True),
        *issues_of_tokens(table, source, is_strict=True),
    )
    return Reading(source.name, LAYOUT.name, "", source.edition, (table,), (), found)


LAYOUT = Layout("long", fits, read, is_strict=True)
