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
from kpi_lib.ingest.files.grid import Grid

QUOTE = b'"'
_BLOCK_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: `text` between its quotes, all of it where it has none; `after` what follows them."""

    column: int
    text: bytes
    is_quoted: bool
    is_closed: bool
    after: bytes

    @property
    def ends_in_quote(self) -> bool:
        """Whether it ends in a quote although none opened it."""
        return not self.is_quoted and self.text.rstrip().endswith(QUOTE)


class Grammar:
    """How a text with a certain delimiter is made of rows and cells; see `csv`, which reads them alike."""

    def __init__(self, mark: bytes) -> None:
        self.mark = mark
        between = re.escape(mark) + rb"\r\n"
        opening = rb"(?<![^" + between + rb'])"'
        text = rb'(?:[^"]++|"")*+'
        self._row = re.compile(rb"((?:" + opening + text + rb'(?:"|\Z)|[^"\r\n]++|")*+)(?:\r\n|\r|\n|\Z)')
        other = rb"([^" + between + rb"]*)"
        quoted = rb'"(' + text + rb')("|\Z)' + other
        self._cell = re.compile(rb"(?<![^" + between + rb"])(?:" + quoted + rb"|" + other + rb")")
        sound = rb'(?:"' + text + rb'"|[^"' + between + rb"]*+)"
        self._sound = re.compile(sound + rb"(?:" + re.escape(mark) + sound + rb")*+")
        self._quoted = re.compile(opening + text + QUOTE)

    def quoted_rows(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the rows of a text that hold a quote, each with its number from 1.

        One whose cells hold line ends in quotes is longer than a line; a row without quotes is a line, so
        those between are counted, not looked at.
        """
        start, number = 0, 1
        ends = [end for end in (b"\n", b"\r") if end in data]
        while (quote := data.find(QUOTE, start)) >= 0:
            own = max((data.rfind(end, start, quote) for end in ends), default=-1) + 1 or start
            number += sum(data.count(end, start, own) for end in ends)
            number -= data.count(b"\r\n", start, own) if len(ends) > 1 else 0
            match = self._row.match(data, own)
            if match is None or match.end() <= quote:
                return
            yield number, match[1]
            start, number = match.end(), number + 1

    def cells(self, row: bytes) -> Iterator[Cell]:
        """Yield the cells of a row."""
        for column, match in enumerate(self._cell.finditer(row), start=1):
            is_quoted = match[1] is not None
            text, after = match[1] if is_quoted else match[4], match[3] or b""
            yield Cell(column, text, is_quoted, bool(match[2]), after)

    def is_plain(self, row: bytes) -> bool:
        """Say whether a row is one line whose quotes are all in place."""
        return b"\n" not in row and b"\r" not in row and self._sound.fullmatch(row) is not None

    def width(self, row: bytes) -> int:
        """Return how many cells a row has."""
        return self._quoted.sub(b"", row).count(self.mark) + 1


def are_in_place(data: bytes, mark: bytes) -> bool:
    """Say whether all quotes of a text open and close cells in turn, in a second for 200 MB.

    A doubled quote inside a cell closes it and opens it again, so it is in place like any other.
    """
    is_end = np.zeros(256, dtype=bool)
    is_end[list(mark + b'\r\n"')] = True
    letters, is_open = np.frombuffer(data, dtype="uint8"), 0
    for start in range(0, len(letters), _BLOCK_BYTES):
        places = np.flatnonzero(letters[start : start + _BLOCK_BYTES] == ord(QUOTE)) + start
        opening, closing = places[is_open::2], places[1 - is_open :: 2]
        before, after = letters[opening - 1], letters[np.minimum(closing + 1, len(letters) - 1)]
        if not ((is_end[before] | (opening == 0)).all() and is_end[after].all()):
            return False
        is_open ^= len(places) % 2
    return not is_open


MOST_LINES = 100
"""A text in one cell has fewer; the longest of the field has twelve."""
_LEAST_ALIKE, _LEAST_WIDTH = 2, 3  # lines that are a table of their own
_LINE_END = re.compile(rb"\r\n|\r|\n")
_NUMBER = re.compile(rb'"?[-+]?\xc2?\xa3?\d+(?:\.\d+)?%?"?')
_THOUSANDS = re.compile(rb"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")


