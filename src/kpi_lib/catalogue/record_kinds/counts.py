"""Indicators counted from records, and the lengths of time between two dates of a row, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kpi_lib.catalogue.record_kinds.columns import Name


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

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
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
