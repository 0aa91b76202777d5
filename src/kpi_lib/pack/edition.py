"""What an edition is: one quarter for one area, its address and its names."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.core.apostrophes import straighten
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Frequency, Period, parse_period


@dataclass(frozen=True, slots=True)
class Edition:
    """One quarter for one area."""

    quarter: Period
    area_code: str
    area_name: str
    is_home: bool = True

    @property
    def slug(self) -> str:
        """The edition's folder: `2017-18-q4`, for another area than home `2017-18-q4-essex`."""
        quarter = self.quarter.label.lower()
        return quarter if self.is_home else f"{quarter}-{slug_of(self.area_name)}"

    @property
    def title(self) -> str:
        """The edition in words: "Worcestershire, January to March 2018"."""
        return f"{self.area_name}, {self.quarter.words}"

    @property
    def short_title(self) -> str:
        """The edition for a menu: "Q4 2017-18", with the area where it is not the home area."""
        quarter = f"{self.quarter.label[-2:]} {self.quarter.year}"
        return quarter if self.is_home else f"{quarter}, {self.area_name}"

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters that every notebook takes."""
        return (("quarter", self.quarter.label), ("area", self.area_code))


def slug_of(name: str) -> str:
    """Return a name as part of an address: lower case, words joined by hyphens.

    >>> slug_of("Bristol, City of")
    'bristol-city-of'
    """
    letters = "".join(
        letter if letter.isalnum() else " " for letter in straighten(name.lower()).replace("'", "")
    )
    return "-".join(letters.split())


def parse_quarter(text: str) -> Period:
    """Read a quarter however it is spelt; raises DataError for any other period."""
    period = parse_period(text)
    if period.frequency is not Frequency.QUARTER:
        raise DataError(
            "An edition is for a quarter",
            got=f"'{text}', a {period.frequency}",
            expected="a quarter such as 2017-18-Q4",
        )
    return period
