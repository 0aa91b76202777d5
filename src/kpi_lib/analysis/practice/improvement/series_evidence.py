"""One aim next to its indicator's series: the step test, else the control chart, else two years."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.quarterly_trend import SIGNIFICANCE
from kpi_lib.analysis.change.trends import family_of, quarters_of_series
from kpi_lib.analysis.change.year_on_year import difference_limits
from kpi_lib.analysis.practice.improvement.chart_evidence import chart_evidence
from kpi_lib.analysis.practice.improvement.outcomes import (
    REASONS,
    STEP,
    TOO_SMALL,
    YEARS,
    Evidence,
    Outcome,
    outcome_of,
)
from kpi_lib.analysis.practice.improvement.step import LEAST_AFTER, Step, fit_step
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import parse_period


def quarterly_evidence(
    rows: pd.DataFrame, since: pd.Timestamp, direction: str, size: float, catalogue: Catalogue
) -> Evidence:
    """Return what one area's quarters of one indicator say of a step after `since`.

    Parameters
    ----------
    rows : the series' estimates, quarters.
    since : the day from which an effect could show; the first quarter that begins on or after it counts.
    size : by how much the figure should move, NaN where the plan does not say.
    """
    dated = rows.assign(_start=[pd.Timestamp(parse_period(label).start) for label in rows["period"]])
    known = dated.loc[dated["value"].notna()].sort_values("_start")
    after = known.loc[known["_start"].ge(since)]
    if len(after) < LEAST_AFTER:
        why = f"{_few(len(after))} since an effect could first show; {LEAST_AFTER} are needed."
        return Evidence(Outcome.TOO_EARLY, why, n_before=len(known) - len(after), n_after=len(after))
    try:
        found = _step(known.drop(columns="_start"), after["period"].iloc[0], direction, catalogue)
    except AnalysisError as error:
        found = chart_evidence(
            known["value"], known["period"], len(known) - len(after), direction, error.what
        )
    found = replace(found, first_period=after["period"].iloc[0], last_period=after["period"].iloc[-1])
    if found.outcome is Outcome.NO_MEASURABLE_CHANGE and found.least_detectable > size:
        return replace(found, outcome=Outcome.CANNOT_SAY, reason=TOO_SMALL)
    return found


def yearly_evidence(rows: pd.DataFrame, since: pd.Timestamp, direction: str) -> Evidence:
    """Return what an annual figure says: the newest year begun on or after `since`, against the last
    year ended by then, by the interval of their difference (MOVER)."""
    periods = [parse_period(label) for label in rows["period"]]
    dated = rows.assign(
        _start=pd.to_datetime([period.start for period in periods]),
        _end=pd.to_datetime([period.end for period in periods]),
    )
    known = dated.loc[dated["value"].notna()].sort_values("_end")
    before, after = known.loc[known["_end"].lt(since)], known.loc[known["_start"].ge(since)]
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
    outcome = outcome_of(change, direction, is_clear=bool(low > 0 or high < 0))
    return Evidence(
        outcome, REASONS[outcome], **shared, first_period=after["period"].iloc[0], last_period=new["period"],
        change=change, change_lower=float(low), change_upper=float(high),
    )  # fmt: skip


def _step(rows: pd.DataFrame, first: str, direction: str, catalogue: Catalogue) -> Evidence:
    family = family_of(rows, catalogue)
    series = quarters_of_series(rows, catalogue).reset_index(drop=True)
    before = int(series.index[series["period"].eq(first)][0]) if series["period"].eq(first).any() else 0
    found = fit_step(series["numerator"], series["denominator"], series["quarter"], family, before)
    outcome = _outcome(found, direction)
    scale = float(catalogue[rows["indicator_id"].iloc[0]].multiplier)
    return Evidence(
        outcome, REASONS[outcome], STEP, n_before=found.n_before, n_after=found.n_after,
        change=found.change * scale, change_lower=found.lower * scale, change_upper=found.upper * scale,
        p_value=found.p_value, least_detectable=found.least_detectable * scale,
    )  # fmt: skip


def _outcome(found: Step, direction: str) -> Outcome:
    is_plain = found.plain_p < SIGNIFICANCE and (found.plain_change > 0) == (direction == "up")
    is_clear = found.p_value < SIGNIFICANCE
    return outcome_of(found.change, direction, is_clear=is_clear, is_plain_clear=is_plain)


def _few(count: int) -> str:
    return {0: "No whole quarter has passed", 1: "One whole quarter has passed"}.get(
        count, f"{count} have passed"
    )