class Usual:
    """How many cells the rows of a text have."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    @cached_property
    def _counts(self) -> Counter[int]:
        rows, width = self._grid.shape
        return Counter(self._grid.widths.values()) + Counter({width: rows - len(self._grid.widths)})

    def has_others(self, own: int) -> bool:
        """Say whether other rows have as many cells as one that has `own`."""
        return self._counts[own] > 1

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
    if QUOTE not in data:
        return
    grammar, usual = Grammar(delimiter.encode()), Usual(grid)
    if not grid.widths and not _has_line_ends(grid) and are_in_place(data, grammar.mark):
        return
    unopened: ReadError | None = None
    has_quoted = False
    for number, row in grammar.quoted_rows(data):
        if grammar.is_plain(row) and (not grid.widths or usual.has_others(grammar.width(row))):
            has_quoted = True
        else:
            cells = list(grammar.cells(row))
            _check_cells(cells, row, number, grammar, usual, name)
            has_quoted |= any(cell.is_quoted for cell in cells)
            unopened = unopened or _unopened(cells, number, name)
        if has_quoted and unopened:
            raise unopened


def _unopened(cells: list[Cell], number: int, name: str) -> ReadError | None:
    """Return the error of a row's first cell that ends in a quote and has no other to go with it, if any.

    A pair of quotes in a cell (`the "old" rule`) is text, but not behind a cell in quotes.
    """
    is_quoted_before = False
    for cell in cells:
        if cell.ends_in_quote and (is_quoted_before or cell.text.count(QUOTE) % 2):
            return _error("A cell ends in a quote that none opens", number, cell, name)
        is_quoted_before |= cell.is_quoted
    return None


def _has_line_ends(grid: Grid) -> bool:
    return bool(pc.any(pc.match_substring_regex(pa.array(grid.tokens, pa.string()), r"[\r\n]")).as_py())


def _check_cells(
    cells: list[Cell], row: bytes, number: int, grammar: Grammar, usual: Usual, name: str
) -> None:
    own = grammar.width(row)
    for cell in cells:
        fault = _fault(cell, own, grammar, usual.of_others(own)) if cell.is_quoted else ""
        if fault:
            raise _error(fault, number, cell, name)


def _fault(cell: Cell, own: int, grammar: Grammar, usual: set[int]) -> str:
    """Return what is wrong with a cell in quotes, an empty text for nothing; see `_may_be_rows`."""
    if not cell.is_closed:
        return "A quote is opened and never closed"
    if cell.after.strip():
        return "Text follows a closing quote, so that the quote before it took in more than its cell"
    lines = _LINE_END.split(cell.text)
    if len(lines) > MOST_LINES:
        return f"A quoted text goes on for {len(lines):,} lines"
    if len(lines) > 1 and _may_be_rows(cell, lines, own, grammar, usual):
        return f"A quote takes in {len(lines)} lines that may be rows of the table"
    if _may_be_cells(cell.text.strip(b"\r\n"), own, grammar.mark, usual):
        return "A quote may have taken in the cells after it: the row has fewer than the others"
    return ""


def _may_be_rows(cell: Cell, lines: list[bytes], own: int, grammar: Grammar, usual: set[int]) -> bool:
    """Say whether the lines of a text would do as rows of the table, were its quotes not there.

    They do where one of them has as many cells as other rows, or more by itself (a text in it lost its quotes
    too), and a number among those in quotes; where all of them, or many, have as many as other rows; where
    their row as read has another number of cells, one or the other is enough, or that it has more than any. A
    text in which every comma has a space behind it is a sentence.

    Parameters
    ----------
    own, usual : how many cells its row has, and other rows have.
    """
    mark, taken = grammar.mark, [grammar.width(line) for line in lines]
    widths = taken.copy()
    widths[0] += cell.column - 1
    widths[-1] += own - cell.column
    has_number = [_has_number(line, mark) for line in lines]
    goes_on = any(line.strip() for line in lines[1:]) or widths[-1] in usual
    are_wide = [
        width in usual or (part > max(usual, default=part) and not _is_mostly_prose(line, mark))
        for width, part, line in zip(widths, taken, lines, strict=True)
    ]
    if any(wide and has for wide, has in list(zip(are_wide, has_number, strict=True))[not goes_on :]):
        return True
    filled = [width for width, line in zip(widths, lines, strict=True) if width > 1 or line.strip()]
    if own > max(usual, default=own):
        return True
    if own not in usual | {1} and (any(has_number) or usual.intersection(filled)):
        return True
    is_plausible = _are_alike(filled, usual) or _are_many(filled, usual)
    return is_plausible and not (_is_sentence(cell.text, mark) and own in usual | {1})


def _are_alike(widths: list[int], usual: set[int]) -> bool:
    """Say whether several lines are all as wide as other rows, or as each other where there are none."""
    are_wide = all(width in usual for width in widths) if usual else len(set(widths)) == 1 and widths[0] > 1
    return len(widths) > 1 and are_wide


def _are_many(widths: list[int], usual: set[int]) -> bool:
    """Say whether the lines between the first and the last are a table, whatever is around them."""
    between = widths[1:-1]
    is_wide = bool(between) and min(between) >= _LEAST_WIDTH
    return is_wide and len(between) >= _LEAST_ALIKE and (len(set(between)) == 1 or usual.issuperset(between))


def _may_be_cells(text: bytes, own: int, mark: bytes, usual: set[int]) -> bool:
    """Say whether a text of one line would do as several cells, in a row that is too short with it as one."""
    is_line = not _LINE_END.search(text) and mark in text
    if not is_line or own in usual or own + text.count(mark) not in usual:
        return False
    is_title = own == 1 and not _has_number(text, mark)
    return not (is_title or _is_sentence(text, mark) or _THOUSANDS.fullmatch(text))


def _is_sentence(text: bytes, mark: bytes) -> bool:
    return mark in text and text.count(mark) == text.count(mark + b" ")


def _is_mostly_prose(line: bytes, mark: bytes) -> bool:
    return 2 * line.count(mark + b" ") > line.count(mark)


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
