"""`names.toml`: what the names in a council's own files mean, answered once and kept for every later quarter.

A row's name is an indicator of the catalogue (or one part of it), or is left out with a reason; a column or a
sheet that its heading does not explain is explained; a figure far out of all that was seen is let pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.names.plain_names import plain_name
from kpi_lib.catalogue.toml_files import Entries, Line, Words, load_toml, not_valid
from kpi_lib.core.errors import CatalogueError, KpiError, ManifestError, nearest
from kpi_lib.core.periods import parse_period

NAMES_FILE = "names.toml"


class NamedPart(StrEnum):
    """Which part of a figure a row or a column holds."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


class NamedUnit(StrEnum):
    """In what a row's figures are counted."""

    PERCENT = "percent"
    SHARE = "share"
    PER_1000 = "per_1000"
    PER_10000 = "per_10000"
    PER_100000 = "per_100000"
    COUNT = "count"
    THOUSANDS = "thousands"
    POUNDS = "pounds"
    THOUSAND_POUNDS = "thousand_pounds"
    MILLION_POUNDS = "million_pounds"
    WEEKS = "weeks"
    DAYS = "days"
    CASES = "cases"


class ColumnKind(StrEnum):
    """What a column holds, where its heading does not say so."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    TARGET = "target"
    INDICATOR = "indicator"
    AREA = "area"
    PERIOD = "period"
    COMMENT = "comment"
    LEFT_OUT = "left out"


def _is_indicator(text: str) -> str:
    known = load_catalogue().indicators
    if text and text not in known:
        raise not_valid("the id of an indicator", nearest(text, known) or "see the codebook in README.md")
    return text


def _is_area(text: str) -> str:
    try:
        return load_areas().named(text).area_code if text else text
    except CatalogueError as error:
        raise not_valid(error.expected, error.hint) from None


def _is_period(text: str) -> str:
    try:
        return parse_period(text).label if text else text
    except KpiError as error:
        raise not_valid(error.expected or "a period", error.hint) from None


IndicatorId = Annotated[Line, AfterValidator(_is_indicator)]
AreaCode = Annotated[Line, AfterValidator(_is_area)]
PeriodLabel = Annotated[Line, AfterValidator(_is_period)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedRow(_Entry):
    """A row's name (or a heading that is one): the indicator that it is, or why it is left out."""

    name: Words
    indicator: IndicatorId = ""
    part: NamedPart | None = None
    unit: NamedUnit | None = None
    leave_out: Line = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        says = bool(self.indicator or self.part or self.unit)
        if says == bool(self.leave_out):
            raise not_valid(
                "an indicator (or part or unit), or leave_out with the reason"
                + (", not both" if says else ": the question is not answered yet"),
                'take the # away before one line, such as indicator = "referral_rate"',
            )
        return self


class NamedColumn(_Entry):
    """A column by its heading, and what it holds."""

    name: Words
    holds: ColumnKind
    area: AreaCode = ""
    period: PeriodLabel = ""


class NamedSheet(_Entry):
    """A sheet by its name: whose it is, of which period, or why it is left out."""

    name: Words
    area: AreaCode = ""
    period: PeriodLabel = ""
    leave_out: Line = ""


class Accepted(_Entry):
    """A figure far out of all that was seen, and right all the same; without a period, each of the series."""

    indicator: Annotated[Words, AfterValidator(_is_indicator)]
    period: PeriodLabel = ""
    value: float | None = None
    area: AreaCode = ""
    why: Words


class NamesFile(BaseModel):
    """The whole of `names.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: tuple[NamedRow, ...] = ()
    column: tuple[NamedColumn, ...] = ()
    sheet: tuple[NamedSheet, ...] = ()
    accept: tuple[Accepted, ...] = ()


ROWS = Entries("row", NamedRow, "name")


@dataclass(frozen=True, eq=False)
class Names:
    """The council's own names, looked up in the form of `plain_name`."""

    rows: tuple[NamedRow, ...] = ()
    columns: tuple[NamedColumn, ...] = ()
    sheets: tuple[NamedSheet, ...] = ()
    accepted: tuple[Accepted, ...] = field(default=())

    @cached_property
    def _by_row(self) -> Mapping[str, NamedRow]:
        return {plain_name(item.name): item for item in self.rows}

    @cached_property
    def _by_column(self) -> Mapping[str, NamedColumn]:
        return {plain_name(item.name): item for item in self.columns}

    @cached_property
    def _by_sheet(self) -> Mapping[str, NamedSheet]:
        return {plain_name(item.name): item for item in self.sheets}

    def row(self, text: str) -> NamedRow | None:
        """Return what the council says of a row's name."""
        return self._by_row.get(plain_name(text)) if self.rows else None

    def column(self, heading: str) -> NamedColumn | None:
        """Return what the council says of a column by its heading."""
        return self._by_column.get(plain_name(heading)) if self.columns else None

    def sheet(self, name: str) -> NamedSheet | None:
        """Return what the council says of a sheet."""
        return self._by_sheet.get(plain_name(name)) if self.sheets else None

    def accepts(self, indicator: str, area: str, period: str, value: float) -> bool:
        """Say whether the council lets a figure pass."""
        return any(
            item.indicator == indicator
            and item.period in ("", period)
            and item.area in ("", area)
            and (item.value is None or abs(item.value - value) <= 1e-9 * max(1.0, abs(value)))
            for item in self.accepted
        )


NO_NAMES = Names()


def load_names(path: Path) -> Names:
    """Read `names.toml`; raises ManifestError naming every fault in it at once."""
    found = load_toml(path, NamesFile, ROWS, ManifestError)
    return Names(found.row, found.column, found.sheet, found.accept)
