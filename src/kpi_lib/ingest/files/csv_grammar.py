"""How a delimited text is made of rows and cells, quotes included, and where each of them begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

QUOTE = b'"'
_BLOCK_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: `text` between its quotes or, without quotes, all of it; `after` what follows those.

    `start` and `end` are where in its `row` the cell with its quotes is.
    """

    column: int
    text: bytes
    is_quoted: bool
    is_closed: bool
    after: bytes
    row: bytes
    start: int
    end: int

    @property
    def before(self) -> bytes:
        """What its row has before it."""
        return self.row[: self.start]

    @property
    def rest(self) -> bytes:
        """What its row has behind it."""
        return self.row[self.end :]

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
            yield Cell(
                column, match[1] if is_quoted else match[4], is_quoted, bool(match[2]), match[3] or b"",
                row, match.start(), match.end(2) if is_quoted else match.end(),
            )  # fmt: skip

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
