"""The XmR chart of NHS England's Making Data Count: one value per period, limits from moving ranges.

References
----------
.. [1] Wheeler, D.J. (2000), Understanding variation, 2nd ed.
.. [2] NHS England, Making Data Count; NHS-R Community, NHSRplotthedots, "Deviations".
.. [3] Montgomery, D.C., Introduction to statistical quality control (d₂ = 1.128).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.intervals.formulas import Floats
from kpi_lib.analysis.spc.limits import OUTER_SIGMAS, ControlLimits, baseline_of, check_series, limits_around

XMR_FACTOR = 2.66
D2 = 1.128
I_FACTOR = OUTER_SIGMAS / D2
MEDIAN_FACTOR = 3.145
SCREEN_FACTOR = 3.267
TRIAL_BELOW = 12


def xmr_limits(
    values: ArrayLike,
    *,
    factor: float = XMR_FACTOR,
    screen: bool = True,
    use_median: bool = False,
    freeze_after: int | None = None,
    include: ArrayLike | None = None,
) -> ControlLimits:
    """Return the limits of an XmR chart: mean ± 2.66 × the mean moving range [1]_ [2]_.

    Parameters
    ----------
    values : an unbroken series, oldest first.
    factor : 2.66 (the default, as printed), or `I_FACTOR` 3/1.128 as other tools have it [3]_;
        3.145 with the median moving range.
    screen : drop, once, moving ranges of 3.267 × their mean or more before averaging.
    freeze_after, include : make the limits from the first so many points, less those not included.

    A series that never moves has limits on its mean, so that any later departure is outside them.

    Raises
    ------
    AnalysisError : a gap, or fewer than two points.
    """
    value = np.asarray(values, dtype=float)
    check_series(value)
    used = baseline_of(value.size, freeze_after, include)
    ranges = np.abs(np.diff(value[used]))
    average = _average(ranges, screen=screen, use_median=use_median)
    return limits_around(value, value[used].mean(), factor * average / OUTER_SIGMAS, moving_range=average)


def moving_ranges(values: ArrayLike) -> Floats:
    """Return each point's distance from the point before; the first has none (NaN)."""
    value = np.asarray(values, dtype=float)
    return np.concatenate([[np.nan], np.abs(np.diff(value))])


def _average(ranges: Floats, *, screen: bool, use_median: bool) -> float:
    middle = np.median if use_median else np.mean
    if ranges.size == 0:
        return 0.0
    if screen and ranges.any():
        ranges = ranges[ranges < SCREEN_FACTOR * ranges.mean()]
    return float(middle(ranges))
