"""The council's quarterly counts, which records drawn by team, channel or case must add up to."""

from __future__ import annotations

import csv
from pathlib import Path

from kpi_lib.core.periods import Period, parse_period

Counts = dict[Period, tuple[int, int]]
"""Quarter → numerator and denominator, oldest first."""


def read_counts(raw: Path, indicator_id: str) -> Counts:
    """Return an indicator's numerator and denominator in every quarterly return that has both."""
    found: Counts = {}
    for path in sorted((raw / "returns").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["indicator_id"] == indicator_id]
        for row in rows:
            if row["numerator"] and row["denominator"]:
                found[parse_period(row["period"])] = (int(row["numerator"]), int(row["denominator"]))
    return found
