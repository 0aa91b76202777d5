"""The family of errors that a user can meet, each with what, where, expected and hint.

A message has three lines: what is wrong and where / got … expected … / hint.
Every class has a stable exit code, used by the command line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

_LONGEST = 60
"""How many characters of a value a message quotes."""
_LONGEST_WORD, _MOST_NAMES = 200, 1_000
"""For how long a word, and among how many known ones, the nearest is looked for; all areas have some 350."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


Hint = str | Callable[[], str]
"""What to do next, or how to find it out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a file, and the row and column in it where they are known."""

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row is not None else ""
        column = f", column '{self.column}'" if self.column else ""
        return f"{self.file}{row}{column}"


class KpiError(Exception):
    """A fault that the user can mend; printed without a traceback.

    Parameters
    ----------
    what : the fault in one sentence.
    where : file, row and column, or the setting that holds it.
    got, expected : what was found and what should be there.
    hint : what to do next. One that takes a search, such as `nearest`, is given as a function and called when
        it is read: of thousands of faults twenty are shown, and some errors are caught and never shown.
    """

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        where: Place | str | None = None,
        got: object = None,
        expected: object = None,
        hint: Hint = "",
    ) -> None:
        self.what = _one_line(what)
        self.where = "" if where is None else _one_line(where)
        self.got = "" if got is None else _one_line(got)
        self.expected = "" if expected is None else _one_line(expected)
        self._hint = hint
        super().__init__(self.what)

    @property
    def hint(self) -> str:
        """What to do next."""
        return _one_line(self._hint() if callable(self._hint) else self._hint)

    def __str__(self) -> str:
        return self.as_text()

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what another process makes the error of: a function need not reach it."""
        return type(self), (self.what,), {**self.__dict__, "_hint": self.hint}

    def as_text(self) -> str:
        """Return the message as at most three lines; an empty part leaves its line out."""
        first = f"{self.what} ({self.where})" if self.where else self.what
        parts = [f"got {self.got}" if self.got else "", f"expected {self.expected}" if self.expected else ""]
        second = "; ".join(part for part in parts if part)
        third = f"hint: {self.hint}" if self.hint else ""
        return "\n".join(line for line in (first, second, third) if line)


def _one_line(text: object) -> str:
    """Return a text as one line, whatever it quotes; what would steer a terminal is shown as its number."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", " ".join(str(text).splitlines()))


class SettingsError(KpiError):
    """A fault in `kpi.toml` or in an option given on the command line."""

    exit_code = 2


class CatalogueError(KpiError):
    """A fault in the catalogue: indicators, areas, neighbours, symbols, data set descriptions."""

    exit_code = 3


class ManifestError(KpiError):
    """A raw file that is missing, not listed, or changed since it was listed."""

    exit_code = 4


class ReadError(KpiError):
    """A file that cannot be read as any known layout, or as the layout it is listed with."""

    exit_code = 5


class DataError(KpiError):
    """Figures that cannot be: the issues of severity `stop`, all of them at once."""

    exit_code = 6


class AmbiguousPeriodError(DataError):
    """A period that can be read in more than one way, such as `Q1 2024`: only its writer can say which."""


class ContradictoryPeriodError(DataError):
    """A period whose parts do not agree, such as quarter 2 with the months April to June."""


class AnalysisError(KpiError):
    """A statistic asked for on input that cannot carry it (negative counts, gaps, no data)."""

    exit_code = 7


class NotebookError(KpiError):
    """A notebook that breaks the house rules or whose cell raised."""

    exit_code = 8


class PublishError(KpiError):
    """The site could not be built; the old one is untouched."""

    exit_code = 9


class StorageError(KpiError):
    """The disk is full or a folder cannot be written; nothing was half written."""

    exit_code = 10


class ReleaseError(KpiError):
    """A candidate that may not be released; the released site and the log are untouched."""

    exit_code = 12


class ProseError(KpiError):
    """A figure or claim written by hand into a commentary or a page, or a page changed after it was made."""

    exit_code = 14


class NoFiguresError(KpiError):
    """A council's own file that yields no figure, which is never a success."""

    exit_code = 15


class KpiErrors(KpiError):
    """Several faults found together, reported together."""

    def __init__(self, errors: Iterable[KpiError], *, shown: int = 20) -> None:
        self.errors = tuple(errors)
        self.exit_code = self.errors[0].exit_code
        head = [error.as_text() for error in self.errors[:shown]]
        left = len(self.errors) - len(head)
        tail = [f"… and {left} more"] if left > 0 else []
        self._text = "\n\n".join(head + tail)
        Exception.__init__(self, self._text)

    def as_text(self) -> str:
        """Return all the faults, a blank line between them."""
        return self._text

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.errors,), self.__dict__


def raise_all(errors: Iterable[KpiError]) -> None:
    """Raise nothing, the one error, or all of them as one `KpiErrors`."""
    faults = list(errors)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise KpiErrors(faults)


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return "did you mean 'x'?" for the known word nearest to `word`, or an empty text.

    Case is ignored; `cutoff` is the least share of agreeing letters (0 to 1). A text of more than 200 letters
    is no misspelt word, and among more than 1,000 known words none is looked for.
    """
    names = tuple(known)
    if len(word) > _LONGEST_WORD or len(names) > _MOST_NAMES:
        return ""
    return _nearest(word.lower(), names, cutoff)


@lru_cache(maxsize=1_000)
def _nearest(word: str, names: tuple[str, ...], cutoff: float) -> str:
    """Return the hint for a word in small letters; kept, since one misspelling is copied down a column."""
    by_lower = {name.lower(): name for name in names}
    match = get_close_matches(word, by_lower, n=1, cutoff=cutoff)
    return f"did you mean '{by_lower[match[0]]}'?" if match else ""


def in_words(value: object) -> str:
    """Return a value as a message quotes it: short, and never a failure of its own.

    >>> in_words("a word"), in_words(True), in_words([1, 2])
    ("'a word'", 'true', 'a list')
    """
    if isinstance(value, str):
        return f"'{value if len(value) <= _LONGEST else value[: _LONGEST - 1] + '…'}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int) and value.bit_length() > _LONGEST * 3:
        return "a number of very many digits"
    return (
        str(value) if isinstance(value, int | float) else "a table" if isinstance(value, dict) else "a list"
    )
