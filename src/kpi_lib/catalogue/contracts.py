"""The columns of the frames that rooms hand each other (`tests/frame_contracts.py` says what is in them)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

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


def frame_of(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a frame of these columns and types."""
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))
