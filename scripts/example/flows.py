"""Flows by quarter: counts of a year split with a season, and shares of those counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from example.bounds import QUARTERS, YEARS, Bounds
from example.counts import Whole, split_total, split_within

FLAT = (1.0, 1.0, 1.0, 1.0)
DEFAULT_SPREAD = 0.08
LOWEST_PERCENT = 0.2

Entry = Mapping[str, Any]


def draw_counts(entry: Entry, bounds: Bounds, random: np.random.Generator) -> Whole:
    """Return the events of each quarter; every year's four add up to its published (or assumed) count."""
    rates = entry.get("rates", {})
    totals = [bounds.total(entry["indicator_id"], year, rates.get(year.label)) for year in YEARS]
    return _in_quarters(totals, entry, random)


def draw_share(
    entry: Entry, bounds: Bounds, drawn: dict[str, Whole], random: np.random.Generator
) -> tuple[Whole, Whole]:
    """Return numerator and denominator of each quarter; every year's add up to its published counts.

    The share moves smoothly from year to year and scatters by `spread` points; `shifts` moves the share of
    single quarters by points, within what the year allows.
    """
    indicator_id = entry["indicator_id"]
    parent = drawn.get(entry.get("of", entry.get("of_numerator")))
    percents = entry.get("percents", {})
    counts = []
    for place, year in enumerate(YEARS):
        events = int(parent[4 * place : 4 * place + 4].sum()) if parent is not None else entry["events"]
        counts.append(bounds.counts(indicator_id, year, percents.get(year.label), events))
    below = _below([base for _, base in counts], parent, entry, random)
    wanted = _smooth_shares(counts, entry["spread"], random)
    return _above([above for above, _ in counts], wanted + _shifts(entry), below), below


def _below(totals: Sequence[int], parent: Whole | None, entry: Entry, random: np.random.Generator) -> Whole:
    if parent is None:
        return _in_quarters(totals, entry, random)
    years = [split_total(total, parent[4 * at : 4 * at + 4]) for at, total in enumerate(totals)]
    return np.concatenate(years)


def _above(totals: Sequence[int], wanted: np.ndarray, below: Whole) -> Whole:
    above = np.zeros(len(below), dtype=np.int64)
    for at, total in enumerate(totals):
        own = slice(4 * at, 4 * at + 4)
        above[own] = split_within(total, wanted[own] * below[own], below[own])
    return above


def _smooth_shares(
    counts: Sequence[tuple[int, int]], spread: float, random: np.random.Generator
) -> np.ndarray:
    """Return a share for each quarter: between the years' middles a straight line, plus scatter."""
    levels = [100 * above / below for above, below in counts]
    middles = 4 * np.arange(len(levels)) + 1.5
    line = np.interp(np.arange(4 * len(levels)), middles, levels)
    return np.clip(line + random.normal(0, spread, len(line)), LOWEST_PERCENT, 100)


def _in_quarters(totals: Sequence[int], entry: Entry, random: np.random.Generator) -> Whole:
    season = np.tile(np.asarray(entry.get("season", FLAT), dtype=float), len(totals))
    spread = DEFAULT_SPREAD if "season" not in entry else entry["spread"]
    weights = season * random.gamma(1 / spread**2, spread**2, len(season))
    return np.concatenate(
        [split_total(total, weights[4 * at : 4 * at + 4]) for at, total in enumerate(totals)]
    )


def _shifts(entry: Entry) -> np.ndarray:
    shifts = entry.get("shifts", {})
    return np.array([float(shifts.get(quarter.label, 0)) for quarter in QUARTERS])
