"""The records that one pack may show: none later than its quarter."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_lib.analysis.practice.inspections import EVENTS, summarise_candidate_events
from kpi_lib.catalogue.record_kinds.contracts import empty_records
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
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
    held = summarise_candidate_events(inspections)
    known = [rows[list(EVENTS)] for rows in (held, events) if len(rows)]
    joined = pd.concat(known) if known else events[list(EVENTS)]
    return joined.sort_values("date", kind="stable", ignore_index=True)


def _days(values: pd.Series) -> pd.Series:
    """Return days as they are, quarters as the last day of each."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values
    ends = {label: pd.Timestamp(parse_period(label).end) for label in values.unique() if label}
    return pd.to_datetime(values.map(ends))
