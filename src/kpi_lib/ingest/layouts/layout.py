"""What every layout is made of, and the steps that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from kpi_lib.core.errors import Place, ReadError, nearest
from kpi_lib.core.status import Status
from kpi_lib.ingest.files.grid import Grid, place_in_sheet
from kpi_lib.ingest.issues import NOTE, STOP, WARN, Issue, issues_of_each
from kpi_lib.ingest.layouts.figures import Surroundings, Translation
from kpi_lib.ingest.own.names import NO_NAMES, Names
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.kinds import ERROR
from kpi_lib.ingest.table import Table

HEADER_SEARCH_ROWS = 30
SYMBOL_LENGTH = 3


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
    figures: Callable[[Reading, Surroundings], Translation] | None = None
    is_strict: bool = False
    joins_tables: bool = False


def plain(header: str) -> str:
    """Return a header in the form in which headers are compared."""
    return " ".join(header.replace("\ufeff", "").split()).casefold()


@lru_cache(maxsize=1)
def head_names(grid: Grid) -> tuple[frozenset[str], ...]:
    """Return, for each of the first rows, the distinct texts in it in the form of `plain`."""
    rows = grid.codes[:HEADER_SEARCH_ROWS]
    return tuple(frozenset(plain(str(token)) for token in grid.tokens.take(np.unique(row))) for row in rows)


def body_rows(grid: Grid, header: int) -> np.ndarray:
    """Return the rows after the header that hold any cell (a blank line holds none), counted from 0."""
    after = np.arange(header + 1, grid.shape[0])
    blank = [row for row, width in grid.widths.items() if width == 0]
    return after[~np.isin(after, blank)] if blank else after


def filled_rows(grid: Grid, body: np.ndarray) -> np.ndarray:
    """Return those of the rows that hold any text."""
    blank = np.asarray(grid.tokens.str.strip() == "", dtype=bool)
    return body[~blank[grid.codes[body]].all(axis=1)]


def need_rows(grid: Grid, body: np.ndarray, source: Source, header: int) -> None:
    """Raise ReadError where there is a header and nothing under it."""
    if not len(body):
        raise ReadError(
            "The file has a header but no rows",
            where=Place(source.name, header + 1),
            got=f"{grid.shape[1]} columns",
            expected="at least one row of figures under the header",
        )


def need_columns(
    headers: Sequence[str],
    wanted: Sequence[str],
    source: Source,
    layout: str,
    what_to_write: Mapping[str, str] | None = None,
) -> None:
    """Raise ReadError naming every wanted column that is missing, with the nearest header found.

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
        got=", ".join(f"'{header.strip()}'" for header in headers[:12])
        + (", …" if len(headers) > 12 else ""),
        expected=f"the columns of the layout '{layout}'",
        hint=hints[0] if hints else "docs/layouts.md lists the columns of each layout",
    )


def issues_of_shape(grid: Grid, header: int, source: Source, *, is_strict: bool) -> Iterator[Issue]:
    """Yield an issue per repeated header and per row whose cells are more or fewer than the header's."""
    seen: dict[str, int] = {}
    for place, name in enumerate(grid.row(header), start=1):
        if plain(name) and plain(name) in seen:
            yield Issue(
                STOP if is_strict else WARN, "duplicate-header", f"Column '{name.strip()}' stands twice",
                source.name, header + 1, name.strip(), f"columns {seen[plain(name)]} and {place}",
                "one column of each name", "rename or remove one of them",
            )  # fmt: skip
        seen.setdefault(plain(name), place)
    width = grid.widths.get(header, grid.shape[1])
    below = range(header + 1, grid.shape[0]) if grid.widths else range(0)
    cells = {row: grid.widths.get(row, grid.shape[1]) for row in below}

    def ragged(row: int) -> Issue:
        is_longer = cells[row] > width
        return Issue(
            STOP if is_strict and is_longer else WARN, "ragged-row",
            f"The row has {'more' if is_longer else 'fewer'} cells than the header",
            source.name, row + 1, "", f"{cells[row]} cells", f"{width} cells",
            "put a text that holds a comma, or a number such as 1,234, in double quotes",
        )  # fmt: skip

    yield from issues_of_each((row for row in below if cells[row] > width), ragged)
    yield from issues_of_each((row for row in below if 0 < cells[row] < width), ragged)


def issues_of_tokens(table: Table, source: Source, *, is_strict: bool) -> Iterator[Issue]:
    """Yield an issue per token that stands for a figure but is neither a number nor a known symbol.

    Strict layouts get one for every cell, others one per column and token, with the number of cells.
    """

    def unknown(found: tuple[int, int, int]) -> Issue:
        row, place, times = found
        token = table.meanings.tokens[table.codes[row, place]]
        often = f" ({times} cells)" if times > 1 and not is_strict else ""
        at = f" ({place_in_sheet(table.sheet, int(table.rows[row]), int(table.columns[place]))})"
        return Issue(
            STOP if is_strict else WARN,
            _code_of(token.strip()),
            f"Text stands where a number belongs{often}{at if table.sheet else ''}",
            source.name, int(table.rows[row]), table.headers[place].strip(), f"'{token[:60]}'",
            "a number, or a symbol of this source and edition",
            "catalogue/data/symbols.toml lists the symbols by source and edition",
        )  # fmt: skip

    yield from issues_of_each(_unknown_tokens(table, is_strict), unknown)


def _unknown_tokens(table: Table, is_strict: bool) -> Iterator[tuple[int, int, int]]:
    """Yield row and column, in the table, of each unknown token, and how many cells there have it."""
    values = np.flatnonzero(table.is_value)
    has_unknown = (~table.meanings.is_known[table.codes[:, values]]).any(axis=0)
    for place in values[has_unknown].tolist():
        codes = table.codes[:, place]
        unknown = np.flatnonzero(~table.meanings.is_known[codes])
        distinct, first, counts = np.unique(codes[unknown], return_index=True, return_counts=True)
        rows = unknown if is_strict else unknown[np.sort(first)]
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
