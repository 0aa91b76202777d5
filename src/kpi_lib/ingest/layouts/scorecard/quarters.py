"""Quarters that a scorecard does not state itself: made from a year to date, or from months.

Counts of a year to date become quarters by differences, counts of months by adding up; a state is the one at
the end of the last month. Percentages and rates without their counts make none: they are left out, aloud.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Unit
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Frequency, Period, month_of, quarter_ending, quarter_of
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.scorecard.names import DENOMINATOR, NUMERATOR, VALUE
from kpi_lib.ingest.layouts.scorecard.parts import ORDER, PARTS
from kpi_lib.ingest.reading import Reading

Figure = Mapping[Hashable, Any]
Made = list[dict[Hashable, Any]]
MONTHS_A_QUARTER = 3
_COUNTED = (Unit.COUNT, Unit.CASES)
_SLACK = 1e-9
_DISAGREES = {
    "to-date-disagrees": (
        "its year to date makes", "by the year to date",
        "mend the cell that is wrong, or leave one of the columns out",
    ),
    "months-disagree": (
        "its months make", "from its months",
        "mend the cell that is wrong, or leave the months or the quarter out",
    ),
}  # fmt: skip
"""By code: what a quarter is made from, in two places of the sentence, and the hint."""


def quarters_to_date(
    figures: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return the figures with cumulative ones turned into those of their own quarter, or left out.

    A count to the end of a quarter, less the count to the end of the quarter before, is the quarter's own: of
    100, 230 and 310 the quarters have 100, 130 and 80. Where an earlier one is missing, and for values that
    are no counts, there is no quarter's figure.

    Returns
    -------
    The figures, how many were left out, and an issue for each series with any.
    """
    is_cumulative = figures["is_cumulative"].astype(bool)
    if not is_cumulative.any():
        return figures, 0, []
    stated = _stated(figures[~is_cumulative])
    made: Made = []
    left_out, issues = 0, []
    for (indicator_id, _), frame in figures[is_cumulative].groupby(["indicator_id", "area_code"], sort=False):
        series = frame.to_dict("records")
        quarters, reason = _differences(series, catalogue[str(indicator_id)])
        new, disagreements = _not_stated(quarters, stated, "to-date-disagrees", reading)
        made += new
        left_out += len(series) - len(new)
        issues += disagreements
        issues += [_falls(row, reading) for row in quarters if any(row[part] < 0 for part in PARTS)][:1]
        if missing := len(series) - len(quarters):
            issues.append(_left_out(series[0], missing, reason, reading))
    together = pd.concat([figures[~is_cumulative], _like(figures, made)])
    return together.sort_values(ORDER, kind="stable", ignore_index=True), left_out, issues


