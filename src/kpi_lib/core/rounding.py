"""Rounding half up in decimal arithmetic, the way DfE rounds; used once, at display.

A binary float cannot hold most decimal fractions, so 15.15 rounds down and 2.5 rounds to 2 when
floats round themselves. The number is therefore read as the decimal it prints as.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from kpi_lib.core.errors import AnalysisError


def round_half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Return `value` to `decimals` places (0 or more), halves away from zero.

    Raises
    ------
    AnalysisError : the value is missing or infinite; a missing figure has a status, not a rounding.

    >>> round_half_up(15.15, 1)
    Decimal('15.2')
    >>> round_half_up(0.5)
    Decimal('1')
    """
    if not isfinite(value):
        raise AnalysisError(
            "A missing figure cannot be rounded",
            got=value,
            expected="a finite number",
            hint="show the words of its status instead",
        )
    rounded = as_decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def as_decimal(value: float | Decimal) -> Decimal:
    """Return the decimal that `value` prints as: 0.1 becomes exactly one tenth."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))
