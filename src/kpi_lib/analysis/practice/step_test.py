"""Has a quarterly series stepped up or down since a day, beyond its season, its spread and its trend?

The quarterly test's regression with one column more: 0 for the quarters before, 1 for those after. The
straight trend stays in, so that a series already on its way is not credited to what came later [1]_; a
second fit without it says whether there would have been a step at all.

References
----------
.. [1] Wagner, A.K. et al. (2002), Segmented regression analysis of interrupted time series studies in
   medication use research, J. Clin. Pharm. Ther. 27:299-309.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.change.quarterly_trend import (
    POWER,
    SIGNIFICANCE,
    Family,
    check_quarters,
    design_of,
    regression_of,
    t_quantile,
)
from kpi_lib.analysis.estimates.intervals import Floats
from kpi_lib.core.errors import AnalysisError

LEAST_BEFORE, LEAST_AFTER = 8, 2
TREND_COLUMN = 1


@dataclass(frozen=True)
class Step:
    """A step in the figure's own terms: shares as 0 to 1, rates per base, amounts as they are.

    change, lower, upper : the quarters after, with the step less without it, and its 95 % interval.
    least_detectable : the step that would have shown four times in five, in the same terms.
    p_value : two-sided, by Student's t with the spread (φ) estimated. plain_change, plain_p : the same
    without the trend.
    """

    change: float
    lower: float
    upper: float
    p_value: float
    least_detectable: float
    plain_change: float
    plain_p: float
    n_before: int
    n_after: int


def fit_step(
    numerator: ArrayLike, denominator: ArrayLike, quarter: ArrayLike, family: Family, n_before: int
) -> Step:
    """Fit the step after the first `n_before` quarters of one unbroken series, oldest first.

    Raises
    ------
    AnalysisError : as `quarterly_trend.fit_quarterly_trend`; also fewer than 8 quarters before, or 2 after.
    """
    x, n = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    n_after = x.size - n_before
    if n_before < LEAST_BEFORE or n_after < LEAST_AFTER:
        raise AnalysisError(
            "A step needs quarters on both sides",
            got=f"{n_before} before, {n_after} after",
            expected=f"{LEAST_BEFORE} before, {LEAST_AFTER} after",
        )
    check_quarters(x, n, family)
    step = (np.arange(x.size) >= n_before).astype(float)
    whole = np.column_stack([design_of(np.asarray(quarter, dtype=int)), step])
    # 60, 62, 64 … 80 steps nowhere: the trend explains all of it, while without one the later half is higher
    full = _fit(x, n, whole, family)
    plain = _fit(x, n, np.delete(whole, TREND_COLUMN, axis=1), family)
    size, error, freedom = float(full.params[-1]), float(full.bse[-1]), int(full.df_resid)
    half = t_quantile(1 - SIGNIFICANCE / 2, freedom) * error
    least = half + t_quantile(POWER, freedom) * error
    base = whole[n_before:, :-1] @ np.asarray(full.params)[:-1]
    plain_base = np.delete(whole, TREND_COLUMN, axis=1)[n_before:, :-1] @ np.asarray(plain.params)[:-1]
    return Step(
        change=_shift(base, size, family),
        lower=_shift(base, size - half, family),
        upper=_shift(base, size + half, family),
        p_value=float(full.pvalues[-1]),
        least_detectable=max(abs(_shift(base, way * least, family)) for way in (-1, 1)),
        plain_change=_shift(plain_base, float(plain.params[-1]), family),
        plain_p=float(plain.pvalues[-1]),
        n_before=n_before,
        n_after=n_after,
    )


def _fit(x: Floats, n: Floats, design: Floats, family: Family) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # figures exactly on the line are no fault: φ says so
        return regression_of(x, n, design, family).fit(scale="X2", use_t=True)


def _shift(base: Floats, size: float, family: Family) -> float:
    """Return the mean change of the figure when the regression's scale moves by `size` from `base`."""
    return float((_figure(base + size, family) - _figure(base, family)).mean())


def _figure(scale: Floats, family: Family) -> Floats:
    if family is Family.SHARE:
        return 1 / (1 + np.exp(-scale))
    return np.exp(scale) if family is Family.RATE else scale
