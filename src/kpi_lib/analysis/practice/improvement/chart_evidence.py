"""Where no step can be tested (a stock, too few quarters, no counts): the control chart's word.

The limits are drawn from the quarters before an effect could show, and the quarters since are judged by
them: the XmR chart with its limits frozen, and its four rules.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import ordinals
from kpi_lib.analysis.practice.improvement.outcomes import CHART, REASONS, Evidence, Outcome, outcome_of
from kpi_lib.analysis.practice.improvement.step import LEAST_BEFORE
from kpi_lib.analysis.spc.charts import DETECTABLE_SIGMAS
from kpi_lib.analysis.spc.limits import OUTER_SIGMAS
from kpi_lib.analysis.spc.marks import signals_of
from kpi_lib.analysis.spc.xmr import xmr_limits


def chart_evidence(value: pd.Series, period: pd.Series, n_before: int, direction: str, why: str) -> Evidence:
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
    ways, earlier = (
        {int(way) for way in side[part][is_signal[part]]} - {0}
        for part in (slice(n_before, None), slice(None, n_before))
    )
    shared: dict[str, Any] = {
        "method": CHART,
        "n_before": n_before,
        "n_after": len(value) - n_before,
        "change": float(limits.value[n_before:].mean() - limits.centre[0]),
        "least_detectable": DETECTABLE_SIGMAS / OUTER_SIGMAS * float(limits.upper[0] - limits.centre[0]),
    }
    if len(ways) > 1:
        return Evidence(Outcome.CANNOT_SAY, "Its control chart shows signals both ways since.", **shared)
    is_early = bool(ways & earlier & {1 if direction == "up" else -1})
    way = next(iter(ways), 0)
    outcome = outcome_of(way, direction, is_clear=way != 0 and not is_early, is_plain_clear=is_early)
    return Evidence(outcome, WORDS[outcome], **shared)


WORDS = {
    Outcome.MOVED_AS_MEANT: "By the limits of the quarters before, its control chart shows a shift the way "
    "it should go. That does not prove the action did it.",
    Outcome.MOVED_THE_OTHER_WAY: "By the limits of the quarters before, its control chart shows a shift the "
    "other way.",
    Outcome.ALREADY_MOVING: "Its control chart showed signals on the same side before the action could show.",
    Outcome.NO_MEASURABLE_CHANGE: REASONS[Outcome.NO_MEASURABLE_CHANGE],
}
