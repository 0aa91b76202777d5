"""The published years of the invented areas, drawn about England's real levels."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from example.council import Council, InventedArea
from kpi_lib.catalogue.indicators import Indicator, Kind, Measure, load_catalogue
from kpi_lib.core.periods import Period, parse_period, year_ending
from kpi_lib.core.rounding import round_half_up
from kpi_lib.core.small_counts import is_small_count

PLAN = Path(__file__).with_name("years.toml")
FIRST_YEAR, LAST_YEAR = 2013, 2018
KEPT = 0.7
"""Of what an area lies off its own level, from one year to the next."""

Levels = Mapping[tuple[str, str], float]
"""England's real level by indicator and period."""


@dataclass
class Years:
    """The series of all areas as they are drawn: each may rest on those before it."""

    council: Council
    england: Levels
    plan: dict[str, Any] = field(default_factory=lambda: tomllib.loads(PLAN.read_text(encoding="utf-8")))
    counts: dict[tuple[str, str, int], float] = field(default_factory=dict)
    """Numerators by indicator, area and the year in which the period ends."""
    bases: dict[tuple[str, str, int], float] = field(default_factory=dict)
    """Denominators, likewise."""

    def draw(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield topic and row of every figure, the series in the order of the plan."""
        for item in self.plan["series"]:
            indicator = load_catalogue()[item["indicator_id"]]
            periods = self._periods(indicator, item)
            for place, area in enumerate(self.council.areas):
                effects = self._effects(item, place, periods)
                for period, effect in zip(periods, effects, strict=True):
                    yield item["topic"], self._row(indicator, item, area, period, effect)

    def withheld(self, rows: Iterable[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
        """Return rows as they are published: shares of few children suppressed."""
        return [(topic, _withheld(row)) for topic, row in rows]

    def _periods(self, indicator: Indicator, item: dict[str, Any]) -> list[Period]:
        known = [parse_period(label) for name, label in self.england if name == indicator.id]
        wanted = {period.label: period for period in known if _is_annual(period)}
        stock = indicator.kind is Kind.STOCK
        for year in self.plan["topic"][item["topic"]].get("years", []):
            period = year_ending(year)
            period = parse_period(period.end.isoformat()) if stock else period
            wanted.setdefault(period.label, period)
        begun = [period for period in wanted.values() if period.end.year >= item.get("first", 0)]
        return sorted(begun, key=lambda period: period.end)

    def _effects(self, item: dict[str, Any], place: int, periods: list[Period]) -> np.ndarray:
        """Return how far an area lies off England in each period, on the scale of the plan."""
        random = np.random.default_rng([self.plan["seed"], crc32(item["indicator_id"].encode()), place])
        level = random.normal(0, item["spread"])
        steps = random.normal(0, item["wander"], len(periods))
        off = np.zeros(len(periods))
        for at, step in enumerate(steps):
            off[at] = KEPT * off[at - 1] * (at > 0) + step
        if place:
            return level + off
        home = {int(year): effect for year, effect in item["home"].items()}
        ends = [period.end.year for period in periods]
        return np.interp(ends, list(home), list(home.values())) + off / 3

    def _row(
        self, indicator: Indicator, item: dict[str, Any], area: InventedArea, period: Period, effect: float
    ) -> dict[str, str]:
        year, decimals = period.end.year, item.get("decimals", 0)
        level = self._england(indicator, period)
        row = {"indicator_id": indicator.id, "area_code": area.area_code, "period": period.label}
        row |= {"published": f"{year}{self.plan['topic'][item['topic']]['published']}"}
        row |= {"provenance": "published"}
        if indicator.measure is Measure.AMOUNT:
            return {**row, "value": f"{float(round_half_up(level * np.exp(effect), indicator.decimals)):g}"}
        base = self._base(item, area, year, decimals)
        above = self._ended(item, area, year)
        if above is None:
            if "share_of" in item:
                value = _moved(item["share"], effect) * self.counts[(item["share_of"], area.area_code, year)]
            elif indicator.measure is Measure.PROPORTION:
                value = _moved(level / indicator.multiplier, effect) * base
            else:
                value = level * np.exp(effect) * base / indicator.multiplier
            above = float(round(value, 0 if item.get("whole") else decimals))
        self.counts[(indicator.id, area.area_code, year)] = above
        self.bases[(indicator.id, area.area_code, year)] = base
        shown = float(round_half_up(above / base * indicator.multiplier, indicator.decimals))
        return {**row, "numerator": f"{above:.12g}", "denominator": f"{base:.12g}", "value": f"{shown:g}"}

    def _ended(self, item: dict[str, Any], area: InventedArea, year: int) -> float | None:
        """Return how many ended, if the series is of ends: those there before and begun, less those there."""
        stock, starts = item.get("ends", ("", ""))
        before = self.counts.get((stock, area.area_code, year - 1))
        if before is None:
            return None
        return (
            before + self.counts[(starts, area.area_code, year)] - self.counts[(stock, area.area_code, year)]
        )

    def _base(self, item: dict[str, Any], area: InventedArea, year: int, decimals: int) -> float:
        children = area.children(year)
        if "of" in item:
            return float(round(self.counts[(item["of"], area.area_code, year)] * item.get("part", 1)))
        if "filled" in item:
            key = (item["filled"], area.area_code, year)
            return float(round(self.bases[key] - self.counts[key], decimals))
        if "events" in item:
            return float(round(children * item["events"] / 10_000, decimals))
        return float(children)

    def _england(self, indicator: Indicator, period: Period) -> float:
        """Return England's level in the period, else in the one nearest to it."""
        levels = {
            parse_period(label): level
            for (name, label), level in self.england.items()
            if name == indicator.id
        }
        annual = {known: level for known, level in levels.items() if _is_annual(known)}
        nearest = min(annual, key=lambda known: abs((known.end - period.end).days))
        return annual[nearest]


def _moved(share: float, effect: float) -> float:
    """Return a share whose log odds are moved by an effect."""
    return float(1 / (1 + np.exp(-(np.log(share / (1 - share)) + effect))))


def _withheld(row: dict[str, str]) -> dict[str, str]:
    is_share = load_catalogue()[row["indicator_id"]].measure is Measure.PROPORTION
    if not is_share or "." in row["denominator"] or not is_small_count(float(row["numerator"])):
        return row
    return {**row, "numerator": "c", "value": "c"}


def is_revised(row: dict[str, str], year: str) -> bool:
    """Say whether a figure was revised a year after it was first published: the rates of one year."""
    return row["period"] == year and load_catalogue()[row["indicator_id"]].measure is Measure.RATE


def first_published(row: dict[str, str], share: float) -> dict[str, str]:
    """Return a rate as it was first published, before late returns were counted: a little too low."""
    indicator = load_catalogue()[row["indicator_id"]]
    above = round(float(row["numerator"]) * share)
    shown = round_half_up(above / float(row["denominator"]) * indicator.multiplier, indicator.decimals)
    return {**row, "numerator": str(above), "value": f"{float(shown):g}"}


def _is_annual(period: Period) -> bool:
    return period.frequency.value != "quarter"
