"""What a chart says in words: the signal at each point, its meaning, and whether a target is assured.

References
----------
.. [1] NHS England, Making Data Count: variation and assurance.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kpi_lib.analysis.spc.limits import ControlLimits
from kpi_lib.analysis.spc.rules import (
    outside,
    part_of_run,
    run_ends,
    sides_of_centre,
    trend_ends,
    two_of_three_members,
)
from kpi_lib.catalogue.indicators import Polarity


class Signal(StrEnum):
    """The rule that a point breaks; of several, the first in this order is given."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"
    NONE = ""


class Variation(StrEnum):
    """What a signal means for the indicator."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGHER = "higher"
    LOWER = "lower"
    COMMON_CAUSE = "common_cause"


class Assurance(StrEnum):
    """Whether the process, as it runs, will meet its target."""

    PASS = "consistent_pass"
    FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"
    NONE = "none"


def signals_of(limits: ControlLimits) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return for each point the first rule it breaks and on which side (−1, 0, 1).

    Order [1]_: outside the limits; seven rising or falling; two of three beyond two thirds of the
    limits on one side; seven on one side of the centre.
    """
    side = sides_of_centre(limits.value, limits.centre)
    beyond = outside(limits.value, limits.lower, limits.upper)
    near = are_near(limits)
    found = {
        Signal.OUTSIDE: beyond,
        Signal.TREND: part_of_run(trend_ends(limits.value)),
        Signal.TWO_OF_THREE: two_of_three_members(side, near) * side,
        Signal.SHIFT: part_of_run(run_ends(side)),
    }
    signal = np.full(side.size, Signal.NONE, dtype=object)
    way = np.zeros(side.size, dtype=np.int64)
    for name, flag in reversed(found.items()):
        signal[flag != 0] = name
        way = np.where(flag != 0, flag, way)
    return signal, way


def are_near(limits: ControlLimits) -> NDArray[np.bool_]:
    """Say which points lie between two thirds of the limits and the limits; those outside are not near."""
    within = outside(limits.value, limits.lower, limits.upper) == 0
    return within & (outside(limits.value, limits.lower_inner, limits.upper_inner) != 0)


def variation_of(way: NDArray[np.int64], polarity: Polarity) -> NDArray[np.object_]:
    """Return what each signal's side means; neutral indicators are only higher or lower."""
    up, down = Variation.HIGHER, Variation.LOWER
    if polarity == Polarity.HIGHER_IS_BETTER:
        up, down = Variation.IMPROVEMENT, Variation.CONCERN
    if polarity == Polarity.LOWER_IS_BETTER:
        up, down = Variation.CONCERN, Variation.IMPROVEMENT
    words = np.array([down, Variation.COMMON_CAUSE, up], dtype=object)
    return words[np.asarray(way) + 1]


def assurance_of(lower: float, upper: float, target: float | None, polarity: Polarity) -> Assurance:
    """Return whether a target outside the limits is passed or failed consistently [1]_.

    A target on a limit is inconsistent ("hit and miss"); no target or no polarity: none. After a
    rebase give the newest limits.
    """
    if target is None or np.isnan(target) or polarity == Polarity.NEUTRAL:
        return Assurance.NONE
    if lower <= target <= upper:
        return Assurance.INCONSISTENT
    is_met = (target < lower) == (polarity == Polarity.HIGHER_IS_BETTER)
    return Assurance.PASS if is_met else Assurance.FAIL
