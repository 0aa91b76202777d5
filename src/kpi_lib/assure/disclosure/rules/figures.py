"""The figure that one cell prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kpi_lib.assure.disclosure.rules.words import (
    IS_SMALL,
    LARGER_WORDS,
    MISSING,
    SMALL_WORDS,
    WITHHELD,
    plain,
)

_NUMBER = re.compile(
    r"^([^\d−-]*?)([−-]?)((?:\d{1,3}(?:,\d{3})+|\d+))(\.\d+)?\s*(%|per ?cent\b)?(.*)$", re.IGNORECASE
)
_ANOTHER = re.compile(r"\d")
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
    `tail` is what stands after the number.
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
            and (self.decimals == 0 or self.number == int(self.number))
        )


@lru_cache(maxsize=100_000)
def parse_figure(text: str) -> Figure:
    """Return the figure of a cell's text; "1,846", "4% illustrative", "3 (5%)", "under 6", "1% to 13%"."""
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
    found = _NUMBER.match(said)
    if found is None or re.search(r"[A-Za-z]{2}", found[1]) or re.match(r"\s*(?:to|[-–/:])\s*\d", found[6]):
        return Figure(said)
    sign = -1.0 if found[2] else 1.0
    number = sign * (_number(found[3]) + float(f"0{found[4] or ''}"))
    decimals = len(found[4] or ".") - 1
    return Figure(
        said, number, None, decimals, bool(found[5]), bool(_MONEY.search(found[1])), tail=found[6].strip()
    )


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
