"""What one pack may show besides figures: records, events, and a council's targets and comments."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_lib.analysis.practice.inspections import EVENTS, summarise_candidate_events
from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.record_kinds.contracts import empty_records
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.catalogue.targets import Target
from kpi_lib.core.periods import Period, parse_period


def select_records(records: Mapping[str, pd.DataFrame], kind_id: str, quarter: Period) -> pd.DataFrame:
    """Return the records of one kind that are not later than a quarter, as they are.

    Parameters
    ----------
    records : the cleaned records of one area by kind.

    Returns
    -------
    A copy, in the order of the files; without rows where no file holds the kind. The rows of a calendar
    (`is_calendar`) are shown whenever they are, and so are rows without their day.

    Raises
    ------
    CatalogueError : no such kind, with the nearest.
    """
    kind = find_record_kind(kind_id)
    rows = records.get(kind.id)
    if rows is None:
        return empty_records(kind)
    if kind.dated_by and not kind.is_calendar:
        days = _days(rows[kind.dated_by])
        rows = rows.loc[days.isna() | days.le(pd.Timestamp(quarter.end))]
    return rows.reset_index(drop=True)


def join_events(inspections: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the council's own events and the visits held, oldest first: what charts may mark.

    A visit is a candidate for a rebase and never one by itself: that takes a reasoned row of `events`.
    """
    visits = summarise_candidate_events(inspections)
    parts = [rows[list(EVENTS)] for rows in (visits, events) if len(rows)]
    joined = pd.concat(parts) if parts else events[list(EVENTS)]
    return joined.sort_values("date", kind="stable", ignore_index=True)


def _days(values: pd.Series) -> pd.Series:
    """Return days as they are, quarters as the last day of each."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values
    ends = {label: pd.Timestamp(parse_period(label).end) for label in values.unique() if label}
    return pd.to_datetime(values.map(ends))


def targets_of_files(rows: pd.DataFrame, area: Area, quarter: Period) -> tuple[Target, ...]:
    """Return the target of each indicator that holds in a quarter: the newest not later than it or its year.

    Parameters
    ----------
    rows : the targets of all files (`catalogue.contracts.TARGETS`); one without a period holds always, and
        gives way to one with.
    """
    lineage = load_areas().lineage(area.area_code)
    is_later = rows["period_end"].gt(pd.Timestamp(quarter.end)) & rows["period"].ne(quarter.year)
    own = rows.loc[rows["area_code"].isin(lineage) & ~is_later]
    newest = own.sort_values(["period_end", "edition"], na_position="first", kind="stable")
    return tuple(
        Target(indicator=row["indicator_id"], value=row["value"], source=f"{row['source']}, {row['cell']}")
        for row in newest.drop_duplicates("indicator_id", keep="last").to_dict("records")
    )


def comments_on(rows: pd.DataFrame, area: Area, quarter: Period, indicator_id: str) -> pd.DataFrame:
    """Return the comments of an area's own files on a measure in a quarter: of it, its months or its year.

    Parameters
    ----------
    rows : the comments of all files (`catalogue.contracts.COMMENTS`); one without a period always counts.
    """
    ends = rows["period_end"].between(pd.Timestamp(quarter.start), pd.Timestamp(quarter.end))
    is_now = ends | rows["period"].isin([quarter.label, quarter.year, ""])
    is_ours = rows["area_code"].isin(load_areas().lineage(area.area_code))
    return rows.loc[rows["indicator_id"].eq(indicator_id) & is_ours & is_now]
