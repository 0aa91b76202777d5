"""Any rectangular table under one header row: the layout of last resort, read without a description."""

from __future__ import annotations

from kpi_lib.catalogue.layouts import plain
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.areas import is_area_code
from kpi_lib.core.periods import EARLIEST_YEAR, LATEST_YEAR
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.layouts.layout import Layout, Source, need_rows, read_rectangle
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.kinds import roles_by_content
from kpi_lib.ingest.sheets.tokens import parse_number, parse_tokens
from kpi_lib.ingest.table import KEY

NAME = "table"
SYMBOLS = "unknown"
INDEX = "index"
KEY_WORDS = {"year", "years", "code", "number", "id", "period", "date", "quarter", "month", "urn"}


def fits(grid: Grid, source: Source) -> bool:
    """Say whether the first row is a header: as wide as the rest, every name a word or a year.

    Columns without a name may follow the last that has one; the first may have none, as where a program
    has numbered the rows.
    """
    names = [plain(header) for header in grid.row(0)]
    while names and not names[-1]:
        names.pop()
    if len(names) > 1 and not names[0]:
        names[0] = INDEX
    is_full = grid.widths.get(0, grid.shape[1]) == grid.shape[1] and all(names)
    is_wide = len(names) > max(1, grid.shape[1] / 2)
    return is_wide and is_full and all(map(_is_name, names)) and not all(map(_is_year, names))


def _is_name(name: str) -> bool:
    return _is_year(name) or not (parse_number(name) is not None or is_area_code(name.upper()))


def _is_year(name: str) -> bool:
    return name.isascii() and name.isdigit() and EARLIEST_YEAR <= int(name) <= LATEST_YEAR


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a rectangular table; raises ReadError where it has no rows."""
    body = need_rows(grid, 0, source)
    meanings = parse_tokens(grid.tokens, select_symbols(SYMBOLS, source.edition))
    roles = [
        KEY if _names_a_key(plain(header), place) else role
        for place, (header, role) in enumerate(
            zip(grid.row(0), roles_by_content(grid, body, meanings), strict=True)
        )
    ]
    return read_rectangle(grid, 0, body, roles, meanings, source, NAME, edition=source.edition)


def _names_a_key(name: str, place: int) -> bool:
    """Say whether a column of figures is a label all the same: by its name, or as the number of the row."""
    return bool(set(name.replace("_", " ").split()) & KEY_WORDS) or (place == 0 and not name)


LAYOUT = Layout(NAME, fits, read)
