"""Oracles of overdispersion: φ, τ² and the limits that they widen."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    is_true,
    number,
    printed,
    rows_of,
    same,
    uncounted,
)
from kpi_lib.analysis.estimates.intervals import Floats, Limits
from kpi_lib.analysis.funnels.authorities import (
    Dispersion,
    dispersion_of,
    funnel_limits,
    winsorised,
    z_scores,
)

PHI_DECIMALS = 6
Z_95_PRINTED, Z_998_PRINTED = 1.959964, 3.090232
LOG, SQRT, ARCSINE = "log", "sqrt", "arcsine"


class Case(NamedTuple):
    """A case's areas: z-scores as they are and trimmed (NaN where left out), errors, and what they give."""

    scale: str
    target: float
    base: Floats
    z: Floats
    kept: Floats
    deviation: Floats
    dispersion: Dispersion

    def limits(self, z: float) -> Limits:
        """Return the limits of each area, `z` deviations out, as its source has them."""
        if self.scale == LOG:
            half = z * np.sqrt(self.deviation**2 + self.dispersion.tau2)
            return np.exp(-half), np.exp(half)
        is_share = self.scale == ARCSINE
        lower, upper = funnel_limits(self.base, self.target, self.dispersion.tau2, z, is_share=is_share)
        return (lower, upper) if is_share else (np.sqrt(lower), np.sqrt(upper))  # on the root scale there


def _case(tables: Tables, row: Any) -> Case:
    points = tables["overdispersion_points"]
    points = points.loc[points["case"].eq(row.case)]
    x, n = (points[name].map(number).to_numpy(dtype=float) for name in ("numerator", "denominator"))
    target = float(x.sum() / n.sum()) if row.transform == ARCSINE else 1.0
    z, deviation = (
        _log_scores(x, n)
        if row.transform == LOG
        else z_scores(x, n, target, is_share=row.transform == ARCSINE)
    )
    trim = number(row.trim)
    kept = _truncated(z, trim) if row.adjust == "truncate" else winsorised(z, trim)
    is_kept = np.isfinite(kept)
    found = dispersion_of(kept[is_kept], deviation[is_kept])
    return Case(row.transform, target, n, z, kept, deviation, found)


def _log_scores(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Return FunnelPlotR's z-scores on the log scale, which no page uses; it rounds expected events."""
    expected = np.round(n, 2)
    deviation = 1 / np.sqrt(expected)
    return np.log(x / expected) / deviation, deviation


def _truncated(z: Floats, trim: float) -> Floats:
    """Return z-scores with both end groups of k = 1/trim left out, as FunnelPlotR does; no page does."""
    groups = round(1 / trim)
    group = pd.Series(z).rank(method="min").to_numpy().astype(int) * groups // (z.size + 1)
    return np.where((group == 0) | (group == groups - 1), np.nan, z)


def _dispersion_cases(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["overdispersion_cases"]):
        case = _case(tables, row)
        phi, tau2 = case.dispersion.phi, case.dispersion.tau2
        yield all_of(
            [
                same(case.z.size, int(row.n)),
                same(int(np.isfinite(case.kept).sum()), int(row.n_used)),
                close(case.target, row.target),
                uncounted(printed(phi, row.phi_source, PHI_DECIMALS)),
                close(phi, row.phi),
                close(tau2, row.tau2, absolute=1e-15),
                same(tau2 > 0, is_true(row.overdispersed)),
            ]
        )


def _dispersion_points(tables: Tables) -> Iterable[Check]:
    table = tables["overdispersion_points"]
    cases = {row.case: row for row in rows_of(tables["overdispersion_cases"])}
    found: dict[Any, Check] = {}
    for name, group in table.groupby("case", sort=False):
        if name not in cases:
            found |= dict.fromkeys(group.index, Check(False, inf))
            continue
        case = _case(tables, cases[name])
        limits = (*case.limits(Z_95_PRINTED), *case.limits(Z_998_PRINTED))
        ratio = group["numerator"].map(number) / group["denominator"].map(number)
        got = np.column_stack([ratio, case.z, case.kept, *limits])
        wanted = group[["ratio", "z", "z_adjusted", "lower95", "upper95", "lower998", "upper998"]].to_numpy()
        found |= {
            place: all_of(close(have, want, absolute=1e-12) for have, want in zip(mine, theirs, strict=True))
            for place, mine, theirs in zip(group.index, got, wanted, strict=True)
        }
    return [found[place] for place in table.index]


FAMILIES = (
    Family(
        "overdispersion_cases",
        "case case_type kind transform adjust trim n n_used target phi_source phi tau2 overdispersed source",
        _dispersion_cases,
        ("overdispersion_points",),
    ),
    Family(
        "overdispersion_points",
        "case area numerator denominator ratio z z_adjusted lower95 upper95 lower998 upper998",
        _dispersion_points,
        ("overdispersion_cases",),
    ),
)
