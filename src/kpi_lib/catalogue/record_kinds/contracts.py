"""What every row of a kind of records promises, from its description; and the rows that break a promise.

The rows of a file are typed as they are parsed, so columns and types are never in question here. A promise
carries what its issue says (code, words, what may be written instead), which no schema of pandera holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi_lib.catalogue.areas import AREA_CODE, AREA_HINT
from kpi_lib.catalogue.record_kinds.columns import ColumnType, RecordColumn
from kpi_lib.catalogue.record_kinds.kinds import RecordKind
from kpi_lib.catalogue.record_kinds.rules import RowRule, RuleName, is_stated

DTYPES: Mapping[ColumnType, Any] = {
    ColumnType.TEXT: "str",
    ColumnType.CHOICE: "str",
    ColumnType.QUARTER: "str",
    ColumnType.AREA: "str",
    ColumnType.DATE: "datetime64[us]",
    ColumnType.MONTH: "datetime64[us]",
    ColumnType.INTEGER: "Int64",
    ColumnType.NUMBER: "float64",
    ColumnType.BOOLEAN: "boolean",
}
WHERE_FROM: Mapping[str, Any] = {"published": "datetime64[us]", "file": "str", "row": "int32"}
"""Columns that cleaning adds: the day from which the row was known, its file and its row there."""

_BROKEN = {
    "missing-cell": "A cell that must be filled is empty",
    "unknown-choice": "This word is not one of those that may stand here",
    "out-of-bounds": "The number is outside its bounds",
    "other-form": "The text has another form",
    "unknown-reference": "This refers to nothing that is there",
    "duplicate-key": "The same record stands twice",
}
"""What is wrong where a promise that every kind may make is broken, by its code."""

References = Mapping[str, Collection[str]]
"""What a column may refer to: `kind.column` or `indicators` → the values there are."""

Holds = Callable[[pd.DataFrame], pd.Series]
"""From the rows of a kind to whether each keeps a promise."""


@dataclass(frozen=True)
class Promise:
    """One thing that every row of a kind promises.

    `column` is the one that an issue names, `other` another whose value it states as well; `allowed` are the
    words that may be there, for a hint; `hint` is what to write into an empty cell.
    """

    code: str
    column: str
    what: str
    expected: str
    holds: Holds
    allowed: tuple[str, ...] = ()
    other: str = ""
    hint: str = ""


def promises_of(kind: RecordKind, references: References) -> tuple[Promise, ...]:
    """Return all that the rows of a kind promise, column by column, then the key, then its rules."""
    columns = [promise for column in kind.columns for promise in _promises_of_column(column, references)]
    key = _promise(
        "duplicate-key",
        kind.key[0],
        f"one row for each {' and '.join(kind.key)}",
        lambda rows: ~rows.duplicated(list(kind.key)),
    )
    return (*columns, key, *map(_promise_of_rule, kind.rule))


def empty_records(kind: RecordKind) -> pd.DataFrame:
    """Return the frame of a kind of which there are no records: its columns and types, without a row."""
    types = {column.name: DTYPES[column.type] for column in kind.columns}
    types |= {duration.name: "Int64" for duration in kind.duration} | dict(WHERE_FROM)
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})


def find_broken(records: pd.DataFrame, kind: RecordKind, references: References) -> list[tuple[int, Promise]]:
    """Return the rows, by position, that break a promise of their kind, with the promise; in row order."""
    broken = [
        (int(row), promise)
        for promise in promises_of(kind, references)
        for row in (~promise.holds(records)).to_numpy().nonzero()[0]
    ]
    return sorted(broken, key=lambda row_and_promise: row_and_promise[0])


def _promise(code: str, column: str, expected: str, holds: Holds, **others: Any) -> Promise:
    return Promise(code, column, _BROKEN[code], expected, holds, **others)


def _promises_of_column(column: RecordColumn, references: References) -> Iterator[Promise]:
    name, words = column.name, tuple(column.choices)
    if column.is_required:
        hint = AREA_HINT if name == AREA_CODE else ""
        yield _promise("missing-cell", name, column.type.words, lambda rows: is_stated(rows[name]), hint=hint)
    if words:
        yield _promise("unknown-choice", name, ", ".join(words), _is_one_of(name, words), allowed=words)
    if column.bounds:
        yield _promise("out-of-bounds", name, column.bounds, lambda rows: _within(rows[name], column))
    if column.pattern:
        form = f"a text of the form {column.pattern}"
        yield _promise("other-form", name, form, _has_form(name, column.pattern))
    if column.refers_to:
        ids = tuple(sorted(references.get(column.refers_to, ())))
        expected = f"a value of {column.refers_to}"
        yield _promise("unknown-reference", name, expected, _is_one_of(name, ids), allowed=ids)


def _is_one_of(name: str, words: tuple[str, ...]) -> Holds:
    return lambda rows: rows[name].isin(["", *words])


def _has_form(name: str, pattern: str) -> Holds:
    return lambda rows: rows[name].eq("") | rows[name].str.fullmatch(pattern)


def _within(numbers: pd.Series, column: RecordColumn) -> pd.Series:
    least = float("-inf") if column.least is None else column.least
    greatest = float("inf") if column.greatest is None else column.greatest
    return numbers.isna() | numbers.astype("float64").between(least, greatest)


def _promise_of_rule(rule: RowRule) -> Promise:
    # "a moderator needs a grade" is mended in the grade, so that is the cell the issue names
    column, other = (rule.other, "") if rule.rule is RuleName.REQUIRES else (rule.column, rule.other)
    code = f"rule-{rule.rule.replace('_', '-')}"
    return Promise(code, column, rule.what, rule.expected, rule.holds, other=other)
