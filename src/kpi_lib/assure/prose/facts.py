"""Every figure of a pack that a sentence may state, and the verdicts that its words may rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.assure.prose.fact_rows import (
    BOUND,
    COUNT,
    NEIGHBOURS,
    RANK,
    REPORTED,
    SHARE,
    SIZE,
    TARGET,
    VALUE,
    Fact,
    Row,
    by_indicator,
    facts_of_difference,
    facts_of_estimate,
    known_of,
    year_before,
)  # fmt: skip
from kpi_lib.catalogue.indicators import Indicator, Unit
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.status import Provenance
from kpi_lib.present.words.numbers import is_missing

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


@dataclass(frozen=True)
class Currency:
    """Which periods of an indicator are the edition's own, and which are theirs of a year before."""

    now: frozenset[tuple[str, str]]
    earlier: frozenset[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Facts:
    """The facts of one pack, by indicator, made when a sentence first names it."""

    pack: Pack
    _made: dict[str, tuple[Fact, ...]] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """The code of the pack's own area."""
        return self.pack.area.area_code

    def of(self, indicator_id: str) -> tuple[Fact, ...]:
        """Return every fact of one indicator."""
        if indicator_id not in self._made:
            self._made[indicator_id] = tuple(self._facts(self.pack.catalogue[indicator_id]))
        return self._made[indicator_id]

    def values(self, indicator_id: str, area: str = "") -> list[Fact]:
        """Return the values of one indicator in one area, all periods; the home area when left out."""
        where = area or self.home
        return [
            fact
            for fact in self.of(indicator_id)
            if fact.kind == VALUE and fact.area == where and fact.pair != REPORTED
        ]

    def currency(self, indicator_id: str) -> Currency:
        """Return which (basis, period) of an indicator are the edition's own."""
        return self._currencies[indicator_id]

    def changes(self, indicator_id: str) -> list[Row]:
        """Return the changes of an indicator, the lead one first."""
        lead = self._lead(indicator_id, "change")
        rows = self._changes.get(indicator_id, [])
        return sorted(rows, key=lambda row: (row["basis"], row["period"]) != lead)

    def comparisons(self, indicator_id: str, comparator: str) -> list[Row]:
        """Return the comparisons with one comparator, in force, those of the lead figure's period first."""
        lead = self._lead(indicator_id, "comparison")
        rows = [row for row in self._comparisons.get(indicator_id, []) if row["comparator"] == comparator]
        return sorted(rows, key=lambda row: (row["basis"], row["period"]) != lead)

    def lead_period(self, indicator_id: str, of: str = "estimate") -> tuple[str, str]:
        """Return the basis and period of the estimate, change or comparison that leads an indicator."""
        return self._lead(indicator_id, of)

    def _lead(self, indicator_id: str, of: str) -> tuple[str, str]:
        headline = self.pack.headlines.get(indicator_id)
        row = None if headline is None else getattr(headline, of)
        return ("", "") if row is None else (str(row["basis"]), str(row["period"]))

    @cached_property
    def _estimates(self) -> dict[str, list[Row]]:
        return by_indicator(self.pack.results.estimates)

    @cached_property
    def _changes(self) -> dict[str, list[Row]]:
        rows = by_indicator(self.pack.results.changes)
        return {
            name: [row | {"is_illustrative": self._is_drawn_up(row)} for row in found]
            for name, found in rows.items()
        }

    def _is_drawn_up(self, change: Row) -> bool:
        """Say whether one of the two figures of a change is illustrative."""
        name, basis = change["indicator_id"], change["basis"]
        return bool(
            {(name, basis, change[period]) for period in ("period", "earlier_period")} & self._drawn_up
        )

    @cached_property
    def _drawn_up(self) -> frozenset[tuple[str, str, str]]:
        rows = self.pack.results.estimates
        found = rows.loc[rows["area_code"].eq(self.home) & rows["provenance"].eq(Provenance.ILLUSTRATIVE)]
        return frozenset(found[["indicator_id", "basis", "period"]].itertuples(index=False, name=None))

    @cached_property
    def _comparisons(self) -> dict[str, list[Row]]:
        rows = self.pack.in_force
        wanted = rows["average"].isin(["", str(self.pack.settings.average)])
        return by_indicator(rows.loc[wanted])

    @cached_property
    def _averages(self) -> dict[str, list[Row]]:
        rows = self.pack.in_force
        return by_indicator(rows.loc[rows["comparator"].isin([NEIGHBOURS, TARGET])])

    @cached_property
    def _currencies(self) -> dict[str, Currency]:
        return {indicator.id: self._currency(indicator) for indicator in self.pack.catalogue}

    def _currency(self, indicator: Indicator) -> Currency:
        own = [
            row
            for row in self._estimates.get(indicator.id, [])
            if row["area_code"] == self.home and not is_missing(row["value"])
        ]
        newest: dict[str, Row] = {}
        for row in own:
            if row["basis"] not in newest or row["period_end"] > newest[row["basis"]]["period_end"]:
                newest[row["basis"]] = row
        now = {(basis, row["period"]) for basis, row in newest.items()}
        now |= {self._lead(indicator.id, of) for of in ("estimate", "change", "comparison")} - {("", "")}
        earlier = {(basis, year_before(basis, period)) for basis, period in now}
        return Currency(frozenset(now), frozenset(earlier - now))

    def _facts(self, indicator: Indicator) -> Iterator[Fact]:
        for row in self._estimates.get(indicator.id, []):
            yield from facts_of_estimate(row, indicator)
        yield from self._of_changes(indicator)
        yield from self._of_reports(indicator)
        ends = {(fact.basis, fact.period): fact.end for fact in self._own_values(indicator)}
        for row in self._averages.get(indicator.id, []):
            yield from self._of_comparison(row | {"end": ends.get((row["basis"], row["period"]))}, indicator)
        for row in self._comparisons.get(indicator.id, []):
            known = row | {"end": ends.get((row["basis"], row["period"]))}
            yield from facts_of_difference(known, indicator, self._code(row["comparator"]))
        yield from self._of_ways(indicator)
        yield from self._of_ranges(indicator)

    def _of_changes(self, indicator: Indicator) -> Iterator[Fact]:
        for row in self._changes.get(indicator.id, []):
            if is_missing(row["change"]):
                continue
            known = known_of(row, indicator, self.home)
            yield Fact(**known, kind=SIZE, value=abs(row["change"]), unit=indicator.unit)
            if row["earlier_value"]:
                share = abs(row["change"]) / abs(row["earlier_value"]) * 100
                yield Fact(**known, kind=SHARE, value=share, unit=Unit.PERCENT)

    def _of_comparison(self, row: Row, indicator: Indicator) -> Iterator[Fact]:
        if is_missing(row["comparator_value"]):
            return
        is_ours = row["average"] in ("", str(self.pack.settings.average))
        area = row["comparator"] if is_ours else f"{row['comparator']}:{row['average']}"
        known = known_of(row, indicator, area)
        yield Fact(**known, kind=VALUE, value=row["comparator_value"], unit=indicator.unit)
        if is_ours and row["comparator"] == NEIGHBOURS:
            pair = f"neighbours {row['basis']} {row['period']}"
            for name in ("n_available", "n_expected"):
                yield Fact(**known, kind=COUNT, value=row[name], unit=Unit.COUNT, pair=pair)
            if not is_missing(row["rank"]):
                yield Fact(**(known | {"area": self.home}), kind=RANK, value=row["rank"], unit=RANK)

    def _own_values(self, indicator: Indicator) -> Iterator[Fact]:
        for row in self._estimates.get(indicator.id, []):
            if row["area_code"] == self.home and not is_missing(row["value"]):
                yield Fact(
                    **known_of(row, indicator, self.home), kind=VALUE, value=row["value"], unit=indicator.unit
                )

    def _of_reports(self, indicator: Indicator) -> Iterator[Fact]:
        rows = self.pack.processed.observations
        said = rows["indicator_id"].eq(indicator.id) & rows["provenance"].eq(Provenance.REPORTED)
        chosen = rows.loc[
            said
            & rows["area_code"].eq(self.home)
            & rows["period_end"].le(pd.Timestamp(self.pack.quarter.end))
        ]
        for row in chosen.to_dict("records"):
            known = known_of(
                {**{str(name): value for name, value in row.items()}, "basis": row["frequency"]},
                indicator,
                self.home,
            )
            for name, kind, unit in (("value", VALUE, indicator.unit), ("numerator", COUNT, Unit.COUNT)):
                if not is_missing(row[name]):
                    yield Fact(**known, kind=kind, value=row[name], unit=unit, pair=REPORTED)

    def _of_ways(self, indicator: Indicator) -> Iterator[Fact]:
        for row in self._stability.get(indicator.id, []):
            known, pair = known_of(row, indicator, self.home), f"ways {row['basis']} {row['period']}"
            for name in ("n_agreeing", "n_ways"):
                yield Fact(**known, kind=COUNT, value=row[name], unit=Unit.COUNT, pair=pair)

    @cached_property
    def _stability(self) -> dict[str, list[Row]]:
        return by_indicator(self.pack.stability)

    def _of_ranges(self, indicator: Indicator) -> Iterator[Fact]:
        members = set(self.pack.neighbourhood.members)
        found = defaultdict(list)
        for row in self._estimates.get(indicator.id, []):
            if row["area_code"] in members and not is_missing(row["value"]):
                found[row["basis"], row["period"]].append(row)
        for (basis, period), rows in found.items():
            pair = f"range {basis} {period}"
            known = known_of(rows[0], indicator, NEIGHBOURS)
            for pick in (min, max):
                value = pick(row["value"] for row in rows)
                yield Fact(**known, kind=BOUND, value=value, unit=indicator.unit, pair=pair)

    def _code(self, comparator: str) -> str:
        return {"england": ENGLAND, "region": self.pack.area.region_code}.get(comparator, comparator)
