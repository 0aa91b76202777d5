"""Oracles of verdicts against a benchmark: one interval, two levels, two intervals, control limits."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist
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
    sides,
)
from kpi_lib.analysis.estimates.intervals import wilson_limits
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
        return same(_verdict(_side_of_interval(limits, theirs), way), row.expected_verdict)
    side = _side(*limits, benchmark)
    got = _verdict(side, way)
    if row.method == "two_level" and side == _side(number(row.lower998), number(row.upper998), benchmark):
        got = _STRONG.get(got, got)
    return same(got, row.expected_verdict)


def _side_of_interval(own: tuple[float, float], other: tuple[float, float]) -> int:
    """Return the side of one interval against another, where both ends of the other agree on it."""
    least, most = (_side(*own, edge) for edge in other)
    return least if least == most else UNKNOWN if UNKNOWN in (least, most) else INSIDE


def _control_limits(row: Any) -> tuple[float, float]:
    """Return the Wilson limits of a proportion at the benchmark, for the level of a printed z."""
    n, share = number(row.denominator), number(row.benchmark_value) / number(row.unit)
    if not n > 0:
        return np.nan, np.nan
    lower, upper = wilson_limits(share * n, n, level=2 * NormalDist().cdf(number(row.z)) - 1)
    return float(lower), float(upper)


def _check_control(row: Any) -> Check:
    scale = number(row.unit)
    lower, upper = _control_limits(row)
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
