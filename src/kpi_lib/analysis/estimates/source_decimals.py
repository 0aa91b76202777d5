"""To how many decimals a source gives its figures: no page may claim more of them.

A report that says "85%" rounds to whole numbers; a table that says "36.3" and "36" has lost a nought of
"36.0". So what counts is not one token but the finest among those printed together.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.core.rounding import token_without_dust

LEAST_PRINTED = 5
"""Figures of one period that show by themselves how their source rounds it: that five end in a nought by
chance happens once in 100,000 times. Where there are fewer, the file's other periods count as well."""
TOGETHER = ["indicator_id", "provenance", "source"]
HALF = 0.5
NEAR = 1e-9

_TOKEN = r"(?P<whole>\d+)(?:\.(?P<part>\d*))?(?:[eE](?P<power>[-+]?\d{1,3}))?"
_BETWEEN_THOUSANDS = r"(?<=\d)[,\s\u00a0\u2009\u202f](?=\d{3})"


def source_decimals(observations: pd.DataFrame) -> pd.Series:
    """Return the decimals that each value's source gives, in the value's own unit (`Int64`).

    They are the most that any token of the same indicator, file and provenance shows, within one period
    where that has figures enough: a source may round its earlier years to whole numbers. A value that is
    its token times a power of ten has as many more or fewer.

    Returns
    -------
    Nothing where there is no value, or where its token is not the number that it was made of.
    """
    own = _token_decimals(observations)
    keys = [observations[name].astype("str") for name in TOGETHER]
    dated = own.groupby([*keys, observations["period"].astype("str")])
    finest = dated.transform("max").where(dated.transform("count") >= LEAST_PRINTED)
    return finest.fillna(own.groupby(keys).transform("max")).where(own.notna()).astype("Int64")


def _token_decimals(observations: pd.DataFrame) -> pd.Series:
    """Return the decimals of each value as its own token gives them, 0 or more; NaN where it does not."""
    tokens = observations["token"].astype("str").map(token_without_dust)
    plain = tokens.str.replace(_BETWEEN_THOUSANDS, "", regex=True)
    pieces = plain.str.extract(_TOKEN)
    part = pieces["part"].fillna("").astype("str")
    power = pieces["power"].fillna("0").astype("float64")
    number = (pieces["whole"] + "." + part + "0").astype("float64") * 10.0**power
    value = observations["value"].abs()
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = pd.Series(np.log10(number / value), value.index).where(number.ne(value), 0.0)
    # "1.2" of millions is 1,200,000: the token times a power of ten, with six decimals fewer
    is_made_of = value.notna() & ((steps - steps.round()).abs() < NEAR)
    return (part.str.len() - power + steps.round()).clip(lower=0).where(is_made_of)
