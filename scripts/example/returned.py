"""What the returns and the published years count, for records that must add up to them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from example.council import HOME
from kpi_lib.core.periods import Period, parse_period

Counts = dict[Period, tuple[int, int]]
"""Quarter → numerator and denominator, oldest first."""


def read_counts(raw: Path, indicator_id: str) -> Counts:
    """Return an indicator's whole numerators and denominators in the quarterly returns that have both."""
    counts = returned_counts(raw, indicator_id)
    whole = {quarter: pair for quarter, pair in counts.items() if not np.isnan(pair).any()}
    return {parse_period(quarter): (int(above), int(below)) for quarter, (above, below) in whole.items()}


def returned(raw: Path, indicator_id: str) -> dict[str, int]:
    """Return one indicator's numerators in the quarterly returns, by quarter."""
    return {quarter: int(above) for quarter, (above, _) in returned_counts(raw, indicator_id).items()}


def returned_counts(raw: Path, indicator_id: str) -> dict[str, tuple[float, float]]:
    """Return one indicator's numerators and denominators in the quarterly returns, by quarter."""
    return {
        row["period"]: (float(row["numerator"] or "nan"), float(row["denominator"] or "nan"))
        for row in _rows(raw, "returns", indicator_id)
    }


def published(raw: Path, indicator_id: str, period: str) -> float:
    """Return the numerator of a published year of the council; raises ValueError where there is none."""
    for row in _rows(raw, "years", indicator_id):
        if row["area_code"] == HOME and row["period"] == period and row["numerator"]:
            return float(row["numerator"])
    raise ValueError(f"no published figure of {indicator_id} for {period}")


def share_out(total: int, weights: np.ndarray) -> np.ndarray:
    """Return whole numbers in proportion to `weights` that add up to `total` (largest remainders)."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    first = np.argsort(whole - exact, kind="stable")[: total - whole.sum()]
    whole[first] += 1
    return whole


def _rows(raw: Path, folder: str, indicator_id: str) -> Iterator[dict[str, str]]:
    for path in sorted((raw / folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row for row in csv.DictReader(file) if row["indicator_id"] == indicator_id)
