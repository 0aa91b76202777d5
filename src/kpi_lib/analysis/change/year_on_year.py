"""Like with like: every estimate next to the same quarter, year or rolling year one year before.

The difference of two estimates has an interval made from their own limits (MOVER), so it needs no
more than they carry. A change is called one only when that interval leaves 0 out.

References
----------
.. [1] Newcombe, R.G. (1998), Interval estimation for the difference between independent
   proportions, Stat. Med. 17:873-890 (method 10).
.. [2] Zou, G.Y. and Donner, A. (2008), Construction of confidence limits about effect measures,
   Stat. Med. 27:1693-1702 (MOVER).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kpi_lib.analysis.compare.verdicts import CANNOT_SAY, polarities
from kpi_lib.analysis.estimates.bases import earlier_labels
from kpi_lib.analysis.estimates.intervals import Limits
from kpi_lib.analysis.estimates.rates import KEY, NONE
from kpi_lib.catalogue.indicators import Catalogue, Polarity

CHANGES = [
    *KEY, "value", "decimals", "earlier_period", "earlier_value", "earlier_decimals", "change",
    "change_lower", "change_upper", "direction", "verdict", "method", "reason",
]  # fmt: skip
IMPROVED, GOT_WORSE, ROSE, FELL = "improved", "got_worse", "rose", "fell"
NO_CLEAR_CHANGE = "no_clear_change"
UP, DOWN, LEVEL = "up", "down", "none"
MOVER = "mover"

_VERDICTS = {
    (UP, Polarity.HIGHER_IS_BETTER): IMPROVED,
    (UP, Polarity.LOWER_IS_BETTER): GOT_WORSE,
    (UP, Polarity.NEUTRAL): ROSE,
    (DOWN, Polarity.HIGHER_IS_BETTER): GOT_WORSE,
    (DOWN, Polarity.LOWER_IS_BETTER): IMPROVED,
    (DOWN, Polarity.NEUTRAL): FELL,
}


def summarise_changes(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per estimate: its change on a year before, with a 95 % interval and a verdict.

    Returns
    -------
    `changes`, in the order of `estimates`. `direction` is the sign of the plain difference (what an
    arrow would show); `verdict` is what the interval allows to be said: `improved`, `got_worse`
    (`rose`, `fell` for neutral indicators), `no_clear_change`, or `cannot_say` with the reason.
    """
    pairs = _with_earlier(estimates)
    names = ["value", "lower", "upper"]
    low, high = difference_limits(
        *(pairs[name] for name in names), *(pairs[f"earlier_{name}"] for name in names)
    )
    change = pairs["value"] - pairs["earlier_value"]
    tested = np.select([low > 0, high < 0], [UP, DOWN], LEVEL)
    polarity = polarities(pairs["indicator_id"], catalogue)
    verdict = pd.Series(
        [_VERDICTS.get(pair, NO_CLEAR_CHANGE) for pair in zip(tested, polarity, strict=True)], pairs.index
    )
    verdict = verdict.where(np.isfinite(low), CANNOT_SAY).astype("str")
    return pairs.assign(
        change=change,
        change_lower=low,
        change_upper=high,
        direction=np.select([change > 0, change < 0], [UP, DOWN], LEVEL),
        verdict=verdict,
        method=pd.Series(NONE, pairs.index, dtype="str").where(verdict.eq(CANNOT_SAY), MOVER),
        reason=_reasons(pairs, verdict, tested),
    )[CHANGES]


def change_word(direction: str, polarity: Polarity) -> str:
    """Return `improved`, `got_worse`, `rose` or `fell` for a tested direction (`up` or `down`)."""
    return _VERDICTS[direction, polarity]


def difference_limits(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    earlier_value: ArrayLike,
    earlier_lower: ArrayLike,
    earlier_upper: ArrayLike,
) -> Limits:
    """Return the interval of value − earlier value from the limits of both.

    Formula [1]_ [2]_: d − √((v − l)² + (u₀ − v₀)²), d + √((u − v)² + (v₀ − l₀)²), for independent
    estimates at the level of the limits handed in. Two intervals may overlap and yet differ: 50 (45 to 55)
    and 58 (53 to 63) are 8 apart, and 8 − √(5² + 5²) = 0.9 is above 0.

    >>> low, high = difference_limits(0.7, 0.5676, 0.8066, 0.6, 0.4905, 0.7003)
    >>> round(float(low), 4), round(float(high), 4)
    (-0.0662, 0.2528)
    """
    v, lo, up, v0, lo0, up0 = (
        np.asarray(column, dtype=float)
        for column in (value, lower, upper, earlier_value, earlier_lower, earlier_upper)
    )
    difference = v - v0
    return (
        difference - np.hypot(np.maximum(v - lo, 0), np.maximum(up0 - v0, 0)),
        difference + np.hypot(np.maximum(up - v, 0), np.maximum(v0 - lo0, 0)),
    )


def _with_earlier(estimates: pd.DataFrame) -> pd.DataFrame:
    kept = ["period", "value", "decimals", "lower", "upper", "edition"]
    earlier = estimates[[*KEY[:3], *kept]].rename(columns={name: f"earlier_{name}" for name in kept})
    now = estimates.assign(earlier_period=earlier_labels(estimates["period"]))
    return now.merge(earlier, how="left", on=[*KEY[:3], "earlier_period"], validate="one_to_one")


def _reasons(pairs: pd.DataFrame, verdict: pd.Series, tested: np.ndarray) -> pd.Series:
    has_now, had_earlier = pairs["lower"].notna(), pairs["earlier_lower"].notna()
    has_both = pairs["value"].notna() & pairs["earlier_value"].notna()
    words = np.select(
        [
            pairs["value"].isna(),
            pairs["earlier_value"].isna(),
            has_now & ~had_earlier,
            had_earlier & ~has_now,
            verdict.eq(CANNOT_SAY),
            tested == LEVEL,
        ],
        [
            "There is no figure for this period.",
            "There is no figure for the same period a year before.",
            "The source of the earlier figure gives no counts, so the change cannot be tested.",
            "The source of the later figure gives no counts, so the change cannot be tested.",
            "The sources give no counts, so the change cannot be tested.",
            "The 95% interval of the change includes no change.",
        ],
        "The 95% interval of the change leaves no change out.",
    )
    differs = has_both & pairs["edition"].ne(pairs["earlier_edition"])
    mark = np.where(differs, " The two figures are from different editions.", "")
    return pd.Series(words, pairs.index, dtype="str") + mark
