"""What can be said of an action's aim: the outcomes, and the sentence that goes with each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import nan


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


def outcome_of(change: float, direction: str, *, is_clear: bool, is_plain_clear: bool = False) -> Outcome:
    """Return the outcome of a tested change, `direction` (`up`, `down`) being the way it should go.

    `is_clear`: beyond chance with the earlier trend allowed for; `is_plain_clear`: as meant, and beyond
    chance only while the earlier trend is not allowed for.
    """
    is_meant = (change > 0) == (direction == "up")
    if is_clear:
        return Outcome.MOVED_AS_MEANT if is_meant else Outcome.MOVED_THE_OTHER_WAY
    return Outcome.ALREADY_MOVING if is_plain_clear else Outcome.NO_MEASURABLE_CHANGE
