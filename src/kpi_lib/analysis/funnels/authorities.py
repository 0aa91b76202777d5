"""Funnels of many indicators: every authority against the overall figure, allowing for its size.

The overall figure is England's published one where there is one, else the pooled figure of the areas shown,
and says which. Where areas differ by more than chance, the limits are widened: each area's distance from
the overall figure is made a z-score on a scale where its variance is known. The mean square of the trimmed
z-scores, φ, is 1 under chance alone; what exceeds it becomes a variance between areas, τ², that widens the
limits alike for large and small areas.

References
----------
.. [1] Spiegelhalter, D.J. (2005), Handling over-dispersion of performance indicators, Qual. Saf.
   Health Care 14:347-351.
.. [2] UKHSA, PHEindicatormethods: `assign_funnel_significance`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.compare.neighbourhood import CELL
from kpi_lib.analysis.compare.verdicts import ABOVE, BELOW, sides
from kpi_lib.analysis.estimates.intervals import (
    LEVEL_95,
    LEVEL_998,
    Z_95,
    Z_998,
    Floats,
    Limits,
    wilson_limits,
)
from kpi_lib.analysis.estimates.rates import KEY, add_counts
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Measure
from kpi_lib.core.areas import ENGLAND

FUNNELS = [
    *KEY, "value", "decimals", "denominator", "baseline", "baseline_source", "lower95", "upper95", "lower998",
    "upper998", "place", "phi", "tau2", "is_overdispersed", "n_areas", "n_left_out",
]  # fmt: skip
CURVES = [*CELL, "baseline", "denominator", "lower95", "upper95", "lower998", "upper998"]
HIGH_998, HIGH_95, WITHIN, LOW_95, LOW_998 = "high_998", "high_95", "within", "low_95", "low_998"
LEAST_AREAS = 10
CURVE_POINTS = 60
TRIM = 0.1
"""The share of z-scores at each end that are pulled in, so that an outlier does not widen its own limits."""


@dataclass(frozen=True)
class Dispersion:
    """How much areas differ beyond chance.

    phi : mean square of the trimmed z-scores. tau2 : variance between areas on the z-scores' scale.
    """

    phi: float
    tau2: float


def summarise_funnels(
    estimates: pd.DataFrame, catalogue: Catalogue, *, areas: Collection[str], least: int = LEAST_AREAS
) -> pd.DataFrame:
    """Return one row per indicator, basis, period and area: limits at its size, and where it lies.

    Parameters
    ----------
    areas : the authorities of the funnel; regions and England are not among them.
    least : how many of them must have counts.

    Returns
    -------
    Shares and rates only, with `least` areas or more whose counts are known (`n_left_out` counts the
    rest). `place` is `high_998`, `high_95`, `within`, `low_95` or `low_998` after overdispersion
    (winsorised at 10 %, φ and τ² after Spiegelhalter; `dispersion_of`).
    """
    measure = estimates["indicator_id"].map(catalogue.by_id("measure"))
    rows = estimates.loc[measure.isin([Measure.PROPORTION, Measure.RATE])]
    counts = add_counts(rows, catalogue)
    rows = rows.assign(_x=counts["numerator"], _n=counts["denominator"])
    england = rows.loc[rows["area_code"].eq(ENGLAND)].set_index(CELL)["value"]
    local = rows.loc[rows["area_code"].isin(list(areas))].reset_index(drop=True)
    usable = local["_x"].notna() & local["_n"].gt(0) & local["value"].notna()
    shown = local.assign(_usable=usable)
    parts = [
        _funnel(group, catalogue[group["indicator_id"].iloc[0]], england.get(key, np.nan))
        for key, group in shown.groupby(CELL, sort=True, observed=True)
        if group["_usable"].sum() >= least
    ]
    if not parts:
        return pd.DataFrame(columns=FUNNELS)
    figures = local.reindex(columns=[*KEY, "value", "decimals"])
    return figures.join(pd.concat(parts), how="right").reset_index(drop=True)[FUNNELS]


def summarise_funnel_curves(funnels: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the limits of each funnel at 60 sizes from its least to its greatest, to draw as lines."""
    parts = []
    for _, group in funnels.groupby(CELL, sort=True, observed=True):
        first = group.iloc[0]
        sizes = np.geomspace(group["denominator"].min(), group["denominator"].max(), CURVE_POINTS)
        limits = _limits(sizes, first["baseline"], first["tau2"], catalogue[first["indicator_id"]])
        shared = {name: first[name] for name in (*CELL, "baseline")}
        parts.append(pd.DataFrame({**shared, "denominator": sizes, **limits}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=CURVES)


def _funnel(rows: pd.DataFrame, indicator: Indicator, england: float) -> pd.DataFrame:
    kept = rows.loc[rows["_usable"]]
    x, n = kept["_x"].to_numpy(), kept["_n"].to_numpy()
    scale = float(indicator.multiplier)
    baseline = float(x.sum() / n.sum()) * scale if np.isnan(england) else float(england)
    z, deviation = z_scores(x, n, baseline / scale, is_share=indicator.measure is Measure.PROPORTION)
    spread = dispersion_of(winsorised(z), deviation)
    limits = _limits(n, baseline, spread.tau2, indicator)
    value = kept["value"].to_numpy()
    near, far = (sides_of_limits(value, limits[f"lower{at}"], limits[f"upper{at}"]) for at in ("95", "998"))
    columns = {
        "denominator": n,
        "baseline": baseline,
        "baseline_source": "pooled" if np.isnan(england) else "england",
        "place": places_of(near, far),
        "phi": spread.phi,
        "tau2": spread.tau2,
        "is_overdispersed": spread.tau2 > 0,
        "n_areas": len(kept),
        "n_left_out": len(rows) - len(kept),
    }
    return pd.DataFrame({**columns, **limits}, index=kept.index)


def z_scores(x: Floats, n: Floats, baseline: float, *, is_share: bool) -> tuple[Floats, Floats]:
    """Return how far each area is from the baseline in its own standard errors, and those errors.

    A share is put on the arcsine scale, a rate as the square root of observed over expected events: there
    an error depends on the size alone [1]_.

    Parameters
    ----------
    x, n : events and their base (a population for rates), both known.
    baseline : the overall figure as a share, or as events per person.
    """
    size = n if is_share else n * baseline
    deviation = 1 / (2 * np.sqrt(size))
    if is_share:
        return (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(baseline))) / deviation, deviation
    return (np.sqrt(x / size) - 1) / deviation, deviation


