"""The words of a comparison: better, similar, worse, higher, lower, or cannot say, and the reason.

An area's own interval is compared with the comparator's value: wholly below it is lower, wholly above
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

    2 where a limit or the comparator is NaN. Arrays broadcast, so one interval can be compared with many
    values. An interval of 30 to 36 is below 37, around 36 (touching is inside) and above 29.
    """
    below, above = upper < comparator, lower > comparator
    side = np.asarray(above.view(np.int8) - below.view(np.int8))
    side[np.isnan((lower + upper) + comparator)] = UNKNOWN
    return side


def verdict_words(side: Sides, polarity: pd.Series) -> pd.Series:
    """Return the word for each side and polarity; index as `polarity`."""
    order = {kind: place for place, kind in enumerate(Polarity)}
    words = np.array([[_WORDS[place, kind] for place in (BELOW, INSIDE, ABOVE, UNKNOWN)] for kind in order])
    return pd.Series(words[polarity.map(order).to_numpy(), side - BELOW], polarity.index, dtype="str")


def polarities(indicator_ids: pd.Series, catalogue: Catalogue) -> pd.Series:
    """Return the polarity of each row's indicator; compare with ==, for pandas may hold plain text."""
    return indicator_ids.astype(object).map(catalogue.by_id("polarity"))


_NAMES = {
    "neighbours|mean": "the mean of its statistical neighbours",
    "neighbours|median": "the median of its statistical neighbours",
    "neighbours|pooled": "the pooled figure of its statistical neighbours",
    "region|": "the region's figure",
    "england|": "England's figure",
    "target|": "the target",
}


def reasons_of(comparisons: pd.DataFrame, side: np.ndarray, level: np.ndarray, minimum_n: int) -> pd.Series:
    """Return one sentence per row: where the interval lies, or what is missing for a verdict."""
    key = comparisons["comparator"] + "|" + comparisons["average"]
    name = key.map(_NAMES)
    percent = pd.Series(np.where(level == "99.8", "99.8", "95"), comparisons.index, dtype="str")
    whole = "Its whole " + percent + " % interval lies "
    sentences = pd.Series("Its 95% interval includes ", comparisons.index) + name
    sentences = sentences.mask(side == BELOW, whole + "below " + name)
    sentences = sentences.mask(side == ABOVE, whole + "above " + name)
    return sentences.mask(side == UNKNOWN, _missing_words(comparisons, name, minimum_n)) + "."


def _missing_words(comparisons: pd.DataFrame, name: pd.Series, minimum_n: int) -> pd.Series:
    n, of = comparisons["n_available"].astype("str"), comparisons["n_expected"].astype("str")
    is_list = comparisons["comparator"].eq("neighbours")
    thin = "Only " + n + " of " + of + f" neighbours can be used, fewer than the {minimum_n} needed"
    words = pd.Series("There are no counts behind the figure, so it has no interval", comparisons.index)
    words = words.mask(is_list & comparisons["n_available"].lt(minimum_n), thin)
    words = words.mask(
        is_list & comparisons["n_expected"].eq(0), "The list names no neighbours for this area"
    )
    words = words.mask(~is_list & comparisons["comparator_value"].isna(), "There is no figure for " + name)
    return words.mask(comparisons["value"].isna(), "There is no figure for this area and period")
