"""The quarterly returns of the invented council: quarters add up to its published years.

States pass through the published days. Every indicator has a stream of random numbers of its own, so that
adding one leaves the others as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from example.bounds import QUARTERS, Bounds, year_of
from example.counts import Whole
from example.flows import draw_counts, draw_share
from example.states import draw_from_flows, draw_state
from kpi_lib.core.periods import Period
from kpi_lib.core.small_counts import is_small_count

PLAN = Path(__file__).with_name("quarters.toml")


class Returns:
    """The series being drawn, in the order of the plan: each may rest on those before it."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.plan: dict[str, Any] = tomllib.loads(PLAN.read_text(encoding="utf-8"))
        self.events: dict[str, Whole] = {}
        self.rows: list[dict[str, str]] = []

    def draw(self) -> list[dict[str, str]]:
        """Return the rows of all quarters."""
        for item in self.plan["count"]:
            self._add_count(item)
        for item in self.plan["share"]:
            self._add_share(item)
        for item in self.plan["state"]:
            self._add_state(item)
        for item in self.plan["absent"]:
            self.rows += [self._row(item, quarter, value=item["symbol"]) for quarter in QUARTERS]
        return self.rows

    def _add_count(self, item: dict[str, Any]) -> None:
        counts = draw_counts(item, self.bounds, self._random(item))
        self.events[item["indicator_id"]] = counts
        for quarter, count in zip(QUARTERS, counts, strict=True):
            population = self.bounds.population(item["indicator_id"], year_of(quarter))
            self.rows.append(self._row(item, quarter, numerator=count, denominator=population))

    def _add_share(self, item: dict[str, Any]) -> None:
        above, below = draw_share(item, self.bounds, self.events, self._random(item))
        self.events[item["indicator_id"]] = above
        for quarter, x, n in zip(QUARTERS, above, below, strict=True):
            self.rows.append(self._row(item, quarter, numerator=x, denominator=n))

    def _add_state(self, item: dict[str, Any]) -> None:
        if "rises_by" in item:
            above = draw_from_flows(item, self.bounds, self.events)
            years = [year_of(quarter) for quarter in QUARTERS]
            below = np.array([self.bounds.population(item["indicator_id"], year) for year in years])
            self.events[item["indicator_id"]] = above
        else:
            above, below = draw_state(item, self.bounds, self.events, self._random(item))
        for quarter, x, n in zip(QUARTERS, above, below, strict=True):
            self.rows.append(self._row(item, quarter, numerator=x, denominator=n))

    def _row(
        self,
        item: dict[str, Any],
        quarter: Period,
        numerator: float | None = None,
        denominator: float | None = None,
        value: str = "",
    ) -> dict[str, str]:
        counts = ["" if count is None else f"{float(count):.12g}" for count in (numerator, denominator)]
        return {
            "indicator_id": item["indicator_id"],
            "area_code": self.bounds.area_code,
            "period": quarter.label,
            "numerator": counts[0],
            "denominator": counts[1],
            "value": value,
            "provenance": "local",
            "note": item.get("note", ""),
        }

    def _random(self, item: dict[str, Any]) -> np.random.Generator:
        return np.random.default_rng([self.plan["seed"], crc32(item["indicator_id"].encode())])


def suppress(rows: Iterable[Mapping[str, str]], indicator_ids: Iterable[str]) -> list[dict[str, str]]:
    """Return rows with the small numerators of some indicators suppressed, as the council sends them."""
    wanted = set(indicator_ids)
    return [
        {**row, "numerator": "c", "value": "c"}
        if row["indicator_id"] in wanted and row["numerator"] and is_small_count(float(row["numerator"]))
        else dict(row)
        for row in rows
    ]
