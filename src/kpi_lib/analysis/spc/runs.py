"""Anhøj's two tests of a run chart: an unusually long run, or unusually few crossings.

References
----------
.. [1] Anhøj, J. and Olesen, A.V. (2014), Run charts revisited, PLoS ONE 9:e113825.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from kpi_lib.analysis.spc.rules import sides_of_centre

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

    Signal [1]_: longest run > round(log₂ n) + 3, or crossings < the 5 % quantile of
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
    """Return the 5 % quantile of Binomial(n − 1, ½), in whole numbers."""
    ways = accumulate(comb(n - 1, crossings) for crossings in range(n))
    return next(crossings for crossings, sum_of in enumerate(ways) if sum_of >= CROSSINGS_TAIL * 2 ** (n - 1))
