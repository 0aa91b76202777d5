"""The contract of a kind of records, built from its description as a pandera schema.

pandera is slow to load and a notebook never needs it, so it is imported when a contract is built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_lib.catalogue.areas import AREA_CODE, AREA_HINT
from kpi_lib.catalogue.record_kinds.columns import ColumnType, RecordColumn
from kpi_lib.catalogue.record_kinds.kinds import RecordKind
from kpi_lib.catalogue.record_kinds.rules import RowRule, RuleName, is_stated

if TYPE_CHECKING:
    import pandera.pandas as pa

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

Known = Mapping[str, Collection[str]]
"""What a reference may name: `kind.column` or `indicators` → the values there are."""


@dataclass(frozen=True)
class Promise:
    """One thing that every row of a kind promises.

    `column` is the one a fault names and `beside` another whose value it tells as well; `known` are the
    words that may stand there, for a hint; `hint` is what to write into an empty cell.
    """

    code: str
    column: str
    what: str
    expected: str
    holds: Callable[[pd.DataFrame], pd.Series]
    known: tuple[str, ...] = ()
    beside: str = ""
    hint: str = ""


def promises_of(kind: RecordKind, known: Known) -> tuple[Promise, ...]:
    """Return all that the rows of a kind promise, column by column, then the key, then its rules."""
    columns = [promise for column in kind.columns for promise in _promises_of_column(column, known)]
    key = Promise(
        "duplicate-key", kind.key[0], "The same record stands twice",
        f"one row for each {' and '.join(kind.key)}",
        lambda rows: ~rows.duplicated(list(kind.key)),
    )  # fmt: skip
    return (*columns, key, *map(_promise_of_rule, kind.rule))


def contract_of(kind: RecordKind, known: Known) -> pa.DataFrameSchema:
    """Return the contract of a kind's frame; its checks are `promises_of`, in order and named by number."""
    import pandera.pandas as pa

    columns = {
        **{column.name: pa.Column(DTYPES[column.type], nullable=True) for column in kind.columns},
        **{item.name: pa.Column("Int64", nullable=True) for item in kind.duration},
        **{name: pa.Column(dtype, nullable=name == "published") for name, dtype in WHERE_FROM.items()},
    }
    checks = [
        pa.Check(promise.holds, name=str(number), error=str(number), ignore_na=False)
        for number, promise in enumerate(promises_of(kind, known))
    ]
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True)


def empty_records(kind: RecordKind) -> pd.DataFrame:
    """Return the frame of a kind of which there are no records: its columns and types, without a row."""
    types = {column.name: DTYPES[column.type] for column in kind.columns}
    types |= {item.name: "Int64" for item in kind.duration} | dict(WHERE_FROM)
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})


def find_broken(records: pd.DataFrame, kind: RecordKind, known: Known) -> list[tuple[int, Promise]]:
    """Return the rows (by index) that break the contract with the promise each breaks, in row order."""
    import pandera.pandas as pa

    promises = promises_of(kind, known)
    try:
        contract_of(kind, known).validate(records, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases[["check", "index"]].drop_duplicates()
        found = [(int(row), int(check)) for check, row in cases.itertuples(index=False)]
        return [(row, promises[check]) for row, check in sorted(found)]
    return []


def _promises_of_column(column: RecordColumn, known: Known) -> Iterator[Promise]:
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
        ids = tuple(sorted(known.get(column.refers_to, ())))
        yield Promise("unknown-reference", name, "This refers to nothing that is there",
                      f"a value of {column.refers_to}",
                      lambda rows: rows[name].isin(["", *ids]), ids)  # fmt: skip


def _within(numbers: pd.Series, column: RecordColumn) -> pd.Series:
    low = numbers.ge(column.least) if column.least is not None else numbers.notna()
    high = numbers.le(column.greatest) if column.greatest is not None else numbers.notna()
    return (low & high).fillna(True).astype(bool) | numbers.isna()


def _promise_of_rule(rule: RowRule) -> Promise:
    column, beside = (rule.other, "") if rule.rule is RuleName.REQUIRES else (rule.column, rule.other)
    code = f"rule-{rule.rule.replace('_', '-')}"
    return Promise(code, column, rule.what, rule.expected, rule.holds, beside=beside)
