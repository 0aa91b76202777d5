"""Two auditors of the same case: how often they agree, who is stricter and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.intervals.confidence import LEVEL_95
from kpi_lib.analysis.intervals.formulas import mean_limits, wilson_limits
from kpi_lib.analysis.practice.audits.grades import grade_table, select_moderated
from kpi_lib.analysis.practice.audits.kappa import Weights, weighted_kappa
from kpi_lib.analysis.practice.grouping import summarise_groups

PER_CENT = 100
STRICTER, GENEROUS = "moderator_stricter", "moderator_more_generous"
NO_CLEAR_DIFFERENCE, CANNOT_SAY = "no_clear_difference", "cannot_say"
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


def summarise_direction(audits: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row per group: which of the two auditors is stricter, and by how many grades.

    Returns
    -------
    `n_moderated`; `difference`, the mean of moderator − auditor in grades (positive: the moderator
    is stricter) with Student's 95 % interval, none where all pairs are equally far apart;
    `n_stricter`, `n_more_generous`; `share_stricter` and `share_more_generous` in per cent of the
    moderated, with Wilson limits; `p_value` of the exact two-sided sign test among those that
    differ; `verdict` and `reason`.
    """
    return summarise_groups(audits, by, _direction)


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
        **_share("agreement", agreed, size),
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
    p_value = _sign_test(stricter, generous)
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
        **_share("share_stricter", stricter, size),
        **_share("share_more_generous", generous, size),
        "p_value": p_value,
        "verdict": verdict,
        "reason": _WORDS[verdict],
    }


def _sign_test(stricter: int, generous: int) -> float:
    """Return the exact two-sided p-value that either way is as likely; 1 where none differ."""
    from scipy.stats import binomtest

    return float(binomtest(stricter, stricter + generous).pvalue) if stricter + generous else 1.0


def _share(name: str, count: int, size: int) -> dict[str, float]:
    """Return a share in per cent with its Wilson limits; NaN of nothing."""
    if not size:
        return {name: np.nan, f"{name}_lower": np.nan, f"{name}_upper": np.nan}
    low, high = wilson_limits(count, size, multiplier=PER_CENT)
    return {name: count / size * PER_CENT, f"{name}_lower": float(low), f"{name}_upper": float(high)}


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
