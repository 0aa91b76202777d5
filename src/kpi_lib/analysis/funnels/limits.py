"""Funnel limits: how far an area of a given size may lie from the overall figure by chance alone.

References
----------
.. [1] Spiegelhalter, D.J. (2005), Funnel plots for comparing institutional performance, Stat. Med.
   24:1185-1202.
.. [2] UKHSA, PHEindicatormethods: `calculate_funnel_limits`, `assign_funnel_significance`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.compare.verdicts import sides
from kpi_lib.analysis.intervals.confidence import LEVEL_95, LEVEL_998, tail_of, z_of
from kpi_lib.analysis.intervals.formulas import (
    Floats,
    Limits,
    count_limits,
    exact_poisson_limits,
    wilson_limits,
)

HIGH_998, HIGH_95, WITHIN, LOW_95, LOW_998 = "high_998", "high_95", "within", "low_95", "low_998"


def proportion_funnel(
    population: ArrayLike, baseline: ArrayLike, *, level: float = LEVEL_95, multiplier: float = 1.0
) -> Limits:
    """Return the limits of a proportion at a population: where its Wilson limit meets the baseline.

    Solving Wilson's equation for the proportion gives p ± z√(p(1 − p)/n), cut at 0 and 1 [2]_.
    """
    p, n = np.asarray(baseline, dtype=float), np.asarray(population, dtype=float)
    half = z_of(level) * np.sqrt(p * (1 - p) / n)
    return np.clip(p - half, 0, 1) * multiplier, np.clip(p + half, 0, 1) * multiplier


def expected_events(observed: ArrayLike, *, level: float = LEVEL_95) -> Limits:
    """Return the expected counts at which `observed` events lie exactly on the (lower, upper) limit.

    They are the exact Poisson limits of the count in reverse: the more are expected, the lower the
    observed count lies [2]_.
    """
    least, greatest = exact_poisson_limits(observed, level=level)
    return greatest, least


def ratio_funnel(expected: ArrayLike, *, level: float = LEVEL_95) -> Limits:
    """Return the limits of observed ÷ expected events at `expected`, without overdispersion.

    Formula: ½χ²(α/2; 2E) ÷ E and ½χ²(1 − α/2; 2E + 2) ÷ E; E, not the count, enters [1]_.
    """
    from scipy.special import gammaincinv

    e, tail = np.asarray(expected, dtype=float), tail_of(level)
    return gammaincinv(e, tail) / e, gammaincinv(e + 1, 1 - tail) / e


def proportion_verdicts(numerator: ArrayLike, denominator: ArrayLike, baseline: ArrayLike) -> NDArray:
    """Return where each proportion lies in the funnel, by its own Wilson intervals at both levels."""
    pairs = [wilson_limits(numerator, denominator, level=level) for level in (LEVEL_95, LEVEL_998)]
    return _places(pairs, np.asarray(baseline, dtype=float))


def count_verdicts(events: ArrayLike, denominator: ArrayLike, baseline: ArrayLike) -> NDArray:
    """Return where each rate or ratio lies in the funnel, by its count's intervals at both levels.

    `denominator` is the population of a rate (its `baseline` per person) or the expected events of
    a ratio (whose baseline is 1).
    """
    n = np.asarray(denominator, dtype=float)
    pairs = [count_limits(events, level=level) for level in (LEVEL_95, LEVEL_998)]
    return _places([(low / n, high / n) for low, high in pairs], np.asarray(baseline, dtype=float))


def are_outside(ratio: ArrayLike, lower: ArrayLike, upper: ArrayLike, multiplier: float = 1.0) -> NDArray:
    """Say which ratios, times the multiplier, lie outside given limits; on a limit is inside."""
    scaled = np.asarray(ratio, dtype=float) * multiplier
    return (scaled < np.asarray(lower, dtype=float)) | (scaled > np.asarray(upper, dtype=float))


def _places(pairs: list[tuple[Floats, Floats]], baseline: Floats) -> NDArray:
    near, far = (sides(low, high, baseline) for low, high in pairs)
    return np.select(
        [far == 1, near == 1, far == -1, near == -1], [HIGH_998, HIGH_95, LOW_998, LOW_95], WITHIN
    )
