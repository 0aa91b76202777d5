"""The scorecard that analysts keep: indicators down, periods across, one figure where they meet.

Titles may stand above the header. The area is in a column or in the manifest. A column named
`part` may say of a row that it holds a numerator, a denominator or (the rule) a value.
"""

from __future__ import annotations

from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import DataError, ReadError
from kpi_lib.core.periods import Frequency, Period, parse_period
from kpi_lib.ingest.grid import Grid
from kpi_lib.ingest.kinds import is_place
from kpi_lib.ingest.layouts.layout import (
    HEADER_SEARCH_ROWS,
    Layout,
    Source,
    body_rows,
    head_names,
    issues_of_shape,
    issues_of_tokens,
    need_rows,
    plain,
)
from kpi_lib.ingest.limits import need_fewer_figures
from kpi_lib.ingest.reading import KEY, VALUE, Reading, cut_table
from kpi_lib.ingest.tokens import parse_tokens

INDICATOR = ("indicator_id", "indicator", "id", "measure", "kpi", "title", "description", "name")
AREA = ("area_code", "area", "area_name", "local authority", "authority", "la_name", "council")
PART = ("part", "component")
SYMBOLS = "pack"
MOST_COLUMNS = 500  # more periods than any scorecard has
_LEAST_PERIODS = 2


def period_of(header: str) -> Period | None:
    """Return the period that a header states, or None where it states none."""
    try:
        return parse_period(header)
    except DataError:
        return None


def find_header(grid: Grid) -> int | None:
    """Return the row, from 0, that names the indicators' column and at least two periods, or None.

    Years alone make a scorecard only beside a column named for the indicator, as other tables have
    years across too. No period stands twice, and what stands left of the first one has a name; a table
    with areas down is no scorecard.
    """
    for place, names in enumerate(head_names(grid)):
        if len(names) > MOST_COLUMNS or sum(period_of(name) is not None for name in names) < _LEAST_PERIODS:
            continue
        row = grid.row(place)
        periods = [period for header in row if (period := period_of(header))]
        quarters = sum(period.frequency is Frequency.QUARTER for period in periods)
        named = [column for column, header in enumerate(row) if plain(header) in INDICATOR]
        if not (named or quarters >= _LEAST_PERIODS):
            continue
        is_telling = len(set(periods)) > len(periods) / 2 and any(row[: row.index(_first_period(row))])
        if is_telling and not _has_areas(grid, place, named[0] if named else 0):
            return place
    return None


def _first_period(row: list[str]) -> str:
    return next(header for header in row if period_of(header))


def _has_areas(grid: Grid, header: int, column: int) -> bool:
    """Say whether most texts of a column under the header name areas."""
    texts = {row[column].strip() for row in grid.head(header + 1 + HEADER_SEARCH_ROWS)[header + 1 :]} - {""}
    return bool(texts) and sum(map(is_place, texts)) > len(texts) / 2


def names_no_area(reading: Reading) -> bool:
    """Say whether a reading holds a scorecard without a column for the area."""
    return any(part.layout == LAYOUT.name and part.tables[0].find(*AREA) is None for part in reading.parts())


def fits(grid: Grid) -> bool:
    """Say whether a row near the top has the periods of a scorecard."""
    return find_header(grid) is not None


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a scorecard; raises ReadError without a header of periods, or without rows."""
    header = find_header(grid)
    if header is None:
        raise ReadError(
            "No row of periods is found",
            where=source.name,
            expected="a header with an indicator's column and quarters such as 'Q4 2017/18' across",
            hint="docs/layouts.md shows a scorecard",
        )
    body = body_rows(grid, header)
    need_rows(grid, body, source, header)
    meanings = parse_tokens(grid.tokens, select_symbols(SYMBOLS, source.edition))
    roles = [VALUE if period_of(name) else KEY for name in grid.row(header)]
    need_fewer_figures(len(body) * roles.count(VALUE), source.name)
    table = cut_table(grid, header, body, roles, meanings)
    notes = tuple(grid.line(row) for row in range(header) if grid.line(row))
    found = (
        *issues_of_shape(grid, header, source, is_strict=True),
        *issues_of_tokens(table, source, is_strict=True),
    )
    return Reading(source.name, LAYOUT.name, "", source.edition, (table,), notes, found)


LAYOUT = Layout("scorecard", fits, read, is_strict=True)
