"""Inspections and their findings: what they say together, and the events that charts may mark."""

from __future__ import annotations

import pandas as pd

HELD, DUE = "held", "due"
INSPECTION, VISIT = "inspection", "monitoring_visit"
POSITIVE, TO_IMPROVE = "positive", "needs_improvement"
CONCERN, MIXED, PROGRESS, NOTHING = "concern", "mixed", "progress", "nothing"

EVENTS = ("indicator_id", "area_code", "date", "is_rebase", "reason", "source")


def summarise_candidate_events(inspections: pd.DataFrame) -> pd.DataFrame:
    """Return the visits that were held as events that charts mark; none of them starts new limits.

    Parameters
    ----------
    inspections : the records of that kind.

    Returns
    -------
    One row per visit held, oldest first, in the columns of `ingest.events.load_events`.
    """
    held = inspections.loc[inspections["status"].eq(HELD)].sort_values("month", kind="stable")
    events = held.assign(
        indicator_id="",
        date=held["month"],
        is_rebase=False,
        reason=held["event"],
        source=[_source(row) for _, row in held.iterrows()],
    )
    return events[list(EVENTS)].reset_index(drop=True)


def add_tone(inspections: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Add `n_positive`, `n_to_improve` and `tone`, which way each visit's findings point together.

    Returns
    -------
    The same rows; `tone` is `progress` where all findings are positive, `concern` where none is, `mixed`
    where both kinds stand side by side, `nothing` where there are no findings.
    """
    counts = {
        judgement: findings.loc[findings["judgement"].eq(judgement), "inspection_id"].value_counts()
        for judgement in (POSITIVE, TO_IMPROVE)
    }
    good, bad = (
        inspections["inspection_id"].map(counts[judgement]).fillna(0).astype("int64")
        for judgement in (POSITIVE, TO_IMPROVE)
    )
    tone = pd.Series(NOTHING, inspections.index, dtype="str")
    tone = tone.mask(good.gt(0), PROGRESS).mask(bad.gt(0), CONCERN).mask(good.gt(0) & bad.gt(0), MIXED)
    return inspections.assign(n_positive=good, n_to_improve=bad, tone=tone)


def _source(row: pd.Series) -> str:
    paragraph = "" if pd.isna(row["paragraph"]) else f", paragraph {row['paragraph']}"
    return f"{row['source']}{paragraph}"
