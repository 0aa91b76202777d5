"""Each action next to its evidence: has what it should move moved, in time and size; what else happened."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTER, YEAR
from kpi_lib.analysis.practice.improvement.outcomes import REASONS, Evidence, Outcome
from kpi_lib.analysis.practice.improvement.series_evidence import quarterly_evidence, yearly_evidence
from kpi_lib.catalogue.indicators import Catalogue

EVIDENCE = [
    "action_id", "indicator_id", "direction", "start", "since", *(field.name for field in fields(Evidence)),
    "n_events", "events",
]  # fmt: skip


def summarise_evidence(
    actions: pd.DataFrame,
    aims: pd.DataFrame,
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    *,
    area_code: str,
    as_at: pd.Timestamp,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row per aim of an action, and one for each action without an aim.

    Parameters
    ----------
    actions : `action_id`, `start` (datetime64).
    aims : `action_id`, `indicator_id`, `direction` (`up`, `down`), `months` from the start until an effect
        could first show, `size` meant in the indicator's units (NaN where the plan does not say).
    estimates : quarters and years; figures of periods that end after `as_at` are left out.
    events : `date`, `reason`, `indicator_id` (empty: all) and `area_code`; those of the area on or after
        an action's start and by `as_at` are listed next to it.

    Returns
    -------
    `outcome` (`moved_as_meant`, `moved_the_other_way`, `already_moving`, `no_measurable_change`,
    `too_early`, `not_evidenced`, `cannot_say`) and `reason`; `since` (the day from which an effect could
    show), `method` (`step_test`, `control_chart`, `years_compared`, `none`), `first_period`, `last_period`,
    `n_before`, `n_after`; `change` with its 95 % limits, `p_value`, `least_detectable`; `n_events` and
    `events`, `;`-joined. An association in time, never a proof.
    """
    known = estimates.loc[estimates["area_code"].eq(area_code) & estimates["period_end"].le(as_at)]
    pairs = actions[["action_id", "start"]].merge(aims, on="action_id", how="left")
    rows = []
    for _, aim in pairs.iterrows():
        since = _since(aim)
        found = _evidence(aim, since, known, catalogue, as_at)
        rows.append(_row(aim, since, found, _others(aim, events, area_code, as_at)))
    return pd.DataFrame(rows, columns=EVIDENCE)


def _evidence(
    aim: pd.Series, since: pd.Timestamp, known: pd.DataFrame, catalogue: Catalogue, as_at: pd.Timestamp
) -> Evidence:
    if pd.isna(aim["indicator_id"]) or aim["indicator_id"] == "":
        return Evidence(Outcome.NOT_EVIDENCED, REASONS[Outcome.NOT_EVIDENCED])
    if since > as_at:
        return Evidence(Outcome.TOO_EARLY, "No effect can show before the end of this quarter.")
    rows = known.loc[known["indicator_id"].eq(aim["indicator_id"])]
    quarters, years = (rows.loc[rows["basis"].eq(basis)] for basis in (QUARTER, YEAR))
    if quarters["value"].notna().any():
        return quarterly_evidence(quarters, since, aim["direction"], float(aim["size"]), catalogue)
    if years["value"].notna().any():
        return yearly_evidence(years, since, aim["direction"])
    return Evidence(Outcome.CANNOT_SAY, "The indicator has no figure here.")


def _since(aim: pd.Series) -> pd.Timestamp:
    """Return the day from which an effect could first show."""
    months = 0 if pd.isna(aim["months"]) else int(aim["months"])
    return pd.Timestamp(aim["start"]) + pd.DateOffset(months=months)


def _others(aim: pd.Series, events: pd.DataFrame | None, area_code: str, as_at: pd.Timestamp) -> list[str]:
    """Return what else happened from the action's start on, oldest first, each with its day."""
    if events is None or pd.isna(aim["indicator_id"]):
        return []
    dated = events.assign(date=pd.to_datetime(events["date"]))
    is_ours = dated["indicator_id"].isin(["", aim["indicator_id"]]) & dated["area_code"].eq(area_code)
    near = dated.loc[is_ours & dated["date"].between(aim["start"], as_at)].sort_values("date")
    return [f"{date:%Y-%m-%d} {reason}" for date, reason in zip(near["date"], near["reason"], strict=True)]


def _row(aim: pd.Series, since: pd.Timestamp, found: Evidence, others: list[str]) -> dict[str, Any]:
    text = {name: "" if pd.isna(aim[name]) else aim[name] for name in ("indicator_id", "direction")}
    return {
        "action_id": aim["action_id"],
        **text,
        "start": aim["start"],
        "since": since,
        **found.__dict__,
        "outcome": str(found.outcome),
        "n_events": len(others),
        "events": "; ".join(others),
    }
