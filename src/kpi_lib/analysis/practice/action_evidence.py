"""Each action next to its evidence: has what it should move moved, in time and size; what else happened.

An aim's series is put to the step test; where no step can be tested (a stock, too few quarters, no counts)
the control chart decides, with its limits from the quarters before an effect could show; a figure that comes
once a year is compared with the last year before.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.quarterly_trend import SIGNIFICANCE
from kpi_lib.analysis.change.trends import family_of, quarters_of_series
from kpi_lib.analysis.change.year_on_year import difference_limits
from kpi_lib.analysis.estimates.bases import QUARTER, YEAR, ordinals
from kpi_lib.analysis.practice.step_test import LEAST_AFTER, LEAST_BEFORE, fit_step
from kpi_lib.analysis.spc.charts import DETECTABLE_SIGMAS
from kpi_lib.analysis.spc.limits import OUTER_SIGMAS, xmr_limits
from kpi_lib.analysis.spc.signals import signals_of
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import parse_period


class Outcome(StrEnum):
    """Whether the indicator has moved since the action could have moved it."""

    MOVED_AS_MEANT = "moved_as_meant"
    MOVED_THE_OTHER_WAY = "moved_the_other_way"
    ALREADY_MOVING = "already_moving"
    NO_MEASURABLE_CHANGE = "no_measurable_change"
    TOO_EARLY = "too_early"
    NOT_EVIDENCED = "not_evidenced"
    CANNOT_SAY = "cannot_say"


STEP, CHART, YEARS, NONE = "step_test", "control_chart", "years_compared", "none"


@dataclass(frozen=True)
class Evidence:
    """One aim's outcome; change and its 95 % limits, and the least change that would have shown, in the
    indicator's units (NaN where the method gives none)."""

    outcome: Outcome
    reason: str
    method: str = NONE
    first_period: str = ""
    last_period: str = ""
    n_before: int = 0
    n_after: int = 0
    change: float = nan
    change_lower: float = nan
    change_upper: float = nan
    p_value: float = nan
    least_detectable: float = nan


REASONS = {
    Outcome.MOVED_AS_MEANT: "Since the action could first show, the figure has moved the way it should, by "
    "more than season, spread and its earlier trend explain. That does not prove the action did it.",
    Outcome.MOVED_THE_OTHER_WAY: "Since the action could first show, the figure has moved the other way, by "
    "more than season, spread and its earlier trend explain.",
    Outcome.ALREADY_MOVING: "The figure has moved the way it should, but no more than it was already moving "
    "before the action could show.",
    Outcome.NO_MEASURABLE_CHANGE: "No change beyond chance can be measured yet.",
    Outcome.NOT_EVIDENCED: "The action names no indicator that it should move.",
}
TOO_SMALL = "A change as small as the plan means could not have been seen yet, so its absence says nothing."


def _outcome_of(change: float, direction: str, *, is_clear: bool, is_plain_clear: bool = False) -> Outcome:
    """Return the outcome of a tested change, `direction` (`up`, `down`) being the way it should go.

    `is_clear`: beyond chance with the earlier trend allowed for; `is_plain_clear`: as meant, and beyond
    chance only while the earlier trend is not allowed for.
    """
    is_meant = (change > 0) == (direction == "up")
    if is_clear:
        return Outcome.MOVED_AS_MEANT if is_meant else Outcome.MOVED_THE_OTHER_WAY
    return Outcome.ALREADY_MOVING if is_plain_clear else Outcome.NO_MEASURABLE_CHANGE


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
    figures = estimates.loc[estimates["area_code"].eq(area_code) & estimates["period_end"].le(as_at)]
    rows = []
    for _, aim in actions[["action_id", "start"]].merge(aims, on="action_id", how="left").iterrows():
        effect_from = _effect_from(aim)
        evidence = _evidence(aim, effect_from, figures, catalogue, as_at)
        others = _other_events(aim, events, area_code, as_at)
        texts = {name: "" if pd.isna(aim[name]) else aim[name] for name in ("indicator_id", "direction")}
        rows.append(
            {"action_id": aim["action_id"], **texts, "start": aim["start"], "since": effect_from}
            | evidence.__dict__
            | {"outcome": str(evidence.outcome), "n_events": len(others), "events": "; ".join(others)}
        )
    return pd.DataFrame(rows, columns=EVIDENCE)


