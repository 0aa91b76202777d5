"""The rules that a row of records keeps, from a small named set."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

PENNY = 0.005
"""How far a sum may be from its parts: half of the last digit of an amount in pounds and pence."""


class RuleName(StrEnum):
    """What a rule asks of a row; where a cell it looks at is empty, only `requires` asks anything."""

    NOT_BEFORE = "not_before"  # `column` is the same day as `other`, or later
    NOT_ABOVE = "not_above"  # `column` is at most `other`
    REQUIRES = "requires"  # where `column` is stated (or `when` holds), `other` is stated too
    EXCLUDES = "excludes"  # where `when` holds, `column` is empty
    DIFFERS = "differs"  # `column` and `other` are not the same
    NOT_BOTH = "not_both"  # `column` and `other` are not both stated
    EITHER = "either"  # `column` or `other` is stated
    ADDS_UP = "adds_up"  # `column` is the sum of `parts`, to the penny


class RowRule(BaseModel):
    """One rule of one kind of records.

    `column` is the one that a fault names. `when` limits the rule to rows whose column holds one of these
    words. `what` says in a sentence what is wrong where the rule is broken; `expected` what should be there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: RuleName
    column: str
    other: str = ""
    parts: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = {}
    what: str
    expected: str

    @model_validator(mode="after")
    def _has_what_it_looks_at(self) -> RowRule:
        if self.rule is RuleName.ADDS_UP and not self.parts:
            raise ValueError("adds_up needs parts")
        if self.rule is RuleName.EXCLUDES and not self.when:
            raise ValueError("excludes needs when")
        if self.rule not in (RuleName.ADDS_UP, RuleName.EXCLUDES) and not self.other:
            raise ValueError(f"{self.rule} needs other")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the rule looks at."""
        return tuple(name for name in (self.column, self.other, *self.parts, *self.when) if name)

    def holds(self, rows: pd.DataFrame) -> pd.Series:
        """Return, per row, whether the rule is kept."""
        applies = pd.Series(True, rows.index)
        for name, words in self.when.items():
            applies &= rows[name].isin(words)
        return self._is_kept(rows).fillna(True).astype(bool) | ~applies

    def _is_kept(self, rows: pd.DataFrame) -> pd.Series:
        """Return whether each row keeps the rule, whatever `when` says."""
        column, other = rows[self.column], rows[self.other or self.column]
        both = is_stated(column) & is_stated(other)
        match self.rule:
            case RuleName.NOT_BEFORE:
                return column.ge(other) | ~both
            case RuleName.NOT_ABOVE:
                return column.le(other) | ~both
            case RuleName.DIFFERS:
                return column.ne(other) | ~both
            case RuleName.REQUIRES if self.when:
                return is_stated(other)
            case RuleName.REQUIRES:
                return is_stated(other) | ~is_stated(column)
            case RuleName.EXCLUDES:
                return ~is_stated(column)
            case RuleName.NOT_BOTH:
                return ~both
            case RuleName.EITHER:
                return is_stated(column) | is_stated(other)
            case RuleName.ADDS_UP:
                parts = rows[list(self.parts)].astype("float64")
                gap = (column.astype("float64") - parts.sum(axis=1)).abs()
                return gap.lt(PENNY) | parts.isna().any(axis=1) | gap.isna()


def is_stated(values: pd.Series) -> pd.Series:
    """Return, per cell of a typed column, whether anything is there."""
    return values.notna() & values.astype("str").ne("")
