"""Two auditors of the same case: how often they agree, who is stricter, and whether they drift apart.

Weighted kappa says how far two raters agree beyond chance, near misses counted as near.

References
----------
.. [1] Cohen, J. (1968), Weighted kappa, Psychol. Bull. 70:213-220.
.. [2] Fleiss, J.L., Cohen, J. and Everitt, B.S. (1969), Large sample standard errors of kappa and
   weighted kappa, Psychol. Bull. 72:323-327.
.. [3] Cicchetti, D.V. (1981), Testing the normal approximation and minimal sample size requirements
   of weighted kappa, Appl. Psychol. Meas. 5:101-104 (2k² pairs for k grades).
.. [4] Armitage, P. (1955), Tests for linear trends in proportions and frequencies, Biometrics
   11:375-386 (the slope, and its variance when there is no trend).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import nan, sqrt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kpi_lib.analysis.change.quarterly_trend import SIGNIFICANCE
from kpi_lib.analysis.change.year_on_year import FELL, NO_CLEAR_CHANGE, ROSE
from kpi_lib.analysis.compare.verdicts import CANNOT_SAY
from kpi_lib.analysis.estimates.bases import ordinals
from kpi_lib.analysis.estimates.intervals import LEVEL_95, Z_95, Floats, mean_limits
from kpi_lib.analysis.practice.audit_quality import grade_table, select_moderated
from kpi_lib.analysis.practice.records import PER_CENT, named_share, summarise_groups

STRICTER, GENEROUS = "moderator_stricter", "moderator_more_generous"
NO_CLEAR_DIFFERENCE = "no_clear_difference"
BEYOND, NOT_BEYOND = "beyond_chance", "not_beyond_chance"


def summarise_agreement(audits: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row per group of audits: how far the auditor and the second auditor agree.

    Parameters
    ----------
    audits : one row an audit, `grade` and `moderator_grade` (empty where not moderated) on Ofsted's
        four points, and the columns of `by`.

    Returns
    -------
    `n_audits`, `n_moderated`, `n_agreed`; `agreement` in per cent with `agreement_lower` and `_upper`
    (Wilson, 95 %); `kappa_linear`, `kappa_quadratic`, each with `_lower`, `_upper`; `is_small_sample`;
    `verdict` (`beyond_chance`: the linear kappa's interval lies above 0; `not_beyond_chance`;
    `cannot_say`) and `reason`.
    """
    return summarise_groups(audits, by, _agreement)


def summarise_direction(audits: pd.DataFrame) -> pd.DataFrame:
    """Return one row: which of the two auditors is stricter, and by how many grades.

    Returns
    -------
    `n_moderated`; `difference`, the mean of moderator − auditor in grades (positive: the moderator
    is stricter) with Student's 95 % interval, none where all pairs are equally far apart;
    `n_stricter`, `n_more_generous`; `share_stricter` and `share_more_generous` in per cent of the
    moderated, with Wilson limits; `p_value` of the exact two-sided sign test among those that
    differ; `verdict` and `reason`.
    """
    return summarise_groups(audits, (), _direction)


def _agreement(audits: pd.DataFrame) -> dict[str, Any]:
    pairs = select_moderated(audits)
    table = grade_table(pairs)
    agreed, size = int(np.trace(table)), len(pairs)
    linear, square = (weighted_kappa(table, weights) for weights in (Weights.LINEAR, Weights.QUADRATIC))
    verdict = CANNOT_SAY if np.isnan(linear.lower) else BEYOND if linear.lower > 0 else NOT_BEYOND
    return {
        "n_audits": len(audits),
        "n_moderated": size,
        "n_agreed": agreed,
        **named_share("agreement", agreed, size),
        **{f"kappa_linear{name}": getattr(linear, part) for name, part in _PARTS.items()},
        **{f"kappa_quadratic{name}": getattr(square, part) for name, part in _PARTS.items()},
        "is_small_sample": linear.is_small,
        "verdict": verdict,
        "reason": linear.reason or _WORDS[verdict],
    }


def _direction(audits: pd.DataFrame) -> dict[str, Any]:
    pairs = select_moderated(audits)
    apart = pairs["_moderator"] - pairs["_auditor"]
    stricter, generous, size = int(apart.gt(0).sum()), int(apart.lt(0).sum()), len(apart)
    varies = size > 1 and apart.std() > 0
    low, high = mean_limits(apart.mean(), apart.std(), size) if varies else (np.nan, np.nan)
    p_value = _sign_test(stricter, generous)  # 6 of 6 stricter: 2 × ½⁶ = 0.03; 5 of 5: 0.06
    verdict = CANNOT_SAY if size < 2 else NO_CLEAR_DIFFERENCE
    if p_value < 1 - LEVEL_95:
        verdict = STRICTER if stricter > generous else GENEROUS
    return {
        "n_moderated": size,
        "difference": float(apart.mean()),
        "difference_lower": float(low),
        "difference_upper": float(high),
        "n_stricter": stricter,
        "n_more_generous": generous,
        **named_share("share_stricter", stricter, size),
        **named_share("share_more_generous", generous, size),
        "p_value": p_value,
        "verdict": verdict,
        "reason": _WORDS[verdict],
    }


