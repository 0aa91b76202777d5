"""Do auditors drift apart? The trend of their agreement, and of who is stricter, over quarters.

References
----------
.. [1] Armitage, P. (1955), Tests for linear trends in proportions and frequencies, Biometrics
   11:375-386 (the slope, and its variance when there is no trend).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.quarterly_trend import SIGNIFICANCE
from kpi_lib.analysis.estimates.bases import ordinals
from kpi_lib.analysis.intervals.confidence import Z_95
from kpi_lib.analysis.intervals.formulas import Floats
from kpi_lib.analysis.practice.audits.grades import select_moderated
from kpi_lib.analysis.practice.grouping import each_group

LEAST_QUARTERS = 4
AGREEMENT, DIRECTION = "agreement", "direction"
ROSE, FELL, NO_CLEAR_CHANGE, CANNOT_SAY = "rose", "fell", "no_clear_change", "cannot_say"
PER_CENT = 100
DRIFT = [
    "measure", "n_moderated", "n_quarters", "slope", "slope_lower", "slope_upper", "p_value", "verdict",
    "reason",
]  # fmt: skip


def summarise_agreement_drift(audits: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return two rows per group: the trend of exact agreement and of who is stricter.

    Parameters
    ----------
    audits : as `moderation.summarise_agreement` takes them, with `period`, a quarter's label.

    Returns
    -------
    `measure` (`agreement`: points of per cent a quarter; `direction`: grades a quarter by which the
    moderator grew stricter), `n_moderated`, `n_quarters`, `slope` with its 95 % limits, `p_value`,
    `verdict` (`rose`, `fell`, `no_clear_change`, `cannot_say`), `reason`. Four quarters with
    moderated audits are needed. Slope = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² over audits, with the variance
    of y without trend over Σ(x − x̄)²: for agreement, the test of Cochran and Armitage [1]_.
    """
    found = []
    for key, rows in each_group(audits, by):
        pairs = select_moderated(rows)
        apart = (pairs["_moderator"] - pairs["_auditor"]).to_numpy()
        quarters = ordinals(pairs["period"]).to_numpy(dtype=float) if len(pairs) else np.array([])
        measured = {AGREEMENT: (apart == 0) * float(PER_CENT), DIRECTION: apart}
        found += [key | {"measure": name} | _trend(quarters, y) for name, y in measured.items()]
    return pd.DataFrame(found, columns=[*by, *DRIFT])


def _trend(quarters: Floats, y: Floats) -> dict[str, Any]:
    from scipy.special import ndtr

    size, n_quarters = len(y), len(np.unique(quarters))
    row = {"n_moderated": size, "n_quarters": n_quarters}
    slope = low = high = p_value = np.nan
    reason = _fault(n_quarters, y)
    if reason:
        return row | _told(slope, low, high, p_value, CANNOT_SAY, reason)
    x = quarters - quarters.mean()
    slope = float(x @ y / (x @ x))
    error = float(np.sqrt(y.var() / (x @ x)))
    p_value = float(2 * ndtr(-abs(slope) / error))
    if p_value >= SIGNIFICANCE:
        verdict, reason = NO_CLEAR_CHANGE, "The quarters differ by no more than chance would explain."
    else:
        verdict = ROSE if slope > 0 else FELL
        reason = "The quarters differ by more than chance would explain."
    return row | _told(slope, slope - Z_95 * error, slope + Z_95 * error, p_value, verdict, reason)


def _fault(n_quarters: int, y: Floats) -> str:
    if n_quarters < LEAST_QUARTERS:
        return f"{n_quarters} quarters have moderated audits; the test needs {LEAST_QUARTERS}."
    return "Every moderated audit came out the same, so nothing can be tested." if np.ptp(y) == 0 else ""


def _told(slope: float, low: float, high: float, p_value: float, verdict: str, reason: str) -> dict[str, Any]:
    return {
        "slope": slope,
        "slope_lower": low,
        "slope_upper": high,
        "p_value": p_value,
        "verdict": verdict,
        "reason": reason,
    }
