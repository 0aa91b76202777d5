"""What a control chart says: the rules that find signals, what they mean, and whether a target is assured.

The rules take arrays and return an array. `two_of_three_windows` asks for all three points on one side of
the centre, as NHS England does [1]_; PowerBI-SPC does not.

References
----------
.. [1] NHS England, Making Data Count: variation and assurance.
.. [2] Anhøj, J. and Olesen, A.V. (2014), Run charts revisited, PLoS ONE 9:e113825.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_lib.analysis.spc.limits import ControlLimits
from kpi_lib.catalogue.indicators import Polarity

Flags = NDArray[np.int64]
RUN_LENGTH = TREND_LENGTH = 7
WINDOW, NEEDED = 3, 2
TOLERANCE = 1e-9


def sides_of_centre(values: ArrayLike, centre: ArrayLike) -> Flags:
    """Return −1, 0 or 1 for points below, on and above the centre.

    "On" allows for floating point: within a billionth of the larger of the two.
    """
    value, middle = np.asarray(values, dtype=float), np.asarray(centre, dtype=float)
    difference = value - middle
    slack = TOLERANCE * np.maximum(np.abs(value), np.abs(middle))
    return np.where(np.abs(difference) <= slack, 0, np.sign(difference)).astype(np.int64)


def outside(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Flags:
    """Return −1 below the lower, 1 above the upper limit, else 0; a point on a limit is inside."""
    value = np.asarray(values, dtype=float)
    low, high = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    above = (value > high) & (sides_of_centre(value, high) != 0)
    below = (value < low) & (sides_of_centre(value, low) != 0)
    return above.astype(np.int64) - below.astype(np.int64)


def run_ends(sides: ArrayLike, length: int = RUN_LENGTH) -> Flags:
    """Return the side wherever it completes or continues `length` points in a row on it, as ±1.

    A point on the centre breaks the run.
    """
    return _window_sums(np.sign(np.asarray(sides, dtype=np.int64)), length)


def trend_ends(values: ArrayLike, length: int = TREND_LENGTH) -> Flags:
    """Return ±1 where `length` points in a row have risen or fallen; equal points break the trend."""
    value = np.asarray(values, dtype=float)
    if value.size == 0:
        return np.zeros(0, dtype=np.int64)
    steps = sides_of_centre(value[1:], value[:-1])
    return np.concatenate([[0], _window_sums(steps, length - 1)]).astype(np.int64)


def part_of_run(ends: ArrayLike, length: int = RUN_LENGTH) -> Flags:
    """Spread each flag back over the `length` points that it completes; a later flag wins."""
    flag = np.asarray(ends, dtype=np.int64)
    spread = np.zeros_like(flag)
    for place in np.flatnonzero(flag):
        spread[max(place - length + 1, 0) : place + 1] = flag[place]
    return spread


def two_of_three_windows(sides: ArrayLike, is_near: ArrayLike) -> Flags:
    """Return 1 on any three points in a row on one side of which two or more are near a limit."""
    side, near = np.asarray(sides, dtype=np.int64), np.asarray(is_near, dtype=np.int64)
    flag = np.zeros(side.size, dtype=np.int64)
    for start in range(side.size - WINDOW + 1):
        window = slice(start, start + WINDOW)
        if abs(side[window].sum()) == WINDOW and near[window].sum() >= NEEDED:
            flag[window] = 1
    return flag


def two_of_three_members(sides: ArrayLike, is_near: ArrayLike) -> Flags:
    """Return 1 on those points of `two_of_three_windows` that are themselves near a limit."""
    return two_of_three_windows(sides, is_near) * np.asarray(is_near, dtype=np.int64)


def _window_sums(signs: Flags, length: int) -> Flags:
    """Return the sign where the last `length` signs all agree, else 0."""
    flag = np.zeros(signs.size, dtype=np.int64)
    if signs.size >= length:
        sums = np.convolve(signs, np.ones(length, dtype=np.int64), mode="valid")
        flag[length - 1 :] = np.where(np.abs(sums) == length, np.sign(sums), 0)
    return flag


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
    rules = {
        Signal.OUTSIDE: beyond,
        Signal.TREND: part_of_run(trend_ends(limits.value)),
        Signal.TWO_OF_THREE: two_of_three_members(side, near) * side,
        Signal.SHIFT: part_of_run(run_ends(side)),
    }
    signal = np.full(side.size, Signal.NONE, dtype=object)
    signal_side = np.zeros(side.size, dtype=np.int64)
    for name, flag in reversed(rules.items()):  # what comes first in the order overwrites the others
        signal[flag != 0] = name
        signal_side = np.where(flag != 0, flag, signal_side)
    return signal, signal_side


def are_near(limits: ControlLimits) -> NDArray[np.bool_]:
    """Say which points lie between two thirds of the limits and the limits; those outside are not near."""
    within = outside(limits.value, limits.lower, limits.upper) == 0
    return within & (outside(limits.value, limits.lower_inner, limits.upper_inner) != 0)


def variation_of(side: NDArray[np.int64], polarity: Polarity) -> NDArray[np.object_]:
    """Return what each signal's side means; neutral indicators are only higher or lower."""
    up, down = Variation.HIGHER, Variation.LOWER
    if polarity == Polarity.HIGHER_IS_BETTER:
        up, down = Variation.IMPROVEMENT, Variation.CONCERN
    if polarity == Polarity.LOWER_IS_BETTER:
        up, down = Variation.CONCERN, Variation.IMPROVEMENT
    words = np.array([down, Variation.COMMON_CAUSE, up], dtype=object)
    return words[np.asarray(side) + 1]


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


