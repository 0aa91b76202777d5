"""What the quarters of the invented council are bound to: its own published years, before any is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from example.counts import counts_for, numerator_for
from kpi_lib.catalogue.indicators import Measure, load_catalogue
from kpi_lib.core.periods import Period, parse_period, quarters_of, year_ending

FIRST_YEAR, LAST_YEAR = 2015, 2018
YEARS = tuple(year_ending(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
QUARTERS = tuple(quarter for year in YEARS for quarter in quarters_of(year))


@dataclass(frozen=True)
class Bound:
    """One published figure; a missing part is None."""

    numerator: float | None
    denominator: float | None
    value: float | None

    @property
    def is_whole(self) -> bool:
        """Whether both counts are known, so that the figure needs nothing drawn."""
        return self.numerator is not None and self.denominator is not None


class Bounds:
    """The council's published figures by indicator and period label."""

    def __init__(self, rows: Iterable[Mapping[str, str]], area_code: str) -> None:
        self.area_code = area_code
        self._known = {
            (row["indicator_id"], row["period"]): Bound(
                *(_number(row.get(name, "")) for name in ("numerator", "denominator", "value"))
            )
            for row in rows
            if row["area_code"] == area_code
        }

    def at(self, indicator_id: str, label: str) -> Bound | None:
        """Return the figure of one period, if there is one."""
        return self._known.get((indicator_id, label))

    def on_last_day(self, indicator_id: str, quarter: Period) -> Bound | None:
        """Return the state published for the last day of a quarter."""
        return self.at(indicator_id, quarter.end.isoformat())

    def published(self, indicator_id: str, label: str) -> float:
        """Return the numerator of a published figure; raises ValueError where there is none."""
        bound = self.at(indicator_id, label)
        if bound is None or bound.numerator is None:
            raise ValueError(f"no published {indicator_id} for {label}")
        return bound.numerator

    def population(self, indicator_id: str, year: Period) -> float:
        """Return the children of a rate in one year: those published with it, else with the referrals."""
        for name, label in (
            (indicator_id, year.label),
            (indicator_id, year.end.isoformat()),
            ("referral_rate", year.label),
        ):
            bound = self.at(name, label)
            if bound and bound.denominator is not None:
                return bound.denominator
        raise ValueError(f"no population for {year.label}")

    def counts(self, indicator_id: str, year: Period, percent: float | None, events: int) -> tuple[int, int]:
        """Return a year's numerator and denominator: published, or giving its share of `events`.

        `percent` is the assumption for a year without a published share.
        """
        indicator, bound = load_catalogue()[indicator_id], self.at(indicator_id, year.label)
        if bound and bound.is_whole:
            assert bound.numerator is not None and bound.denominator is not None
            if bound.value is None:
                return int(bound.numerator), int(bound.denominator)
            return counts_for(bound.value, bound.numerator, bound.denominator, indicator.decimals)
        if percent is None:
            raise ValueError(f"no share for {indicator_id} in {year.label}: add it to quarters.toml")
        return numerator_for(percent, events, indicator.multiplier, indicator.decimals), events

    def total(self, indicator_id: str, year: Period, rate: float | None) -> int:
        """Return a year's count of events: published, or what its assumed rate implies."""
        indicator, bound = load_catalogue()[indicator_id], self.at(indicator_id, year.label)
        if bound and bound.numerator is not None:
            return int(bound.numerator)
        if rate is None or indicator.measure is not Measure.RATE:
            raise ValueError(f"no count for {indicator_id} in {year.label}: add a rate to quarters.toml")
        population = self.population(indicator_id, year)
        return numerator_for(rate, population, indicator.multiplier, indicator.decimals)


def year_of(quarter: Period) -> Period:
    """Return the financial year that a quarter belongs to."""
    return parse_period(quarter.year)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
