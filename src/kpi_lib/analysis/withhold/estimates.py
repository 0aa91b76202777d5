"""Estimates as they may be shown: without small counts, and without what would give them away.

A figure of the council's own whose count, or what is left of its whole, is 1 to 5 becomes a figure that is
withheld, before anything else is computed from it: no chart, comparison or sentence can show it. A figure
that its source publishes keeps its value, which everybody can read there; its counts are not shown
(`has_small_count`). A year stated next to its quarters would give a withheld one away; then more are
withheld. What is withheld depends on all that is known and not on the quarter of an edition, so that
editions made of the same figures withhold the same.

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

NUMBERS = ["numerator", "value", "lower", "upper", "lower998", "upper998"]
"""Columns that would give a withheld count away; the denominator alone does not."""
COUNTED = (Measure.PROPORTION, Measure.RATE, Measure.COUNT)
DAYS_OF_THREE_QUARTERS = 300
"""More than lie between the ends of four quarters in a row (about 275), fewer than where one is missing."""
LAST_MONTH = 3
"""The financial year ends in March."""
TINY = 1e-9


def withhold_small_counts(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return estimates with every figure of our own withheld that gives a count of 1 to 5 away.

    Parameters
    ----------
    estimates : of any areas and bases, with their counts.

    Returns
    -------
    The same rows. A withheld one has the status `suppressed` and no number but its denominator. A quarter
    that its own return suppresses is treated alike: the published year must not give it away.
    """
    is_ours = estimates["provenance"].ne(Provenance.PUBLISHED)
    is_withheld = is_ours & has_small_count(estimates, catalogue)
    is_withheld |= is_ours & _is_suppressed(estimates) & estimates["basis"].eq(QUARTER)
    if not is_withheld.any():
        return estimates
    keys = ["indicator_id", "area_code"]
    is_concerned = is_withheld.groupby([estimates[name] for name in keys], observed=True).transform("any")
    for _, rows in estimates.loc[is_concerned].groupby(keys, observed=True, sort=False):
        is_withheld |= estimates.index.isin(_given_away(rows, is_withheld[rows.index]))
    numbers = {name: estimates[name].mask(is_withheld) for name in NUMBERS}
    status = estimates["status"].astype("str").mask(is_withheld, Status.SUPPRESSED.value)
    status = status.mask(_is_published_as_year(estimates), Status.NOT_AVAILABLE.value)
    return estimates.assign(**numbers, status=status)


def _is_suppressed(estimates: pd.DataFrame) -> pd.Series:
    return estimates["status"].eq(Status.SUPPRESSED) & estimates["numerator"].isna()


def _is_published_as_year(estimates: pd.DataFrame) -> pd.Series:
    """Say of each rolling year that lacks a suppressed quarter whether its figure is published as a year.

    It is not withheld, then: it only cannot be added up here.
    """
    key = ["indicator_id", "area_code", "period_end"]
    is_year = estimates["basis"].eq(YEAR) & estimates["value"].notna()
    published = pd.MultiIndex.from_frame(estimates.loc[is_year, key])
    is_lacking = estimates["basis"].eq(ROLLING_YEAR) & _is_suppressed(estimates)
    return is_lacking & pd.MultiIndex.from_frame(estimates[key]).isin(published)


def has_small_count(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Say of each estimate whether its count, or that of those left of its whole, is above 0 and under 6.

    3 of 60 has one, and so has 57 of 60.
    """
    measure = estimates["indicator_id"].astype("str").map({item.id: item.measure for item in catalogue})
    count = estimates["numerator"].fillna(estimates["value"].where(measure.eq(Measure.COUNT)))
    rest = (estimates["denominator"] - estimates["numerator"]).where(measure.eq(Measure.PROPORTION))
    return measure.isin(COUNTED) & (_is_small(count) | _is_small(rest.round(6)))


def _is_small(counts: pd.Series) -> pd.Series:
    return counts.gt(0) & counts.lt(SMALLEST_COUNT_SHOWN)


@dataclass(frozen=True, slots=True)
class Sum:
    """A year and the four quarters that make it up, oldest first, each by its label."""

    whole: Hashable
    parts: tuple[Hashable, ...]
    is_year: bool


def _given_away(rows: pd.DataFrame, is_withheld: pd.Series) -> set[Hashable]:
    """Return the labels of the further rows of one series to withhold, so that no withheld quarter shows.

    Years to March are kept: where one gives a quarter away, the newest other quarter of that year gives way.
    Of 7, 4, 6 and 8 with the year's 25 the 4 is withheld, and would be 25 - 7 - 6 - 8: the 8 is withheld too.
    Rolling years that end in between are shown as long as they give nothing away.
    """
    withheld = set(is_withheld.index[is_withheld])
    secret = withheld.intersection(rows.index[rows["basis"].eq(QUARTER)])
    shown: list[Sum] = []
    for total in sorted(_sums_of(rows), key=lambda total: not total.is_year):
        if total.whole in withheld:
            continue
        while _settles([*shown, total], withheld, secret):
            others = [part for part in total.parts if part not in withheld]
            if not (total.is_year and others):
                withheld.add(total.whole)
                break
            withheld.add(others[-1])
        else:
            shown.append(total)
    return {label for label in withheld if not is_withheld[label]}


def _sums_of(rows: pd.DataFrame) -> list[Sum]:
    """Return the years of one series that have all their quarters in it."""
    quarters = rows.loc[rows["basis"].eq(QUARTER)].sort_values("period_end", kind="stable")
    labels, ends = list(quarters.index), list(quarters["period_end"])
    fours = {
        ends[place]: tuple(labels[place - 3 : place + 1])
        for place in range(3, len(ends))
        if (ends[place] - ends[place - 3]).days < DAYS_OF_THREE_QUARTERS
    }
    years = [ROLLING_YEAR, YEAR] if ROLLING_YEAR in set(rows["basis"]) else []
    wholes = rows.loc[rows["basis"].isin(years) & rows["numerator"].notna() & rows["period_end"].isin(fours)]
    return [Sum(label, fours[end], end.month == LAST_MONTH) for label, end in wholes["period_end"].items()]


def _settles(sums: Sequence[Sum], withheld: set[Hashable], secret: set[Hashable]) -> bool:
    """Say whether the sums settle one of the `secret` quarters.

    Each sum less its shown quarters is an equation over its withheld ones; a quarter is settled where it is
    0 in every direction that the equations leave free.
    """
    unknown = sorted({part for total in sums for part in total.parts if part in withheld}, key=str)
    equations = np.array([[part in total.parts for part in unknown] for total in sums], dtype=float)
    if not unknown:
        return False
    _, sizes, directions = np.linalg.svd(equations)
    free = directions[int((sizes > TINY).sum()) :]
    return any(part in secret and (abs(free[:, i]) < TINY).all() for i, part in enumerate(unknown))