def _sign_test(stricter: int, generous: int) -> float:
    """Return the exact two-sided p-value that either way is as likely; 1 where none differ."""
    from scipy.stats import binomtest

    return float(binomtest(stricter, stricter + generous).pvalue) if stricter + generous else 1.0


_PARTS = {"": "kappa", "_lower": "lower", "_upper": "upper"}
_WORDS = {
    BEYOND: "The two auditors agree more than chance would have them.",
    NOT_BEYOND: "Chance alone could make the two auditors agree as often.",
    STRICTER: "Where they differ, the second auditor is the stricter more often than chance would explain.",
    GENEROUS: "Where they differ, the second auditor is the more generous more often than chance would "
    "explain.",
    NO_CLEAR_DIFFERENCE: "Neither auditor is stricter by more than chance would explain.",
    CANNOT_SAY: "Fewer than two audits have a second auditor's grade.",
}


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

    >>> kappa = weighted_kappa([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])
    >>> round(kappa.kappa, 4), round(kappa.lower, 4), round(kappa.upper, 4)
    (0.5082, 0.3798, 0.6366)
    """
    counts = np.asarray(table, dtype=float)
    pairs = int(counts.sum())
    is_small = pairs < pairs_needed(len(counts))
    reason = _why_no_kappa(counts)
    if reason:
        return Kappa(nan, nan, nan, reason, is_small)
    from statsmodels.stats.inter_rater import cohens_kappa

    with np.errstate(invalid="ignore", divide="ignore"):
        result = cohens_kappa(counts, wt=str(weights))
    kappa, variance = float(result.kappa), float(result.var_kappa)
    if not variance > LEAST_VARIANCE:
        return Kappa(
            kappa, nan, nan, "The formula gives this table's kappa an interval of no width.", is_small
        )
    half = Z_95 * sqrt(variance)
    return Kappa(kappa, max(kappa - half, -1.0), min(kappa + half, 1.0), "", is_small)


def _why_no_kappa(counts: np.ndarray) -> str:
    """Return why no kappa can be said of the table, or nothing."""
    if counts.sum() == 0:
        return "No audit has a second auditor's grade."
    if counts.sum() == 1:
        return "One audit with two grades says nothing of agreement beyond chance."
    if (counts.sum(axis=0) + counts.sum(axis=1) > 0).sum() == 1:
        return "Both auditors gave one grade throughout, so agreement beyond chance has no meaning."
    return ""


LEAST_QUARTERS = 4
AGREEMENT, DIRECTION = "agreement", "direction"
DRIFT = [
    "measure", "n_moderated", "n_quarters", "slope", "slope_lower", "slope_upper", "p_value", "verdict",
    "reason",
]  # fmt: skip


def summarise_agreement_drift(audits: pd.DataFrame) -> pd.DataFrame:
    """Return two rows: the trend of exact agreement and of who is stricter.

    Parameters
    ----------
    audits : as `summarise_agreement` takes them, with `period`, a quarter's label.

    Returns
    -------
    `measure` (`agreement`: points of per cent a quarter; `direction`: grades a quarter by which the
    moderator grew stricter), `n_moderated`, `n_quarters`, `slope` with its 95 % limits, `p_value`,
    `verdict` (`rose`, `fell`, `no_clear_change`, `cannot_say`), `reason`. Four quarters with
    moderated audits are needed. Slope = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² over audits, with the variance
    of y without trend over Σ(x − x̄)²: for agreement, the test of Cochran and Armitage [4]_.
    """
    pairs = select_moderated(audits)
    apart = (pairs["_moderator"] - pairs["_auditor"]).to_numpy()
    quarters = ordinals(pairs["period"]).to_numpy(dtype=float) if len(pairs) else np.array([])
    measured = {AGREEMENT: (apart == 0) * float(PER_CENT), DIRECTION: apart}
    trends = [{"measure": name} | _trend(quarters, y) for name, y in measured.items()]
    return pd.DataFrame(trends, columns=DRIFT)


def _trend(quarters: Floats, y: Floats) -> dict[str, Any]:
    from scipy.special import ndtr

    n_quarters = len(np.unique(quarters))
    row: dict[str, Any] = {"n_moderated": len(y), "n_quarters": n_quarters}
    reason = _why_no_trend(n_quarters, y)
    if reason:
        return row | {"verdict": CANNOT_SAY, "reason": reason}
    x = quarters - quarters.mean()
    slope = float(x @ y / (x @ x))
    error = float(np.sqrt(y.var() / (x @ x)))
    p_value = float(2 * ndtr(-abs(slope) / error))
    if p_value >= SIGNIFICANCE:
        verdict, reason = NO_CLEAR_CHANGE, "The quarters differ by no more than chance would explain."
    else:
        verdict = ROSE if slope > 0 else FELL
        reason = "The quarters differ by more than chance would explain."
    return row | {
        "slope": slope,
        "slope_lower": slope - Z_95 * error,
        "slope_upper": slope + Z_95 * error,
        "p_value": p_value,
        "verdict": verdict,
        "reason": reason,
    }


def _why_no_trend(n_quarters: int, y: Floats) -> str:
    if n_quarters < LEAST_QUARTERS:
        return f"{n_quarters} quarters have moderated audits; the test needs {LEAST_QUARTERS}."
    return "Every moderated audit came out the same, so nothing can be tested." if np.ptp(y) == 0 else ""
