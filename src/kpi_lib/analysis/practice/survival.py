"""Kaplan and Meier's curve of one group of cases, with intervals on the log(−log) scale.

statsmodels estimates the curve and Greenwood's standard errors; here are its quantiles with the
limits of Brookmeyer and Crowley, as R's `survfit(conf.type = "log-log")` and SAS's LIFETEST give them.

References
----------
.. [1] Kaplan, E.L. and Meier, P. (1958), Nonparametric estimation from incomplete observations,
   JASA 53:457-481.
.. [2] Brookmeyer, R. and Crowley, J. (1982), A confidence interval for the median survival time,
   Biometrics 38:29-41; on the log(−log) scale: Kalbfleisch and Prentice (1980), ch. 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.estimates.intervals import Z_95, Floats
from kpi_lib.core.errors import AnalysisError

LEVEL_TOLERANCE = 1e-9
"""Products of fractions land this near 0.5 and the like when they mean it."""


@dataclass(frozen=True)
class Quantile:
    """The time by which a share has ended, with its 95 % limits; NaN where not reached."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Survival:
    """A step curve: at each time that a case ended, the share still open just after it.

    weeks, open_share, error : times in order, S(t), Greenwood's standard error of S(t).
    n_at_risk, n_ended : cases followed up to each time, and how many ended at it.
    longest : the longest time that any case was followed, ended or open.
    """

    weeks: Floats
    open_share: Floats
    error: Floats
    n_at_risk: Floats
    n_ended: Floats
    longest: float

    @property
    def limits(self) -> tuple[Floats, Floats]:
        """The 95 % limits of the share still open: S^exp(±1.96·se / (S·log S)); NaN where S is 0 or 1."""
        share = np.where((self.open_share > 0) & (self.open_share < 1), self.open_share, np.nan)
        reach = Z_95 * self.error / (share * np.log(share))
        return share ** np.exp(-reach), share ** np.exp(reach)

    def at(self, weeks: float) -> int:
        """Return the place of the last step at or before `weeks`; -1 before the first."""
        return int(np.searchsorted(self.weeks, weeks, side="right")) - 1

    def quantile(self, share: float) -> Quantile:
        """Return when `share` of the cases have ended: the first time S(t) falls to 1 − share.

        Where S is exactly 1 − share, the middle of that step: of cases that took 10, 20, 30 and 40 weeks half
        have ended from 20 to 30, so the median is 25. The limits are the first times
        at which the curve's own limits fall to it [2]_; NaN where they never do.
        """
        lower, upper = self.limits
        level = 1 - share
        return Quantile(
            _crossing(self.weeks, self.open_share, level),
            _crossing(self.weeks, np.where(self.open_share == 0, 0, lower), level, is_limit=True),
            _crossing(self.weeks, np.where(self.open_share == 0, np.nan, upper), level, is_limit=True),
        )


def fit_survival(weeks: ArrayLike, has_ended: ArrayLike) -> Survival:
    """Estimate the curve of cases ended or still open after `weeks`; all open, or no case, gives no steps.

    Raises
    ------
    AnalysisError : a time that is missing or negative.
    """
    time, ended = np.asarray(weeks, dtype=float), np.asarray(has_ended, dtype=bool)
    if not (time >= 0).all():
        raise AnalysisError(
            "A duration needs cases with a start, an end or a day they were last seen open",
            got=f"{time.size} cases, {int((~(time >= 0)).sum())} without a time of 0 weeks or more",
            expected="one time a case",
        )
    longest = float(time.max(initial=0.0))
    if not ended.any():
        nothing = np.array([])
        return Survival(nothing, nothing, nothing, nothing, nothing, longest)
    from statsmodels.duration.survfunc import SurvfuncRight

    fit = SurvfuncRight(time, ended.astype(int))
    is_step = np.asarray(fit.n_events) > 0
    columns = (fit.surv_times, fit.surv_prob, fit.surv_prob_se, fit.n_risk, fit.n_events)
    weeks, share, error, at_risk, n_ended = (np.asarray(column, dtype=float)[is_step] for column in columns)
    return Survival(weeks, share, error, at_risk, n_ended, longest)


def _crossing(weeks: Floats, curve: Floats, level: float, *, is_limit: bool = False) -> float:
    """Return the first time a falling curve is at or below a level, or the middle of a step on it."""
    below = np.flatnonzero(curve <= level + LEVEL_TOLERANCE)
    if not below.size:
        return nan
    first = below[0]
    is_on = abs(curve[first] - level) <= LEVEL_TOLERANCE and not is_limit
    if is_on and first + 1 < weeks.size:
        return float(weeks[first] + weeks[first + 1]) / 2
    return float(weeks[first])
