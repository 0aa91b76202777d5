"""What must be true of the frames that rooms hand each other, as pandera schemas."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from kpi_lib.catalogue.contracts import ISSUES, OBSERVATION_KEY, OBSERVATIONS, ROLES
from kpi_lib.core.periods import Frequency
from kpi_lib.core.status import Provenance, Status
from kpi_lib.ingest.issues import NOTE, STOP, WARN

STATUSES = tuple(status.value for status in Status)


def cells_schema() -> pa.DataFrameSchema:
    """Return the contract of `cells`: one row per body cell, a number only where the status is ok."""
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


def issues_schema() -> pa.DataFrameSchema:
    """Return the contract of `issues`: every issue has a severity, a code, a file and a sentence."""
    text = {name: pa.Column("str") for name in ISSUES}
    text["severity"] = pa.Column("str", pa.Check.isin([STOP, WARN, NOTE]))
    text["code"] = pa.Column("str", pa.Check.str_matches(r"^[a-z0-9]+(-[a-z0-9]+)*$"))
    text["row"] = pa.Column("Int32", nullable=True)
    text["what"] = pa.Column("str", pa.Check.str_length(min_value=1))
    return pa.DataFrameSchema(text, strict=True, ordered=True)


def observations_schema() -> pa.DataFrameSchema:
    """Return the contract of `observations`: dated, sourced, one row per key."""
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
