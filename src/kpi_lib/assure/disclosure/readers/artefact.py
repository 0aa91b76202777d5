"""What an artefact is read into: running text, tables and pictures, each with the place where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lxml.etree import _Element as Element

_IN_EDITION = re.compile(r"editions/([^/]+)/(.+)")


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; `where` says what holds it ("title of path", "comment", "cell 4, source").

    `is_whole` marks one whose lines are reported one by one as well: it is only laid next to tables.
    """

    where: str
    text: str
    is_code: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, with what is on it unseen (attributes, comments)."""

    text: str
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what it is called, one heading a column, and its rows; `bands` name the groups of rows."""

    where: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bands: tuple[str, ...]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, with the table that says the same in words where there is one."""

    where: str
    root: Element
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Artefact:
    """One built file, or a part of a document: `file` is its path in the site (`brief.docx!/word/x.xml`)."""

    file: str
    texts: Sequence[Text] = ()
    grids: Sequence[Grid] = ()
    pictures: Sequence[Picture] = ()
    faults: Sequence[str] = ()

    @property
    def edition(self) -> str:
        """The edition that the file belongs to, empty for the site's own."""
        match = _IN_EDITION.match(self.file)
        return match[1] if match else ""

    @property
    def page(self) -> str:
        """Its path within its edition."""
        match = _IN_EDITION.match(self.file)
        return match[2] if match else self.file


def not_made(file: str, what: str = "") -> Artefact:
    """Return a file that nobody reads, since the pack never writes its kind: a fault whatever is in it.

    Parameters
    ----------
    what : the kind, where the file's ending does not say it: "a notebook with outputs".
    """
    name = PurePath(file)
    return Artefact(file, faults=(f"a file that the pack does not make: {what or name.suffix or name.name}",))
