"""Do two quarterly series move together, now or some quarters later? Association only, never cause.

Two series that both drift, or both have a winter, look related whatever they measure. So each has its
straight trend and its season taken out first; what is left is ranked and correlated at each lag. Series
that remember their last quarter carry less than their length says: the effective number of pairs is
used instead. Testing many lags and pairs finds some by luck: only those that stay below a false
discovery rate of 5 % over all tests are named.

References
----------
.. [1] Bretherton, C.S. et al. (1999), The effective number of spatial degrees of freedom of a
   time-varying field, J. Climate 12:1990-2009, eq. 31: n(1 − r₁r₂)/(1 + r₁r₂).
.. [2] Benjamini, Y. and Hochberg, Y. (1995), J. R. Stat. Soc. B 57:289-300.
.. [3] Fieller, E.C., Hartley, H.O. and Pearson, E.S. (1957), Biometrika 44:470-481 (variance of
   Fisher's z of a rank correlation, 1.06/(n − 3)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import atanh, nan, sqrt, tanh
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.false_flags import FALSE_DISCOVERY_RATE, q_values
from kpi_lib.analysis.compare.verdicts import CANNOT_SAY
from kpi_lib.analysis.estimates.bases import QUARTER, QUARTERS_IN_YEAR, ordinals
from kpi_lib.analysis.estimates.intervals import Z_95, Floats

LAGS = (0, 1, 2, 3, 4)
LEAST_PAIRS = 12
RANK_VARIANCE = 1.06
ASSOCIATED, NO_CLEAR_ASSOCIATION = "associated", "no_clear_association"
ASSOCIATION_ONLY = "Association only: it does not say that one brings about the other."
ASSOCIATIONS = [
    "leading", "following", "area_code", "lag", "n_pairs", "n_effective", "correlation", "lower", "upper",
    "p_value", "q_value", "verdict", "reason", "words",
]  # fmt: skip


def summarise_associations(estimates: pd.DataFrame, pairs: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Return one row per pair of indicators, area and lag: whether they move together.

    Parameters
    ----------
    estimates : quarters (`indicator_id`, `area_code`, `basis`, `period`, `value`); other bases are left out.
    pairs : (leading, following) indicator ids; the following one comes 0 to 4 quarters later.

    Returns
    -------
    `n_pairs` quarters known on both sides and `n_effective` of them [1]_; `correlation`, Spearman's, of
    what trend and season leave, with its 95 % interval [3]_; `p_value`, and `q_value` over all rows
    [2]_; `verdict` (`associated` where q ≤ 5 %, `no_clear_association`, `cannot_say` under 12 pairs) and
    `reason`; `words`, which every row carries: association only.
    """
    plain = estimates.loc[estimates["basis"].eq(QUARTER) & estimates["value"].notna()]
    numbered = plain.assign(_order=ordinals(plain["period"]) if len(plain) else [])
    rows = [row for pair in pairs for row in _pair(numbered, pair)]
    tests = pd.DataFrame(rows, columns=[*ASSOCIATIONS[:10], "reason"])
    q = pd.Series(q_values(tests["p_value"]), tests.index)
    verdict = pd.Series(NO_CLEAR_ASSOCIATION, tests.index, dtype="str")
    verdict = verdict.mask(q.le(FALSE_DISCOVERY_RATE), ASSOCIATED).mask(q.isna(), CANNOT_SAY)
    reason = tests["reason"].mask(verdict.eq(ASSOCIATED), _TOGETHER)
    reason = reason.mask(verdict.eq(NO_CLEAR_ASSOCIATION), _NOT_TOGETHER)
    return tests.assign(q_value=q, verdict=verdict, reason=reason, words=ASSOCIATION_ONLY)[ASSOCIATIONS]


def rank_association(x: Floats, y: Floats, quarter: Floats) -> tuple[float, float]:
    """Return Spearman's correlation of what trend and season leave of two series, and n effective [1]_.

    NaN where nothing is left that varies. `quarter` numbers the quarters of `x` in time.
    """
    from scipy.stats import rankdata

    left, right = (rankdata(np.round(_without_season(side, quarter), 9)) for side in (x, y))
    if np.ptp(left) == 0 or np.ptp(right) == 0:
        return nan, nan
    correlation = float(np.corrcoef(left, right)[0, 1])
    memory = _memory(left, quarter) * _memory(right, quarter)
    effective = x.size * (1 - memory) / (1 + memory)
    return correlation, float(min(max(effective, 0.0), x.size))


def _pair(numbered: pd.DataFrame, pair: tuple[str, str]) -> Iterator[dict[str, Any]]:
    leading, following = (numbered.loc[numbered["indicator_id"].eq(name)] for name in pair)
    for area in sorted(set(leading["area_code"]) & set(following["area_code"])):
        first = leading.loc[leading["area_code"].eq(area)].set_index("_order")["value"]
        second = following.loc[following["area_code"].eq(area)].set_index("_order")["value"]
        for lag in LAGS:
            lagged = second.set_axis(second.index - lag)
            both = pd.DataFrame({"leading": first, "following": lagged}).dropna()
            yield {"leading": pair[0], "following": pair[1], "area_code": area, "lag": lag} | _test(both)


def _test(both: pd.DataFrame) -> dict[str, Any]:
    from scipy.special import stdtr

    row: dict[str, Any] = {"n_pairs": len(both)}
    if len(both) < LEAST_PAIRS:
        return row | {
            "reason": f"{len(both)} quarters are known on both sides; the test needs {LEAST_PAIRS}."
        }
    x, y, quarter = both["leading"].to_numpy(), both["following"].to_numpy(), both.index.to_numpy(float)
    correlation, effective = rank_association(x, y, quarter)
    # the trend and three seasons have been taken out of each series, which costs four quarters
    size = effective - QUARTERS_IN_YEAR
    if not size > QUARTERS_IN_YEAR or abs(correlation) >= 1:
        return row | {"reason": "Too little is left beside trend, season and memory of the last quarter."}
    t = correlation * sqrt((size - 2) / (1 - correlation**2))
    half = Z_95 * sqrt(RANK_VARIANCE / (size - 3))
    middle = atanh(correlation)
    return row | {
        "n_effective": effective,
        "correlation": correlation,
        "lower": tanh(middle - half),
        "upper": tanh(middle + half),
        "p_value": float(2 * stdtr(size - 2, -abs(t))),
        "reason": "",
    }


def _without_season(values: Floats, quarter: Floats) -> Floats:
    """Return the residuals of least squares on time and quarter of the year."""
    seasons = [(quarter % QUARTERS_IN_YEAR == number).astype(float) for number in range(QUARTERS_IN_YEAR)]
    design = np.column_stack([quarter - quarter.mean(), *seasons])
    return values - design @ np.linalg.lstsq(design, values, rcond=None)[0]


def _memory(values: Floats, quarter: Floats) -> float:
    """Return the correlation of a series with itself a quarter before, 0 at the least."""
    is_next = np.diff(quarter) == 1  # a pair across a missing quarter is no memory of the one before
    centred = values - values.mean()
    return max(float((centred[1:] * centred[:-1])[is_next].sum() / (centred @ centred)), 0.0)


_TOGETHER = "Trend and season taken out, the two move together by more than chance, all tests allowed for."
_NOT_TOGETHER = "Trend and season taken out, the two move together no more than chance would have it."