def add_quarters(
    figures: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the same figures with those of quarters whose months are there, and what cannot be made.

    A quarter that the file states itself is not made again: where it differs from its months, both are named.
    """
    is_month = [period.frequency is Frequency.MONTH for period in figures["when"]]
    if not any(is_month):
        return figures, []
    stated = _stated(figures)
    made: Made = []
    issues: list[Issue] = []
    for (indicator_id, _), frame in figures[is_month].groupby(["indicator_id", "area_code"], sort=False):
        series = frame.to_dict("records")
        quarters = _of_months({row["when"]: row for row in series}, catalogue[str(indicator_id)])
        new, disagreements = _not_stated(quarters, stated, "months-disagree", reading)
        made += new
        issues += disagreements
        if not quarters:
            issues.append(_no_quarter(series, reading))
    return pd.concat([figures, _like(figures, made)], ignore_index=True), issues


def _stated(figures: pd.DataFrame) -> dict[tuple[str, str, Period], Figure]:
    """Return the figures by indicator, area and period."""
    return {(row["indicator_id"], row["area_code"], row["when"]): row for row in figures.to_dict("records")}


def _like(figures: pd.DataFrame, made: Made) -> pd.DataFrame:
    return pd.DataFrame(made, columns=figures.columns).astype(figures.dtypes.to_dict())


def _not_stated(
    made: Made, stated: Mapping[tuple[str, str, Period], Figure], code: str, reading: Reading
) -> tuple[Made, list[Issue]]:
    """Return the quarters that the file does not state itself, and a stop for each that it states another."""
    new: Made = []
    issues: list[Issue] = []
    source, words, hint = _DISAGREES[code]
    for row in made:
        own = stated.get((row["indicator_id"], row["area_code"], row["when"]))
        if own is None:
            new.append(row)
            continue
        both = [part for part in PARTS if pd.notna(row[part]) and pd.notna(own[part])]
        if differing := [part for part in both if abs(row[part] - own[part]) > _SLACK]:
            parts = "; ".join(f"{part} {own[part]:g} stated, {row[part]:g} {words}" for part in differing)
            what, got = f"A quarter of '{own['name']}' is not what {source}", f"{row['when'].label}: {parts}"
            row_number, expected = int(own["row"]), "one figure for the quarter"
            issues.append(Issue(STOP, code, what, reading.file, row_number, "", got, expected, hint))
    return new, issues


def _differences(series: Iterable[Figure], indicator: Indicator) -> tuple[Made, str]:
    """Return the figures of single quarters that a cumulative series gives, and why there are not more."""
    if indicator.kind is not Kind.FLOW:
        return [], "the number on a day has no year to date"
    is_count = indicator.unit in _COUNTED
    counted = [row for row in series if pd.notna(row[NUMERATOR]) or (is_count and pd.notna(row[VALUE]))]
    if not counted:
        return [], "without counts no quarter can be worked out from it"
    ends = {quarter: row for row in counted if (quarter := _last_quarter(row["when"])) is not None}
    made = []
    for quarter, row in ends.items():
        before = ends.get(quarter.shift(-1))
        if quarter.label.endswith("Q1"):
            made.append({**row, "when": quarter, "is_cumulative": False})
        elif before is not None:
            made.append(_difference(row, before, quarter, indicator))
    return made, "a quarter before is missing, or no quarter ends there"


def _difference(row: Figure, before: Figure, quarter: Period, indicator: Indicator) -> dict[Hashable, Any]:
    """Return the quarter's own counts; a percentage or rate of them is worked out anew from these.

    The population under a rate is the same all year: it does not add up, and is not taken apart.
    """
    parts = {part: row[part] - before[part] for part in (NUMERATOR, DENOMINATOR)}
    if indicator.measure is Measure.RATE:
        parts[DENOMINATOR] = row[DENOMINATOR]
    value = row[VALUE] - before[VALUE] if indicator.unit in _COUNTED else float("nan")
    return {**row, **parts, VALUE: value, "when": quarter, "is_cumulative": False, "derived": True}


def _last_quarter(period: Period) -> Period | None:
    """Return the quarter with whose end a period ends, or None where it ends within one."""
    if period.frequency is Frequency.SNAPSHOT:
        return None
    try:
        return quarter_ending(period.end)
    except DataError:
        return None


def _left_out(first: Figure, missing: int, reason: str, reading: Reading) -> Issue:
    many = f"{missing} year-to-date figures of '{first['name']}' are left out"
    one = f"A year-to-date figure of '{first['name']}' is left out"
    what = f"{many if missing > 1 else one}: {reason}"
    return Issue(NOTE, "year-to-date", what, reading.file, int(first["row"]), "", f"'{first['token']}'")


def _falls(row: Figure, reading: Reading) -> Issue:
    what = f"The year to date of '{row['name']}' falls from one quarter to the next"
    got = f"'{row['token']}' to the end of {row['when'].label}"
    expected = "at least the count to the end of the quarter before"
    hint = "look at both cells: one is not cumulative"
    return Issue(STOP, "to-date-falls", what, reading.file, int(row["row"]), "", got, expected, hint)


def _of_months(by_month: Mapping[Period, Figure], indicator: Indicator) -> Made:
    """Return the figures of whole quarters that months make; of a state, with only its last month."""
    made = []
    for quarter in dict.fromkeys(map(_quarter_of, by_month)):
        months = [by_month.get(month) for month in _months_of(quarter)]
        if indicator.kind is Kind.STOCK:
            row = {**months[-1], "derived": True} if months[-1] is not None else None
        else:
            stated = [month for month in months if month is not None]
            row = _added(stated, indicator) if len(stated) == MONTHS_A_QUARTER else None
        if row is not None:
            made.append({**row, "when": quarter})
    return made


def _added(months: Sequence[Figure], indicator: Indicator) -> dict[Hashable, Any] | None:
    """Return the sum of three months, or None where they state no counts.

    Populations do not add up: three months of a rate have one, or make no quarter.
    """
    numbers = {part: [month[part] for month in months] for part in PARTS}
    last = {**months[-1], "derived": True}
    if indicator.unit in _COUNTED and all(map(pd.notna, numbers[VALUE])):
        return {**last, VALUE: sum(numbers[VALUE])}
    if not all(map(pd.notna, [*numbers[NUMERATOR], *numbers[DENOMINATOR]])):
        return None
    is_rate = indicator.measure is Measure.RATE
    if is_rate and len(set(numbers[DENOMINATOR])) > 1:
        return None
    whole = numbers[DENOMINATOR][-1] if is_rate else sum(numbers[DENOMINATOR])
    return {**last, NUMERATOR: sum(numbers[NUMERATOR]), DENOMINATOR: whole, VALUE: float("nan")}


def _quarter_of(month: Period) -> Period:
    number = (month.end.month - 4) % 12 // MONTHS_A_QUARTER + 1  # April to June are the first quarter
    return quarter_of(month.end.year + (month.end.month > 3), number)


def _months_of(quarter: Period) -> list[Period]:
    first = quarter.start
    return [month_of(first.year, first.month + step) for step in range(MONTHS_A_QUARTER)]


def _no_quarter(series: Sequence[Figure], reading: Reading) -> Issue:
    why = "percentages and rates of months make no quarter without counts, nor do fewer than three months"
    what, row = f"The months of '{series[0]['name']}' give no quarter: {why}", int(series[0]["row"])
    hint = "counts (numerator and denominator) make quarters and tests possible"
    return Issue(NOTE, "no-quarter", what, reading.file, row, "", f"{len(series)} months", "", hint)
