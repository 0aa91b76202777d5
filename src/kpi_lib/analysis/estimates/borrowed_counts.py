"""Counts for a figure whose newest edition states none: those of an older edition that states the same.

DfE's interactive tool repeats the values of many releases without their counts. Where it is the newest, its
value leads, and the release's counts say how sure it is; both editions are named.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.source_decimals import NEAR
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.status import Status

FIGURE = ["indicator_id", "area_code", "basis", "period", "provenance"]
STATED = ["value", "decimals", "published", "edition"]
COUNTS = ["numerator", "denominator"]
HALF = 0.5
BORROWED = "counts of the {edition} edition, {source}"
"""The note of a figure with borrowed counts; its source's own note comes before."""


def add_borrowed_counts(
    figures: pd.DataFrame, statements: pd.DataFrame, catalogue: Catalogue
) -> pd.DataFrame:
    """Return the same rows, with the counts of an older statement of the same figure where they lack theirs.

    A figure lacks its counts where it has a value and not both of numerator and denominator. The statement is
    of the same provenance and states the same value, or counts that give it, to the decimals that both print;
    the newest of those. Values, editions and sources stay.

    Parameters
    ----------
    figures : one row per indicator, area, basis and period, as `rates.select_one_edition` leaves them.
    statements : all that was stated of them, with `basis` and `decimals`.

    Returns
    -------
    `figures`; `note` names edition and source of counts that were borrowed.
    """
    is_ok = figures["status"].eq(Status.OK.value)
    lacks = figures.loc[is_ok & figures["value"].notna() & ~_has_counts(figures)]
    offers = statements.loc[statements["status"].eq(Status.OK.value) & _has_counts(statements)]
    if lacks.empty or offers.empty:
        return figures
    pairs = lacks.assign(_row=lacks.index)[
        [*FIGURE, "_row", "value", "decimals", "published", "edition"]
    ].merge(
        offers[[*FIGURE, "value", "decimals", "numerator", "denominator", "published", "edition", "source"]],
        on=FIGURE,
        suffixes=("", "_offered"),
    )
    found = _newest_of_same(pairs, catalogue)
    return _with_counts(figures, found)


def _has_counts(rows: pd.DataFrame) -> pd.Series:
    return rows["numerator"].notna() & rows["denominator"].gt(0)


def _newest_of_same(pairs: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the pairs whose values are the same as printed, the newest offer for each figure, by `_row`."""
    own = pairs["indicator_id"].map(catalogue.by_id("decimals")).astype("float64")
    multiplier = pairs["indicator_id"].map(catalogue.by_id("multiplier")).astype("float64")
    counted = pairs["numerator"] / pairs["denominator"] * multiplier
    offered = pairs["value_offered"].fillna(counted)
    finest = pairs[["decimals", "decimals_offered"]].astype("float64")
    places = finest.min(axis=1).fillna(own)
    is_same = _rounded(offered, places).eq(_rounded(pairs["value"], places))
    ranked = pairs.loc[is_same].sort_values(
        ["_row", "published_offered", "edition_offered", "source"],
        ascending=[True, False, False, True],
        na_position="last",
        kind="stable",
    )
    return ranked.drop_duplicates("_row").set_index("_row")


def _rounded(values: pd.Series, places: pd.Series) -> pd.Series:
    """Return values half up in units of their last place, near halves as halves: 15.15 is 152 tenths."""
    return pd.Series(np.floor(values * 10.0**places + HALF + NEAR), values.index)


def _with_counts(figures: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    words = [
        BORROWED.format(edition=edition, source=source)
        for edition, source in zip(found["edition_offered"], found["source"], strict=True)
    ]
    said = pd.Series(words, found.index, dtype="str")
    before = figures.loc[found.index, "note"].fillna("").astype("str")
    note = figures["note"].astype("str").copy()
    note.loc[found.index] = said.where(before.eq(""), before + "; " + said)
    counts = {
        name: figures[name].mask(figures.index.isin(found.index), found[name].reindex(figures.index))
        for name in COUNTS
    }
    return figures.assign(note=note, **counts)
