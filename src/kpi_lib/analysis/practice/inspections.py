"""Inspections and their findings: which way each points, and the events that charts may mark."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.periods import Period

HELD, DUE = "held", "due"
INSPECTION, VISIT = "inspection", "monitoring_visit"
POSITIVE, TO_IMPROVE = "positive", "needs_improvement"
CONCERN, MIXED, PROGRESS, NOTHING = "concern", "mixed", "progress", "nothing"
EVENTS = ("indicator_id", "area_code", "date", "is_rebase", "reason", "source")


def summarise_candidate_events(inspections: pd.DataFrame) -> pd.DataFrame:
    """Return the visits that were held as events for charts to mark; none of them starts new limits.

    Parameters
    ----------
    inspections : the records of that kind.

    Returns
    -------
    One row per visit held, oldest first, in the columns of the council's own events (`EVENTS`).
    """
    held = inspections.loc[inspections["status"].eq(HELD)].sort_values("month", kind="stable")
    kinds = find_record_kind("inspections")["kind"].choices
    conclusion = held["conclusion"].where(held["conclusion"].ne(""), held["subject"])
    paragraphs = held["paragraph"].astype("str").where(held["paragraph"].notna(), "")
    events = held.assign(
        indicator_id="",
        date=held["month"],
        is_rebase=False,
        reason="Ofsted " + held["kind"].map(kinds) + ": " + conclusion,
        source=held["source"] + (", paragraph " + paragraphs).where(paragraphs.ne(""), ""),
    )
    return events[list(EVENTS)].reset_index(drop=True)


def add_tone(inspections: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Add `n_positive`, `n_to_improve` and `tone`: which way each visit's findings point together.

    Returns
    -------
    The same rows, oldest first; `tone` is `progress` where all findings are positive, `concern` where none
    is, `mixed` where there are both, `nothing` where there are no findings.
    """
    rows = inspections.sort_values("month", kind="stable", ignore_index=True)
    good, bad = (
        rows["inspection_id"].map(_count(findings, judgement)).fillna(0).astype("int64")
        for judgement in (POSITIVE, TO_IMPROVE)
    )
    tone = pd.Series(NOTHING, rows.index, dtype="str")
    tone = tone.mask(good.gt(0), PROGRESS).mask(bad.gt(0), CONCERN).mask(good.gt(0) & bad.gt(0), MIXED)
    return rows.assign(n_positive=good, n_to_improve=bad, tone=tone)


@dataclass(frozen=True, eq=False)
class InspectionState:
    """Where an area is between its inspections, seen from the end of a quarter.

    last_inspection : the newest full inspection held by that day, or nothing.
    visits_after : the monitoring visits held after it and by that day, oldest first.
    in_quarter, later : the visits held in the quarter, and after it.
    due : those still to come.
    """

    last_inspection: pd.Series | None
    visits_after: pd.DataFrame
    in_quarter: pd.DataFrame
    later: pd.DataFrame
    due: pd.DataFrame


def summarise_inspections(inspections: pd.DataFrame, quarter: Period) -> InspectionState:
    """Return where an area is between inspections: its newest full one, what came after it, and what is due.

    Parameters
    ----------
    inspections : one area's, with their tone (`add_tone`).
    """
    start, end = pd.Timestamp(quarter.start), pd.Timestamp(quarter.end)
    held = inspections.loc[inspections["status"].eq(HELD)]
    known = held.loc[held["month"].le(end)]
    full, visits = (known.loc[known["kind"].eq(kind)] for kind in (INSPECTION, VISIT))
    last = full.iloc[-1] if len(full) else None
    return InspectionState(
        last,
        visits if last is None else visits.loc[visits["month"].gt(last["month"])],
        held.loc[held["month"].between(start, end)],
        held.loc[held["month"].gt(end)],
        inspections.loc[inspections["status"].eq(DUE)],
    )


def _count(findings: pd.DataFrame, judgement: str) -> pd.Series:
    return findings.loc[findings["judgement"].eq(judgement), "inspection_id"].value_counts()
