"""Oracles of overdispersion: φ, τ² and the limits that they widen."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any

import numpy as np

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
from kpi_lib.analysis.funnels.overdispersion import Dispersion, Scale, Trimming, dispersion_of

PHI_DECIMALS = 6
Z_95_PRINTED, Z_998_PRINTED = 1.959964, 3.090232


def _dispersion(tables: Tables, case: Any) -> Dispersion:
    points = tables["overdispersion_points"]
    points = points.loc[points["case"].eq(case.case)]
    return dispersion_of(
        points["numerator"].map(number),
        points["denominator"].map(number),
        scale=Scale(case.transform),
        trimming=Trimming(case.adjust),
        trim=number(case.trim),
    )


def _dispersion_cases(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["overdispersion_cases"]):
        found = _dispersion(tables, row)
        yield all_of(
            [
                same(found.z.size, int(row.n)),
                same(found.n_used, int(row.n_used)),
                close(found.target, row.target),
                uncounted(printed(found.phi, row.phi_source, PHI_DECIMALS)),
                close(found.phi, row.phi),
                close(found.tau2, row.tau2, absolute=1e-15),
                same(found.is_overdispersed, is_true(row.overdispersed)),
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
        spread = _dispersion(tables, cases[name])
        limits = (*spread.limits(z=Z_95_PRINTED), *spread.limits(z=Z_998_PRINTED))
        ratio = group["numerator"].map(number) / group["denominator"].map(number)
        got = np.column_stack([ratio, spread.z, spread.z_trimmed, *limits])
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
