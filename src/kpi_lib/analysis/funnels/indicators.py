"""Funnels of many indicators: every authority against the overall figure, allowing for its size.

The overall figure is England's published one where there is one, else the pooled figure of the
areas shown, and says which. Where areas differ by more than chance, the limits are widened.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.neighbourhood import CELL
from kpi_lib.analysis.estimates.rates import KEY, add_counts
from kpi_lib.analysis.funnels.limits import HIGH_95, HIGH_998, LOW_95, LOW_998, WITHIN, are_outside
from kpi_lib.analysis.funnels.overdispersion import Dispersion, Scale, dispersion_of
from kpi_lib.analysis.intervals.confidence import Z_95, Z_998
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Measure
from kpi_lib.core.areas import ENGLAND

FUNNELS = [
    *KEY, "value", "decimals", "denominator", "baseline", "baseline_source", "lower95", "upper95", "lower998",
    "upper998", "place", "phi", "tau2", "is_overdispersed", "n_areas", "n_left_out",
]  # fmt: skip
LEAST_AREAS = 10
SCALES = {Measure.PROPORTION: Scale.ARCSINE, Measure.RATE: Scale.SQRT}
CURVE_POINTS = 60


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
    (winsorised at 10 %, φ and τ² after Spiegelhalter; `overdispersion.dispersion_of`).
    """
    wanted = [item.id for item in catalogue if item.measure in SCALES]
    rows = estimates.loc[estimates["indicator_id"].isin(wanted)]
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
    told = local.reindex(columns=[*KEY, "value", "decimals"])
    return told.join(pd.concat(parts), how="right").reset_index(drop=True)[FUNNELS]


def summarise_funnel_curves(funnels: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the limits of each funnel at 60 sizes from its least to its greatest, to draw as lines."""
    parts = []
    for _, group in funnels.groupby(CELL, sort=True, observed=True):
        first = group.iloc[0]
        sizes = np.geomspace(group["denominator"].min(), group["denominator"].max(), CURVE_POINTS)
        limits = _limits(sizes, first["baseline"], first["tau2"], catalogue[first["indicator_id"]])
        shared = {name: first[name] for name in (*CELL, "baseline")}
        parts.append(pd.DataFrame({**shared, "denominator": sizes, **limits}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _funnel(rows: pd.DataFrame, indicator: Indicator, england: float) -> pd.DataFrame:
    kept = rows.loc[rows["_usable"]]
    scale = float(indicator.multiplier)
    pooled = float(kept["_x"].sum() / kept["_n"].sum()) * scale
    baseline = pooled if np.isnan(england) else float(england)
    spread = _dispersion(kept, baseline / scale, indicator)
    limits = _limits(kept["_n"].to_numpy(), baseline, spread.tau2, indicator)
    columns = {
        "denominator": kept["_n"],
        "baseline": baseline,
        "baseline_source": "pooled" if np.isnan(england) else "england",
        "place": _places(kept["value"].to_numpy(), baseline, limits),
        "phi": spread.phi,
        "tau2": spread.tau2,
        "is_overdispersed": spread.is_overdispersed,
        "n_areas": len(kept),
        "n_left_out": len(rows) - len(kept),
    }
    return pd.DataFrame({**columns, **limits}, index=kept.index)


def _dispersion(rows: pd.DataFrame, baseline: float, indicator: Indicator) -> Dispersion:
    if indicator.measure is Measure.PROPORTION:
        return dispersion_of(rows["_x"], rows["_n"], scale=Scale.ARCSINE, target=baseline)
    return dispersion_of(rows["_x"], rows["_n"] * baseline, scale=Scale.SQRT)


def _limits(sizes: np.ndarray, baseline: float, tau2: float, indicator: Indicator) -> dict[str, np.ndarray]:
    """Return the limits in the indicator's units at sizes: the funnel's scale turned back."""
    scale = float(indicator.multiplier)
    limits = {}
    for name, z in (("95", Z_95), ("998", Z_998)):
        if indicator.measure is Measure.PROPORTION:
            middle, half = np.arcsin(np.sqrt(baseline / scale)), z * np.sqrt(1 / (4 * sizes) + tau2)
            limits[f"lower{name}"] = np.sin(np.maximum(middle - half, 0)) ** 2 * scale
            limits[f"upper{name}"] = np.sin(np.minimum(middle + half, np.pi / 2)) ** 2 * scale
            continue
        half = z * np.sqrt(1 / (4 * sizes * baseline / scale) + tau2)
        limits[f"lower{name}"] = np.maximum(1 - half, 0) ** 2 * baseline
        limits[f"upper{name}"] = (1 + half) ** 2 * baseline
    return limits


def _places(value: np.ndarray, baseline: float, limits: dict[str, np.ndarray]) -> np.ndarray:
    far = are_outside(value, limits["lower998"], limits["upper998"])
    near, is_high = are_outside(value, limits["lower95"], limits["upper95"]), value > baseline
    return np.select([far & is_high, near & is_high, far, near], [HIGH_998, HIGH_95, LOW_998, LOW_95], WITHIN)
