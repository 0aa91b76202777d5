"""A quote that swallows rows: one stray `"` before a cell makes a reader take all that follows as its text.

A quote opens a cell only right after a delimiter or a line end; anywhere else (`5" pipe`) it is text. Quotes
come in pairs. One too many or too few therefore leaves a trace further on: a text that never ends, text after
a closing quote, or a cell that ends in a quote which nothing opened. Two too many may leave no trace; then
what was taken in decides: where it would do as rows of the table, nobody can say which reading was meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.grid import Grid

MOST_LINES = 100
"""A text in one cell has fewer; the longest of the field has twelve."""
_BLOCK_BYTES = 1 << 24
_LEAST_ALIKE, _LEAST_WIDTH = 2, 3  # lines that are a table of their own
_QUOTE = b'"'
_LINE_END = re.compile(rb"\r\n|\r|\n")
_NUMBER = re.compile(rb'"?[-+]?\xc2?\xa3?\d+(?:\.\d+)?%?"?')
_THOUSANDS = re.compile(rb"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: `text` between its quotes or, without quotes, all of it; `after` what follows those.

    `before` and `rest` are what the row has before and behind it.
    """

    column: int
    text: bytes
    is_quoted: bool
    is_closed: bool
    after: bytes
    before: bytes
    rest: bytes

    @property
    def ends_in_quote(self) -> bool:
        """Whether it has no quotes of its own and ends in one all the same."""
        return not self.is_quoted and self.text.rstrip().endswith(_QUOTE)


class Grammar:
    """How a text with a certain delimiter is made of rows and cells; see `csv`, which reads them alike."""

    def __init__(self, mark: bytes) -> None:
        self.mark = mark
        between = re.escape(mark) + rb"\r\n"
        opening = rb"(?<![^" + between + rb'])"'
        text = rb'(?:[^"]++|"")*+'
        self._row = re.compile(rb"((?:" + opening + text + rb'(?:"|\Z)|[^"\r\n]++|")*+)(?:\r\n|\r|\n|\Z)')
        self._cell = re.compile(
            rb"(?<![^"
            + between
            + rb'])(?:"('
            + text
            + rb')("|\Z)([^'
            + between
            + rb"]*)|([^"
            + between
            + rb"]*))"
        )
        self._quoted = re.compile(opening + text + _QUOTE)

    def rows(self, data: bytes) -> Iterator[bytes]:
        """Yield the rows of a text; one whose cells hold line ends in quotes is longer than a line."""
        return (match[1] for match in self._row.finditer(data))

    def cells(self, row: bytes) -> Iterator[Cell]:
        """Yield the cells of a row."""
        for column, match in enumerate(self._cell.finditer(row), start=1):
            is_quoted = match[1] is not None
            yield Cell(
                column, match[1] if is_quoted else match[4], is_quoted, bool(match[2]), match[3] or b"",
                row[: match.start()], row[match.end(2) if is_quoted else match.end() :],
            )  # fmt: skip

    def width(self, row: bytes) -> int:
        """Return how many cells a row has."""
        return self._quoted.sub(b"", row).count(self.mark) + 1


