"""The cells of an oracle table, all text, and what it means to agree with one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import Any, NamedTuple

import pandas as pd

from kpi_lib.catalogue.indicators import Polarity

RELATIVE = 1e-9
MISSING = ("", "NA")

POLARITIES = {
    "high": Polarity.HIGHER_IS_BETTER,
    "increase": Polarity.HIGHER_IS_BETTER,
    "low": Polarity.LOWER_IS_BETTER,
    "decrease": Polarity.LOWER_IS_BETTER,
    "none": Polarity.NEUTRAL,
    "neutral": Polarity.NEUTRAL,
    "-": Polarity.NEUTRAL,
}


class Check(NamedTuple):
    """Whether one figure agrees with the oracle, and its relative error (absolute where that is 0)."""

    passed: bool
    error: float = 0.0


Tables = Mapping[str, pd.DataFrame]
Checker = Callable[[Tables], "Iterable[Check]"]


@dataclass(frozen=True)
class Family:
    """One oracle table: its name, its columns (spaces between), its check, the tables it is read with."""

    name: str
    columns: str
    check: Checker
    partners: tuple[str, ...] = ()
    tolerance: str = "1e-9"


def polarity(text: str) -> Polarity:
    """Return the polarity that an oracle's word means."""
    return POLARITIES[text.strip().lower()]


def number(text: str) -> float:
    """Return a cell's number; an empty cell or NA is NaN."""
    return nan if text in MISSING else float(text)


def numbers(text: str) -> list[float]:
    """Return the numbers of a `;`-separated cell; an empty cell is an empty list."""
    return [number(part) for part in words(text)]


def words(text: str) -> list[str]:
    """Return the parts of a `;`-separated cell; an empty cell is an empty list."""
    return text.split(";") if text else []


def is_true(text: str) -> bool:
    """Return a logical cell's value."""
    return {"TRUE": True, "FALSE": False}[text.upper()]


def close(got: Any, expected: str, *, relative: float = RELATIVE, absolute: float = 0.0) -> Check:
    """Compare one number with a cell; an empty cell wants no number."""
    want, have = number(expected), float(got)
    if isnan(want) or isnan(have):
        return Check(isnan(want) and isnan(have), 0.0 if isnan(want) and isnan(have) else inf)
    off = abs(have - want)
    error = off / abs(want) if want else off
    return Check(error <= relative or off <= absolute, error)


def printed(got: Any, expected: str, decimals: int) -> Check:
    """Compare with a number that its source prints to `decimals` places; an empty cell asks nothing."""
    return (
        Check(True)
        if expected in MISSING
        else close(got, expected, relative=0.0, absolute=half_unit(decimals))
    )


def half_unit(decimals: int) -> float:
    """Return half a unit of the last printed decimal, with room for floating point."""
    return 0.5 * 10.0**-decimals * (1 + RELATIVE)


def uncounted(check: Check) -> Check:
    """Return the check without its error: the same number is given elsewhere in full."""
    return check._replace(error=0.0)


def same(got: object, expected: object) -> Check:
    """Compare two words, lists or logicals."""
    return Check(got == expected, 0.0 if got == expected else inf)


def all_of(checks: Iterable[Check]) -> Check:
    """Return one check that passes when all do, with the largest error."""
    found = list(checks)
    return Check(all(check.passed for check in found), max((check.error for check in found), default=0.0))


def rows_of(table: pd.DataFrame) -> Iterable[Any]:
    """Return a table's rows as named tuples of text."""
    return table.itertuples(index=False)
