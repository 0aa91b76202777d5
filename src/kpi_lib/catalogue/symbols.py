"""What a symbol in a figure's place means: by family of source and by edition, never globally."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from kpi_lib.catalogue.packaged import find_entry, packaged_text, parse_entries
from kpi_lib.core.errors import raise_all
from kpi_lib.core.status import Status

SYMBOLS_FILE = "symbols.toml"
FIRST_YEAR, LAST_YEAR = 0, 9999
EVERYWHERE = "brackets"  # the family whose symbols mean the same in every source


class SymbolRange(BaseModel):
    """The symbols of one family over a range of edition years; no year means open-ended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: int = Field(FIRST_YEAR, alias="from")
    last: int = Field(LAST_YEAR, alias="to")
    source: str
    symbols: dict[str, Status]


class SymbolFamily(BaseModel):
    """The symbols of one kind of source through its editions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    range: list[SymbolRange]


@lru_cache(maxsize=1)
def load_symbols() -> Mapping[str, SymbolFamily]:
    """Read the packaged `symbols.toml` as families by id; raises CatalogueError."""
    entries = tomllib.loads(packaged_text(SYMBOLS_FILE))["family"]
    families, faults = parse_entries(entries, SymbolFamily, SYMBOLS_FILE)
    raise_all(faults)
    return {family.id: family for family in families}


def edition_year(edition: str | None) -> int | None:
    """Return the first four-digit year in an edition's name, such as 2024 in "October 2024"."""
    year = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", edition or "")
    return int(year.group()) if year else None


def select_symbols(family: str, edition: str | None) -> Mapping[str, Status]:
    """Return the symbols of `family` as the edition meant them, and those in square brackets.

    Without a year in `edition`, or with one of which nothing is known, only those symbols are returned
    to which no two editions gave different meanings.

    Raises
    ------
    CatalogueError : `symbols.toml` has no such family.

    >>> select_symbols("sfr", "2016")["x"].value
    'suppressed'
    >>> select_symbols("ees", "2024")["x"].value
    'not_available'
    >>> "x" in select_symbols("ees", None)
    False
    """
    families = load_symbols()
    ranges = find_entry(families, family, "Unknown family of symbols", where=SYMBOLS_FILE).range
    year = edition_year(edition)
    of_year = [years for years in ranges if year is not None and years.first <= year <= years.last]
    return _agreed(years.symbols for years in (*families[EVERYWHERE].range, *(of_year or ranges)))


def _agreed(meanings: Iterable[Mapping[str, Status]]) -> dict[str, Status]:
    """Return every symbol that has one meaning only."""
    statuses: dict[str, set[Status]] = {}
    for meaning in meanings:
        for symbol, status in meaning.items():
            statuses.setdefault(symbol, set()).add(status)
    return {symbol: different.pop() for symbol, different in statuses.items() if len(different) == 1}
