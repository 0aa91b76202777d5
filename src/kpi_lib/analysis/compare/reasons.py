"""Why a comparison's verdict is what it is, in one plain sentence without numbers to round."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.verdicts import ABOVE, BELOW, UNKNOWN

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
