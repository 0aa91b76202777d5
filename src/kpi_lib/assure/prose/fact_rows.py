"""One computed figure, and how rows of the result frames become such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Kind, Unit
from kpi_lib.core.periods import Frequency, Period, parse_period
from kpi_lib.core.status import Provenance
from kpi_lib.present.words.numbers import is_missing

NEIGHBOURS, TARGET = "neighbours", "target"
REPORTED = "reported"
"""Pair of a figure that a report of the council states, where a published one stands beside it."""
VALUE, COUNT, SIZE, SHARE, BOUND, RANK = "value", "count", "size", "share", "bound", "rank"
"""What a figure is: the value itself, a count behind it, the size of a difference, that in per cent of the
figure before, an end of an interval or range, a place in an order."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """One computed figure: whose, when, what and how much."""

    indicator_id: str
    area: str
    basis: str
    period: str
    end: date
    kind: str
    value: float
    unit: str
    is_stock: bool
    is_illustrative: bool = False
    lower: float = float("nan")
    upper: float = float("nan")
    decimals: int | None = None
    """Those that the figure's source gives it, where the value is taken from there."""
    pair: str = ""
    """Ties the two ends of a range, or a count to what it was counted out of."""


def year_before(basis: str, period: str) -> str:
    """Return the label of the same period a year earlier."""
    return parse_period(period).year_before().label


def end_of(row: Row) -> date:
    """Return the last day of a row's period, as its row knows it or as its label says."""
    if row.get("end") is not None:
        return date.fromisoformat(f"{row['end']}")
    end = row.get("period_end")
    return parse_period(row["period"]).end if end is None or pd.isna(end) else end.date()


def is_in(fact: Fact, period: Period) -> bool:
    """Say whether a figure is of a period that a sentence names."""
    if period.frequency is Frequency.QUARTER:
        return (fact.period == period.label and fact.basis == "quarter") or _is_its_day(fact, period.end)
    if period.frequency is Frequency.YEAR:
        is_year = fact.basis == "year" and fact.period == period.label
        is_rolling = fact.basis == "rolling_year" and fact.end == period.end
        return is_year or is_rolling or _is_its_day(fact, period.end)
    if period.frequency is Frequency.MONTH:
        return (fact.end.year, fact.end.month) == (period.end.year, period.end.month)
    return fact.end == period.end


def _is_its_day(fact: Fact, day: date) -> bool:
    return fact.is_stock and fact.basis != "rolling_year" and fact.end == day


def facts_of_estimate(row: Row, indicator: Indicator) -> Iterator[Fact]:
    """Yield the value, its interval and the counts behind one estimate."""
    known = known_of(row, indicator, row["area_code"])
    pair = f"{row['area_code']} {row['basis']} {row['period']}"
    if not is_missing(row["value"]):
        ends = {"lower": row["lower"], "upper": row["upper"]}
        decimals = None if is_missing(row["decimals"]) else int(row["decimals"])
        yield Fact(**known, kind=VALUE, value=row["value"], unit=indicator.unit, decimals=decimals, **ends)
    for name in ("lower", "upper"):
        if not is_missing(row[name]):
            yield Fact(**known, kind=BOUND, value=row[name], unit=indicator.unit, pair=f"interval {pair}")
    for name in ("numerator", "denominator"):
        if not is_missing(row[name]):
            yield Fact(**known, kind=COUNT, value=row[name], unit=Unit.COUNT, pair=pair)


def facts_of_difference(row: Row, indicator: Indicator, area: str) -> Iterator[Fact]:
    """Yield how far a figure is from its comparator, in its unit and in per cent."""
    if is_missing(row["difference"]):
        return
    known = known_of(row, indicator, area)
    yield Fact(**known, kind=SIZE, value=abs(row["difference"]), unit=indicator.unit)
    if row["comparator_value"]:
        share = abs(row["difference"]) / abs(row["comparator_value"]) * 100
        yield Fact(**known, kind=SHARE, value=share, unit=Unit.PERCENT)


def known_of(row: Row, indicator: Indicator, area: str) -> Row:
    """Return what all facts of one row share."""
    return {
        "indicator_id": indicator.id,
        "area": area,
        "basis": row["basis"],
        "period": row["period"],
        "end": end_of(row),
        "is_stock": indicator.kind is Kind.STOCK,
        "is_illustrative": row.get("provenance") == Provenance.ILLUSTRATIVE
        or row.get("is_illustrative", False),
    }


def by_indicator(rows: pd.DataFrame) -> dict[str, list[Row]]:
    """Return the rows of a frame by their indicator."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows.to_dict("records"):
        found[row["indicator_id"]].append({str(name): value for name, value in row.items()})
    return found
