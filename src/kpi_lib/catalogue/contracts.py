"""The frames that rooms hand each other: their columns, and pandera schemas that hold them to it.

The column tuples cost nothing to import. The schemas are built on first use, because pandera is slow
to load and a notebook never needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.core.periods import Frequency
from kpi_lib.core.status import Provenance, Status

if TYPE_CHECKING:
    import pandera.pandas as pa

CELLS = ("file", "sheet", "row", "column", "header", "role", "token", "number", "status")
ISSUES = ("severity", "code", "file", "row", "column", "what", "got", "expected", "hint")
OBSERVATIONS = (
    "indicator_id", "area_code", "period", "frequency", "period_start", "period_end", "year",
    "numerator", "denominator", "value", "status", "token", "provenance", "source", "edition", "published",
    "row", "column", "note",
)  # fmt: skip
OBSERVATION_KEY = ("indicator_id", "area_code", "period", "source", "edition")

_KEPT = {
    "indicator_id": "str", "area_code": "str", "period": "str", "period_end": "datetime64[us]",
    "source": "str", "cell": "str", "edition": "str", "published": "datetime64[us]",
}  # fmt: skip
TARGETS = {**_KEPT, "value": "float64"}
"""Columns of the council's targets in its own files; without a period one holds for every period."""
COMMENTS = {**_KEPT, "text": "str"}
"""Columns of the comments in the council's own files."""

ROLES = ("key", "value")
SEVERITIES = ("stop", "warn", "note")
STATUSES = tuple(status.value for status in Status)


def frame_of(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a frame of these columns and types."""
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))


@lru_cache(maxsize=1)
def cells_schema() -> pa.DataFrameSchema:
    """Return the contract of `cells`: one row per body cell, a number only where the status is ok."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "file": pa.Column(),
            "sheet": pa.Column(),
            "row": pa.Column("int32", pa.Check.ge(1)),
            "column": pa.Column("int32", pa.Check.ge(1)),
            "header": pa.Column(),
            "role": pa.Column(checks=pa.Check.isin(ROLES)),
            "token": pa.Column(),
            "number": pa.Column("float64", nullable=True),
            "status": pa.Column(checks=pa.Check.isin(STATUSES)),
        },
        checks=pa.Check(_a_number_is_ok, error="a number stands where the status is not ok, or the reverse"),
        unique=["file", "sheet", "row", "column"],
        strict=True,
        ordered=True,
    )


@lru_cache(maxsize=1)
def issues_schema() -> pa.DataFrameSchema:
    """Return the contract of `issues`: every issue has a severity, a code, a file and a sentence."""
    import pandera.pandas as pa

    text = {name: pa.Column("str") for name in ISSUES}
    text["severity"] = pa.Column("str", pa.Check.isin(SEVERITIES))
    text["code"] = pa.Column("str", pa.Check.str_matches(r"^[a-z0-9]+(-[a-z0-9]+)*$"))
    text["row"] = pa.Column("Int32", nullable=True)
    text["what"] = pa.Column("str", pa.Check.str_length(min_value=1))
    return pa.DataFrameSchema(text, strict=True, ordered=True)


@lru_cache(maxsize=1)
def observations_schema() -> pa.DataFrameSchema:
    """Return the contract of `observations`: dated, sourced, one row per key."""
    import pandera.pandas as pa

    columns = {name: pa.Column("str") for name in OBSERVATIONS}
    columns["frequency"] = pa.Column("str", pa.Check.isin([item.value for item in Frequency]))
    columns["status"] = pa.Column("str", pa.Check.isin(STATUSES))
    columns["provenance"] = pa.Column("str", pa.Check.isin([item.value for item in Provenance]))
    for name in ("period_start", "period_end"):
        columns[name] = pa.Column("datetime64[us]")
    columns["published"] = pa.Column("datetime64[us]", nullable=True)
    for name in ("numerator", "denominator", "value"):
        columns[name] = pa.Column("float64", nullable=True)
    for name in ("row", "column"):
        columns[name] = pa.Column("int32", pa.Check.ge(1))
    return pa.DataFrameSchema(
        columns,
        checks=pa.Check(_missing_has_a_reason, error="a figure is missing but its status is ok"),
        unique=list(OBSERVATION_KEY),
        strict=True,
        ordered=True,
    )


def _a_number_is_ok(cells: pd.DataFrame) -> pd.Series:
    value = cells["role"].eq("value")
    return (cells["status"].eq(Status.OK.value) & value).eq(cells["number"].notna())


def _missing_has_a_reason(observations: pd.DataFrame) -> pd.Series:
    figures = observations[["numerator", "value"]].notna().any(axis=1)
    return figures | observations["status"].ne(Status.OK.value)
