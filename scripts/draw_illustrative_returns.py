"""Draw the illustrative quarterly returns into `data/raw/returns`: one CSV a quarter.

Usage: python scripts/draw_illustrative_returns.py [--raw DIR]

Reads `illustrative.toml`, the manifest and the CSV files in `data/raw/published` and `data/raw/reported`,
nothing else.
Quarters add up to the published year, states pass through the published days, and the figures that the
council's report states are met. The same files in give the same bytes out. Referrals by quarter are
published and stand in `published/referrals-by-quarter-2024.csv`, so no return repeats them.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from bundle_files import RAW, Row, entry, save_long, save_manifest
from illustrative.bounds import QUARTERS, Bounds, year_of
from illustrative.counts import Whole
from illustrative.flows import draw_counts, draw_share
from illustrative.states import draw_from_flows, draw_state

from kpi_lib.core.periods import Period
from kpi_lib.core.status import Provenance

SUBFOLDER = "returns"
PLAN = Path(__file__).with_name("illustrative.toml")
PUBLISHER = "kpi-lib, drawn by scripts/draw_illustrative_returns.py"
LICENCE = "MIT; published figures in it: Open Government Licence v3.0"
NOTE = "Illustrative: quarters bound to the published year. Not figures of the council."


class Returns:
    """The series being drawn, in the order of the plan: each may rest on those before it."""

    def __init__(self, plan: dict[str, Any], raw: Path) -> None:
        self.bounds = Bounds(raw)
        self.plan = plan
        self.events: dict[str, Whole] = {"referral_rate": np.array(self.bounds.quarters("referral_rate"))}
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
        said = {report["period"]: report for report in item.get("reported", [])}
        for quarter, x, n in zip(QUARTERS, above, below, strict=True):
            row = self._row(item, quarter, numerator=x, denominator=n)
            if report := said.get(quarter.label):
                told = {"value": str(report["percent"]), "note": report["note"]}
                row |= {**told, "provenance": Provenance.REPORTED.value, "published": item["reported_on"]}
            self.rows.append(row)

    def _add_state(self, item: dict[str, Any]) -> None:
        if "rises_by" in item:
            above = draw_from_flows(item, self.bounds, self.events)
            years = [year_of(quarter) for quarter in QUARTERS]
            below = np.array([self.bounds.population(item["indicator_id"], year) for year in years])
            self.events[item["indicator_id"]] = above
        else:
            above, below = draw_state(item, self.bounds, self.events, self._random(item))
        for quarter, x, n in zip(QUARTERS, above, below, strict=True):
            self.rows.append(
                self._published(item, quarter) or self._row(item, quarter, numerator=x, denominator=n)
            )

    def _published(self, item: dict[str, Any], quarter: Period) -> dict[str, str] | None:
        bound = self.bounds.on_last_day(item["indicator_id"], quarter)
        if not bound or not bound.is_whole:
            return None
        value = "" if bound.value is None else f"{bound.value:.12g}"
        row = self._row(item, quarter, numerator=bound.numerator, denominator=bound.denominator, value=value)
        note = f"published for {quarter.end.isoformat()}, see published/{bound.source}.csv"
        day = {"published": bound.published}  # known no earlier than the release that states it
        return row | {"provenance": Provenance.PUBLISHED.value, "note": note, **day}

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
            "provenance": Provenance.ILLUSTRATIVE.value,
            "note": item.get("note", ""),
        }

    def _random(self, item: dict[str, Any]) -> np.random.Generator:
        """Give each indicator a stream of its own, so that adding one leaves the others as they are."""
        return np.random.default_rng([self.plan["seed"], crc32(item["indicator_id"].encode())])


def save_returns(raw: Path, rows: list[dict[str, str]]) -> None:
    """Write one CSV a quarter and their manifest entries."""
    entries = []
    for quarter in QUARTERS:
        mine: list[Row] = [row for row in rows if row["period"] == quarter.label]
        path = f"{SUBFOLDER}/{quarter.label}.csv"
        title = f"Quarterly return, {quarter.words}"
        sha256 = save_long(raw / path, mine)
        words = {"publisher": PUBLISHER, "title": title, "edition": quarter.label, "licence": LICENCE}
        entries.append(entry(path, sha256, **words, note=NOTE))
    save_manifest(raw, entries, [SUBFOLDER])


def main() -> None:
    """Draw the returns and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raw", type=Path, default=RAW, help="raw folder to read from and write into")
    raw = parser.parse_args().raw
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    save_returns(raw, Returns(plan, raw).draw())


if __name__ == "__main__":
    main()
