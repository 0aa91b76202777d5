"""What every layout is made of, and the steps that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from kpi_lib.catalogue.layouts import plain
from kpi_lib.core.errors import Place, ReadError, nearest
from kpi_lib.core.status import Status
from kpi_lib.ingest.council.names import NO_NAMES, Names
from kpi_lib.ingest.files.grid import Grid, place_in_sheet
from kpi_lib.ingest.issues import NOTE, STOP, WARN, Issue, issues_of_each
from kpi_lib.ingest.layouts.figures import Lookups, Translation
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.kinds import ERROR
from kpi_lib.ingest.sheets.tokens import Meanings
from kpi_lib.ingest.table import KEY, VALUE, Table, cut_table

HEADER_SEARCH_ROWS = 30
SYMBOL_LENGTH = 3
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about a file before it is read; empty where the file itself must tell.

    `legend` is what other sheets of the same workbook say of symbols; `title` is the manifest's; `quarters`
    is `calendar` or `financial` where the council has said which its quarters are; `names` are its own names.
    """

    name: str
    edition: str = ""
    dataset: str = ""
    legend: Mapping[str, Status] = field(default_factory=dict, hash=False)
    title: str = ""
    quarters: str = ""
    names: Names = NO_NAMES


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to lay figures out in a file.

    `fits` says whether a grid has the structure; `read` turns it into a `Reading`; `figures` gives the
    figures of indicators in one table of that reading, where the layout states any, or, with `joins_tables`,
    in all of them together; `is_strict` means that a human keeps the file, so a slip in it stops the run.
    """

    name: str
    fits: Callable[[Grid, Source], bool]
    read: Callable[[Grid, Source], Reading]
    figures: Callable[[Reading, Lookups], Translation] | None = None
    is_strict: bool = False
    joins_tables: bool = False


@lru_cache(maxsize=1)
def head_names(grid: Grid) -> tuple[frozenset[str], ...]:
    """Return, for each of the first rows, the distinct texts in it in the form of `plain`."""
    rows = grid.codes[:HEADER_SEARCH_ROWS]
    return tuple(frozenset(plain(str(token)) for token in grid.tokens.take(np.unique(row))) for row in rows)


def need_rows(grid: Grid, header: int, source: Source, *, with_text: bool = False) -> np.ndarray:
    """Return the rows after the header, from 0, that hold any cell (a blank line holds none), or any text.

    Raises
    ------
    ReadError : there is none.
    """
    after = np.arange(header + 1, grid.shape[0])
    body = after[~np.isin(after, [row for row, width in grid.widths.items() if width == 0])]
    if with_text:
        blank = np.asarray(grid.tokens.str.strip() == "", dtype=bool)
        body = body[~blank[grid.codes[body]].all(axis=1)]
    if not len(body):
        raise ReadError(
            "The file has a header but no rows",
            where=Place(source.name, header + 1),
            got=f"{grid.shape[1]} columns",
            expected="at least one row of figures under the header",
        )
    return body


def need_columns(
    headers: Sequence[str],
    wanted: Sequence[str],
    source: Source,
    layout: str,
    what_to_write: Mapping[str, str] | None = None,
) -> None:
    """Raise ReadError naming every wanted column that is missing, with the nearest header there is.

    Parameters
    ----------
    what_to_write : column → the hint where that column is missing, in place of the nearest header.
    """
    known = {plain(header) for header in headers}
    missing = [name for name in wanted if plain(name) not in known]
    if not missing:
        return
    spare = [header.strip() for header in headers if plain(header) not in {plain(name) for name in wanted}]
    hints = [hint for name in missing if (hint := (what_to_write or {}).get(name) or nearest(name, spare))]
    names = ", ".join(f"'{name}'" for name in missing)
    raise ReadError(
        f"Missing column {names}" if len(missing) == 1 else f"Missing columns {names}",
        where=source.name,
        got=first_headers(headers) + (", …" if len(headers) > _MOST_SHOWN else ""),
        expected=f"the columns of the layout '{layout}'",
        hint=hints[0] if hints else "docs/layouts.md lists the columns of each layout",
    )


def first_headers(headers: Sequence[str]) -> str:
    """Return the first headers in quotes, for errors."""
    return ", ".join(f"'{header.strip()}'" for header in headers[:_MOST_SHOWN])


def roles_by_name(headers: Iterable[str], figures: Collection[str]) -> list[str]:
    """Return the role of each column: `value` where its name is one of those of figures."""
    return [VALUE if plain(header) in figures else KEY for header in headers]


def read_rectangle(
    grid: Grid,
    header: int,
    body: np.ndarray,
    roles: list[str],
    meanings: Meanings,
    source: Source,
    layout: str,
    *,
    dataset: str = "",
    edition: str = "",
    severity: str = WARN,
    issues: Iterable[Issue] = (),
) -> Reading:
    """Return the reading of a sheet with one header row; rows above it are notes.

    Parameters
    ----------
    severity : of ragged rows, repeated headers and texts in the place of figures.
    issues : those that come before these.
    """
    table = cut_table(grid, header, body, roles, meanings)
    notes = tuple(line for row in range(header) if (line := grid.line(row)))
    all_issues = (
        *issues,
        *issues_of_shape(grid, header, source, severity),
        *issues_of_tokens(table, source, severity),
    )
    return Reading(source.name, layout, dataset, edition, (table,), notes, all_issues)


def issues_of_shape(grid: Grid, header: int, source: Source, severity: str) -> Iterator[Issue]:
    """Yield an issue per repeated header and per row whose cells are more or fewer than the header's.

    A row with more cells is of the severity given, as a comma in a text may have moved its figures; one with
    fewer is a warning, as spreadsheets leave out empty cells at a row's end.
    """
    seen: dict[str, int] = {}
    for place, header_text in enumerate(grid.row(header), start=1):
        name = header_text.strip()
        if plain(name) and plain(name) in seen:
            what, got = f"Column '{name}' stands twice", f"columns {seen[plain(name)]} and {place}"
            expected, hint = "one column of each name", "rename or remove one of them"
            yield Issue(
                severity, "duplicate-header", what, source.name, header + 1, name, got, expected, hint
            )
        seen.setdefault(plain(name), place)
    width = grid.widths.get(header, grid.shape[1])
    below = range(header + 1, grid.shape[0]) if grid.widths else range(0)
    cells = {row: grid.widths.get(row, grid.shape[1]) for row in below}

    def ragged(row: int) -> Issue:
        is_longer = cells[row] > width
        what = f"The row has {'more' if is_longer else 'fewer'} cells than the header"
        got, expected = f"{cells[row]} cells", f"{width} cells"
        hint = "put a text that holds a comma, or a number such as 1,234, in double quotes"
        own = severity if is_longer else WARN
        return Issue(own, "ragged-row", what, source.name, row + 1, "", got, expected, hint)

    yield from issues_of_each((row for row in below if cells[row] > width), ragged)
    yield from issues_of_each((row for row in below if 0 < cells[row] < width), ragged)


def issues_of_tokens(table: Table, source: Source, severity: str) -> Iterator[Issue]:
    """Yield an issue per token in the place of a figure that is neither a number nor a known symbol.

    A stop for every cell; warnings one per column and token, with the number of cells.
    """

    def unknown(cell: tuple[int, int, int]) -> Issue:
        row, place, times = cell
        token = table.meanings.tokens[table.codes[row, place]]
        often = f" ({times} cells)" if times > 1 and severity == WARN else ""
        at = place_in_sheet(table.sheet, int(table.rows[row]), int(table.columns[place]))
        what = f"Text stands where a number belongs{often}{f' ({at})' if table.sheet else ''}"
        column, got = table.headers[place].strip(), f"'{token[:60]}'"
        expected = "a number, or a symbol of this source and edition"
        hint = "catalogue/data/symbols.toml lists the symbols by source and edition"
        number = int(table.rows[row])
        code = _code_of(token.strip())
        return Issue(severity, code, what, source.name, number, column, got, expected, hint)

    yield from issues_of_each(_unknown_tokens(table, of_each_cell=severity == STOP), unknown)


def _unknown_tokens(table: Table, *, of_each_cell: bool) -> Iterator[tuple[int, int, int]]:
    """Yield row and column, in the table, of each unknown token, and how many cells there have it."""
    values = np.flatnonzero(table.is_value)
    has_unknown = (~table.meanings.is_known[table.codes[:, values]]).any(axis=0)
    for place in values[has_unknown].tolist():
        codes = table.codes[:, place]
        unknown = np.flatnonzero(~table.meanings.is_known[codes])
        distinct, first, counts = np.unique(codes[unknown], return_index=True, return_counts=True)
        rows = unknown if of_each_cell else unknown[np.sort(first)]
        total = dict(zip(distinct.tolist(), counts.tolist(), strict=True))
        yield from ((int(row), place, total[int(codes[row])]) for row in rows)


def _code_of(token: str) -> str:
    if ERROR.fullmatch(token):
        return "spreadsheet-error"
    return "unknown-symbol" if len(token) <= SYMBOL_LENGTH else "text-in-number"


def issues_of_edition(source: Source, edition: str) -> Iterator[Issue]:
    """Yield a note where the edition, which decides what symbols mean, is taken from the file itself."""
    if source.edition:
        return
    if edition:
        what = "The edition is taken from the newest period in the file"
        hint = "give --edition, or list it in the manifest"
    else:
        what = "Nothing in the file says of which year it is: a column without a year has no period"
        hint = 'give the year of the release: --edition 2016, or edition = "2016" in the manifest'
    yield Issue(NOTE, "edition-assumed", what, source.name, got=edition or "no period", hint=hint)
