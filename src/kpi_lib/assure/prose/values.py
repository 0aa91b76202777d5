"""Whether a figure, as it is written, says a computed value: unit, rounding, and the words that bend it."""

from __future__ import annotations

from kpi_lib.assure.prose.fact_rows import BOUND, COUNT, RANK, SIZE, VALUE, Fact
from kpi_lib.assure.prose.figures import ABOUT, JUST_OVER, JUST_UNDER, NONE, OVER, POINTS, UNDER
from kpi_lib.assure.prose.mentions import Number
from kpi_lib.catalogue.indicators import Unit
from kpi_lib.core.rounding import round_half_up

NEAR_PART, FAR_PART = 0.05, 0.25
"""How far "about" may be from a figure, and "over" or "under", in parts of it."""
NEAR_POINTS = 2.5
"""How far "three quarters" may be from a share, in percentage points."""


def has_unit(number: Number, fact: Fact) -> bool:
    """Say whether a fact is counted in the unit that a figure is written with."""
    unit = number.unit
    if unit == POINTS:
        return fact.kind == SIZE and fact.unit == Unit.PERCENT
    if unit == Unit.PERCENT:
        return fact.unit == Unit.PERCENT and fact.kind != SIZE
    if unit == RANK:
        return fact.kind == RANK
    if unit == Unit.POUNDS:
        return fact.unit in (Unit.POUNDS, Unit.MILLION_POUNDS)
    if unit == Unit.COUNT:
        return fact.kind == COUNT
    if unit == NONE:
        is_bare = fact.unit not in (Unit.PERCENT, Unit.POUNDS, Unit.MILLION_POUNDS)
        return is_bare and fact.kind in (VALUE, BOUND, COUNT, SIZE)
    return fact.unit == unit


def is_value(number: Number, value: float) -> bool:
    """Say whether a figure, with the word that bends it, says a value: half up at the decimals written."""
    said, size = abs(number.value), abs(value)
    if not number.bent and not number.is_share and abs(size - said) > 10**-number.decimals:
        return False
    if number.is_share:
        return _is_share(number, size)
    if number.bent in (OVER, JUST_OVER):
        return said < size <= said * (1 + (NEAR_PART if number.bent == JUST_OVER else FAR_PART))
    if number.bent in (UNDER, JUST_UNDER):
        return said * (1 - (NEAR_PART if number.bent == JUST_UNDER else FAR_PART)) <= size < said
    if _rounded(size, number.decimals) == round(said, max(number.decimals, 0)):
        return True
    return number.bent == ABOUT and abs(size - said) <= NEAR_PART * said


def _is_share(number: Number, size: float) -> bool:
    said = number.value
    if number.bent == OVER:
        return said < size
    if number.bent == UNDER:
        return size < said
    if number.bent in (JUST_OVER, JUST_UNDER):
        return abs(size - said) <= 2 * NEAR_POINTS and (size > said) == (number.bent == JUST_OVER)
    return abs(size - said) <= NEAR_POINTS * (2 if number.bent == ABOUT else 1)


def _rounded(value: float, decimals: int) -> float:
    if decimals >= 0:
        return float(round_half_up(value, decimals))
    step = 10**-decimals
    return float(round_half_up(value / step)) * step
