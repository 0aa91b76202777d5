"""Charts that know their denominators: P for shares, U for rates, C for counts, and Laney's P′ and U′.

P and U limits narrow as the denominator grows. With large denominators they are narrower than real
processes are steady; Laney's charts widen them by the spread that the series itself shows.

References
----------
.. [1] Montgomery, D.C., Introduction to statistical quality control, ch. 7.
.. [2] Laney, D.B. (2002), Improved control charts for attributes, Qual. Eng. 14:531-537.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.intervals.formulas import Floats, check_counts
from kpi_lib.analysis.spc.limits import ControlLimits, baseline_of, check_series, limits_around
from kpi_lib.analysis.spc.xmr import D2


def p_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    multiplier: float = 1.0,
    laney: bool = False,
    freeze_after: int | None = None,
    include: ArrayLike | None = None,
) -> ControlLimits:
    """Return the limits of a P chart, or P′ with `laney`: p̄ ± 3√(p̄(1 − p̄)/nᵢ), cut at 0 and 1 [1]_.

    Raises AnalysisError on gaps and on counts that cannot be.
    """
    x, n, used = _counts(numerator, denominator, freeze_after, include)
    check_counts(x, n, is_share=True)
    centre = x[used].sum() / n[used].sum()
    sigma = np.sqrt(centre * (1 - centre) / n)
    return _scaled(x / n, centre, sigma, used, multiplier, laney=laney, ceiling=1.0)


def u_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    multiplier: float = 1.0,
    laney: bool = False,
    freeze_after: int | None = None,
    include: ArrayLike | None = None,
) -> ControlLimits:
    """Return the limits of a U chart, or U′ with `laney`: ū ± 3√(ū/nᵢ), cut at 0 [1]_.

    Raises AnalysisError on gaps and on counts that cannot be.
    """
    x, n, used = _counts(numerator, denominator, freeze_after, include)
    check_counts(x, n)
    centre = x[used].sum() / n[used].sum()
    return _scaled(x / n, centre, np.sqrt(centre / n), used, multiplier, laney=laney, ceiling=np.inf)


def c_limits(
    counts: ArrayLike, *, freeze_after: int | None = None, include: ArrayLike | None = None
) -> ControlLimits:
    """Return the limits of a C chart: c̄ ± 3√c̄, cut at 0 [1]_."""
    value = np.asarray(counts, dtype=float)
    check_series(value, value)
    centre = value[baseline_of(value.size, freeze_after, include)].mean()
    return limits_around(value, centre, np.sqrt(centre), floor=0.0)


def _counts(
    numerator: ArrayLike, denominator: ArrayLike, freeze_after: int | None, include: ArrayLike | None
) -> tuple[Floats, Floats, np.ndarray]:
    x, n = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    n = np.broadcast_to(n, x.shape)
    check_series(x, n)
    return x, n, baseline_of(x.size, freeze_after, include)


def _scaled(
    value: Floats,
    centre: float,
    sigma: Floats,
    used: np.ndarray,
    multiplier: float,
    *,
    laney: bool,
    ceiling: float,
) -> ControlLimits:
    ratio = sigma_z(value[used], centre, sigma[used])
    spread = sigma * ratio if laney else sigma
    floor, top = 0.0, ceiling * multiplier
    return limits_around(
        value * multiplier, centre * multiplier, spread * multiplier, floor=floor, ceiling=top, sigma_z=ratio
    )


def sigma_z(value: Floats, centre: float, sigma: Floats) -> float:
    """Return Laney's ratio: the mean moving range of the z-scores ÷ 1.128 [2]_; 1 is chance alone.

    0 for a series that lies on its centre throughout, or has a single point.
    """
    if value.size < 2 or not (sigma > 0).all():
        return 0.0
    z = (value - centre) / sigma
    return float(np.abs(np.diff(z)).mean() / D2)
