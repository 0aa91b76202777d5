"""The kinds of records: rows of what happened, next to the figures of indicators.

One TOML file per kind in `records/`: what one row is, its columns, the rules a row keeps, and the
indicators counted from it. Reader, contract and documentation are built from the description, so a new
kind needs no line of code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kpi_lib.catalogue.record_kinds.columns import STANDARD, RecordColumn
from kpi_lib.catalogue.record_kinds.counts import Duration, RecordIndicator
from kpi_lib.catalogue.record_kinds.rules import RowRule
from kpi_lib.core.errors import CatalogueError, nearest, raise_all

INDICATORS = "indicators"
"""A column that refers to this holds ids of the catalogue's indicators."""

RESEMBLES = 0.6
LEAST_SHARED = 2
OF_ANY_FIGURES = {"indicator_id", "quarter", "period", "numerator", "denominator", "value"}
"""Columns that tables of figures have too: they alone make no record."""


class RecordKind(BaseModel):
    """One kind of records.

    `row` completes "one row is …". `folder` is where its files lie under the raw folder. `key` are the
    columns that name a row. `dated_by` is the column whose day decides from which quarter a row is shown
    (empty: always); with `is_calendar` rows of later quarters are shown as well, because the table says
    what lies ahead. The standard columns (see `STANDARD`) are not listed. Without `takes_free_text` no
    column of a file may hold words of anybody's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    title: str
    row: str
    folder: Annotated[str, Field(pattern=r"^[a-z]+$")]
    key: Annotated[tuple[str, ...], Field(min_length=1)]
    dated_by: str = ""
    is_calendar: bool = False
    takes_free_text: bool = True
    column: Annotated[tuple[RecordColumn, ...], Field(min_length=1)]
    rule: tuple[RowRule, ...] = ()
    duration: tuple[Duration, ...] = ()
    indicator: tuple[RecordIndicator, ...] = ()
    notes: str = ""

    @property
    def columns(self) -> tuple[RecordColumn, ...]:
        """The kind's own columns, then the standard ones, which no kind describes itself."""
        return (*self.column, *STANDARD)

    @property
    def file_columns(self) -> tuple[RecordColumn, ...]:
        """The columns that a file may have: all, or those that leave no room for words of one's own."""
        return tuple(column for column in self.columns if self.takes_free_text or not column.is_free_text)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a file must have."""
        return tuple(column.name for column in self.columns if column.is_required)

    @property
    def path(self) -> str:
        """Where its file lies under the raw folder."""
        return f"{self.folder}/{self.id}.csv"

    def __getitem__(self, name: str) -> RecordColumn:
        return {column.name: column for column in self.columns}[name]

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> RecordKind:
        known = [column.name for column in self.columns]
        lengths = {item.name for item in self.duration}
        named = [*self.key, *([self.dated_by] if self.dated_by else [])]
        named += [name for rule in self.rule for name in rule.columns]
        named += [name for duration in self.duration for name in duration.columns]
        counted = [name for item in self.indicator for name in item.columns if name not in lengths]
        unknown = sorted({name for name in (*named, *counted) if name not in known})
        if unknown:
            raise ValueError(f"no such columns: {', '.join(unknown)}")
        if len(set(known)) != len(known):
            raise ValueError("a column stands twice")
        if not self.takes_free_text and any(column.is_free_text for column in self.column):
            raise ValueError("a kind that takes no free text has a column for it")
        return self


@lru_cache(maxsize=1)
def load_record_kinds() -> Mapping[str, RecordKind]:
    """Read every packaged description, by id; raises CatalogueError naming all faults at once."""
    folder = files("kpi_lib.catalogue") / "data" / "records"
    sources = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda i: i.name)
    return parse_record_kinds({source.name: source.read_text(encoding="utf-8") for source in sources})


def parse_record_kinds(texts: Mapping[str, str]) -> Mapping[str, RecordKind]:
    """Read descriptions from TOML texts by file name; raises CatalogueError naming all faults at once."""
    found: dict[str, RecordKind] = {}
    faults = []
    for name, text in texts.items():
        try:
            kind = RecordKind.model_validate(tomllib.loads(text))
            found[kind.id] = kind
        except (ValidationError, tomllib.TOMLDecodeError) as error:
            faults.append(CatalogueError("A kind of records is not valid", where=name, got=error))
    raise_all([*faults, *_unknown_references(found)])
    return found


def _unknown_references(kinds: Mapping[str, RecordKind]) -> list[CatalogueError]:
    known = {INDICATORS, *(f"{kind.id}.{column.name}" for kind in kinds.values() for column in kind.columns)}
    return [
        CatalogueError(
            "A column refers to what is not described",
            where=f"{kind.id}.toml, {column.name}",
            got=f"'{column.refers_to}'",
            expected="'indicators', or a column of another kind such as 'inspections.inspection_id'",
            hint=nearest(column.refers_to, known),
        )
        for kind in kinds.values()
        for column in kind.columns
        if column.refers_to and column.refers_to not in known
    ]


def find_record_kind(kind_id: str) -> RecordKind:
    """Return one kind; raises CatalogueError with the nearest id."""
    kinds = load_record_kinds()
    if kind_id in kinds:
        return kinds[kind_id]
    raise CatalogueError(
        "Unknown kind of records",
        got=f"'{kind_id}'",
        expected=", ".join(kinds),
        hint=nearest(kind_id, kinds) or "docs/records.md lists the kinds",
    )


def match_record_kind(headers: Iterable[str]) -> RecordKind | None:
    """Return the kind that a header resembles most, or None where it resembles none.

    Standard columns do not count, for other layouts have them too; of the others that a file must have,
    at least 60% and two (or all, where there are fewer) must be there, one of them a column that no table
    of figures has: quarter, numerator and denominator alone are a scorecard's.
    """
    names = {" ".join(header.replace("\ufeff", "").split()).casefold() for header in headers}
    kinds = load_record_kinds()
    shares = {kind_id: _share(kind, names) for kind_id, kind in kinds.items()}
    best = max(shares, key=lambda kind_id: (shares[kind_id], len(kinds[kind_id].required)), default="")
    return kinds[best] if best and shares[best] >= RESEMBLES else None


def _share(kind: RecordKind, names: set[str]) -> float:
    standard = {column.name for column in STANDARD}
    telling = [name for name in kind.required if name not in standard]
    hits = [name for name in telling if name in names]
    is_told = bool(set(hits) - OF_ANY_FIGURES) and len(hits) >= min(LEAST_SHARED, len(telling))
    return len(hits) / len(telling) if is_told else 0.0
