"""The figure that one cell prints, and which counts a printed share or interval leaves possible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

import numpy as np

from kpi_lib.analysis.estimates.intervals import wilson_limits
from kpi_lib.assure.disclosure.rules.words import (
    IS_SMALL,
    LARGER_WORDS,
    MISSING,
    SMALL_WORDS,
    WITHHELD,
    plain,
)
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN

SLACK = 1e-9
UNBOUNDED = 1e7
"""More than any count that is withheld, where nothing printed bounds it."""
LARGEST_BASE = 20_000
"""Beyond it an interval is not turned back into a count: its limits are rounded too coarsely to tell."""

_NUMBER = re.compile(
    r"^([^\d−-]*?)([−-]?(?:\d{1,3}(?:,\d{3})+|\d+))(\.\d+)?\s*(%|per ?cent\b)?(.*)$", re.IGNORECASE
)
_MONEY = re.compile(r"[£$€]")
_INTERVAL = re.compile(
    r"^\(?([−-]?[\d,]+(?:\.\d+)?)%?\s*(?:to|[-–—])\s*([−-]?[\d,]+(?:\.\d+)?)\s*(%?)\)?$", re.IGNORECASE
)
_NAMED = {
    word: number
    for word, number in {**SMALL_WORDS, **LARGER_WORDS}.items()
    if word not in ("couple", "pair", "trio", "single")
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says: a number, that one is withheld, that there is none, or some other text.

    `decimals` are those printed; `upper` is set where the cell holds an interval (`number` to `upper`);
    `tail` is what follows the number.
    """

    text: str
    number: float | None = None
    upper: float | None = None
    decimals: int = 0
    is_percent: bool = False
    is_money: bool = False
    is_withheld: bool = False
    is_known_small: bool = False
    is_missing: bool = False
    tail: str = ""

    @property
    def is_count(self) -> bool:
        """Whether it is one whole number of 0 or more, without a unit that makes it something else."""
        return (
            self.number is not None
            and self.upper is None
            and self.number >= 0
            and float(self.number).is_integer()
            and not (self.is_percent or self.is_money)
        )


@lru_cache(maxsize=100_000)
def parse_figure(text: str) -> Figure:
    """Return the figure of a cell's text; "1,846", "4% provisional", "3 (5%)", "under 6", "1% to 13%"."""
    said = plain(text)
    if WITHHELD.match(said):
        return Figure(said, is_withheld=True, is_known_small=bool(IS_SMALL.match(said)))
    if MISSING.match(said):
        return Figure(said, is_missing=True)
    if interval := _INTERVAL.match(said):
        low, high = (_number(part) for part in interval.groups()[:2])
        decimals = len(interval[1].partition(".")[2])
        return Figure(said, low, high, decimals, is_percent=bool(interval[3]))
    if said.lower() in _NAMED:
        return Figure(said, float(_NAMED[said.lower()]))
    match = _NUMBER.match(said)
    if match is None or re.search(r"[A-Za-z]{2}", match[1]) or re.match(r"\s*(?:to|[-–/:])\s*\d", match[5]):
        return Figure(said)  # words before it, or one of two: "page 3", "2017/18"
    before, number, fraction, per_cent, tail = match.groups()
    return Figure(
        said,
        _number(number + (fraction or "")),
        decimals=len(fraction or ".") - 1,
        is_percent=bool(per_cent),
        is_money=bool(_MONEY.search(before)),
        tail=tail.strip(),
    )


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def is_small(count: float) -> bool:
    """Say whether a count is 1 to 5."""
    return 1 - SLACK <= count < SMALLEST_COUNT_SHOWN - SLACK


def counts_of_share(share: float, decimals: int, base: float, per: float = 100.0) -> range:
    """Return the counts that print as `share` per `per` of `base`, rounded half up to `decimals`."""
    half = 0.5 * 10.0**-decimals
    low, high = (share - half) * base / per, (share + half) * base / per
    return range(max(0, ceil(low - 1e-6)), min(floor(high + 1e-6), floor(base)) + 1)


def counts_of_interval(lower: float, upper: float, decimals: int, base: int) -> tuple[int, ...]:
    """Return the counts of `base` whose Wilson interval (95 %) prints as these two percentages."""
    if not 0 < base <= LARGEST_BASE:
        return ()
    counts = np.arange(base + 1)
    step = 0.5 * 10.0**-decimals + SLACK
    limits = zip((lower, upper), wilson_limits(counts, base, multiplier=100), strict=True)
    fits = np.logical_and(*(abs(limit - printed) <= step for printed, limit in limits))
    return tuple(int(count) for count in counts[fits])


def leaves_small(counts: range | tuple[int, ...], base: float | None = None) -> bool:
    """Say whether all possible counts, or all their complements, are 1 to 5, and more closely than that."""
    most = SMALLEST_COUNT_SHOWN - 1
    if not counts or len(counts) >= most:
        return False
    if all(is_small(count) for count in counts):
        return True
    return base is not None and float(base).is_integer() and all(is_small(base - count) for count in counts)
