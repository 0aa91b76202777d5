"""The second clock: what was known on a day, and what later editions made of it.

A figure is an indicator, an area and a period, as one kind of source states it (`provenance`). Several
editions may state one figure. What another kind of source says of the same period (a council's report
next to a publication) is no revision: the reconciliation compares those.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpi_lib.analysis.estimates.rates import add_values
from kpi_lib.analysis.estimates.source_decimals import source_decimals
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import DataError
from kpi_lib.core.rounding import round_half_up

FIGURE = ["indicator_id", "area_code", "period", "provenance"]
PERIOD = ["frequency", "period_end", "year"]
STATED = ["value", "status", "edition", "published", "source"]
REVISIONS = [
    *FIGURE, *PERIOD, "first_value", "first_status", "first_edition", "first_published", "first_source",
    *STATED, "difference", "decimals", "n_editions", "n_changes", "is_revised", "values", "editions", "days",
]  # fmt: skip
UNKNOWN_DAY = "unknown"


def select_known(rows: pd.DataFrame, day: date, *, dated: str = "published") -> pd.DataFrame:
    """Return the rows known at the end of a day, perhaps none; an undated row never was.

    Parameters
    ----------
    dated : the column that holds the day from which each row was known (datetime64).
    """
    return rows.loc[rows[dated].le(pd.Timestamp(day))].reset_index(drop=True)


def select_published_by(observations: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the figures known at the end of a day, every edition of them (`select_known`).

    Raises
    ------
    DataError : nothing at all was known by then.
    """
    known = select_known(observations, day)
    if known.empty:
        first = observations["published"].min()
        raise DataError(
            "Nothing was known on this day",
            got=day.isoformat(),
            expected="a day on or after " + (UNKNOWN_DAY if pd.isna(first) else f"{first:%Y-%m-%d}"),
            hint="the manifest's `published` says from when each file's figures count as known",
        )
    return known


def summarise_revisions(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per figure that more than one edition states, revised or not.

    Values are those printed, else worked out from the counts. Two editions differ when their values do
    after rounding to the decimals that both print, or when one gives a figure and the other does not.

    Returns
    -------
    `revisions` of docs/architecture.md, sorted by indicator, area, period: first and newest statement,
    `difference` (newest − first, in the indicator's unit), `n_changes` between one edition and the next,
    `decimals` common to all; `values`, `editions` and `days` of all statements, oldest first, `; `-joined.
    """
    rows = _restated(observations, catalogue)
    if rows.empty:
        return pd.DataFrame(columns=REVISIONS)
    groups = rows.groupby(FIGURE, sort=False)
    first = rows.drop_duplicates(FIGURE)[[*FIGURE, *PERIOD, *STATED]]
    first = first.rename(columns={name: f"first_{name}" for name in STATED})
    newest = rows.drop_duplicates(FIGURE, keep="last")[[*FIGURE, *STATED]]
    summed = groups.agg(
        decimals=("decimals", "min"),
        n_editions=("edition", "size"),
        n_changes=("is_change", "sum"),
        values=("words", "; ".join),
        editions=("edition", "; ".join),
        days=("day", "; ".join),
    ).reset_index()
    revisions = first.merge(newest, on=FIGURE, validate="one_to_one").merge(summed, on=FIGURE)
    revisions = revisions.assign(
        difference=revisions["value"] - revisions["first_value"], is_revised=revisions["n_changes"].gt(0)
    )
    return revisions[REVISIONS].sort_values([*FIGURE[:2], "period_end", "period"], ignore_index=True)


def _restated(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the statements of figures that several editions state, oldest first, with what changed."""
    # oldest first; a statement without a day comes before those with one
    by_age = observations.sort_values(["published", "edition"], na_position="first", kind="stable")
    statements = by_age.drop_duplicates([*FIGURE, "edition"])
    own = statements["indicator_id"].map(catalogue.by_id("decimals"))
    decimals = source_decimals(statements).fillna(own.astype("Int64")).astype("int64")
    rows = add_values(statements.assign(decimals=decimals), catalogue)
    rows = rows.loc[rows.duplicated(FIGURE, keep=False)]
    days = rows["published"].dt.strftime("%Y-%m-%d").fillna(UNKNOWN_DAY)
    return _add_changes(rows.assign(day=days))


def _add_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `words`, the value as printed, and `is_change`: it differs from the edition before."""
    printed = [
        str(status) if pd.isna(value) else str(round_half_up(value, places))
        for value, places, status in zip(rows["value"], rows["decimals"], rows["status"], strict=True)
    ]
    before = rows.groupby(FIGURE, sort=False)[["value", "decimals", "status"]].shift()
    # 36 of 2018 and 36.3 of 2019 do not differ: the earlier edition prints whole numbers
    places = rows["decimals"].where(
        before["decimals"].isna(), rows["decimals"].clip(upper=before["decimals"])
    )
    pairs = zip(rows["value"], before["value"], places, strict=True)
    differs = pd.Series([_differ(now, then, int(place)) for now, then, place in pairs], rows.index)
    has_before = before["status"].notna()
    other_status = rows["status"].ne(before["status"])
    return rows.assign(words=printed, is_change=has_before & (differs | other_status))


def _differ(now: float, then: float, places: int) -> bool:
    if pd.isna(now) or pd.isna(then):
        return bool(pd.isna(now) != pd.isna(then))
    return round_half_up(now, places) != round_half_up(then, places)
