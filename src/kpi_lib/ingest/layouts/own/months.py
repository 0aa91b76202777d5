"""Months become quarters: counts of a flow add up, a state is the one at the end of the last month."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Unit
from kpi_lib.core.periods import Frequency, Period, quarter_of
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.own.joined import stated_periods
from kpi_lib.ingest.layouts.own.named import DENOMINATOR, NUMERATOR, VALUE
from kpi_lib.ingest.reading import Reading

Figure = Mapping[Hashable, Any]
MONTHS_A_QUARTER = 3
_PARTS = (VALUE, NUMERATOR, DENOMINATOR)
_WHY_NOT = "percentages and rates of months make no quarter without counts, nor do fewer than three months"
_SLACK = 1e-9


def add_quarters(
    figures: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the same figures with those of quarters whose months are there, and what cannot be made.

    A quarter that the file states itself is not made again: where it differs from its months, both are named.
    """
    is_month = [period.frequency is Frequency.MONTH for period in figures["when"]]
    if not any(is_month):
        return figures, []
    made: list[dict[Hashable, Any]] = []
    issues: list[Issue] = []
    for key, series in figures[is_month].groupby(["indicator_id", "area_code"], sort=False):
        rows = series.to_dict("records")
        quarters = _quarters({row["when"]: row for row in rows}, catalogue[str(key[0])])
        stated = stated_periods(figures, str(key[0]), str(key[1]))
        issues += [
            _disagreement(row, stated[row["when"]], reading)
            for row in quarters
            if row["when"] in stated and _differing(row, stated[row["when"]])
        ]
        made += [row for row in quarters if row["when"] not in stated]
        if not quarters:
            issues.append(_no_quarter(rows, reading))
    added = pd.DataFrame(made, columns=figures.columns).astype(figures.dtypes.to_dict())
    return pd.concat([figures, added], ignore_index=True), issues


def _quarters(by_month: Mapping[Period, Figure], indicator: Indicator) -> list[dict[Hashable, Any]]:
    """Return the figures of whole quarters that months make; of a state, with only its last month."""
    made = []
    for quarter in dict.fromkeys(map(_quarter_of, by_month)):
        months = [by_month[month] for month in _months_of(quarter) if month in by_month]
        if indicator.kind is Kind.STOCK:
            last = by_month.get(_months_of(quarter)[-1])
            row = None if last is None else {**last, "derived": True}
        else:
            row = _added(months, indicator) if len(months) == MONTHS_A_QUARTER else None
        if row is not None:
            made.append({**row, "when": quarter})
    return made


def _added(months: list[Figure], indicator: Indicator) -> dict[Hashable, Any] | None:
    """Return the sum of three months, or None where they state no counts.

    Populations do not add up: three months of a rate have one, or make no quarter.
    """
    numbers = {part: [month[part] for month in months] for part in _PARTS}
    last = {**months[-1], "derived": True}
    if indicator.unit in (Unit.COUNT, Unit.CASES) and all(map(pd.notna, numbers[VALUE])):
        return {**last, VALUE: sum(numbers[VALUE])}
    if not all(map(pd.notna, [*numbers[NUMERATOR], *numbers[DENOMINATOR]])):
        return None
    is_rate = indicator.measure is Measure.RATE
    if is_rate and len(set(numbers[DENOMINATOR])) > 1:
        return None
    whole = numbers[DENOMINATOR][-1] if is_rate else sum(numbers[DENOMINATOR])
    return {**last, NUMERATOR: sum(numbers[NUMERATOR]), DENOMINATOR: whole, VALUE: float("nan")}


def _quarter_of(month: Period) -> Period:
    last_year = month.end.year + (month.end.month > 3)
    return quarter_of(last_year, (month.end.month - 4) % 12 // MONTHS_A_QUARTER + 1)


def _months_of(quarter: Period) -> list[Period]:
    first, last = quarter.as_pandas.asfreq("M", "start"), quarter.as_pandas.asfreq("M", "end")
    return [
        Period(month.end_time.date(), month.start_time.date(), Frequency.MONTH)
        for month in pd.period_range(first, last, freq="M")
    ]


def _differing(made: Figure, stated: Figure) -> list[str]:
    """Return the parts that both have and in which they differ."""
    return [
        part
        for part in _PARTS
        if pd.notna(made[part]) and pd.notna(stated[part]) and abs(made[part] - stated[part]) > _SLACK
    ]


def _disagreement(made: Figure, stated: Figure, reading: Reading) -> Issue:
    words = "; ".join(
        f"{part} {stated[part]:g} stated, {made[part]:g} from its months" for part in _differing(made, stated)
    )
    return Issue(
        STOP, "months-disagree", f"A quarter of '{stated['name']}' is not what its months make", reading.file,
        int(stated["row"]), "", f"{made['when'].label}: {words}", "one figure for the quarter",
        "mend the cell that is wrong, or leave the months or the quarter out",
    )  # fmt: skip


def _no_quarter(series: list[dict[Hashable, Any]], reading: Reading) -> Issue:
    first = series[0]
    what = f"The months of '{first['name']}' give no quarter: {_WHY_NOT}"
    hint = "counts (numerator and denominator) make quarters and tests possible"
    return Issue(
        NOTE, "no-quarter", what, reading.file, int(first["row"]), "", f"{len(series)} months", "", hint
    )
