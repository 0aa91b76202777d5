"""How sure: the two levels of confidence the house uses, and their normal quantiles.

95 % and 99.8 % are public health's pair (two and about three standard errors), after [1]_.

.. [1] PHE (2018), Technical guide: confidence intervals.
"""

from __future__ import annotations

from statistics import NormalDist

from kpi_lib.core.errors import AnalysisError

LEVEL_95, LEVEL_998 = 0.95, 0.998
Z_95, Z_998 = 1.959963984540054, 3.090232306167813
LEAST_LEVEL = 0.9

_Z = {LEVEL_95: Z_95, LEVEL_998: Z_998}


def z_of(level: float) -> float:
    """Return the two-sided normal quantile of a level of confidence between 0.9 and 1.

    Raises
    ------
    AnalysisError : the level is below 0.9, or 1 or more; 95 is not read as 0.95.

    >>> round(z_of(0.95), 6)
    1.959964
    """
    check_level(level)
    return _Z.get(level) or NormalDist().inv_cdf(0.5 + level / 2)


def tail_of(level: float) -> float:
    """Return the probability in each tail: 0.025 at 95 %; raises as `z_of` does."""
    check_level(level)
    return (1 - level) / 2


def check_level(level: float) -> None:
    """Raise AnalysisError unless `level` is a confidence from 0.9 up to, but not, 1."""
    if not LEAST_LEVEL <= level < 1:
        raise AnalysisError(
            "This is no level of confidence",
            got=level,
            expected="a share from 0.9 up to, but not including, 1",
            hint="write 95 % as 0.95",
        )
