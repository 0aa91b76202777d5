"""When 0.85 means 85 %: a spreadsheet's percentage saved as a fraction.

The rule, for figures that people keep (the long layout's local figures and scorecards), per file and
percentage indicator; published figures are never touched:

1. A token with a percent sign is a percentage as it stands.
2. Where numerator and denominator are given, they decide: the value is a fraction when it agrees with
   numerator ÷ denominator and not with a hundred times that.
3. Otherwise the indicator's figures in the file are fractions when there are at least three, all between
   0 and 1, and none of them has a percent sign or agrees with its parts as a percentage.
4. Anything between 0 and 1 that remains is read as stated, with a warning where it stands out: alone, or
   among figures whose median is at least twenty times as large.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Measure, Unit
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.issues import NOTE, WARN, Issue

LEAST_FRACTIONS = 3
STANDS_OUT = 20
_AGREES = 0.006  # a fraction rounded to two places is at most half of one hundredth off


def add_percentages(
    figures: pd.DataFrame, catalogue: Catalogue, file: str
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the same figures with fractions turned into percentages, and an issue for each series."""
    percent = {
        item.id for item in catalogue if item.unit is Unit.PERCENT and item.measure is Measure.PROPORTION
    }
    ours = figures["indicator_id"].isin(percent) & figures["provenance"].ne(Provenance.PUBLISHED.value)
    candidates = figures[ours & figures["value"].notna()]
    turned = np.zeros(len(figures), dtype=bool)
    issues: list[Issue] = []
    for indicator_id, series in candidates.groupby("indicator_id", sort=False):
        is_fraction = _fractions(series)
        turned[figures.index.get_indexer(series.index[is_fraction])] = True
        if is_fraction.any():
            issues.append(_turned(series[is_fraction], str(indicator_id), file))
        unsure = _standing_out(series[~is_fraction])
        issues += [
            _doubtful(token, row, str(indicator_id), file)
            for token, row in zip(unsure["token"], unsure["row"], strict=True)
        ]
    value = figures["value"].where(~turned, figures["value"] * 100)
    return figures.assign(value=value), issues


def _fractions(series: pd.DataFrame) -> np.ndarray:
    value = series["value"].to_numpy()
    share = (series["numerator"] / series["denominator"]).to_numpy()
    has_sign = series["token"].str.contains("%", regex=False).to_numpy()
    within = (value >= 0) & (value <= 1) & ~has_sign
    as_fraction = within & (np.abs(value - share) <= _AGREES)
    as_percent = np.abs(value - 100 * share) <= 100 * _AGREES
    decided = as_fraction & ~as_percent
    all_small = within.all() and len(series) >= LEAST_FRACTIONS and not (as_percent & ~as_fraction).any()
    return decided | (within & np.isnan(share)) if all_small and (value > 0).any() else decided


def _standing_out(series: pd.DataFrame) -> pd.DataFrame:
    no_sign = ~series["token"].str.contains("%", regex=False)
    small = series["value"].between(0, 1, inclusive="right") & no_sign & series["numerator"].isna()
    others = series.loc[~small, "value"]
    stands_out = len(others) == 0 or others.median() >= STANDS_OUT * series.loc[small, "value"].median()
    return series[small] if stands_out else series[:0]


def _turned(series: pd.DataFrame, indicator_id: str, file: str) -> Issue:
    first = series.iloc[0]
    what = f"{len(series)} figures of {indicator_id} are fractions of 1"
    return Issue(NOTE, "fraction-as-percentage", what,
                 file, int(first["row"]), "", f"'{first['token']}'", f"{first['value'] * 100:g} per cent",
                 "write percentages as 85 or 85%")  # fmt: skip


def _doubtful(token: str, row: int, indicator_id: str, file: str) -> Issue:
    return Issue(WARN, "fraction-or-percentage", f"A percentage of {indicator_id} may be meant as a fraction",
                 file, row, "", f"'{token}', read as {token} per cent", "85 or 85%, not 0.85",
                 "write the per cent sign to settle it")  # fmt: skip
