"""Rounding half up in decimal arithmetic, the way DfE rounds; used once, at display.

A binary float cannot hold most decimal fractions, so 15.15 rounds down and 2.5 rounds to 2 when
floats round themselves. The number is therefore read as the decimal it prints as.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from kpi_lib.core.errors import AnalysisError

FIRM_DIGITS = 12
"""Significant digits of a published figure that may be meant; those after them are dust of binary numbers."""
_WITH_DUST = re.compile(rf"-?(?=[\d.]{{{FIRM_DIGITS + 2},}}$)\d+\.\d+")


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


def without_float_dust(value: float) -> float:
    """Return the number that a binary one was meant to be; NaN stays NaN.

    >>> without_float_dust(17.399999999999999), without_float_dust(13.100000000000001)
    (17.4, 13.1)
    """
    return float(f"{value:.{FIRM_DIGITS}g}")


def printed_decimals(value: float) -> int:
    """Return how many decimals a finite number prints with, without dust.

    >>> printed_decimals(13.100000000000001), printed_decimals(68.0), printed_decimals(0.25)
    (1, 0, 2)
    """
    exponent = Decimal(repr(without_float_dust(value))).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def token_without_dust(token: str) -> str:
    """Return a token as its number was meant to be written; any other token as it is.

    >>> token_without_dust("313.39999999999998"), token_without_dust("313.40"), token_without_dust("c")
    ('313.4', '313.40', 'c')
    """
    return f"{float(token):.{FIRM_DIGITS}g}" if _WITH_DUST.fullmatch(token) else token
