"""The kinds of records: rows of what happened, next to the figures of indicators.

One TOML file per kind in `records/`: what one row is, its columns, the rules a row keeps, and the
indicators counted from it. Reader, contract and documentation are built from the description, so a new
kind needs no line of code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kpi_lib.catalogue.packaged import find_entry, load_each
from kpi_lib.catalogue.record_kinds.columns import STANDARD, Name, RecordColumn
from kpi_lib.catalogue.record_kinds.rules import RowRule
from kpi_lib.core.errors import CatalogueError, nearest, raise_all

INDICATORS = "indicators"
"""A column that refers to this holds ids of the catalogue's indicators."""

RESEMBLES = 0.6
LEAST_SHARED = 2
OF_ANY_FIGURES = {"indicator_id", "quarter", "period", "numerator", "denominator", "value"}
"""Columns that tables of figures have too: they alone make no record."""


class Bounds(BaseModel):
    """From `least` to `greatest`, both included; a missing one does not bound."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: float | None = None
    greatest: float | None = None


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str | bool) else tuple(value) if isinstance(value, list) else value


Wanted = Annotated[tuple[str | bool, ...] | Bounds, BeforeValidator(_as_tuple)]
"""The words that a column may hold for a row to count, or the bounds its number lies in."""


class Duration(BaseModel):
    """A column added to the records: the days from `start` to `end`, missing where either is.

    Negative where `end` comes first, so "closed by its due date" is a duration of at most 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    start: str
    end: str
    meaning: str

    @property
    def columns(self) -> tuple[str, str]:
        """The two columns it is made from."""
        return self.start, self.end


class Count(BaseModel):
    """Rows counted: those that `where` wants; their `total` (a number added up) or `distinct` values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: Mapping[str, Wanted] = {}
    total: str = ""
    distinct: str = ""

    @property
    def columns(self) -> Iterator[str]:
        """Every column that is looked at."""
        yield from (name for name in (*self.where, self.total, self.distinct) if name)


class RecordIndicator(BaseModel):
    """How an indicator of the catalogue is counted from a kind of records, quarter by quarter.

    A flow counts the rows whose `dated_by` falls in the quarter. A stock counts those open at its end:
    from `open_from` (on or before that day) until `open_until` (empty, or after it).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Name
    dated_by: str = ""
    open_from: str = ""
    open_until: str = ""
    numerator: Count = Count()
    denominator: Count | None = None

    @model_validator(mode="after")
    def _is_flow_or_stock(self) -> RecordIndicator:
        if bool(self.dated_by) == bool(self.open_from and self.open_until):
            raise ValueError("give dated_by (a flow), or open_from and open_until (a stock)")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is looked at."""
        times = [name for name in (self.dated_by, self.open_from, self.open_until) if name]
        below = self.denominator.columns if self.denominator else ()
        return (*times, *self.numerator.columns, *below)


class RecordKind(BaseModel):
    """One kind of records.

    `row` completes "one row is …". `folder` is where its files lie under the raw folder. `key` are the
    columns that name a row. `dated_by` is the column whose day decides from which quarter a row is shown
    (empty: always); with `is_calendar` rows of later quarters are shown as well, because the table says
    what lies ahead. The standard columns (see `STANDARD`) are not listed. Without `takes_free_text` no
    column of a file may hold words of anybody's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Name
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
        names = [column.name for column in self.columns]
        durations = {duration.name for duration in self.duration}
        used = {*self.key, *([self.dated_by] if self.dated_by else [])}
        used |= {name for part in (*self.rule, *self.duration) for name in part.columns}
        counted = {name for indicator in self.indicator for name in indicator.columns}
        unknown = sorted((used | (counted - durations)) - {*names})
        if unknown:
            raise ValueError(f"no such columns: {', '.join(unknown)}")
        if len(set(names)) != len(names):
            raise ValueError("a column is described twice")
        if not self.takes_free_text and any(column.is_free_text for column in self.column):
            raise ValueError("a kind that takes no free text has a column for it")
        return self


@lru_cache(maxsize=1)
def load_record_kinds() -> Mapping[str, RecordKind]:
    """Read every packaged description, by id; raises CatalogueError naming all faults at once."""
    kinds = load_each("records", RecordKind, "A kind of records is not valid")
    check_references(kinds)
    return {kind.id: kind for kind in kinds}


def check_references(kinds: Iterable[RecordKind]) -> None:
    """Raise CatalogueError for every column that refers to what no kind describes."""
    described = list(kinds)
    targets = {INDICATORS, *(f"{kind.id}.{column.name}" for kind in described for column in kind.columns)}
    raise_all(
        CatalogueError(
            "A column refers to what is not described",
            where=f"{kind.id}.toml, {column.name}",
            got=f"'{column.refers_to}'",
            expected="'indicators', or a column of another kind such as 'inspections.inspection_id'",
            hint=nearest(column.refers_to, targets),
        )
        for kind in described
        for column in kind.columns
        if column.refers_to and column.refers_to not in targets
    )


def find_record_kind(kind_id: str) -> RecordKind:
    """Return one kind; raises CatalogueError with the nearest id."""
    hint = "docs/records.md lists the kinds"
    return find_entry(load_record_kinds(), kind_id, "Unknown kind of records", hint=hint)


def match_record_kind(headers: Iterable[str]) -> RecordKind | None:
    """Return the kind that a header resembles most, or None where it resembles none.

    Standard columns do not count, for other layouts have them too; of the others that a file must have,
    at least 60% and two (or all, where there are fewer) must be there, one of them a column that no table
    of figures has: quarter, numerator and denominator alone are a scorecard's.
    """
    names = {" ".join(header.replace("\ufeff", "").split()).casefold() for header in headers}
    kinds = load_record_kinds().values()
    best = max(kinds, key=lambda kind: (_share(kind, names), len(kind.required)))
    return best if _share(best, names) >= RESEMBLES else None


def _share(kind: RecordKind, names: set[str]) -> float:
    """Return the share of a kind's own required columns that a header has, 0 where they prove nothing.

    Of inspection_id, month, status and kind a header with the last three has 0.75. One with quarter and
    numerator alone has 0 of any kind, for every scorecard may have those.
    """
    standard = {column.name for column in STANDARD}
    required = [name for name in kind.required if name not in standard]
    present = set(required) & names
    is_proof = bool(present - OF_ANY_FIGURES) and len(present) >= min(LEAST_SHARED, len(required))
    return len(present) / len(required) if is_proof else 0.0
