"""The second clock: what was known on a day, and what later editions made of it.

A figure is an indicator, an area and a period, as one kind of source states it (`provenance`). Several
editions may state one figure. What another kind of source says of the same period (a council's report
next to a publication) is no revision: the reconciliation sets those side by side.
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
ABOUT = ["frequency", "period_end", "year"]
SAID = ["value", "status", "edition", "published", "source"]
REVISIONS = [
    *FIGURE, *ABOUT, "first_value", "first_status", "first_edition", "first_published", "first_source",
    *SAID, "difference", "decimals", "n_editions", "n_changes", "is_revised", "values", "editions", "days",
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
    first = rows.drop_duplicates(FIGURE)[[*FIGURE, *ABOUT, *SAID]]
    first = first.rename(columns={name: f"first_{name}" for name in SAID})
    newest = rows.drop_duplicates(FIGURE, keep="last")[[*FIGURE, *SAID]]
    summed = groups.agg(
        decimals=("decimals", "min"),
        n_editions=("edition", "size"),
        n_changes=("is_change", "sum"),
        values=("words", "; ".join),
        editions=("edition", "; ".join),
        days=("day", "; ".join),
    ).reset_index()
    found = first.merge(newest, on=FIGURE, validate="one_to_one").merge(summed, on=FIGURE)
    found = found.assign(
        difference=found["value"] - found["first_value"], is_revised=found["n_changes"].gt(0)
    )
    return found[REVISIONS].sort_values([*FIGURE[:2], "period_end", "period"], ignore_index=True)


def _restated(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the statements of figures that several editions state, oldest first, with what changed."""
    told = _by_age(observations).drop_duplicates([*FIGURE, "edition"])
    decimals = (
        source_decimals(told)
        .astype("float64")
        .fillna(told["indicator_id"].map({item.id: float(item.decimals) for item in catalogue}))
    )
    rows = add_values(told.assign(decimals=decimals.astype("int64")), catalogue)
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


def _by_age(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the rows oldest statement first; one without a day comes before those with one."""
    return observations.sort_values(["published", "edition"], na_position="first", kind="stable")
