"""`names.toml`: what the names in a council's own files mean, answered once and kept for every later quarter.

A row's name is an indicator of the catalogue (or one part of it), or is left out with a reason; a column or a
sheet that its heading does not explain is explained; a figure far out of all that was seen is let pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
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
    """The council's own names: rows, columns and sheets by their name in the form of `plain_name`."""

    rows: Mapping[str, NamedRow] = field(default_factory=dict)
    columns: Mapping[str, NamedColumn] = field(default_factory=dict)
    sheets: Mapping[str, NamedSheet] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()

    def row(self, text: str) -> NamedRow | None:
        """Return what the council says of a row's name."""
        return self.rows.get(plain_name(text)) if self.rows else None

    def column(self, heading: str) -> NamedColumn | None:
        """Return what the council says of a column by its heading."""
        return self.columns.get(plain_name(heading)) if self.columns and heading else None

    def sheet(self, name: str) -> NamedSheet | None:
        """Return what the council says of a sheet; a text file's has no name."""
        return self.sheets.get(plain_name(name)) if self.sheets and name else None

    def accepts(self, indicator: str, area: str, period: str, value: float) -> bool:
        """Say whether the council lets a figure pass."""
        return any(
            accepted.indicator == indicator
            and accepted.period in ("", period)
            and accepted.area in ("", area)
            and (accepted.value is None or abs(accepted.value - value) <= 1e-9 * max(1.0, abs(value)))
            for accepted in self.accepted
        )


NO_NAMES = Names()


def load_names(path: Path) -> Names:
    """Read `names.toml`; raises ManifestError naming every fault in it at once."""
    file = load_toml(path, NamesFile, [ROWS], ManifestError)
    return Names(
        {plain_name(row.name): row for row in file.row},
        {plain_name(column.name): column for column in file.column},
        {plain_name(sheet.name): sheet for sheet in file.sheet},
        file.accept,
    )
