"""Intervals of proportions, counts and means, over whole columns at once.

Two levels of confidence are used, 95 % and 99.8 %: public health's pair (two and about three standard
errors), after [4]_. Every function takes arrays of one length (or single numbers), returns a pair of arrays
(lower, upper), gives NaN where an input is NaN, and raises AnalysisError on counts that cannot be.

References
----------
.. [1] Wilson, E.B. (1927), JASA 22:209-212; Newcombe, R.G. (1998), Stat. Med. 17:857-872.
.. [2] Garwood, F. (1936), Biometrika 28:437-442 (exact limits of a Poisson count).
.. [3] Breslow and Day (1987), Statistical methods in cancer research II, p. 69 (Byar).
.. [4] PHE (2018), Technical guide: confidence intervals (exact below 10 events, Byar from 10).
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.core.errors import AnalysisError

LEVEL_95, LEVEL_998 = 0.95, 0.998
Z_95, Z_998 = 1.959963984540054, 3.090232306167813
LEAST_LEVEL = 0.9

_Z = {LEVEL_95: Z_95, LEVEL_998: Z_998}


def z_of(level: float) -> float:
    """Return the two-sided normal quantile of a level of confidence between 0.9 and 1.

    Raises
    ------
    AnalysisError : the level is below 0.9, or 1 or more; 95 is not read as 0.95.

    >>> round(z_of(0.95), 6)
    1.959964
    """
    check_level(level)
    return _Z.get(level) or NormalDist().inv_cdf(0.5 + level / 2)


def tail_of(level: float) -> float:
    """Return the probability in each tail: 0.025 at 95 %; raises as `z_of` does."""
    check_level(level)
    return (1 - level) / 2


def check_level(level: float) -> None:
    """Raise AnalysisError unless `level` is a confidence from 0.9 up to, but not, 1."""
    if not LEAST_LEVEL <= level < 1:
        raise AnalysisError(
            "This is no level of confidence",
            got=level,
            expected="a share from 0.9 up to, but not including, 1",
            hint="write 95 % as 0.95",
        )


Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]

BYAR_FROM = 10


def wilson_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    level: float = LEVEL_95,
    multiplier: float = 1.0,
) -> Limits:
    """Return Wilson's score interval of a share of counted events.

    Formula: (2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)) × multiplier [1]_, for independent events.
    Children come in families, so events are not quite independent and the interval is rather too narrow.

    Raises
    ------
    AnalysisError : negative, above the denominator, infinite, or a denominator of 0 or less.

    >>> lower, upper = wilson_limits(65, 100)
    >>> round(float(lower), 4), round(float(upper), 4)
    (0.5525, 0.7364)
    """
    x, n = _floats(numerator), _floats(denominator)
    check_counts(x, n, is_share=True)
    z = z_of(level)
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    scale = multiplier / (2 * (n + z**2))
    # at none and all the formula gives 0 and 1 but for rounding; `0.0 * n` keeps a missing base missing
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


def count_limits(events: ArrayLike, *, level: float = LEVEL_95) -> Limits:
    """Return the interval of a count: exact below 10 events, Byar's from 10 [4]_."""
    x = _floats(events)
    check_counts(x)
    is_few = x < BYAR_FROM
    lower, upper = byar_limits(np.where(is_few, np.nan, x), level=level)
    if is_few.any():
        few = exact_poisson_limits(np.where(is_few, x, np.nan), level=level)
        lower, upper = np.where(is_few, few[0], lower), np.where(is_few, few[1], upper)
    return np.maximum(lower, 0.0), upper


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
