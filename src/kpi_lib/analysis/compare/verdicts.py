"""The words of a comparison: better, similar, worse, higher, lower, or cannot say.

An area's own interval is set against the comparator's value: wholly below it is lower, wholly above
is higher, touching or containing it is similar [1]_. Polarity turns lower and higher into better
and worse; neutral indicators keep them.

References
----------
.. [1] OHID Fingertips, "Comparing a value with a benchmark", single overlapping interval.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_lib.catalogue.indicators import Catalogue, Polarity

BETTER, SIMILAR, WORSE = "better", "similar", "worse"
HIGHER, LOWER, CANNOT_SAY = "higher", "lower", "cannot_say"

Sides = NDArray[np.int8]
BELOW, INSIDE, ABOVE, UNKNOWN = -1, 0, 1, 2

_WORDS = {
    (BELOW, Polarity.HIGHER_IS_BETTER): WORSE,
    (BELOW, Polarity.LOWER_IS_BETTER): BETTER,
    (BELOW, Polarity.NEUTRAL): LOWER,
    (ABOVE, Polarity.HIGHER_IS_BETTER): BETTER,
    (ABOVE, Polarity.LOWER_IS_BETTER): WORSE,
    (ABOVE, Polarity.NEUTRAL): HIGHER,
    **{(INSIDE, polarity): SIMILAR for polarity in Polarity},
    **{(UNKNOWN, polarity): CANNOT_SAY for polarity in Polarity},
}


def sides(lower: NDArray, upper: NDArray, comparator: NDArray) -> Sides:
    """Return where each interval lies: below (−1), around (0) or above (1) the comparator's value.

    2 where a limit or the comparator is NaN. Arrays broadcast, so one interval can stand against
    many comparators.
    """
    below, above = upper < comparator, lower > comparator
    side = np.asarray(above.view(np.int8) - below.view(np.int8))
    side[np.isnan((lower + upper) + comparator)] = UNKNOWN
    return side


def verdict_words(side: Sides, polarity: pd.Series) -> pd.Series:
    """Return the word for each side and polarity; index as `polarity`."""
    order = {way: place for place, way in enumerate(Polarity)}
    words = np.array([[_WORDS[place, way] for place in (BELOW, INSIDE, ABOVE, UNKNOWN)] for way in order])
    return pd.Series(words[polarity.map(order).to_numpy(), side - BELOW], polarity.index, dtype="str")


def polarities(indicator_ids: pd.Series, catalogue: Catalogue) -> pd.Series:
    """Return the polarity of each row's indicator; compare with ==, for pandas may hold plain text."""
    known = {name: catalogue[name].polarity for name in indicator_ids.unique()}
    return indicator_ids.astype(object).map(known)


def interval_sides(lower: float, upper: float, other_lower: float, other_upper: float) -> int:
    """Return the side of one interval against another: 0 where they overlap or touch, 2 when unknown.

    Overlap is a stricter test than the interval against a value, kept for parity with Fingertips.
    """
    if np.isnan([lower, upper, other_lower, other_upper]).any():
        return UNKNOWN
    return int(lower > other_upper) - int(upper < other_lower)


def control_limits(benchmark: float, denominator: float, z: float) -> tuple[float, float]:
    """Return Wilson limits round a benchmark proportion at a denominator: NaN where it is not above 0.

    (2np + z² ∓ z√(z² + 4np(1 − p))) / (2(n + z²)): what a proportion could be if the benchmark held.
    """
    if not denominator > 0:
        return np.nan, np.nan
    x = benchmark * denominator
    spread = z * np.sqrt(z**2 + 4 * x * (1 - benchmark))
    scale = 2 * (denominator + z**2)
    return (2 * x + z**2 - spread) / scale, (2 * x + z**2 + spread) / scale