CROSSINGS_TAIL = 0.05
RUN_ALLOWANCE = 3


@dataclass(frozen=True)
class Runs:
    """Counts of a run chart and their limits; points on the centre are not counted."""

    n_useful: int
    longest_run: int
    longest_run_limit: int | None
    n_crossings: int
    n_crossings_limit: int | None

    @property
    def is_signal(self) -> bool | None:
        """Whether either test speaks; None where no point lies off the centre."""
        if self.longest_run_limit is None or self.n_crossings_limit is None:
            return None
        return self.longest_run > self.longest_run_limit or self.n_crossings < self.n_crossings_limit


def runs_about(values: ArrayLike, centre: ArrayLike, include: ArrayLike | None = None) -> Runs:
    """Return the runs of a series about a centre (a run chart's is the median).

    Signal [2]_: longest run > round(log₂ n) + 3, or crossings < the 5 % quantile of
    Binomial(n − 1, ½); n leaves out points on the centre and those not included.
    """
    side = sides_of_centre(values, centre)
    if include is not None:
        side = side[np.asarray(include, dtype=bool)]
    side = side[side != 0]
    n = int(side.size)
    if n == 0:
        return Runs(0, 0, None, 0, None)
    turns = np.flatnonzero(np.diff(side))
    lengths = np.diff(np.concatenate([[-1], turns, [n - 1]]))
    limit = round(np.log2(n)) + RUN_ALLOWANCE
    return Runs(n, int(lengths.max()), limit, int(turns.size), _least_crossings(n))


def _least_crossings(n: int) -> int:
    """Return the 5 % quantile of Binomial(n − 1, ½), in whole numbers: exact, where floats may miss by one.

    Of 12 points, 11 steps cross the centre with chance ½ each: 2 or fewer do in 3.3 %, 3 or fewer in 11.3 %
    of charts, so fewer than 3 crossings signal.
    """
    chances = accumulate(comb(n - 1, crossings) for crossings in range(n))
    return next(n_low for n_low, chance in enumerate(chances) if chance >= CROSSINGS_TAIL * 2 ** (n - 1))
