"""A quote that swallows rows: one stray `"` before a cell makes a reader take all that follows as its text.

A quote opens a cell only right after a delimiter or a line end; anywhere else (`5" pipe`) it is text. What
tells a swallowed row from a text of several lines: the text never ends, text follows its closing quote, or
its lines are rows of the table.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.grid import Grid

MOST_LINES = 100
"""A text in one cell has fewer; the longest of the field has twelve."""
_HEAD_BYTES = 1 << 16
_LEAST_ALIKE, _LEAST_WIDTH = 2, 3  # lines without any number that are rows all the same
_LINE_END = re.compile(rb"\r\n|\r|\n")
_NUMBER = re.compile(rb'"?[-+]?\xc2?\xa3?\d+(?:\.\d+)?%?"?')
_THOUSANDS = re.compile(rb"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A cell in quotes: `text` between them, from the byte `start` to the byte `end`.

    `line` is where the line of its opening quote begins; `inside` counts the line ends in quotes before it.
    """

    start: int
    end: int
    text: bytes
    line: int
    inside: int


def check_quotes(data: bytes, delimiter: str, grid: Grid, name: str) -> None:
    """Raise ReadError where a quote swallows rows, naming row and column of the opening quote.

    Parameters
    ----------
    data : the text as UTF-8.
    grid : what was read of it. Only where a cell of it holds a line end is the whole text looked at.
    """
    if b'"' not in data:
        return
    mark = delimiter.encode()
    lasting = pc.any(pc.match_substring_regex(pa.array(grid.tokens, pa.string()), r"[\r\n]")).as_py()
    start = 0 if lasting else _start_of_last_line(data)
    usual = _usual_width(data, mark)
    line, inside, last = start, 0, start
    for match in _quoted_cells(mark).finditer(data, start):
        begins = max(data.rfind(b"\n", last, match.start()), data.rfind(b"\r", last, match.start()))
        line = begins + 1 if begins >= 0 else line
        cell = Quoted(match.start(), match.end(), match[1], line, inside)
        fault = _fault(cell, bool(match[2]), data, mark, usual)
        if fault:
            raise _error(fault, cell, data, mark, name)
        inside += _line_ends(match[1])
        last = match.end()


def _quoted_cells(mark: bytes) -> re.Pattern[bytes]:
    """Return what finds the quoted cells one after the other; the second group is empty without an end."""
    before = re.escape(mark) + rb"\r\n"
    return re.compile(rb'"(?:(?<=[' + before + rb']")|(?<=\A"))((?:[^"]++|"")*+)("|\Z)')


def _fault(cell: Quoted, is_closed: bool, data: bytes, mark: bytes, usual: int) -> str:
    """Return what is wrong with a quoted cell, an empty text for nothing."""
    if not is_closed:
        return "A quote is opened and never closed"
    lines = _LINE_END.split(cell.text)
    if len(lines) == 1 and mark not in cell.text:
        return ""
    rest = _LINE_END.split(data[cell.end : cell.end + _HEAD_BYTES], maxsplit=1)[0]
    if rest.split(mark, 1)[0].strip():
        return "Text follows a closing quote, so that the quote before it took in more than its cell"
    if len(lines) > MOST_LINES:
        return f"A quoted text goes on for {len(lines):,} lines"
    whole = [data[cell.line : cell.start] + lines[0], *lines[1:-1], lines[-1] + rest]
    if len(lines) > 1 and _are_rows(lines, whole, mark, usual):
        return f"A quote takes in {len(lines)} lines that are rows of the table"
    return ""


def _are_rows(lines: list[bytes], whole: list[bytes], mark: bytes, usual: int) -> bool:
    """Say whether lines are rows of the table: as many cells, and a number in one of them or many alike.

    Parameters
    ----------
    lines, whole : what of each line is in quotes, and the line as a whole.
    usual : how many cells a row has.
    """
    alike = [line.count(mark) + 1 == usual for line in whole]
    if usual > 1 and any(
        is_alike and _has_number(line, mark) for is_alike, line in zip(alike, lines, strict=True)
    ):
        return True
    between = [is_alike for is_alike, line in zip(alike[1:-1], lines[1:-1], strict=True) if line.strip()]
    return usual >= _LEAST_WIDTH and len(between) >= _LEAST_ALIKE and all(between)


def _has_number(line: bytes, mark: bytes) -> bool:
    """Say whether a cell of a line is a number; one after a space is that of a sentence."""
    pieces = (_THOUSANDS.sub(b"", line) if mark == b"," else line).split(mark)
    return len(pieces) > 1 and any(_NUMBER.fullmatch(piece) for piece in pieces)


def _usual_width(data: bytes, mark: bytes) -> int:
    """Return how many cells most of the first lines have that have more than one; 0 where none has."""
    counts = Counter(line.count(mark) + 1 for line in _LINE_END.split(data[:_HEAD_BYTES]) if mark in line)
    return counts.most_common(1)[0][0] if counts else 0


def _start_of_last_line(data: bytes) -> int:
    body = data.rstrip(b"\r\n")
    return max(body.rfind(b"\n"), body.rfind(b"\r")) + 1


def _line_ends(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _error(fault: str, cell: Quoted, data: bytes, mark: bytes, name: str) -> ReadError:
    row = _line_ends(data[: cell.start]) - cell.inside + 1
    before = data[cell.line : cell.start].decode("utf-8", "replace")
    column = max(1, len(next(csv.reader([before], delimiter=mark.decode()), [])))
    start = " ".join(cell.text[:60].decode("utf-8", "replace").split())
    return ReadError(
        fault,
        where=f"{name or 'the text'}, row {row:,}, column {column}",
        got=f'"{start}…',
        expected="each text in quotes closed in its own cell, a quote inside it doubled",
        hint="remove the stray quote there, or save the file from a spreadsheet as CSV UTF-8",
    )
