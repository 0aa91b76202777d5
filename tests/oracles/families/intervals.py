"""Oracles of intervals: Wilson, exact Poisson and Byar, Student's t."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import Any

import numpy as np

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    number,
    numbers,
    rows_of,
    same,
)
from kpi_lib.analysis.estimates.intervals import (
    Limits,
    byar_limits,
    check_counts,
    count_limits,
    mean_limits,
    wilson_limits,
)
from kpi_lib.core.errors import AnalysisError

ERROR, PERCENT, LEAST_PERCENT = "error", 100, 90


def _level(text: str) -> float:
    """Return a confidence as a share; the sources also write 95 for 0.95."""
    level = number(text)
    return level / PERCENT if LEAST_PERCENT <= level <= PERCENT else level


def _outcome(row: Any, limits: Callable[[Any], Limits], value: Callable[[Any], float]) -> Check:
    """Compare value and limits with the row, or see that impossible input is refused."""
    if row.outcome == ERROR:
        try:
            limits(row)
        except AnalysisError:
            return Check(True)
        return Check(False, inf)
    got = (value(row), *limits(row))
    return all_of(
        close(have, want) for have, want in zip(got, (row.value, row.lower, row.upper), strict=True)
    )


def _wilson(row: Any) -> Limits:
    x, n = number(row.numerator), number(row.denominator)
    return wilson_limits(x, n, level=_level(row.confidence), multiplier=number(row.multiplier))


def _poisson(row: Any) -> Limits:
    x, level, scale = number(row.events), _level(row.confidence), number(row.multiplier)
    if _is_raw_count(row):
        lower, upper = byar_limits(x, level=level)
        return lower * scale, upper * scale
    population = number(row.population)
    check_counts(np.array(x), np.array(population))
    lower, upper = count_limits(x, level=level)
    return lower / population * scale, upper / population * scale


def _is_raw_count(row: Any) -> bool:
    return not row.population and bool(row.method)


def _share(row: Any) -> float:
    return number(row.numerator) / number(row.denominator) * number(row.multiplier)


def _rate(row: Any) -> float:
    base = 1.0 if _is_raw_count(row) else number(row.population)
    return number(row.events) / base * number(row.multiplier)


def _check_mean(row: Any) -> Check:
    values = np.array(numbers(row.values))
    deviation = values.std(ddof=1) if values.size > 1 else np.nan
    lower, upper = mean_limits(values.mean(), deviation, values.size, level=_level(row.confidence))
    got = (values.sum(), deviation, values.mean(), lower, upper)
    wanted = (row.sum, row.sd, row.mean, row.lower, row.upper)
    return all_of(
        [
            same(values.size, int(row.n)),
            *(close(have, want) for have, want in zip(got, wanted, strict=True)),
        ]
    )


def _check_wilson(tables: Tables) -> Iterable[Check]:
    return (_outcome(row, _wilson, _share) for row in rows_of(tables["wilson"]))


def _check_poisson(tables: Tables) -> Iterable[Check]:
    return (_outcome(row, _poisson, _rate) for row in rows_of(tables["poisson_rates"]))


def _check_means(tables: Tables) -> Iterable[Check]:
    return (_check_mean(row) for row in rows_of(tables["means_t"]))


_RESULT = "value lower upper outcome source"

FAMILIES = (
    Family("wilson", f"case case_type numerator denominator confidence multiplier {_RESULT}", _check_wilson),
    Family(
        "poisson_rates",
        f"case case_type events population confidence multiplier method {_RESULT}",
        _check_poisson,
    ),
    Family(
        "means_t", "case case_type confidence n sum sd mean lower upper outcome values source", _check_means
    ),
)
