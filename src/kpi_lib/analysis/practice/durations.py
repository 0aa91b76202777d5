"""How long the stages of a case take: median, quartiles, share within a limit, curves, cohorts, long cases.

A spell is one case in one stage, from its start to its end or to the day it was last seen open.

References
----------
.. [1] Mantel, N. (1966), Evaluation of survival data and two new rank order statistics arising in its
   consideration, Cancer Chemother. Rep. 50:163-170 (log-rank test).
.. [2] Children and Families Act 2014, section 14: care proceedings within 26 weeks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.quarterly_trend import SIGNIFICANCE
from kpi_lib.analysis.compare.verdicts import CANNOT_SAY
from kpi_lib.analysis.estimates.intervals import wilson_limits
from kpi_lib.analysis.practice.records import PER_CENT, each_group, summarise_groups
from kpi_lib.analysis.practice.survival import Survival, fit_survival
from kpi_lib.core.errors import AnalysisError

DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class Stage:
    """One stage of a case: the column it starts with, and those that end it (the first of them does)."""

    start: str
    ends: tuple[str, ...]


def summarise_spells(cases: pd.DataFrame, stages: Mapping[str, Stage], as_at: pd.Timestamp) -> pd.DataFrame:
    """Return one row per case and stage that had started by `as_at`: how long it took, or has so far.

    Parameters
    ----------
    cases : one row a case, with the date columns that the stages name (datetime64; empty where it has
        not happened).
    as_at : the day up to which things are known: what happens later is left out, a spell that ends
        later is open.

    Returns
    -------
    The columns of `cases`, with `stage`, `start`, `end` (empty where open), `weeks` (days ÷ 7) and
    `has_ended`.

    Raises
    ------
    AnalysisError : a spell that ends before it starts.
    """
    return pd.concat(
        [_spells(cases, name, stage, as_at) for name, stage in stages.items()], ignore_index=True
    )


def _spells(cases: pd.DataFrame, name: str, stage: Stage, as_at: pd.Timestamp) -> pd.DataFrame:
    started = cases.loc[cases[stage.start].le(as_at)]
    end = started[list(stage.ends)].min(axis=1)
    known = end.where(end.le(as_at))
    days = (known.fillna(as_at) - started[stage.start]).dt.days
    if days.lt(0).any():
        first = started.loc[days.lt(0)].iloc[0]
        raise AnalysisError(
            "A stage ends before it starts",
            where=name,
            got=f"{stage.start} {first[stage.start]:%Y-%m-%d}, ended {-days[days.lt(0)].iloc[0]} days before",
            expected="an end on or after the start",
        )
    return started.assign(
        stage=name,
        start=started[stage.start],
        end=known,
        weeks=days / DAYS_IN_WEEK,
        has_ended=known.notna(),
    )


LIMIT_WEEKS = 26.0
LOWER_QUARTER, HALF, UPPER_QUARTER = 0.25, 0.5, 0.75
LEAST_ENDED = 2
DIFFER, NO_CLEAR_DIFFERENCE = "differ", "no_clear_difference"
ALL_OPEN = "Every case is still open, so there is no median yet."
NOT_HALF = "Fewer than half have ended, open cases allowed for, so there is no median yet."
NOT_SO_LONG = "No case has been followed for so long, so the share is not known yet."

NOT_ENOUGH = "Two cohorts and two cases that have ended are needed for a comparison."
NOT_SIDE_BY_SIDE = "The cohorts were not followed for as long as each other, so they cannot be compared."


def summarise_durations(
    spells: pd.DataFrame, by: Sequence[str] = ("stage",), *, limit: float = LIMIT_WEEKS
) -> pd.DataFrame:
    """Return one row per group of spells: weeks taken, open cases allowed for (Kaplan and Meier).

    Parameters
    ----------
    spells : `weeks`, `has_ended` and the columns of `by` (`summarise_spells`).
    limit : weeks within which a case should end [2]_.

    Returns
    -------
    `n_cases`, `n_ended`, `n_open`; `median` with `median_lower`, `median_upper` (95 %, Brookmeyer and
    Crowley on the log(−log) scale; NaN where not reached), `lower_quartile`, `upper_quartile`, `reason`
    why there is no median; `share_within` the limit in per cent with `share_lower`, `share_upper` and
    `share_reason`. The shares' interval is Wilson's where nobody is still open before the limit, else
    on the log(−log) scale.
    """
    return summarise_groups(spells, by, partial(_lengths, limit=limit))


def summarise_curves(spells: pd.DataFrame, by: Sequence[str] = ("stage",)) -> pd.DataFrame:
    """Return each group's steps, to draw: `weeks`, `open_share`, `lower`, `upper` in per cent, at risk.

    Each curve starts at 0 weeks with all open and ends at the longest time followed.
    """
    parts = [
        _steps(fit_survival(rows["weeks"], rows["has_ended"]), len(rows)).assign(**key)
        for key, rows in each_group(spells, by)
    ]
    steps = (
        pd.concat(parts, ignore_index=True)
        if parts
        else _steps(fit_survival([], []), 0).assign(**dict.fromkeys(by))
    )
    return steps[[*by, *(name for name in steps if name not in by)]]


def summarise_cohort_test(spells: pd.DataFrame) -> pd.DataFrame:
    """Return one row per stage: whether its cohorts take differently long (log-rank test [1]_).

    Returns
    -------
    `n_cohorts`, `n_cases`, `n_ended`, `chi_square`, `freedom`, `p_value`, `verdict` (`differ`,
    `no_clear_difference`, `cannot_say`) and `reason`. Cohorts not followed side by side are not compared.
    """
    return summarise_groups(spells, ("stage",), _compare)


def _lengths(rows: pd.DataFrame, limit: float) -> dict[str, Any]:
    curve = fit_survival(rows["weeks"], rows["has_ended"])
    median = curve.quantile(HALF)
    reason = "" if np.isfinite(median.value) else NOT_HALF if curve.weeks.size else ALL_OPEN
    return {
        "n_cases": len(rows),
        "n_ended": int(rows["has_ended"].sum()),
        "n_open": int((~rows["has_ended"].astype(bool)).sum()),
        "median": median.value,
        "median_lower": median.lower,
        "median_upper": median.upper,
        "lower_quartile": curve.quantile(LOWER_QUARTER).value,
        "upper_quartile": curve.quantile(UPPER_QUARTER).value,
        "reason": reason,
        "limit": limit,
        **_share_within(rows, curve, limit),
    }


def _share_within(rows: pd.DataFrame, curve: Survival, limit: float) -> dict[str, Any]:
    """Return the share that ends within the limit, 1 − S(limit), with its interval."""
    place = curve.at(limit)
    still_open = curve.open_share[place] if place >= 0 else 1.0
    if curve.longest < limit and still_open > 0:
        return _share(np.nan, np.nan, np.nan, NOT_SO_LONG)
    settled = rows["has_ended"] | rows["weeks"].ge(limit)
    # all ended or followed beyond the limit: a plain share of cases, with no curve to estimate
    if settled.all() or still_open in (0.0, 1.0):
        within = int((rows["has_ended"] & rows["weeks"].le(limit)).sum())
        low, high = wilson_limits(within, int(settled.sum()), multiplier=PER_CENT)
        return _share((1 - still_open) * PER_CENT, float(low), float(high), "")
    lower, upper = ((1 - float(side[place])) * PER_CENT for side in reversed(curve.limits))
    return _share((1 - still_open) * PER_CENT, lower, upper, "")


def _share(value: float, lower: float, upper: float, reason: str) -> dict[str, Any]:
    return {"share_within": value, "share_lower": lower, "share_upper": upper, "share_reason": reason}


def _steps(curve: Survival, n_cases: int) -> pd.DataFrame:
    lower, upper = curve.limits
    last = curve.open_share[-1] if curve.weeks.size else 1.0
    ends = [lower[-1], upper[-1]] if curve.weeks.size else [np.nan, np.nan]
    steps = pd.DataFrame(
        {
            "weeks": [0.0, *curve.weeks, curve.longest],
            "open_share": np.array([1.0, *curve.open_share, last]) * PER_CENT,
            "lower": np.array([np.nan, *lower, ends[0]]) * PER_CENT,
            "upper": np.array([np.nan, *upper, ends[1]]) * PER_CENT,
            "n_at_risk": [n_cases, *curve.n_at_risk, np.nan],
            "n_ended": [0, *curve.n_ended, 0],
        }
    )
    return steps if n_cases else steps.head(0)


def _compare(rows: pd.DataFrame) -> dict[str, Any]:
    groups, ended = rows["cohort"].nunique(), int(rows["has_ended"].sum())
    chi_square = p_value = np.nan
    verdict, reason = CANNOT_SAY, NOT_ENOUGH
    if groups >= LEAST_ENDED and ended >= LEAST_ENDED and not _is_side_by_side(rows):
        reason = NOT_SIDE_BY_SIDE
    elif groups >= LEAST_ENDED and ended >= LEAST_ENDED:
        from statsmodels.duration.survfunc import survdiff

        columns = (rows["weeks"].to_numpy(float), rows["has_ended"].to_numpy(int))
        chi_square, p_value = (float(part) for part in survdiff(*columns, rows["cohort"].to_numpy(str)))
        verdict = DIFFER if p_value < SIGNIFICANCE else NO_CLEAR_DIFFERENCE
        reason = _WORDS[verdict]
    return {
        "n_cohorts": groups,
        "n_cases": len(rows),
        "n_ended": ended,
        "chi_square": chi_square,
        "freedom": max(groups - 1, 0),
        "p_value": p_value,
        "verdict": verdict,
        "reason": reason,
    }


def _is_side_by_side(rows: pd.DataFrame) -> bool:
    """Return whether all cohorts were still followed when the first case ended, and not all ended then.

    Those followed only become fewer with time. Where a cohort is gone by then it is never compared with the
    others: the variance of the log-rank test is singular and it says nothing.
    """
    ended = rows["has_ended"].astype(bool)
    followed = rows["weeks"].ge(rows.loc[ended, "weeks"].min())
    first = ended & rows["weeks"].eq(rows.loc[ended, "weeks"].min())
    return rows.loc[followed, "cohort"].nunique() == rows["cohort"].nunique() and first.sum() < followed.sum()


_WORDS = {
    DIFFER: "The cohorts differ by more than chance would explain.",
    NO_CLEAR_DIFFERENCE: "The cohorts differ by no more than chance would explain.",
}


OVER_LIMIT, OVER_PAST = "over the limit", "longer than three in four past cases"


def select_drift(spells: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """Keep the open spells that drift, the longest first.

    Parameters
    ----------
    spells : `stage`, `weeks`, `has_ended` and whatever names the case.
    limits : the weeks that each stage should take at most; a stage without one has only its past.

    Returns
    -------
    The rows of `spells` that are open and beyond `limit`, or beyond `past_quartile`, the weeks by which
    three quarters of the stage's cases have ended (Kaplan and Meier, the open ones allowed for; NaN
    where not reached), with `drift`, the reasons `;`-joined.
    """
    parts = [
        _mark(rows, limits.get(str(key["stage"]), np.nan)) for key, rows in each_group(spells, ["stage"])
    ]
    marked = pd.concat(parts) if parts else _mark(spells, np.nan)
    drifting = marked.loc[~marked["has_ended"].astype(bool) & marked["drift"].ne("")]
    return drifting.sort_values(["weeks", "stage"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def _mark(rows: pd.DataFrame, limit: float) -> pd.DataFrame:
    past = fit_survival(rows["weeks"], rows["has_ended"]).quantile(UPPER_QUARTER).value
    over_limit, over_past = rows["weeks"].gt(limit), rows["weeks"].gt(past)
    words = pd.Series("", rows.index, dtype="str").mask(over_limit, OVER_LIMIT)
    words = words.mask(over_past, OVER_PAST).mask(over_limit & over_past, f"{OVER_LIMIT}; {OVER_PAST}")
    return rows.assign(limit=limit, past_quartile=past, drift=words)
