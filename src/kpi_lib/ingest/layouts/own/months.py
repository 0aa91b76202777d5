"""Months become quarters: counts of a flow add up, a state is the one at the end of the last month."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Unit
from kpi_lib.core.periods import Frequency, Period, quarter_of
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.own.joined import DENOMINATOR, NUMERATOR, VALUE
from kpi_lib.ingest.reading import Reading

MONTHS_A_QUARTER = 3


def add_quarters(
    figures: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the same figures with those of quarters whose three months are there, and what cannot be made.

    A quarter that the file states itself is not made again: where it differs from its months, both are named.
    """
    monthly = figures[[period.frequency is Frequency.MONTH for period in figures["when"]]]
    if monthly.empty:
        return figures, []
    parts, issues = [figures], []
    for (indicator_id, area), series in monthly.groupby(["indicator_id", "area_code"], sort=False):
        indicator = catalogue[str(indicator_id)]
        made, why_not = _quarters(series, indicator)
        stated = figures[figures["indicator_id"].eq(indicator_id) & figures["area_code"].eq(area)]
        own = {period: row for period, row in zip(stated["when"], stated.to_dict("records"), strict=True)}
        issues += [_disagreement(row, own[row["when"]], reading) for row in made
                   if row["when"] in own and _differ(row, own[row["when"]])]  # fmt: skip
        new = [row for row in made if row["when"] not in own]
        if new:
            parts.append(pd.DataFrame(new, columns=figures.columns).astype(figures.dtypes.to_dict()))
        if why_not:
            issues.append(_no_quarter(series, why_not, reading))
    return pd.concat(parts, ignore_index=True), issues


def _quarters(series: pd.DataFrame, indicator: Indicator) -> tuple[list[dict[str, object]], str]:
    """Return the figures of whole quarters, and why a series gives none or not all."""
    by_month = dict(zip(series["when"], series.to_dict("records"), strict=True))
    quarters = dict.fromkeys(map(_quarter_of, by_month))
    made = []
    for quarter in quarters:
        months = [by_month.get(month) for month in _months_of(quarter)]
        if indicator.kind is Kind.STOCK:
            if months[-1] is not None:
                made.append({**months[-1], "when": quarter, "derived": True})
        elif all(month is not None for month in months):
            row = _added([month for month in months if month is not None], indicator)
            if row is not None:
                made.append({**row, "when": quarter})
    if made or indicator.kind is Kind.STOCK:
        return made, ""
    return [], "percentages and rates of months make no quarter without their counts, nor do fewer than three"


def _added(months: list[dict[str, object]], indicator: Indicator) -> dict[str, object] | None:
    """Return the sum of three months, or None where they state no counts."""
    frame = pd.DataFrame(months)
    last = {**months[-1], "derived": True}
    if indicator.unit in (Unit.COUNT, Unit.CASES) and frame[VALUE].notna().all():
        return {**last, VALUE: float(frame[VALUE].sum())}
    if frame[NUMERATOR].isna().any() or frame[DENOMINATOR].isna().any():
        return None
    is_rate = indicator.measure is Measure.RATE
    if is_rate and frame[DENOMINATOR].nunique() > 1:
        return None  # populations do not add up, and three different ones are none of the quarter
    denominator = frame[DENOMINATOR].iloc[-1] if is_rate else frame[DENOMINATOR].sum()
    return {
        **last,
        NUMERATOR: float(frame[NUMERATOR].sum()),
        DENOMINATOR: float(denominator),
        VALUE: float("nan"),
    }


def _quarter_of(month: Period) -> Period:
    last = month.end.year + (month.end.month > 3)
    return quarter_of(last, (month.end.month - 4) % 12 // MONTHS_A_QUARTER + 1)


def _months_of(quarter: Period) -> list[Period]:
    from kpi_lib.core.periods import month_of

    last = month_of(quarter.end.year, quarter.end.month)
    return [last.shift(-2), last.shift(-1), last]


def _differ(made: dict[str, object], stated: dict[str, object]) -> bool:
    return any(
        pd.notna(made[part])
        and pd.notna(stated[part])
        and abs(float(str(made[part])) - float(str(stated[part]))) > 1e-9
        for part in (VALUE, NUMERATOR, DENOMINATOR)
    )


def _disagreement(made: dict[str, object], stated: dict[str, object], reading: Reading) -> Issue:
    words = [
        f"{part} {float(str(stated[part])):g} stated, {float(str(made[part])):g} from its months"
        for part in (VALUE, NUMERATOR, DENOMINATOR)
        if pd.notna(made[part]) and pd.notna(stated[part]) and made[part] != stated[part]
    ]
    period = made["when"]
    label = period.label if isinstance(period, Period) else ""
    return Issue(
        STOP, "months-disagree", f"A quarter of '{stated['name']}' is not what its months make", reading.file,
        int(str(stated["row"])), "", f"{label}: {'; '.join(words)}", "one figure for the quarter",
        "mend the cell that is wrong, or leave the months or the quarter out",
    )  # fmt: skip


def _no_quarter(series: pd.DataFrame, why: str, reading: Reading) -> Issue:
    first = series.iloc[0]
    return Issue(NOTE, "no-quarter", f"The months of '{first['name']}' give no quarter: {why}", reading.file,
                 int(first["row"]), "", f"{len(series)} months", "",
                 "counts (numerator and denominator) make quarters and tests possible")  # fmt: skip
