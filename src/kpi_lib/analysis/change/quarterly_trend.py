"""Is a quarterly series really rising or falling? Season and overdispersion allowed for.

A regression of the counts on time with a term for each quarter of the year: quasi-binomial for
shares, quasi-Poisson for rates and counts, plain least squares for amounts. The spread beyond the
counts' own is estimated (Pearson's φ, never set to 1) and the slope is judged by Student's t on the
degrees of freedom that are left. That choice rests on simulation: docs/quarterly-trend.md.

References
----------
.. [1] McCullagh, P. and Nelder, J.A. (1989), Generalized linear models, 2nd ed., ch. 9 and 12.
.. [2] Fieller, E.C. (1954), Some problems in interval estimation, J. R. Stat. Soc. B 16:175-185.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR
from kpi_lib.analysis.estimates.intervals import Floats
from kpi_lib.core.errors import AnalysisError

LEAST_QUARTERS, MOST_QUARTERS = 12, 24
SIGNIFICANCE, POWER = 0.05, 0.8


class Family(StrEnum):
    """How the figures vary: as shares of counted events, as counts per population, as amounts."""

    SHARE = "quasi_binomial"
    RATE = "quasi_poisson"
    AMOUNT = "least_squares"


@dataclass(frozen=True)
class QuarterlyTrend:
    """A fitted trend on the regression's scale (log odds, log rate, or the amount's own units).

    slope, slope_error : change per year and its standard error. p_value : two-sided.
    dispersion : φ. level, level_error, covariance : the season-free level at the newest quarter, its
    standard error, and its covariance with the slope. n_points, freedom : quarters, degrees left.
    """

    family: Family
    slope: float
    slope_error: float
    p_value: float
    dispersion: float
    level: float
    level_error: float
    covariance: float
    n_points: int
    freedom: int

    @property
    def t_critical(self) -> float:
        """The two-sided 5 % quantile of Student's t at the degrees of freedom left."""
        return t_quantile(1 - SIGNIFICANCE / 2, self.freedom)

    @property
    def slope_limits(self) -> tuple[float, float]:
        """The slope's 95 % interval."""
        half = self.t_critical * self.slope_error
        return self.slope - half, self.slope + half

    @property
    def least_detectable(self) -> float:
        """The slope that the series would have shown four times in five."""
        return (self.t_critical + t_quantile(POWER, self.freedom)) * self.slope_error

    @property
    def is_significant(self) -> bool:
        """Whether the slope is beyond chance at 5 %."""
        return self.p_value < SIGNIFICANCE


def fit_quarterly_trend(
    numerator: ArrayLike, denominator: ArrayLike, quarter: ArrayLike, family: Family
) -> QuarterlyTrend:
    """Fit the trend of one unbroken series, oldest quarter first.

    Parameters
    ----------
    numerator, denominator : counts and their base, one per quarter; for amounts the figure itself
        and 1.
    quarter : the quarter of the year, 1 to 4, of each point.
    family : how the figures vary.

    Raises
    ------
    AnalysisError : fewer than 12 quarters, a gap, impossible counts, or nothing that varies.
    """
    x, n = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    n = np.broadcast_to(n, x.shape)
    check_quarters(x, n, family)
    model = regression_of(x, n, design_of(np.asarray(quarter, dtype=int)), family)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # figures exactly on the line are no fault: φ says so
        result = model.fit(scale="X2", use_t=True)
    # the newest quarter on the trend line, with the mean of the four seasons (the first one's effect is 0)
    level = np.array([1.0, 0.0, *[1 / QUARTERS_IN_YEAR] * (QUARTERS_IN_YEAR - 1)])
    spread = np.asarray(result.cov_params())
    return QuarterlyTrend(
        family=family,
        slope=float(result.params[1]),
        slope_error=float(result.bse[1]),
        p_value=float(result.pvalues[1]),
        dispersion=float(result.scale),
        level=float(level @ result.params),
        level_error=float(np.sqrt(level @ spread @ level)),
        covariance=float(level @ spread[:, 1]),
        n_points=x.size,
        freedom=int(result.df_resid),
    )


def regression_of(x: Floats, n: Floats, design: Floats, family: Family) -> Any:
    """Return the family's regression, not yet fitted, of x over n on the columns of `design`."""
    from statsmodels.genmod.families import Binomial, Gaussian, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    if family is Family.SHARE:
        return GLM(x / n, design, family=Binomial(), var_weights=n)
    if family is Family.RATE:
        return GLM(x, design, family=Poisson(), offset=np.log(n))
    return GLM(x, design, family=Gaussian())


def design_of(quarter: NDArray[np.int_]) -> Floats:
    """Return the regression's columns: 1, years before the newest quarter (0 or less), quarters 2 to 4."""
    years = (np.arange(quarter.size) - (quarter.size - 1)) / QUARTERS_IN_YEAR
    seasons = [(quarter == number).astype(float) for number in range(2, QUARTERS_IN_YEAR + 1)]
    return np.column_stack([np.ones(quarter.size), years, *seasons])


def t_quantile(probability: float, freedom: int) -> float:
    """Return the quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))


def check_quarters(x: Floats, n: Floats, family: Family) -> None:
    """Raise AnalysisError unless the quarters can carry a regression with season."""
    faults = {
        f"{x.size} quarters, fewer than {LEAST_QUARTERS}": x.size < LEAST_QUARTERS,
        "a missing figure": not np.isfinite([x, n]).all(),
        "a negative count": family is not Family.AMOUNT and bool((x < 0).any()),
        "a base of 0 or less": bool((n <= 0).any()),
        "a numerator above its denominator": family is Family.SHARE and bool((x > n).any()),
        "nothing that varies": bool(np.ptp(x / np.where(n > 0, n, 1)) == 0),
    }
    fault = next((fault for fault, is_there in faults.items() if is_there), "")
    if fault:
        raise AnalysisError(
            "This quarterly series cannot be tested for a trend",
            got=fault,
            expected=f"{LEAST_QUARTERS} unbroken quarters or more, with counts that vary",
            hint="the control chart still shows it",
        )
