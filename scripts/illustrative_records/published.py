"""What is published of the home area, for records that must add up to it."""

from __future__ import annotations

import csv
from pathlib import Path

from kpi_lib.catalogue.settings import Settings


def published(raw: Path, indicator_id: str, period: str) -> float:
    """Return the numerator of the newest release that publishes one figure of the home area."""
    for path in sorted((raw / "published").glob("*.csv"), reverse=True):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (row["indicator_id"], row["area_code"], row["period"])
                if key == (indicator_id, Settings().home_area, period) and row["numerator"]:
                    return float(row["numerator"])
    raise ValueError(f"no published figure of {indicator_id} for {period}")
