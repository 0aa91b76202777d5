"""Oracles of funnels: limits, verdicts, outliers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy.optimize import brentq

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    number,
    printed,
    rows_of,
    same,
    uncounted,
)
from kpi_lib.analysis.compare.verdicts import sides
from kpi_lib.analysis.estimates.intervals import (
    LEVEL_95,
    LEVEL_998,
    Limits,
    count_limits,
    exact_poisson_limits,
    wilson_limits,
)
from kpi_lib.analysis.funnels import authorities as funnel

LEVELS = (("2s", LEVEL_95), ("3s", LEVEL_998))
BISECTION = 5e-5
PROPORTION_DECIMALS = 6
RATIO_DECIMALS = 6
LEAST_DSR_EVENTS = 10

_VERDICTS = {
    funnel.HIGH_998: "High (0.001)",
    funnel.HIGH_95: "High (0.025)",
    funnel.WITHIN: "Not significant",
    funnel.LOW_95: "Low (0.025)",
    funnel.LOW_998: "Low (0.001)",
}
_TOO_FEW_FOR_DSR = "Not applicable for events less than 10 for dsrs"


def _proportion_verdicts(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_proportion_verdicts"]):
        got = funnel.proportion_places(number(row.numerator), number(row.denominator), number(row.baseline))
        yield same(_VERDICTS[str(got)], row.expected_verdict)


def _count_place(events: float, base: float, baseline: float) -> Any:
    """Return the place of a rate or ratio by its count, over a population or over expected events."""
    pairs = [count_limits(events, level=level) for level in (LEVEL_95, LEVEL_998)]
    near, far = (sides(lower / base, upper / base, np.array(baseline)) for lower, upper in pairs)
    return funnel.places_of(near, far)


def _ratio_verdicts(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_ratio_verdicts"]):
        got = _count_place(number(row.observed), number(row.expected), number(row.reference))
        yield same(_VERDICTS[str(got)], row.expected_verdict)


def _rate_verdicts(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_rate_verdicts"]):
        events = number(row.events)
        if row.rate_type == "dsr" and events < LEAST_DSR_EVENTS:
            yield same(_TOO_FEW_FOR_DSR, row.expected_verdict)
            continue
        rate, scale = number(row.rate), number(row.multiplier)
        base = number(row.population) if events == 0 else scale * events / rate
        got = _count_place(events, base, number(row.baseline_rate))
        yield all_of([close(base, row.derived_denominator), same(_VERDICTS[str(got)], row.expected_verdict)])


def _proportion_limits(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_proportion_limits"]):
        n, p, scale = number(row.population), number(row.baseline_proportion), number(row.multiplier)
        checks = [printed(p * scale, row.baseline, PROPORTION_DECIMALS)]
        for name, level in LEVELS:
            lower, upper = (share * scale for share in _shares_at_limit(n, p, level))
            checks += [
                printed(lower, getattr(row, f"lower_{name}"), PROPORTION_DECIMALS),
                printed(upper, getattr(row, f"upper_{name}"), PROPORTION_DECIMALS),
            ]
        yield all_of(checks)


def _shares_at_limit(n: float, baseline: float, level: float) -> tuple[float, float]:
    """Return the shares of n whose own Wilson limit is the baseline; 0 or 1 where none is that far out."""

    def off(share: float, end: int) -> float:
        return float(wilson_limits(share * n, n, level=level)[end]) - baseline

    lower = 0.0 if off(0.0, 1) >= 0 else brentq(off, 0.0, baseline, args=(1,), xtol=1e-15)
    upper = 1.0 if off(1.0, 0) <= 0 else brentq(off, baseline, 1.0, args=(0,), xtol=1e-15)
    return lower, upper


def _expected_events(observed: float, level: float) -> Limits:
    """Return the expected counts for which the observed one lies on the (lower, upper) limit.

    They are the exact limits of the count in reverse: the more are expected, the lower it lies.
    """
    least, greatest = exact_poisson_limits(observed, level=level)
    return greatest, least


def _ratio_limits(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_ratio_limits"]):
        events = number(row.observed_events)
        yield all_of(check for name, level in LEVELS for check in _ratio_checks(row, events, name, level))


def _ratio_checks(row: Any, events: float, name: str, level: float) -> Iterable[Check]:
    for side, expected in zip(("lower", "upper"), _expected_events(events, level), strict=True):
        stem = f"{side}_{name}"
        ratio = events / expected
        yield close(expected, getattr(row, f"{stem}_exp_events_exact"))
        yield uncounted(_near(expected, getattr(row, f"{stem}_exp_events")))
        yield uncounted(_near(100 * ratio, getattr(row, f"{stem}_isr")))
        yield uncounted(_near(ratio, str(number(getattr(row, f"{stem}_count")) + 1)))


def _rate_limits(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_rate_limits"]):
        events, scale = number(row.events), number(row.multiplier)
        rate, years = number(row.baseline_rate), number(row.years_of_data)
        checks = [_near(rate * scale, row.baseline)]
        for name, level in LEVELS:
            pairs = zip(("lower", "upper"), _expected_events(events, level), strict=True)
            for side, expected in pairs:
                population = expected / rate / years
                checks.append(_near(population, getattr(row, f"{side}_{name}_population_1_year")))
                checks.append(_near(events * rate / expected * scale, getattr(row, f"{side}_{name}_limit")))
        yield all_of(checks)


def _near(got: Any, expected: str) -> Check:
    """Compare with a number that its source found by bisection."""
    return close(got, expected, relative=BISECTION)


def _unadjusted(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_poisson_unadjusted"]):
        checks = []
        for name, level in (("95", LEVEL_95), ("998", LEVEL_998)):
            expected = number(row.expected)
            limits = exact_poisson_limits(expected, level=level)
            for side, limit in zip(("lower", "upper"), limits, strict=True):
                got = limit / expected
                checks.append(close(got, getattr(row, f"{side}{name}")))
                checks.append(uncounted(printed(got, getattr(row, f"{side}{name}_source"), RATIO_DECIMALS)))
        yield all_of(checks)


def _outliers(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["funnel_outliers"]):
        value = number(row.ratio) * number(row.multiplier)
        side = funnel.sides_of_limits(value, number(row.lower), number(row.upper))
        yield same(abs(int(side)), int(row.expected_outlier))


_RATIO_SOURCE = " ".join(
    f"{side}_{name}_{part}"
    for name in ("2s", "3s")
    for side in ("lower", "upper")
    for part in ("exp_events", "count", "isr")
)
_RATIO_EXACT = " ".join(
    f"{side}_{name}_exp_events_exact" for name in ("2s", "3s") for side in ("lower", "upper")
)
_RATE_LIMITS = " ".join(
    f"{side}_{name}_{part}"
    for name in ("2s", "3s")
    for side in ("lower", "upper")
    for part in ("population_1_year", "limit")
)

FAMILIES = (
    Family(
        "funnel_proportion_verdicts",
        "case area numerator denominator baseline expected_verdict source",
        _proportion_verdicts,
    ),
    Family(
        "funnel_proportion_limits",
        "case set case_type population baseline_proportion multiplier lower_2s upper_2s lower_3s upper_3s "
        "baseline source",
        _proportion_limits,
        tolerance="6 decimals, as printed",
    ),
    Family(
        "funnel_ratio_verdicts",
        "case case_type observed expected reference expected_verdict source",
        _ratio_verdicts,
    ),
    Family(
        "funnel_ratio_limits",
        f"case case_type observed_events {_RATIO_SOURCE} {_RATIO_EXACT} source",
        _ratio_limits,
    ),
    Family(
        "funnel_rate_limits",
        f"case set case_type events baseline_rate multiplier years_of_data baseline {_RATE_LIMITS} source",
        _rate_limits,
        tolerance="5e-5, the source's bisection",
    ),
    Family(
        "funnel_rate_verdicts",
        "case set case_type rate_type multiplier area events population rate derived_denominator "
        "baseline_rate expected_verdict source",
        _rate_verdicts,
    ),
    Family(
        "funnel_poisson_unadjusted",
        "expected lower95_source upper95_source lower998_source upper998_source lower95 upper95 lower998 "
        "upper998 source",
        _unadjusted,
    ),
    Family(
        "funnel_outliers", "case limits area ratio multiplier lower upper expected_outlier source", _outliers
    ),
)
