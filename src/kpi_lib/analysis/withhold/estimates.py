"""Estimates as they may be shown: without small counts, and without what would give them away.

A figure of the council's own whose count, or what is left of its whole, is 1 to 5 becomes a figure that is
withheld, before anything else is computed from it: no chart, comparison or sentence can tell it. A figure
that its source publishes keeps its value, which everybody can read there; its counts are not shown
(`is_told_by_counts`). A year stated next to its quarters would give a withheld one away; then more are
withheld. What is kept back depends on all that is known and not on the quarter of an edition, so that
editions made of the same figures keep back the same.

References
----------
.. [1] Government Statistical Service (2014), Disclosure control for tables produced from administrative
   sources: primary and secondary suppression; differencing between tables and over time.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTER, ROLLING_YEAR, YEAR
from kpi_lib.catalogue.indicators import Catalogue, Measure
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.core.status import Provenance, Status

TOLD = ["numerator", "value", "lower", "upper", "lower998", "upper998"]
COUNTED = (Measure.PROPORTION, Measure.RATE, Measure.COUNT)
DAYS_OF_THREE_QUARTERS = 300
LAST_MONTH = 3
"""The financial year ends in March."""
TINY = 1e-9


def withhold_small_counts(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return estimates with every figure of our own withheld that tells a count of 1 to 5.

    Parameters
    ----------
    estimates : of any areas and bases, with their counts.

    Returns
    -------
    The same rows. A withheld one has the status `suppressed` and no number but its denominator.
    """
    is_ours = estimates["provenance"].ne(Provenance.PUBLISHED)
    is_withheld = is_ours & is_told_by_counts(estimates, catalogue)
    keys = ["indicator_id", "area_code"]
    if not is_withheld.any():
        return estimates
    concerned = estimates.merge(
        estimates.loc[is_withheld, keys].drop_duplicates(), on=keys, how="left", indicator=True
    )
    rows_of = estimates.loc[concerned["_merge"].eq("both").to_numpy()]
    for _, rows in rows_of.groupby(keys, observed=True, sort=False):
        is_withheld |= estimates.index.isin(_given_away(rows, is_withheld[rows.index]))
    told = {name: estimates[name].mask(is_withheld) for name in TOLD}
    status = estimates["status"].astype("str").mask(is_withheld, Status.SUPPRESSED.value)
    return estimates.assign(**told, status=status)


def is_told_by_counts(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Say of each estimate whether its count, or that of those left of its whole, is above 0 and under 6."""
    measure = estimates["indicator_id"].astype("str").map({item.id: item.measure for item in catalogue})
    count = estimates["numerator"].fillna(estimates["value"].where(measure.eq(Measure.COUNT)))
    rest = (estimates["denominator"] - estimates["numerator"]).where(measure.eq(Measure.PROPORTION))
    return measure.isin(COUNTED) & (_is_small(count) | _is_small(rest.round(6)))


def _is_small(counts: pd.Series) -> pd.Series:
    return counts.gt(0) & counts.lt(SMALLEST_COUNT_SHOWN)


def _given_away(rows: pd.DataFrame, is_withheld: pd.Series) -> set[Hashable]:
    """Return the labels of the further rows of one series to withhold, so that no withheld quarter shows.

    Years to March are kept: where one tells a quarter, the newest other quarter of that year gives way.
    Rolling years that end in between are shown as long as they tell nothing.
    """
    series = _Series.of(rows)
    hidden = set(is_withheld.index[is_withheld])
    secret = hidden.intersection(series.quarters)
    shown: list[Sum] = []
    for total in sorted(series.sums, key=lambda item: not item.is_year):
        if total.whole in hidden:
            continue
        while _tells([*shown, total], hidden, secret):
            others = [part for part in total.parts if part not in hidden]
            if not (total.is_year and others):
                hidden.add(total.whole)
                break
            hidden.add(others[-1])
        else:
            shown.append(total)
    return {label for label in hidden if not is_withheld[label]}


@dataclass(frozen=True, slots=True)
class Sum:
    """A year and the four quarters that make it up, oldest first, each by its label."""

    whole: Hashable
    parts: tuple[Hashable, ...]
    is_year: bool


@dataclass(frozen=True)
class _Series:
    """The quarters of one series, oldest first, and the years that they add up to."""

    quarters: tuple[Hashable, ...]
    sums: tuple[Sum, ...]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> _Series:
        quarters = rows.loc[rows["basis"].eq(QUARTER)].sort_values("period_end", kind="stable")
        labels, ends = list(quarters.index), list(quarters["period_end"])
        fours = {
            ends[place]: tuple(labels[place - 3 : place + 1])
            for place in range(3, len(ends))
            if (ends[place] - ends[place - 3]).days < DAYS_OF_THREE_QUARTERS
        }
        years = [ROLLING_YEAR, YEAR] if ROLLING_YEAR in set(rows["basis"]) else []
        wholes = rows.loc[rows["basis"].isin(years) & rows["numerator"].notna()]
        found = [
            Sum(label, fours[row["period_end"]], row["period_end"].month == LAST_MONTH)
            for label, row in wholes.iterrows()
            if row["period_end"] in fours
        ]
        return cls(tuple(labels), tuple(found))


def _tells(sums: Sequence[Sum], hidden: set[Hashable], secret: set[Hashable]) -> bool:
    """Say whether the sums settle one of the `secret` quarters.

    Each sum less its shown quarters is an equation over its hidden ones; a quarter is settled where it is
    0 in every direction that the equations leave free.
    """
    unknown = sorted({part for item in sums for part in item.parts if part in hidden}, key=str)
    place = {part: i for i, part in enumerate(unknown)}
    equations = np.zeros((len(sums), len(unknown)))
    for r, item in enumerate(sums):
        equations[r, [place[part] for part in item.parts if part in place]] = 1
    if not unknown:
        return False
    _, sizes, directions = np.linalg.svd(equations)
    free = directions[int((sizes > TINY).sum()) :]
    return any(part in secret and (abs(free[:, i]) < TINY).all() for i, part in enumerate(unknown))
