"""How cases are shared out among social workers: the whole distribution, not only its mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from kpi_lib.analysis.intervals.formulas import wilson_limits
from kpi_lib.analysis.practice.grouping import summarise_groups
from kpi_lib.analysis.withhold.small_counts import add_withheld

PER_CENT = 100
SHARES = ["n_above", "share_above", "share_lower", "share_upper"]
TENTHS = {"p10": 0.1, "lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75, "p90": 0.9}


def summarise_caseloads(
    caseloads: pd.DataFrame, by: Sequence[str] = ("period",), *, limit: float
) -> pd.DataFrame:
    """Return one row per group of social workers: how many cases they hold, and how many hold too many.

    Parameters
    ----------
    caseloads : one row a social worker and day of count: `n_cases`, and the columns of `by`. A worker
        whose cases are not known is counted in `n_unknown` and nowhere else.
    limit : the most cases that a worker should hold.

    Returns
    -------
    `n_workers`, `n_unknown`, `n_cases`, `mean`, `p10`, `lower_quartile`, `median`, `upper_quartile`, `p90`
    (type 7), `greatest`; `limit`, `n_above`, `share_above` in per cent of workers with `share_lower`,
    `share_upper` (Wilson, 95 %) and `reason` where there is none.
    """
    return summarise_groups(caseloads, by, partial(_caseloads, limit=limit))


def add_caseloads_withheld(found: pd.DataFrame, least: int) -> pd.DataFrame:
    """Add `is_withheld`, where so few workers are counted that a page must not tell the row.

    Where few of them hold too many cases, or few do not, only the shares are missing: they would tell.

    Parameters
    ----------
    found : rows of `summarise_caseloads`.
    least : the smallest count above 0 that may be shown; 1 withholds nothing.
    """
    told = found.assign(n_within=found["n_workers"] - found["n_above"])
    is_few = add_withheld(told, ["n_above", "n_within"], least=least)["is_withheld"]
    shares = {name: found[name].where(~is_few) for name in SHARES}
    return add_withheld(found.assign(**shares), ["n_workers"], least=least)


def _caseloads(rows: pd.DataFrame, limit: float) -> dict[str, object]:
    cases = rows["n_cases"].dropna().to_numpy(float)
    above = int((cases > limit).sum())
    low, high = wilson_limits(above, cases.size or np.nan, multiplier=PER_CENT)
    places = np.quantile(cases, list(TENTHS.values())) if cases.size else [np.nan] * len(TENTHS)
    return {
        "n_workers": cases.size,
        "n_unknown": len(rows) - cases.size,
        "n_cases": float(cases.sum()),
        "mean": cases.mean() if cases.size else np.nan,
        **dict(zip(TENTHS, (float(place) for place in places), strict=True)),
        "greatest": cases.max() if cases.size else np.nan,
        "limit": limit,
        "n_above": above,
        "share_above": above / cases.size * PER_CENT if cases.size else np.nan,
        "share_lower": float(low),
        "share_upper": float(high),
        "reason": "" if cases.size else "No social worker's cases are known.",
    }
