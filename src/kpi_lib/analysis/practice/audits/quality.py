"""How much of the audited work is good or better, and how many audits a change needs to show.

References
----------
.. [1] Cohen, J. (1988), Statistical power analysis for the behavioral sciences, 2nd ed., ch. 6:
   the difference of arcsine-transformed shares, h = 2·asin √p₁ − 2·asin √p₂.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, ceil, nan, sin, sqrt

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.quarterly_trend import POWER, SIGNIFICANCE
from kpi_lib.analysis.intervals.formulas import wilson_limits
from kpi_lib.analysis.practice.audits.grades import GOOD_OR_BETTER, POINTS, points_of
from kpi_lib.analysis.practice.audits.moderation import PER_CENT
from kpi_lib.analysis.practice.grouping import summarise_groups

CHANGE_TO_SEE = 10.0
"""Points of per cent: the change that the improvement plan wants a quarter's audits to show."""


def summarise_quality(audits: pd.DataFrame, by: Sequence[str] = (), *, grade: str = "grade") -> pd.DataFrame:
    """Return one row per group: the audits graded good or outstanding, with interval and sample needed.

    Parameters
    ----------
    grade : the column judged, the auditor's `grade` or the `moderator_grade`; rows without are left out.

    Returns
    -------
    `n_audits`, one count a grade (`n_outstanding` …), `n_good_or_better`, `value` in per cent with
    `lower` and `upper` (Wilson, 95 %; NaN with a `reason` where none was graded); `n_needed`, the
    audits a quarter that show a 10-point change four times in five, and `least_change`, the change in
    points that as many audits as here would show (NaN where no change is large enough).
    """
    graded = audits.loc[points_of(audits[grade]).notna()]
    return summarise_groups(graded, by, lambda rows: _quality(rows[grade]))


def audits_needed(share: float, change: float = CHANGE_TO_SEE) -> int:
    """Return the audits per quarter that show a change of `change` points from `share` per cent.

    Two equal samples, 5 % two-sided, 80 % power, arcsine scale [1]_; the larger of the numbers for a
    rise and for a fall, whichever of them is possible.

    >>> audits_needed(50), audits_needed(80)
    (388, 292)
    """
    from statsmodels.stats.power import normal_sample_size_one_tail
    from statsmodels.stats.proportion import proportion_effectsize

    others = [other for other in (share - change, share + change) if 0 <= other <= PER_CENT]
    effects = [abs(proportion_effectsize(share / PER_CENT, other / PER_CENT)) for other in others]
    return max(
        ceil(normal_sample_size_one_tail(effect, POWER, SIGNIFICANCE / 2, std_null=sqrt(2)))
        for effect in effects
    )


def least_change(share: float, n_audits: int) -> float:
    """Return the change in points that two samples of `n_audits` would show four times in five.

    The larger of rise and fall; NaN where even 0 or 100 per cent is too near.
    """
    from scipy.special import ndtri

    effect = float(ndtri(1 - SIGNIFICANCE / 2) + ndtri(POWER)) * sqrt(2 / n_audits)
    angle, half = asin(sqrt(share / PER_CENT)), effect / 2
    ends = [end for end in (angle - half, angle + half) if 0 <= end <= np.pi / 2]
    return max((abs(sin(end) ** 2 * PER_CENT - share) for end in ends), default=nan)


def _quality(grades: pd.Series) -> dict[str, object]:
    counts = {f"n_{name}": int(grades.eq(name).sum()) for name in POINTS}
    good, size = sum(counts[f"n_{name}"] for name in GOOD_OR_BETTER), len(grades)
    counted = {"n_audits": size, **counts, "n_good_or_better": good}
    if not size:
        nothing = dict.fromkeys(("value", "lower", "upper", "n_needed", "least_change"), nan)
        return {**counted, **nothing, "reason": "No audit was graded."}
    low, high = wilson_limits(good, size, multiplier=PER_CENT)
    share = good / size * PER_CENT
    return {
        **counted,
        "value": share,
        "lower": float(low),
        "upper": float(high),
        "n_needed": audits_needed(share),
        "least_change": least_change(share, size),
        "reason": "",
    }
