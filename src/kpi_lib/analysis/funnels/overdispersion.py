"""Funnels whose areas differ by more than chance: the extra spread estimated and allowed for.

Each area's distance from the target is made a z-score on a scale where its variance is known. The
mean square of the trimmed z-scores, φ, is 1 under chance alone; what exceeds it becomes a variance
between areas, τ², that widens the limits alike for large and small areas.

References
----------
.. [1] Spiegelhalter, D.J. (2005), Handling over-dispersion of performance indicators, Qual. Saf.
   Health Care 14:347-351.
.. [2] NHS-R Community, FunnelPlotR: transformations, winsorising and truncation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.intervals.confidence import Z_95
from kpi_lib.analysis.intervals.formulas import Floats, Limits
from kpi_lib.core.errors import AnalysisError

TRIM = 0.1
EXPECTED_DECIMALS = 2


class Scale(StrEnum):
    """The scale of the z-scores: log or square root of a ratio, arcsine of a proportion."""

    LOG = "log"
    SQRT = "sqrt"
    ARCSINE = "arcsine"


class Trimming(StrEnum):
    """What is done with the most extreme z-scores: pulled in to the quantile, or left out."""

    WINSORISE = "winsorise"
    TRUNCATE = "truncate"


@dataclass(frozen=True)
class Dispersion:
    """How much areas differ beyond chance, and the z-scores that say so.

    phi : mean square of the trimmed z-scores. tau2 : variance between areas on the z-scores' scale.
    z, z_trimmed : z-scores as they are, and after trimming (NaN where truncated).
    deviation : each area's own standard error.
    """

    scale: Scale
    target: float
    phi: float
    tau2: float
    n_used: int
    z: Floats
    z_trimmed: Floats
    deviation: Floats

    @property
    def is_overdispersed(self) -> bool:
        """Whether the areas differ by more than chance."""
        return self.tau2 > 0

    def limits(self, *, z: float = Z_95) -> Limits:
        """Return the funnel's limits for each area, as ratios or proportions, `z` deviations out."""
        half = z * np.sqrt(self.deviation**2 + self.tau2)
        if self.scale is Scale.LOG:
            return np.exp(-half), np.exp(half)
        if self.scale is Scale.SQRT:
            return 1 - half, 1 + half
        middle = np.arcsin(np.sqrt(self.target))
        return np.sin(middle - half) ** 2, np.sin(middle + half) ** 2


def dispersion_of(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    scale: Scale,
    trimming: Trimming = Trimming.WINSORISE,
    trim: float = TRIM,
    target: float | None = None,
) -> Dispersion:
    """Return φ and τ² over areas.

    Parameters
    ----------
    numerator, denominator : observed and expected events of a ratio (`log`, `sqrt`), or events and
        their base of a proportion (`arcsine`, whose target is the pooled proportion).
    trim : share winsorised or truncated at each end.
    target : the overall proportion where it is published, else the pooled one; arcsine scale only.

    Formula [1]_: φ = Σz²/n; τ² = max(0, (nφ − (n − 1)) / (Σw − Σw²/Σw)), w = 1/s².

    Raises
    ------
    AnalysisError : fewer than two areas, counts that cannot be, or 0 events on the log scale.
    """
    x, n = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    _check(x, n, scale)
    pooled = float(x.sum() / n.sum()) if target is None else target
    middle = pooled if scale is Scale.ARCSINE else 1.0
    z, deviation = _z_scores(x, n, scale, middle)
    kept = _trimmed(z, trimming, trim)
    size = int(np.isfinite(kept).sum())
    phi = float(np.nansum(kept**2) / size)
    weight = 1 / deviation[np.isfinite(kept)] ** 2
    spread = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = max(0.0, (size * phi - (size - 1)) / spread)
    return Dispersion(scale, middle, phi, float(tau2), size, z, kept, deviation)


def _z_scores(x: Floats, n: Floats, scale: Scale, target: float) -> tuple[Floats, Floats]:
    if scale is Scale.ARCSINE:
        deviation = 1 / (2 * np.sqrt(n))
        return (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(target))) / deviation, deviation
    if scale is Scale.SQRT:
        deviation = 1 / (2 * np.sqrt(n))
        return (np.sqrt(x / n) - 1) / deviation, deviation
    expected = np.round(n, EXPECTED_DECIMALS)
    deviation = 1 / np.sqrt(expected)
    return np.log(x / expected) / deviation, deviation


def _trimmed(z: Floats, trimming: Trimming, trim: float) -> Floats:
    """Return z pulled in to its type-7 quantiles, or with both end groups of k = 1/trim set to NaN."""
    if trimming is Trimming.WINSORISE:
        low, high = np.quantile(z, [trim, 1 - trim])
        return np.clip(z, low, high)
    groups = round(1 / trim)
    rank = 1 + (z[None, :] < z[:, None]).sum(axis=1)
    group = rank * groups // (z.size + 1)
    return np.where((group == 0) | (group == groups - 1), np.nan, z)


def _check(x: Floats, n: Floats, scale: Scale) -> None:
    least = 0 if scale is not Scale.LOG else np.nextafter(0, 1)
    is_fine = np.isfinite(x) & np.isfinite(n) & (x >= least) & (n > 0)
    is_fine &= (x <= n) | (scale is not Scale.ARCSINE)
    if x.size < 2 or not is_fine.all():
        raise AnalysisError(
            "A funnel needs two areas or more, with counts",
            got=f"{x.size} areas, {int((~is_fine).sum())} without usable counts",
            expected="0 ≤ numerator, 0 < denominator; on the log scale no 0",
            hint="leave out areas without counts first, and say how many",
        )
