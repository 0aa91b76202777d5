"""Weighted kappa: how far two raters agree beyond chance, near misses counted as near.

References
----------
.. [1] Cohen, J. (1968), Weighted kappa, Psychol. Bull. 70:213-220.
.. [2] Fleiss, J.L., Cohen, J. and Everitt, B.S. (1969), Large sample standard errors of kappa and
   weighted kappa, Psychol. Bull. 72:323-327.
.. [3] Cicchetti, D.V. (1981), Testing the normal approximation and minimal sample size requirements
   of weighted kappa, Appl. Psychol. Meas. 5:101-104 (2k² pairs for k grades).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.intervals.confidence import Z_95

LEAST_VARIANCE = 1e-12
"""Below it the variance is 0 but for the rounding of the sums it is made of."""


class Weights(StrEnum):
    """How much of an agreement a near miss is: by grades apart, or by their square."""

    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True)
class Kappa:
    """Weighted kappa with its 95 % interval, NaN with the reason where it cannot be said.

    is_small : fewer pairs than the large-sample interval is known to be good for.
    """

    kappa: float
    lower: float
    upper: float
    reason: str
    is_small: bool


def pairs_needed(n_grades: int) -> int:
    """Return the pairs from which the large-sample interval is good: 2k² [3]_, 32 for four grades."""
    return 2 * n_grades**2


def weighted_kappa(table: ArrayLike, weights: Weights = Weights.LINEAR) -> Kappa:
    """Return weighted kappa of a square table of counts, one rater down and the other across.

    κ = (p_o − p_e) / (1 − p_e), with agreement weights 1 − d/(k − 1) or 1 − d²/(k − 1)² for grades
    d apart; the standard error is Fleiss, Cohen and Everitt's [2]_, the interval κ ± 1.96 se within
    −1 and 1. With no pair, one grade only or one pair there is none; where the formula gives no
    variance, as where every pair agrees, there is no interval.

    >>> found = weighted_kappa([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])
    >>> round(found.kappa, 4), round(found.lower, 4), round(found.upper, 4)
    (0.5082, 0.3798, 0.6366)
    """
    counts = np.asarray(table, dtype=float)
    pairs = int(counts.sum())
    is_small = pairs < pairs_needed(len(counts))
    reason = _fault(counts)
    if reason:
        return Kappa(nan, nan, nan, reason, is_small)
    from statsmodels.stats.inter_rater import cohens_kappa

    with np.errstate(invalid="ignore", divide="ignore"):
        found = cohens_kappa(counts, wt=str(weights))
    kappa, variance = float(found.kappa), float(found.var_kappa)
    if not variance > LEAST_VARIANCE:
        return Kappa(
            kappa, nan, nan, "The formula gives this table's kappa an interval of no width.", is_small
        )
    half = Z_95 * sqrt(variance)
    return Kappa(kappa, max(kappa - half, -1.0), min(kappa + half, 1.0), "", is_small)


def _fault(counts: np.ndarray) -> str:
    """Return why no kappa can be said of the table, or nothing."""
    if counts.sum() == 0:
        return "No audit has a second auditor's grade."
    if counts.sum() == 1:
        return "One audit with two grades says nothing of agreement beyond chance."
    if (counts.sum(axis=0) + counts.sum(axis=1) > 0).sum() == 1:
        return "Both auditors gave one grade throughout, so agreement beyond chance has no meaning."
    return ""
