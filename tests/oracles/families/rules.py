"""Oracles of single control chart rules, each on a vector of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from families.cells import Check, Family, Tables, is_true, numbers, rows_of, same, words
from kpi_lib.analysis.spc.signals import (
    NEEDED,
    WINDOW,
    outside,
    part_of_run,
    run_ends,
    sides_of_centre,
    trend_ends,
    two_of_three_members,
    two_of_three_windows,
)

UNSIGNED = frozenset({"run_one_side_end", "part_of_run", "run_8_one_side"})
LABELS = {-1: "lower", 0: "none", 1: "upper"}


def _integers(text: str) -> np.ndarray:
    return np.array(numbers(text), dtype=float).astype(np.int64)


def _beyond(row: Any) -> np.ndarray:
    return outside(numbers(row.values), numbers(row.lower), numbers(row.upper))


def _one_side(row: Any) -> np.ndarray:
    values = np.array(numbers(row.values))
    sides = sides_of_centre(values, values.mean())
    return part_of_run(run_ends(sides, int(row.n)), int(row.n))


def _shift(row: Any) -> np.ndarray:
    sides = sides_of_centre(numbers(row.values), numbers(row.target))
    return part_of_run(run_ends(sides, int(row.n)), int(row.n))


def _two_of_three_counted(row: Any) -> np.ndarray:
    """Return PowerBI-SPC's two of three: two of three points beyond the limits on one side, anywhere.

    No page uses it: ours wants the third point on the same side of the centre. What is beyond is ours.
    """
    beyond = _beyond(row)
    flags = np.zeros_like(beyond)
    for start in range(beyond.size - WINDOW + 1):
        three = slice(start, start + WINDOW)
        side = np.sign(beyond[three].sum()) if abs(beyond[three].sum()) >= NEEDED else 0
        if side:
            is_marked = (beyond[three] == side) | is_true(row.highlight_all)
            flags[three] = np.where(is_marked, side, flags[three])
    return flags


_RULES: dict[str, Callable[[Any], np.ndarray]] = {
    "run_one_side_end": lambda row: run_ends(_integers(row.relative_to_centre), int(row.n)),
    "trend_end": lambda row: trend_ends(numbers(row.values), int(row.n)),
    "part_of_run": lambda row: part_of_run(_integers(row.flags), int(row.n)),
    "two_of_three_window": lambda row: two_of_three_windows(
        _integers(row.relative_to_centre), _integers(row.near_limit)
    ),
    "two_of_three_member": lambda row: two_of_three_members(
        _integers(row.relative_to_centre), _integers(row.near_limit)
    ),
    "shift": _shift,
    "trend": lambda row: part_of_run(trend_ends(numbers(row.values), int(row.n)), int(row.n)),
    "two_of_three": _two_of_three_counted,
    "outside": _beyond,
    "run_8_one_side": _one_side,
}


def _check_rules(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["spc_rules"]):
        got = _RULES[row.rule](row).tolist()
        expected = words(row.expected)
        is_labelled = any(word in LABELS.values() for word in expected)
        if row.rule in UNSIGNED:
            got = [abs(flag) for flag in got]
        yield same([LABELS[flag] if is_labelled else str(flag) for flag in got], expected)


FAMILIES = (
    Family(
        "spc_rules",
        "case rule case_type n values target lower upper relative_to_centre near_limit flags highlight_all "
        "expected note source",
        _check_rules,
    ),
)
