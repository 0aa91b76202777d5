"""What the drawn series are bound to: the home area's published and reported figures."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from illustrative.counts import counts_for, numerator_for
from kpi_lib.catalogue.indicators import Measure, load_catalogue
from kpi_lib.catalogue.settings import Settings
from kpi_lib.core.periods import Period, parse_period, quarters_of, year_ending
from kpi_lib.ingest.manifest import ManifestEntry, load_manifest

FIRST_YEAR, LAST_YEAR = 2015, 2018
YEARS = tuple(year_ending(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
QUARTERS = tuple(quarter for year in YEARS for quarter in quarters_of(year))
FOLDERS = ("published", "reported")


@dataclass(frozen=True)
class Bound:
    """One published or reported figure; a missing part is None.

    `source` names its file, `published` the ISO day from which it was known.
    """

    numerator: float | None
    denominator: float | None
    value: float | None
    source: str
    published: str

    @property
    def is_whole(self) -> bool:
        """Whether both counts are published, so that the figure needs nothing drawn."""
        return self.numerator is not None and self.denominator is not None


class Bounds:
    """The home area's figures by indicator and period label, read from committed CSV files only.

    Published figures come before reported ones, and of several editions the newest.
    """

    def __init__(self, raw: Path) -> None:
        self.area_code = Settings().home_area
        self._found: dict[tuple[str, str], Bound] = {}
        for entry in _newest_first(raw):
            path = raw / entry.path
            day = str(entry.known_from)
            for row in csv.DictReader(path.open(encoding="utf-8", newline="")):
                if row["area_code"] == self.area_code:
                    self._found.setdefault((row["indicator_id"], row["period"]), _bound(row, path.stem, day))

    def at(self, indicator_id: str, label: str) -> Bound | None:
        """Return the figure of one period, if it has any number."""
        bound = self._found.get((indicator_id, label))
        return bound if bound and (bound.value is not None or bound.numerator is not None) else None

    def on_last_day(self, indicator_id: str, quarter: Period) -> Bound | None:
        """Return the state published for the last day of a quarter."""
        return self.at(indicator_id, quarter.end.isoformat())

    def population(self, indicator_id: str, year: Period) -> float:
        """Return a rate's population in one year: as published with it, else with the referrals."""
        for label in (year.label, year.end.isoformat()):
            bound = self._found.get((indicator_id, label))
            if bound and bound.denominator is not None:
                return bound.denominator
        return self._of_referrals(year)

    def counts(self, indicator_id: str, year: Period, percent: float | None, events: int) -> tuple[int, int]:
        """Return a year's numerator and denominator: published, or giving its share of `events`.

        `percent` is the assumption for a year without a published share.
        """
        indicator, bound = load_catalogue()[indicator_id], self.at(indicator_id, year.label)
        value = bound.value if bound and bound.value is not None else percent
        base = bound.denominator if bound and bound.denominator is not None else events
        if bound and bound.numerator is not None:
            if bound.value is None:
                return int(bound.numerator), int(base)
            return counts_for(bound.value, bound.numerator, base, indicator.decimals)
        if value is None:
            raise ValueError(f"no share for {indicator_id} in {year.label}: add it to illustrative.toml")
        return numerator_for(value, base, indicator.multiplier, indicator.decimals), int(base)

    def total(self, indicator_id: str, year: Period, rate: float | None) -> int:
        """Return a year's count of events: published, or what its published or assumed rate implies."""
        indicator, bound = load_catalogue()[indicator_id], self.at(indicator_id, year.label)
        if bound and bound.numerator is not None:
            return int(bound.numerator)
        value = bound.value if bound and bound.value is not None else rate
        if value is None or indicator.measure is not Measure.RATE:
            raise ValueError(f"no count for {indicator_id} in {year.label}: add a rate to illustrative.toml")
        population = self.population(indicator_id, year)
        return numerator_for(value, population, indicator.multiplier, indicator.decimals)

    def quarters(self, indicator_id: str) -> list[int]:
        """Return the published counts by quarter, for an indicator that has them."""
        return [int(self._found[(indicator_id, quarter.label)].numerator or 0) for quarter in QUARTERS]

    def _of_referrals(self, year: Period) -> float:
        denominator = self._found[("referral_rate", year.label)].denominator
        if denominator is None:
            raise ValueError(f"no population for {year.label}")
        return denominator


def _newest_first(raw: Path) -> list[ManifestEntry]:
    listed = [entry for entry in load_manifest(raw) if entry.path.split("/")[0] in FOLDERS]
    newest = sorted(listed, key=lambda entry: str(entry.known_from), reverse=True)
    return sorted(newest, key=lambda entry: FOLDERS.index(entry.path.split("/")[0]))


def year_of(quarter: Period) -> Period:
    """Return the financial year that a quarter belongs to."""
    return parse_period(quarter.year)


def _bound(row: dict[str, str], source: str, day: str) -> Bound:
    return Bound(_number(row["numerator"]), _number(row["denominator"]), _number(row["value"]), source, day)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
