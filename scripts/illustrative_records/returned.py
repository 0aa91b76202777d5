"""What the quarterly returns count, for records that must add up to them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np


def returned(raw: Path, indicator_id: str) -> dict[str, int]:
    """Return one indicator's numerators in the quarterly returns, by quarter."""
    return {quarter: int(above) for quarter, (above, _) in returned_counts(raw, indicator_id).items()}


def returned_counts(raw: Path, indicator_id: str) -> dict[str, tuple[float, float]]:
    """Return one indicator's numerators and denominators in the quarterly returns, by quarter."""
    found: dict[str, tuple[float, float]] = {}
    for path in sorted((raw / "returns").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["indicator_id"] == indicator_id]
        found |= {
            row["period"]: (float(row["numerator"]), float(row["denominator"] or "nan")) for row in rows
        }
    return found


def share_out(total: int, weights: np.ndarray) -> np.ndarray:
    """Return whole numbers in proportion to `weights` that add up to `total` (largest remainders)."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    first = np.argsort(whole - exact, kind="stable")[: total - whole.sum()]
    whole[first] += 1
    return whole