def winsorised(z: Floats, trim: float = TRIM) -> Floats:
    """Return z-scores with the share `trim` at each end pulled in to its type-7 quantile."""
    low, high = np.quantile(z, [trim, 1 - trim])
    return np.clip(z, low, high)


def dispersion_of(z: Floats, deviation: Floats) -> Dispersion:
    """Return φ and τ² of trimmed z-scores, with each area's own standard error as `deviation`.

    Formula [1]_: φ = Σz²/n; τ² = max(0, (nφ − (n − 1)) / (Σw − Σw²/Σw)), w = 1/s².
    """
    phi = float((z**2).sum() / z.size)
    weight = 1 / deviation**2
    spread = weight.sum() - (weight**2).sum() / weight.sum()
    return Dispersion(phi, max(0.0, float((z.size * phi - (z.size - 1)) / spread)))


def funnel_limits(
    sizes: Floats, baseline: float, tau2: float, z: float, *, is_share: bool, multiplier: float = 1.0
) -> Limits:
    """Return the limits at sizes, `z` deviations out, in the units of the baseline.

    The scale of the z-scores is turned back, so limits are not symmetric: at a share of 20 % of 100 children
    without further spread the 95 % limits are sin²(asin √0.2 ∓ 1.96/20) = 12.8 % and 28.4 %.
    """
    if is_share:
        middle, half = np.arcsin(np.sqrt(baseline / multiplier)), z * np.sqrt(1 / (4 * sizes) + tau2)
        lower, upper = np.maximum(middle - half, 0), np.minimum(middle + half, np.pi / 2)
        return np.sin(lower) ** 2 * multiplier, np.sin(upper) ** 2 * multiplier
    half = z * np.sqrt(1 / (4 * sizes * baseline / multiplier) + tau2)
    return np.maximum(1 - half, 0) ** 2 * baseline, (1 + half) ** 2 * baseline


def _limits(sizes: Floats, baseline: float, tau2: float, indicator: Indicator) -> dict[str, Floats]:
    scale, is_share = float(indicator.multiplier), indicator.measure is Measure.PROPORTION
    limits: dict[str, Floats] = {}
    for name, z in (("95", Z_95), ("998", Z_998)):
        limits[f"lower{name}"], limits[f"upper{name}"] = funnel_limits(
            sizes, baseline, tau2, z, is_share=is_share, multiplier=scale
        )
    return limits


def sides_of_limits(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> NDArray[np.int64]:
    """Return −1 below the lower limit, 1 above the upper one, else 0; a value on a limit is within."""
    value, low, high = (np.asarray(part, dtype=float) for part in (values, lower, upper))
    return (value > high).astype(np.int64) - (value < low).astype(np.int64)


def places_of(near: NDArray, far: NDArray) -> NDArray:
    """Return the place of each figure from its side at 95 % and at 99.8 %: −1, 0 or 1."""
    return np.select(
        [far == ABOVE, near == ABOVE, far == BELOW, near == BELOW],
        [HIGH_998, HIGH_95, LOW_998, LOW_95],
        WITHIN,
    )


def proportion_places(numerator: ArrayLike, denominator: ArrayLike, baseline: ArrayLike) -> NDArray:
    """Return where each proportion lies by its own Wilson intervals at both levels [2]_."""
    overall = np.asarray(baseline, dtype=float)
    limits = [wilson_limits(numerator, denominator, level=level) for level in (LEVEL_95, LEVEL_998)]
    near, far = (sides(lower, upper, overall) for lower, upper in limits)
    return places_of(near, far)