def _evidence(
    aim: pd.Series,
    effect_from: pd.Timestamp,
    figures: pd.DataFrame,
    catalogue: Catalogue,
    as_at: pd.Timestamp,
) -> Evidence:
    if pd.isna(aim["indicator_id"]) or aim["indicator_id"] == "":
        return Evidence(Outcome.NOT_EVIDENCED, REASONS[Outcome.NOT_EVIDENCED])
    if effect_from > as_at:
        return Evidence(Outcome.TOO_EARLY, "No effect can show before the end of this quarter.")
    rows = figures.loc[figures["indicator_id"].eq(aim["indicator_id"])]
    quarters, years = (rows.loc[rows["basis"].eq(basis)] for basis in (QUARTER, YEAR))
    if quarters["value"].notna().any():
        return _quarterly_evidence(quarters, effect_from, aim["direction"], float(aim["size"]), catalogue)
    if years["value"].notna().any():
        return _yearly_evidence(years, effect_from, aim["direction"])
    return Evidence(Outcome.CANNOT_SAY, "The indicator has no figure here.")


def _effect_from(aim: pd.Series) -> pd.Timestamp:
    """Return the day from which an effect could first show."""
    months = 0 if pd.isna(aim["months"]) else int(aim["months"])
    return pd.Timestamp(aim["start"]) + pd.DateOffset(months=months)


def _other_events(
    aim: pd.Series, events: pd.DataFrame | None, area_code: str, as_at: pd.Timestamp
) -> list[str]:
    """Return what else happened from the action's start on, oldest first, each with its day."""
    if events is None or pd.isna(aim["indicator_id"]):
        return []
    dated = events.assign(date=pd.to_datetime(events["date"]))
    is_ours = dated["indicator_id"].isin(["", aim["indicator_id"]]) & dated["area_code"].eq(area_code)
    own = dated.loc[is_ours & dated["date"].between(aim["start"], as_at)].sort_values("date")
    return [f"{date:%Y-%m-%d} {reason}" for date, reason in zip(own["date"], own["reason"], strict=True)]


def _quarterly_evidence(
    rows: pd.DataFrame, effect_from: pd.Timestamp, direction: str, size: float, catalogue: Catalogue
) -> Evidence:
    """Return what one area's quarters of one indicator say of a step once an effect could show.

    Parameters
    ----------
    rows : the series' estimates, quarters.
    effect_from : the first quarter that begins on or after it counts.
    size : by how much the figure should move, NaN where the plan does not say.
    """
    dated = rows.assign(_start=[pd.Timestamp(parse_period(label).start) for label in rows["period"]])
    quarters = dated.loc[dated["value"].notna()].sort_values("_start")
    after = quarters.loc[quarters["_start"].ge(effect_from)]
    n_before = len(quarters) - len(after)
    if len(after) < LEAST_AFTER:
        why = f"{_few(len(after))} since an effect could first show; {LEAST_AFTER} are needed."
        return Evidence(Outcome.TOO_EARLY, why, n_before=n_before, n_after=len(after))
    first, last = after["period"].iloc[0], after["period"].iloc[-1]
    try:
        evidence = _step_evidence(quarters.drop(columns="_start"), first, direction, catalogue)
    except AnalysisError as error:
        evidence = _chart_evidence(quarters["value"], quarters["period"], n_before, direction, error.what)
    evidence = replace(evidence, first_period=first, last_period=last)
    if evidence.outcome is Outcome.NO_MEASURABLE_CHANGE and evidence.least_detectable > size:
        return replace(evidence, outcome=Outcome.CANNOT_SAY, reason=TOO_SMALL)
    return evidence


def _yearly_evidence(rows: pd.DataFrame, effect_from: pd.Timestamp, direction: str) -> Evidence:
    """Return what an annual figure says: the newest year begun once an effect could show, compared with the
    last year ended by then, by the interval of their difference (MOVER)."""
    periods = [parse_period(label) for label in rows["period"]]
    dated = rows.assign(
        _start=pd.to_datetime([period.start for period in periods]),
        _end=pd.to_datetime([period.end for period in periods]),
    )
    years = dated.loc[dated["value"].notna()].sort_values("_end")
    before, after = years.loc[years["_end"].lt(effect_from)], years.loc[years["_start"].ge(effect_from)]
    shared: dict[str, Any] = {"method": YEARS, "n_before": len(before), "n_after": len(after)}
    if after.empty:
        why = "The figure comes once a year, and no whole year has passed since an effect could first show."
        return Evidence(Outcome.TOO_EARLY, why, n_before=len(before))
    if before.empty:
        return Evidence(Outcome.CANNOT_SAY, "There is no year before the action to compare with.", **shared)
    old, new = before.iloc[-1], after.iloc[-1]
    low, high = difference_limits(
        *(line[name] for line in (new, old) for name in ("value", "lower", "upper"))
    )
    if not np.isfinite(low):
        return Evidence(
            Outcome.CANNOT_SAY, "The sources give no counts, so the change cannot be tested.", **shared
        )
    change = float(new["value"] - old["value"])
    outcome = _outcome_of(change, direction, is_clear=bool(low > 0 or high < 0))
    return Evidence(
        outcome,
        REASONS[outcome],
        **shared,
        first_period=after["period"].iloc[0],
        last_period=new["period"],
        change=change,
        change_lower=float(low),
        change_upper=float(high),
    )


