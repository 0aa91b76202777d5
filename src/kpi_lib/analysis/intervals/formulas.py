"""Intervals of proportions, counts, rates and means, over whole columns at once.

Every function takes arrays of one length (or single numbers), returns a pair of arrays
(lower, upper), gives NaN where an input is NaN, and raises AnalysisError on counts that cannot be.

References
----------
.. [1] Wilson, E.B. (1927), JASA 22:209-212; Newcombe, R.G. (1998), Stat. Med. 17:857-872.
.. [2] Garwood, F. (1936), Biometrika 28:437-442 (exact limits of a Poisson count).
.. [3] Breslow and Day (1987), Statistical methods in cancer research II, p. 69 (Byar).
.. [4] PHE (2018), Technical guide: confidence intervals (exact below 10 events, Byar from 10).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.intervals.confidence import LEVEL_95, tail_of, z_of
from kpi_lib.core.errors import AnalysisError

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]

BYAR_FROM = 10
NO_CLUSTERING = 1.0


def wilson_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    level: float = LEVEL_95,
    multiplier: float = 1.0,
    design_effect: ArrayLike = NO_CLUSTERING,
) -> Limits:
    """Return Wilson's score interval of a share of counted events.

    Formula: (2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)) × multiplier [1]_, for independent events.
    With a design effect above 1 (children come in families) x and n are divided by it.

    Raises
    ------
    AnalysisError : negative, above the denominator, infinite, or a denominator of 0 or less.

    >>> lower, upper = wilson_limits(65, 100)
    >>> round(float(lower), 4), round(float(upper), 4)
    (0.5525, 0.7364)
    """
    x, n = _effective(numerator, design_effect), _effective(denominator, design_effect)
    check_counts(x, n, is_share=True)
    z = z_of(level)
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    scale = multiplier / (2 * (n + z**2))
    lower = np.where(x == 0, 0.0 * n, (2 * x + z**2 - spread) * scale)
    upper = np.where(x == n, multiplier + 0.0 * n, (2 * x + z**2 + spread) * scale)
    return lower, upper


def exact_poisson_limits(events: ArrayLike, *, level: float = LEVEL_95) -> Limits:
    """Return the exact interval of a Poisson count: ½χ²(α/2; 2x) and ½χ²(1−α/2; 2x+2) [2]_.

    No events give a lower limit of 0. Computed through the gamma function: ½χ²(p; 2x) = Γ⁻¹(x; p).
    """
    from scipy.special import gammaincinv

    x, tail = _floats(events), tail_of(level)
    check_counts(x)
    lower = gammaincinv(np.where(x > 0, x, 1.0), tail)
    return np.where(x > 0, lower, 0.0 * x), gammaincinv(x + 1, 1 - tail)


def byar_limits(events: ArrayLike, *, level: float = LEVEL_95) -> Limits:
    """Return Byar's approximate interval of a Poisson count, good from 10 events [3]_.

    Formula: x(1 − 1/(9x) − z/(3√x))³ and (x+1)(1 − 1/(9(x+1)) + z/(3√(x+1)))³.
    A lower limit that would be negative is NaN (few events at a high level); 0 events give 0.
    """
    x, z = _floats(events), z_of(level)
    check_counts(x)
    some = np.where(x > 0, x, 1.0)
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    lower = np.where(lower < 0, np.nan, lower)
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return np.where(x > 0, lower, 0.0 * x), upper


def count_limits(
    events: ArrayLike, *, level: float = LEVEL_95, design_effect: ArrayLike = NO_CLUSTERING
) -> Limits:
    """Return the interval of a count: exact below 10 events, Byar's from 10 [4]_.

    With a design effect above 1 the limits lie √(design effect) times as far from the count,
    the lower one not below 0.
    """
    x = _floats(events)
    check_counts(x)
    is_few = x < BYAR_FROM
    lower, upper = byar_limits(np.where(is_few, np.nan, x), level=level)
    if is_few.any():
        few = exact_poisson_limits(np.where(is_few, x, np.nan), level=level)
        lower, upper = np.where(is_few, few[0], lower), np.where(is_few, few[1], upper)
    stretch = np.sqrt(_design(design_effect))
    return np.maximum(x - stretch * (x - lower), 0.0), x + stretch * (upper - x)


def rate_limits(
    events: ArrayLike,
    population: ArrayLike,
    *,
    level: float = LEVEL_95,
    multiplier: float = 1.0,
    design_effect: ArrayLike = NO_CLUSTERING,
) -> Limits:
    """Return the interval of a rate: that of the count, over the population, times the multiplier.

    The population is taken as known without error.

    >>> [round(float(limit), 3) for limit in rate_limits(0, 10_000, multiplier=10_000)]
    [0.0, 3.689]
    """
    x, n = _floats(events), _floats(population)
    check_counts(x, n)
    lower, upper = count_limits(x, level=level, design_effect=design_effect)
    return lower / n * multiplier, upper / n * multiplier


def mean_limits(mean: ArrayLike, deviation: ArrayLike, n: ArrayLike, *, level: float = LEVEL_95) -> Limits:
    """Return Student's interval of a mean: mean ± t(n−1; 1−α/2)·sd/√n; NaN for fewer than two values.

    `deviation` is the sample's standard deviation (n − 1 below).
    """
    from scipy.special import stdtrit

    centre, spread, size = _floats(mean), _floats(deviation), _floats(n)
    enough = np.where(size > 1, size, np.nan)
    half = stdtrit(enough - 1, 1 - tail_of(level)) * spread / np.sqrt(enough)
    return centre - half, centre + half


def check_counts(numerator: Floats, denominator: Floats | None = None, *, is_share: bool = False) -> None:
    """Raise AnalysisError on the first count that cannot be; NaN passes.

    `is_share` also refuses a numerator above its denominator.
    """
    parts = [numerator] if denominator is None else [numerator, denominator]
    faults = [("a negative count", numerator < 0), ("an infinite count", np.isinf(numerator))]
    if denominator is not None:
        faults += [
            ("a denominator of 0 or less", denominator <= 0),
            ("an infinite denominator", np.isinf(denominator)),
        ]
    if denominator is not None and is_share:
        faults.append(("a numerator above its denominator", numerator > denominator))
    for fault, is_bad in faults:
        if is_bad.any():
            first = [np.broadcast_to(part, is_bad.shape)[is_bad].ravel()[0] for part in parts]
            raise AnalysisError(
                f"An interval needs counts, and here is {fault}",
                got=" of ".join(f"{part:g}" for part in first) + f" ({int(is_bad.sum())} such)",
                expected="0 ≤ numerator, 0 < denominator" + (", numerator ≤ denominator" if is_share else ""),
                hint="the data-quality page names the file and row",
            )


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=float)


def _design(design_effect: ArrayLike) -> Floats:
    effect = _floats(design_effect)
    if (effect < 1).any() or not np.isfinite(effect).all():
        raise AnalysisError(
            "A design effect is at least 1",
            got=f"{effect.min():g}",
            expected="1 (independent events) or more",
            hint="mean cluster size 1.6 with perfectly alike siblings gives about 1.6",
        )
    return effect


def _effective(counts: ArrayLike, design_effect: ArrayLike) -> Floats:
    return _floats(counts) / _design(design_effect)
