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

References = Mapping[str, Collection[str]]
"""What a column may refer to: `kind.column` or `indicators` → the values there are."""


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
    holds: Callable[[pd.DataFrame], pd.Series]
    allowed: tuple[str, ...] = ()
    other: str = ""
    hint: str = ""


def promises_of(kind: RecordKind, references: References) -> tuple[Promise, ...]:
    """Return all that the rows of a kind promise, column by column, then the key, then its rules."""
    columns = [promise for column in kind.columns for promise in _promises_of_column(column, references)]
    key = Promise(
        "duplicate-key", kind.key[0], "The same record stands twice",
        f"one row for each {' and '.join(kind.key)}",
        lambda rows: ~rows.duplicated(list(kind.key)),
    )  # fmt: skip
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


def _promises_of_column(column: RecordColumn, references: References) -> Iterator[Promise]:
    name = column.name
    if column.is_required:
        yield Promise("missing-cell", name, "A cell that must be filled is empty", column.type.words,
                      lambda rows: is_stated(rows[name]),
                      hint=AREA_HINT if name == AREA_CODE else "")  # fmt: skip
    words = tuple(column.choices)
    if words:
        yield Promise("unknown-choice", name, "This word is not one of those that may stand here",
                      ", ".join(words), lambda rows: rows[name].isin(["", *words]), words)  # fmt: skip
    if column.bounds:
        yield Promise("out-of-bounds", name, "The number is outside its bounds", column.bounds,
                      lambda rows: _within(rows[name], column))  # fmt: skip
    if column.pattern:
        yield Promise("other-form", name, "The text has another form", f"a text of the form {column.pattern}",
                      lambda rows: rows[name].eq("") | rows[name].str.fullmatch(column.pattern))  # fmt: skip
    if column.refers_to:
        ids = tuple(sorted(references.get(column.refers_to, ())))
        yield Promise("unknown-reference", name, "This refers to nothing that is there",
                      f"a value of {column.refers_to}",
                      lambda rows: rows[name].isin(["", *ids]), ids)  # fmt: skip


def _within(numbers: pd.Series, column: RecordColumn) -> pd.Series:
    least = float("-inf") if column.least is None else column.least
    greatest = float("inf") if column.greatest is None else column.greatest
    return numbers.isna() | numbers.astype("float64").between(least, greatest)


def _promise_of_rule(rule: RowRule) -> Promise:
    # "a moderator needs a grade" is mended in the grade, so that is the cell the issue names
    column, other = (rule.other, "") if rule.rule is RuleName.REQUIRES else (rule.column, rule.other)
    code = f"rule-{rule.rule.replace('_', '-')}"
    return Promise(code, column, rule.what, rule.expected, rule.holds, other=other)
