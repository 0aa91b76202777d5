"""The columns of records: what one holds and which values it takes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi_lib.catalogue.areas import AREA_CODE, AREA_WORDS
from kpi_lib.core.status import Provenance

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]


class ColumnType(StrEnum):
    """What a cell holds, and how it is written."""

    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    AREA = "area"

    @property
    def words(self) -> str:
        """How a cell of this type is written."""
        return _WRITTEN[self]


_WRITTEN = {
    ColumnType.TEXT: "text",
    ColumnType.DATE: "a day such as 2018-04-16",
    ColumnType.MONTH: "a month such as 2018-04",
    ColumnType.QUARTER: "a quarter such as 2017-18-Q4",
    ColumnType.INTEGER: "a whole number",
    ColumnType.NUMBER: "a number",
    ColumnType.CHOICE: "one of the words listed",
    ColumnType.BOOLEAN: "true or false",
    ColumnType.AREA: AREA_WORDS,
}
NUMERIC = {ColumnType.INTEGER, ColumnType.NUMBER}
DATED = {ColumnType.DATE, ColumnType.MONTH}


class RecordColumn(BaseModel):
    """One column of a kind of records.

    `choices` gives each word that may be there and how pages say it. `least` and `greatest` bound
    numbers. `pattern` is what a whole text must match. `refers_to` names a column of another kind whose
    values may be here, or `indicators`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    type: ColumnType
    meaning: str
    is_required: bool = True
    choices: Mapping[str, str] = {}
    least: float | None = None
    greatest: float | None = None
    unit: str = ""
    pattern: str = ""
    refers_to: str = ""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> RecordColumn:
        if bool(self.choices) != (self.type is ColumnType.CHOICE):
            raise ValueError("choices belong to the type choice, and to no other")
        if (self.least is not None or self.greatest is not None) and self.type not in NUMERIC:
            raise ValueError("only numbers have bounds")
        if (self.pattern or self.refers_to) and self.type is not ColumnType.TEXT:
            raise ValueError("only a text has a pattern or refers to another column")
        return self

    @property
    def is_free_text(self) -> bool:
        """Whether anything at all may be written here."""
        return self.type is ColumnType.TEXT and not (self.pattern or self.refers_to)

    @property
    def bounds(self) -> str:
        """The bounds of a number in words: "1 to 4", "0 or more"; empty where there are none."""
        if self.least is not None and self.greatest is not None:
            return f"{self.least:g} to {self.greatest:g}"
        if self.least is not None:
            return f"{self.least:g} or more"
        return f"at most {self.greatest:g}" if self.greatest is not None else ""


STANDARD = (
    RecordColumn(
        name=AREA_CODE, type=ColumnType.AREA,
        meaning="The area the row is about. Nothing else says it: a row without it is refused.",
    ),
    RecordColumn(
        name="provenance", type=ColumnType.CHOICE, is_required=False,
        choices={provenance.value: provenance.words for provenance in Provenance},
        meaning="Who stands behind the row; without it what the manifest says of the file.",
    ),
    RecordColumn(
        name="source", type=ColumnType.TEXT, is_required=False,
        meaning="Who says so, and where; without it the title that the manifest gives the file.",
    ),
    RecordColumn(name="note", type=ColumnType.TEXT, is_required=False, meaning="Anything worth knowing."),
)  # fmt: skip
"""The columns of every kind next to its own; a file must have the area and may have the others."""
