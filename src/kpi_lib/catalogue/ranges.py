"""The lowest and highest figure that any authority has ever had, by indicator: what a new figure may be like.

Source: `ranges.csv`, made from DfE's releases by `scripts/carry_over_ranges.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Kind, Unit, load_catalogue
from kpi_lib.catalogue.packaged import packaged_text
from kpi_lib.core.errors import CatalogueError, nearest
from kpi_lib.core.periods import Frequency

RANGES_FILE = "ranges.csv"
COLUMNS = ("indicator_id", "area_code", "lowest", "highest", "unit")
_PARTS_OF_A_YEAR = {Frequency.QUARTER: 4, Frequency.MONTH: 12}
EVERYWHERE = ""
"""What is in the place of the area in the row of all authorities together."""


@dataclass(frozen=True, slots=True)
class Range:
    """A lowest and a highest figure, both included, in the indicator's unit."""

    lowest: float
    highest: float
    unit: Unit

    def __contains__(self, value: float) -> bool:
        return self.lowest <= value <= self.highest


def seen_range(
    indicator_id: str, area_code: str | None = None, frequency: Frequency = Frequency.YEAR
) -> Range | None:
    """Return the range of an indicator's published figures: one authority's, or that of all authorities.

    The figures are those of whole years and of days of count. Events per 10,000 children add up over a year,
    so the range of a quarter is taken as a fourth of a year's, and that of a month as a twelfth; shares,
    averages and states are alike in periods of any length.

    Parameters
    ----------
    area_code : an authority's ONS code, former codes included; without one, the range over all authorities.
    frequency : of the figure that is to be judged.

    Returns
    -------
    None where DfE publishes no figure of the indicator, or none of the authority.

    Raises
    ------
    CatalogueError : no such indicator or area, with the nearest.

    >>> seen_range("caseload_average").unit
    <Unit.CASES: 'cases'>
    """
    catalogue = load_catalogue()
    indicator = catalogue[indicator_id]
    area = EVERYWHERE if area_code is None else load_areas().find(code=area_code).area_code
    seen = _load_ranges().get((indicator.id, area))
    adds_up = indicator.kind is Kind.FLOW and indicator.unit is Unit.PER_10000
    parts = _PARTS_OF_A_YEAR.get(frequency, 1) if adds_up else 1
    return Range(seen.lowest / parts, seen.highest / parts, seen.unit) if seen else None


@lru_cache(maxsize=1)
def _load_ranges() -> Mapping[tuple[str, str], Range]:
    """Read the packaged file once; raises CatalogueError for an unknown indicator or another unit."""
    return dict(parse_ranges(packaged_text(RANGES_FILE)))


def parse_ranges(text: str) -> Iterator[tuple[tuple[str, str], Range]]:
    """Yield the range of each indicator and area of CSV text; lines that begin with # say its source.

    Raises
    ------
    CatalogueError : an indicator that does not exist, or a unit that is not the indicator's.
    """
    catalogue = load_catalogue()
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        indicator_id, unit = row["indicator_id"], row["unit"]
        if indicator_id not in catalogue or unit != catalogue[indicator_id].unit:
            raise CatalogueError(
                "A range is not of an indicator in its unit",
                where=f"{RANGES_FILE}, {indicator_id}",
                got=unit,
                expected=catalogue[indicator_id].unit if indicator_id in catalogue else "an indicator’s id",
                hint=nearest(indicator_id, catalogue.indicators) or "run scripts/carry_over_ranges.py again",
            )
        yield (
            (indicator_id, row["area_code"]),
            Range(float(row["lowest"]), float(row["highest"]), Unit(unit)),
        )
