"""Social workers: turnover and sickness, caseloads, and how often children change their worker.

References
----------
.. [1] Department for Education, Children's social work workforce: methodology. Turnover is the full-time
   equivalents who left in the year to the census over those in post on it; absence the working days lost
   over those available, 253 a year for each full-time equivalent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR, ordinals
from kpi_lib.analysis.practice.records import PER_CENT, share_of, summarise_groups
from kpi_lib.analysis.withhold.small_counts import add_withheld


def summarise_staff_years(staff: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter of which the three before are known too: its four quarters together.

    Parameters
    ----------
    staff : one row a quarter: `quarter`, `in_post`, `joiners`, `leavers`, `days_lost`, `days_available`.

    Returns
    -------
    `quarter`, `in_post` at its end, `joiners`, `leavers`, `turnover` and `absence` in per cent [1]_.
    """
    rows = staff.assign(_order=ordinals(staff["quarter"])).sort_values("_order", ignore_index=True)
    sums = rows[["joiners", "leavers", "days_lost", "days_available"]].rolling(QUARTERS_IN_YEAR).sum()
    is_whole = rows["_order"].diff(QUARTERS_IN_YEAR - 1).eq(QUARTERS_IN_YEAR - 1)
    return (
        pd.DataFrame(
            {
                "quarter": rows["quarter"],
                "in_post": rows["in_post"],
                "joiners": sums["joiners"],
                "leavers": sums["leavers"],
                "turnover": sums["leavers"] / rows["in_post"] * PER_CENT,
                "absence": sums["days_lost"] / sums["days_available"] * PER_CENT,
            }
        )
        .loc[is_whole]
        .reset_index(drop=True)
    )


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


def add_caseloads_withheld(caseloads: pd.DataFrame, least: int) -> pd.DataFrame:
    """Add `is_withheld`, where so few workers are counted that a page must not show the row.

    Where few of them hold too many cases, or few do not, only the shares are missing: they would show it.

    Parameters
    ----------
    caseloads : rows of `summarise_caseloads`.
    least : the smallest count above 0 that may be shown; 1 withholds nothing.
    """
    counts = caseloads.assign(n_within=caseloads["n_workers"] - caseloads["n_above"])
    is_few = add_withheld(counts, ["n_above", "n_within"], least=least)["is_withheld"]
    shares = {name: caseloads[name].where(~is_few) for name in SHARES}
    return add_withheld(caseloads.assign(**shares), ["n_workers"], least=least)


def _caseloads(rows: pd.DataFrame, limit: float) -> dict[str, object]:
    cases = rows["n_cases"].dropna().to_numpy(float)
    above = int((cases > limit).sum())
    places = np.quantile(cases, list(TENTHS.values())) if cases.size else [np.nan] * len(TENTHS)
    return {
        "n_workers": cases.size,
        "n_unknown": len(rows) - cases.size,
        "n_cases": float(cases.sum()),
        "mean": cases.mean() if cases.size else np.nan,
        **dict(zip(TENTHS, (float(place) for place in places), strict=True)),
        "greatest": cases.max() if cases.size else np.nan,
        "limit": limit,
        **dict(zip(SHARES, (above, *share_of(above, cases.size)), strict=True)),
        "reason": "" if cases.size else "No social worker's cases are known.",
    }


MANY_CHANGES = 3


def summarise_worker_changes(
    children: pd.DataFrame, by: Sequence[str] = ("year",), *, many: int = MANY_CHANGES
) -> pd.DataFrame:
    """Return one row per group: how many children had `many` changes of social worker or more.

    Parameters
    ----------
    children : one row a child and year: `n_changes`, the changes of social worker in the year (0 where
        it kept one), and the columns of `by`.

    Returns
    -------
    `n_children`, `mean`, `median`, `greatest`, `many`, `n_many`; `value` = the share with as many or
    more in per cent, with `lower` and `upper` (Wilson, 95 %) and `reason` where there is none.
    """
    return summarise_groups(children, by, partial(_changes, many=many))


def add_changes_withheld(changes: pd.DataFrame, least: int) -> pd.DataFrame:
    """Add `is_withheld`: whether few children had as many changes, or few had fewer, which gives them away.

    Parameters
    ----------
    changes : rows of `summarise_worker_changes`.
    least : the smallest count above 0 that may be shown; 1 withholds nothing.
    """
    counts = changes.assign(n_fewer=changes["n_children"] - changes["n_many"])
    return add_withheld(counts, ["n_many", "n_fewer"], least=least)


def _changes(rows: pd.DataFrame, many: int) -> dict[str, object]:
    changes, size = rows["n_changes"], len(rows)
    above = int(changes.ge(many).sum())
    return {
        "n_children": size,
        "mean": float(changes.mean()),
        "median": float(changes.median()),
        "greatest": float(changes.max()),
        "many": many,
        "n_many": above,
        **dict(zip(("value", "lower", "upper"), share_of(above, size), strict=True)),
        "reason": "" if size else "No child is counted.",
    }


CASE_BANDS = ((1, 9), (10, 14), (15, 19), (20, 24), (25, 29), (30, None))
WORKER_BANDS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, None))
Bands = Sequence[tuple[int, int | None]]


def summarise_bands(
    counts: pd.DataFrame, value: str, weight: str | None, bands: Bands, *, least: int
) -> pd.DataFrame:
    """Return one row per quarter and band: how many of the quarter lie in it, and their share.

    Parameters
    ----------
    counts : rows with `quarter`, `value`, a whole number, and how many there are of it in the column `weight`
        (one each without it).
    bands : from and to, both included; the last may have no end. A number below the first is in none.
    least : the smallest count above 0 that may be shown.

    Returns
    -------
    `quarter`, `least`, `greatest` (NaN where the band has no end), `n`, `n_all`, `share` in per cent of the
    quarter, and `is_withheld`: where a band is too small to show none of its quarter is shown, for the others
    would give it away.
    """
    sizes = counts[weight] if weight else pd.Series(1, counts.index)
    n_all = sizes.groupby(counts["quarter"]).sum().rename_axis("quarter")
    parts = [
        pd.DataFrame(
            {
                "least": low,
                "greatest": np.nan if high is None else high,
                "n": sizes.where(counts[value].between(low, high or np.inf), 0)
                .groupby(counts["quarter"])
                .sum(),
                "n_all": n_all,
            }
        )
        for low, high in bands
    ]
    rows = pd.concat(parts).reset_index().sort_values("quarter", kind="stable", ignore_index=True)
    rows = rows.astype({"n": "int64", "n_all": "int64"})
    shares = rows.assign(share=rows["n"] / rows["n_all"] * PER_CENT)
    return add_withheld(shares, ["n"], least=least, by=["quarter"], kept=["least", "greatest"])


def summarise_children(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a child from counts of children: its `quarter` and `n_changes` of social worker.

    Parameters
    ----------
    counts : `quarter`, `social_workers` (how many a child had) and `children` (how many had as many).
        A child's changes are one fewer than its social workers.
    """
    each = counts.loc[counts.index.repeat(counts["children"].astype("int64")), ["quarter", "social_workers"]]
    changes = (each["social_workers"] - 1).astype("int64")
    return each.assign(n_changes=changes).drop(columns="social_workers").reset_index(drop=True)