def _step_evidence(rows: pd.DataFrame, first: str, direction: str, catalogue: Catalogue) -> Evidence:
    family = family_of(rows, catalogue)
    series = quarters_of_series(rows, catalogue).reset_index(drop=True)
    before = int(series.index[series["period"].eq(first)][0]) if series["period"].eq(first).any() else 0
    step = fit_step(series["numerator"], series["denominator"], series["quarter"], family, before)
    # as meant, and beyond chance only while the earlier trend is not allowed for: it was moving already
    is_plain = step.plain_p < SIGNIFICANCE and (step.plain_change > 0) == (direction == "up")
    is_clear = step.p_value < SIGNIFICANCE
    outcome = _outcome_of(step.change, direction, is_clear=is_clear, is_plain_clear=is_plain)
    scale = float(catalogue[rows["indicator_id"].iloc[0]].multiplier)
    return Evidence(
        outcome,
        REASONS[outcome],
        method=STEP,
        n_before=step.n_before,
        n_after=step.n_after,
        change=step.change * scale,
        change_lower=step.lower * scale,
        change_upper=step.upper * scale,
        p_value=step.p_value,
        least_detectable=step.least_detectable * scale,
    )


def _few(count: int) -> str:
    return {0: "No whole quarter has passed", 1: "One whole quarter has passed"}.get(
        count, f"{count} have passed"
    )


def _chart_evidence(value: pd.Series, period: pd.Series, n_before: int, direction: str, why: str) -> Evidence:
    """Return what the quarters after the first `n_before` say by the limits of those.

    Parameters
    ----------
    value, period : a series' known quarters, oldest first.
    why : why no step was tested, to say next to a chart that is too short or broken.

    Returns
    -------
    Signals one way only are a movement, `already_moving` where the quarters before show the like;
    `least_detectable` is the lasting shift that such a chart shows within eight quarters more often than
    four times in five, 1.5 standard deviations.
    """
    if n_before < LEAST_BEFORE or ordinals(period).diff().dropna().ne(1).any():
        return Evidence(Outcome.CANNOT_SAY, f"{why}, and its control chart is too short or has a gap.")
    limits = xmr_limits(value, freeze_after=n_before)
    signal, side = signals_of(limits)
    is_signal = np.array([word != "" for word in signal], dtype=bool)
    after, earlier = (
        {int(signal_side) for signal_side in side[part][is_signal[part]]} - {0}
        for part in (slice(n_before, None), slice(None, n_before))
    )
    shared: dict[str, Any] = {
        "method": CHART,
        "n_before": n_before,
        "n_after": len(value) - n_before,
        "change": float(limits.value[n_before:].mean() - limits.centre[0]),
        "least_detectable": DETECTABLE_SIGMAS / OUTER_SIGMAS * float(limits.upper[0] - limits.centre[0]),
    }
    if len(after) > 1:
        return Evidence(Outcome.CANNOT_SAY, "Its control chart shows signals both ways since.", **shared)
    is_early = bool(after & earlier & {1 if direction == "up" else -1})
    moved = next(iter(after), 0)
    outcome = _outcome_of(moved, direction, is_clear=moved != 0 and not is_early, is_plain_clear=is_early)
    return Evidence(outcome, _OF_CHARTS[outcome], **shared)


_OF_CHARTS = {
    Outcome.MOVED_AS_MEANT: "By the limits of the quarters before, its control chart shows a shift the way "
    "it should go. That does not prove the action did it.",
    Outcome.MOVED_THE_OTHER_WAY: "By the limits of the quarters before, its control chart shows a shift the "
    "other way.",
    Outcome.ALREADY_MOVING: "Its control chart showed signals on the same side before the action could show.",
    Outcome.NO_MEASURABLE_CHANGE: REASONS[Outcome.NO_MEASURABLE_CHANGE],
}
