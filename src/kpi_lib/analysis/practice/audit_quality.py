"""What audits found and asked for: the share good or better, the audits a change needs, the actions done.

References
----------
.. [1] Cohen, J. (1988), Statistical power analysis for the behavioral sciences, 2nd ed., ch. 6:
   the difference of arcsine-transformed shares, h = 2·asin √p₁ − 2·asin √p₂.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import asin, ceil, nan, sin, sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_lib.analysis.change.quarterly_trend import POWER, SIGNIFICANCE
from kpi_lib.analysis.practice.records import PER_CENT, share_of, summarise_groups
from kpi_lib.core.errors import AnalysisError


class Grade(StrEnum):
    """A judgement on Ofsted's four-point scale."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"


POINTS = {str(grade): point for point, grade in enumerate(Grade, 1)}
"""1 outstanding to 4 inadequate, as Ofsted numbers them: the higher, the stricter."""
GOOD_OR_BETTER = (str(Grade.OUTSTANDING), str(Grade.GOOD))


def points_of(grades: pd.Series) -> pd.Series:
    """Return each grade as its point, 1 (outstanding) to 4 (inadequate); no grade (or "") is NaN.

    Raises AnalysisError on a word that is none of the four.
    """
    unknown = grades.notna() & ~grades.isin(["", *POINTS])
    if unknown.any():
        raise AnalysisError(
            "This is none of Ofsted's four grades",
            got=f"'{grades[unknown].iloc[0]}'",
            expected=", ".join(POINTS),
        )
    return grades.map(POINTS).astype("float64")


def select_moderated(audits: pd.DataFrame) -> pd.DataFrame:
    """Keep the audits with both grades, and add them as `_auditor` and `_moderator` points."""
    pointed = audits.assign(
        _auditor=points_of(audits["grade"]), _moderator=points_of(audits["moderator_grade"])
    )
    return pointed.dropna(subset=["_auditor", "_moderator"])


def select_second_grades(audits: pd.DataFrame) -> pd.DataFrame:
    """Keep the audits with a second grade: the moderated ones or, where there are none, a rehearsal's.

    Parameters
    ----------
    audits : records of the kind `audits`, whose `moderation` tells the two apart.
    """
    moderated = audits.loc[audits["moderation"].eq("moderated")]
    return moderated if len(moderated) else audits.loc[audits["moderation"].eq("rehearsal")]


def grade_table(moderated: pd.DataFrame) -> NDArray[np.int64]:
    """Return the 4 × 4 table of counts: auditor's grade down, moderator's across, outstanding first."""
    size = len(POINTS)
    cell = (moderated["_auditor"] - 1) * size + moderated["_moderator"] - 1
    return np.bincount(cell.astype("int64"), minlength=size * size).reshape(size, size)


CHANGE_TO_SEE = 10.0
"""Points of per cent: the change that the improvement plan wants a quarter's audits to show."""


def summarise_quality(audits: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row per group: the audits graded good or outstanding, with interval and sample needed.

    Parameters
    ----------
    audits : rows without the auditor's `grade` are left out.

    Returns
    -------
    `n_audits`, one count a grade (`n_outstanding` …), `n_good_or_better`, `value` in per cent with
    `lower` and `upper` (Wilson, 95 %; NaN with a `reason` where none was graded); `n_needed`, the
    audits a quarter that show a 10-point change four times in five, and `least_change`, the change in
    points that as many audits as here would show (NaN where no change is large enough).
    """
    graded = audits.loc[points_of(audits["grade"]).notna()]
    return summarise_groups(graded, by, lambda rows: _quality(rows["grade"]))


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
    share, low, high = share_of(good, size)
    return {
        "n_audits": size,
        **counts,
        "n_good_or_better": good,
        "value": share,
        "lower": low,
        "upper": high,
        "n_needed": audits_needed(share) if size else nan,
        "least_change": least_change(share, size) if size else nan,
        "reason": "" if size else "No audit was graded.",
    }


def summarise_actions(actions: pd.DataFrame, as_at: pd.Timestamp) -> pd.Series:
    """Return how many actions were agreed, closed, still open and overdue on a day.

    Parameters
    ----------
    actions : one row an action: `agreed`, `due` and `closed`, empty while open.
    as_at : the day looked at; what was agreed or closed later had not happened yet.

    Returns
    -------
    `n_actions`, `n_closed`, `n_open`, `n_overdue` (open and due before the day) and `oldest_due`, the
    earliest day by which an overdue action was to be done, missing where none is overdue.
    """
    rows = actions.loc[actions["agreed"].le(as_at)]
    is_closed = rows["closed"].le(as_at)
    overdue = rows.loc[~is_closed & rows["due"].lt(as_at), "due"]
    return pd.Series(
        {
            "n_actions": len(rows),
            "n_closed": int(is_closed.sum()),
            "n_open": int((~is_closed).sum()),
            "n_overdue": len(overdue),
            "oldest_due": overdue.min() if len(overdue) else pd.NaT,
        }
    )
