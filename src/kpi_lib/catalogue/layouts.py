"""The layouts of published files, described by data: how one is recognised and what its columns are.

One TOML file per layout in `layouts/`. A further kind of file needs one more description, not code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kpi_lib.catalogue.packaged import load_each

OR = "|"


class Shape(StrEnum):
    """How the figures lie in the sheet."""

    FLAT = "flat"  # one header row over a rectangle, titles above it allowed
    BLOCKS = "blocks"  # one or more tables, each under one to five header rows, notes around them


class LayoutDescription(BaseModel):
    """One layout.

    A flat one is recognised by its header: at least `telling` of `columns` (all, where 0) are in one
    row; a column may have several names, divided by `|`, in which `*` is any text. One of blocks is
    recognised by `marks`: a text in the first rows that fits one of these patterns (`*` is any text). Case
    and outer spaces never count.

    `keys` and `flags` are patterns of the columns that say what a row is about, or how far to trust it;
    `values` of the columns that hold figures (`*`: all that are no keys).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    title: str
    publisher: str = ""
    shape: Shape = Shape.FLAT
    order: int = 50
    columns: tuple[str, ...] = ()
    telling: int = 0
    marks: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    symbols: str = "unknown"
    notes: str = ""

    def knows_header(self, names: Set[str]) -> bool:
        """Say whether a row of texts, each as `plain` gives it, is this layout's header."""
        hits = sum(_has_any(names, column.split(OR)) for column in self.columns)
        return bool(self.columns) and hits >= (self.telling or len(self.columns))

    def knows_mark(self, texts: Iterable[str]) -> bool:
        """Say whether one of the first texts of a sheet marks it as this layout."""
        return any(_fits(text, self.marks) for text in texts)

    def is_figure(self, name: str) -> bool:
        """Say whether the column of this name holds figures."""
        return not _fits(name, (*self.keys, *self.flags)) and _fits(name, self.values)


def plain(name: str) -> str:
    """Return a name as names are compared: no byte order mark, single spaces, no capitals."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def _has_any(names: Set[str], patterns: Iterable[str]) -> bool:
    wanted = [plain(pattern) for pattern in patterns]
    if names & set(wanted):
        return True
    starred = [pattern for pattern in wanted if "*" in pattern]
    return any(fnmatchcase(name, pattern) for pattern in starred for name in names)


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(plain(name), plain(pattern)) for pattern in patterns)


@lru_cache(maxsize=1)
def load_layouts() -> Mapping[str, LayoutDescription]:
    """Read every packaged description by id, in order of detection; raises CatalogueError with all faults."""
    described = load_each("layouts", LayoutDescription, "A layout's description is not valid")
    return {layout.id: layout for layout in sorted(described, key=lambda layout: (layout.order, layout.id))}
