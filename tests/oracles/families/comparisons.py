"""Oracles of verdicts against a benchmark: one interval, two levels, two intervals, control limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    number,
    polarity,
    rows_of,
    same,
)
from kpi_lib.analysis.compare.verdicts import (
    ABOVE,
    BELOW,
    INSIDE,
    UNKNOWN,
    control_limits,
    interval_sides,
    sides,
)
from kpi_lib.catalogue.indicators import Polarity

_WORDS = {
    Polarity.NEUTRAL: ("lower", "higher"),
    Polarity.HIGHER_IS_BETTER: ("worse", "better"),
    Polarity.LOWER_IS_BETTER: ("better", "worse"),
}
_STRONG = {"better": "best", "worse": "worst", "lower": "much_lower", "higher": "much_higher"}


def _verdict(side: int, way: Polarity) -> str:
    return {INSIDE: "similar", UNKNOWN: "none", BELOW: _WORDS[way][0], ABOVE: _WORDS[way][1]}[side]


def _side(lower: float, upper: float, benchmark: float) -> int:
    return int(sides(np.array(lower), np.array(upper), np.array(benchmark)))


def _check_row(row: Any) -> Check:
    if row.method == "spc_proportion":
        return _check_control(row)
    limits = (number(row.lower95), number(row.upper95))
    benchmark, way = number(row.benchmark_value), polarity(row.polarity)
    if row.method == "double_interval":
        theirs = (number(row.benchmark_lower95), number(row.benchmark_upper95))
        return same(_verdict(int(interval_sides(*limits, *theirs)), way), row.expected_verdict)
    side = _side(*limits, benchmark)
    got = _verdict(side, way)
    if row.method == "two_level" and side == _side(number(row.lower998), number(row.upper998), benchmark):
        got = _STRONG.get(got, got)
    return same(got, row.expected_verdict)


def _check_control(row: Any) -> Check:
    scale, z = number(row.unit), number(row.z)
    lower, upper = control_limits(number(row.benchmark_value) / scale, number(row.denominator), z)
    value = number(row.value)
    side = (
        _side(value, value, value)
        if np.isnan(lower)
        else int(value > upper * scale) - int(value < lower * scale)
    )
    got = "none" if np.isnan(lower) or np.isnan(value) else _verdict(side, polarity(row.polarity))
    edges = [close(lower * scale, row.control_lower), close(upper * scale, row.control_upper)]
    return all_of([same(got, row.expected_verdict), *edges])


def _check_verdicts(tables: Tables) -> Iterable[Check]:
    return (_check_row(row) for row in rows_of(tables["benchmark_verdicts"]))


FAMILIES = (
    Family(
        "benchmark_verdicts",
        "case method case_type value lower95 upper95 lower998 upper998 denominator unit z benchmark_value "
        "benchmark_lower95 benchmark_upper95 polarity control_lower control_upper expected_verdict source",
        _check_verdicts,
    ),
)