class Usual:
    """How many cells the rows of a text have."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    @cached_property
    def _counts(self) -> Counter[int]:
        rows, width = self._grid.shape
        return Counter(self._grid.widths.values()) + Counter({width: rows - len(self._grid.widths)})

    def of_others(self, own: int) -> set[int]:
        """Return the widths of all rows but one that has `own` cells; those of a single cell are titles."""
        return {width for width, n in self._counts.items() if width > 1 and n > (width == own)}


def check_quotes(data: bytes, delimiter: str, grid: Grid, name: str) -> None:
    """Raise ReadError where a quote may have taken in cells or rows, naming its row and column.

    Parameters
    ----------
    data : the text as UTF-8.
    grid : what was read of it. The text is gone through row by row only where a cell of it holds a line
        end, rows differ in width, or a quote is out of place.
    """
    if _QUOTE not in data:
        return
    grammar, usual = Grammar(delimiter.encode()), Usual(grid)
    if not grid.widths and not _has_line_ends(grid) and are_in_place(data, grammar.mark):
        return
    unopened: ReadError | None = None
    has_quoted = False
    for number, row in enumerate(grammar.rows(data), start=1):
        if _QUOTE not in row:
            continue
        is_quoted_before = False
        for cell in grammar.cells(row):
            fault = _fault(cell, row, grammar, usual)
            if fault:
                raise _error(fault, number, cell, name)
            is_unpaired = cell.text.count(_QUOTE) % 2 == 1 or is_quoted_before
            if unopened is None and cell.ends_in_quote and is_unpaired:
                unopened = _error("A cell ends in a quote that none opens", number, cell, name)
            is_quoted_before |= cell.is_quoted
        has_quoted |= is_quoted_before
        if has_quoted and unopened:
            raise unopened


def are_in_place(data: bytes, mark: bytes) -> bool:
    """Say whether all quotes of a text open and close cells in turn, in a second for 200 MB.

    A doubled quote inside a cell closes it and opens it again, so it is in place like any other.
    """
    is_end = np.zeros(256, dtype=bool)
    is_end[list(mark + b'\r\n"')] = True
    letters, is_open = np.frombuffer(data, dtype="uint8"), 0
    for start in range(0, len(letters), _BLOCK_BYTES):
        places = np.flatnonzero(letters[start : start + _BLOCK_BYTES] == ord(_QUOTE)) + start
        opening, closing = places[is_open::2], places[1 - is_open :: 2]
        before, after = letters[opening - 1], letters[np.minimum(closing + 1, len(letters) - 1)]
        if not ((is_end[before] | (opening == 0)).all() and is_end[after].all()):
            return False
        is_open ^= len(places) % 2
    return not is_open


def _has_line_ends(grid: Grid) -> bool:
    return bool(pc.any(pc.match_substring_regex(pa.array(grid.tokens, pa.string()), r"[\r\n]")).as_py())


def _fault(cell: Cell, row: bytes, grammar: Grammar, usual: Usual) -> str:
    """Return what is wrong with a cell in quotes, an empty text for nothing."""
    if not cell.is_quoted:
        return ""
    if not cell.is_closed:
        return "A quote is opened and never closed"
    if cell.after.strip():
        return "Text follows a closing quote, so that the quote before it took in more than its cell"
    lines = _LINE_END.split(cell.text)
    if len(lines) > MOST_LINES:
        return f"A quoted text goes on for {len(lines):,} lines"
    own = grammar.width(row)
    if len(lines) > 1 and _may_be_rows(cell, lines, own, grammar, usual.of_others(own)):
        return f"A quote takes in {len(lines)} lines that may be rows of the table"
    if len(lines) == 1 and _may_be_cells(cell, own, grammar, usual.of_others(own)):
        return "A quote may have taken in the cells after it: the row has fewer than the others"
    return ""


def _may_be_rows(cell: Cell, lines: list[bytes], own: int, grammar: Grammar, usual: set[int]) -> bool:
    """Say whether the lines of a text would do as rows of the table, were its quotes not there.

    They do where one of them has as many cells as other rows and a number among those in quotes, or where all
    of them, or many, have as many cells as other rows. A text in which every comma has a space behind it is a
    sentence.

    Parameters
    ----------
    own, usual : how many cells its row has, and other rows have.
    """
    mark, last = grammar.mark, lines[-1] + cell.rest
    whole = [cell.before + lines[0], *lines[1:-1], last]
    widths = [grammar.width(line) for line in whole]
    if widths[-1] not in usual:  # the quote that closed the text may be one that opens a cell
        widths[-1] = grammar.width(lines[-1] + _QUOTE + cell.rest)
    if any(w in usual and _has_number(line, mark) for w, line in zip(widths, lines, strict=True)):
        return True
    filled = [width for width, line in zip(widths, whole, strict=True) if line.strip()]
    is_plausible = _are_alike(filled, usual) or _are_many(filled, usual)
    return is_plausible and not (_is_sentence(cell.text, mark) and own in usual | {1})


def _are_alike(widths: list[int], usual: set[int]) -> bool:
    """Say whether all lines of a text are as wide as other rows, or as each other where there are none."""
    return all(width in usual for width in widths) if usual else len(set(widths)) == 1 and widths[0] > 1


def _are_many(widths: list[int], usual: set[int]) -> bool:
    """Say whether the lines between the first and the last are a table, whatever is around them."""
    between = widths[1:-1]
    is_wide = bool(between) and min(between) >= _LEAST_WIDTH
    return is_wide and len(between) >= _LEAST_ALIKE and (len(set(between)) == 1 or usual.issuperset(between))


def _may_be_cells(cell: Cell, own: int, grammar: Grammar, usual: set[int]) -> bool:
    """Say whether a text of one line would do as several cells, in a row that is too short with it as one."""
    text, mark = cell.text, grammar.mark
    if mark not in text or own in usual or own + text.count(mark) not in usual:
        return False
    is_title = own == 1 and not _has_number(text, mark)
    return not (is_title or _is_sentence(text, mark) or _THOUSANDS.fullmatch(text))


def _is_sentence(text: bytes, mark: bytes) -> bool:
    return mark in text and text.count(mark) == text.count(mark + b" ")


def _has_number(line: bytes, mark: bytes) -> bool:
    """Say whether a cell of a line is a number; one after a space is that of a sentence."""
    pieces = (_THOUSANDS.sub(b"", line) if mark == b"," else line).split(mark)
    return len(pieces) > 1 and any(_NUMBER.fullmatch(piece) for piece in pieces)


def _error(fault: str, row: int, cell: Cell, name: str) -> ReadError:
    start = " ".join(cell.text[:60].decode("utf-8", "replace").split())
    return ReadError(
        fault,
        where=f"{name or 'the text'}, row {row:,}, column {cell.column}",
        got=f'"{start}…',
        expected="each text in quotes closed in its own cell, a quote inside it doubled",
        hint="remove the stray quote there, or save the file from a spreadsheet as CSV UTF-8",
    )
