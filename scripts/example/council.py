"""Who is invented: Fernshire and its neighbours, as the example's `kpi.toml` declares them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HOME = "X10000001"
BASE_YEAR = 2018
GROWTH = 0.004
"""Of the number of children, a year."""


@dataclass(frozen=True)
class InventedArea:
    """One invented area; `population` are its children aged 0 to 17 in 2018."""

    area_code: str
    name: str
    population: int

    def children(self, year: int) -> int:
        """Return the children aged 0 to 17 in a year."""
        return round(self.population * (1 + GROWTH) ** (year - BASE_YEAR))


@dataclass(frozen=True)
class Council:
    """The invented council's area first, then its neighbours, nearest first."""

    areas: tuple[InventedArea, ...]

    @property
    def home(self) -> InventedArea:
        """The area of the council itself."""
        return self.areas[0]


def load_council(folder: Path) -> Council:
    """Read the areas that the `kpi.toml` of a folder declares."""
    declared = tomllib.loads((folder / "kpi.toml").read_text(encoding="utf-8"))["area"]
    return Council(tuple(InventedArea(**area) for area in declared))
