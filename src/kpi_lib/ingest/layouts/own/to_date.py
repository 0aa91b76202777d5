"""Year-to-date counts become quarters by differences; a year-to-date percentage is left out, aloud."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Kind, Unit
from kpi_lib.core.periods import Frequency, Period, quarter_of
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.own.joined import DENOMINATOR, NUMERATOR, VALUE
from kpi_lib.ingest.reading import Reading

_COUNTED = (Unit.COUNT, Unit.CASES)


def quarters_to_date(
    figures: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return the figures with cumulative ones turned into those of their own quarter, or left out.

    A count to the end of a quarter, less the count to the end of the quarter before, is the quarter's own;
    the first is as it is. Where an earlier one is missing, and for values that are no counts, there is no
    quarter's figure.

    Returns
    -------
    The figures, how many were left out, and an issue for each series with any.
    """
    is_cumulative = figures["is_cumulative"].astype(bool)
    if not is_cumulative.any():
        return figures, 0, []
    kept = [figures[~is_cumulative]]
    left_out, issues = 0, []
    for (indicator_id, _), series in figures[is_cumulative].groupby(
        ["indicator_id", "area_code"], sort=False
    ):
        indicator = catalogue[str(indicator_id)]
        own, reason = _own_quarters(
            series, is_flow=indicator.kind is Kind.FLOW, is_count=indicator.unit in _COUNTED
        )
        kept.append(own)
        missing = len(series) - len(own)
        left_out += missing
        falls = own[(own[[NUMERATOR, DENOMINATOR, VALUE]] < 0).any(axis=1)]
        if len(falls):
            issues.append(_falls(falls.iloc[0], reading))
        if missing:
            issues.append(_left_out(series, missing, reason, reading))
    return pd.concat(kept).sort_values(["row", "column"], kind="stable", ignore_index=True), left_out, issues


def _own_quarters(series: pd.DataFrame, *, is_flow: bool, is_count: bool) -> tuple[pd.DataFrame, str]:
    """Return the figures of single quarters that a cumulative series gives, and why there are not more."""
    if not is_flow:
        return series[:0], "a number on a day has no year to date"
    has_counts = series[NUMERATOR].notna() | (series[VALUE].notna() if is_count else False)
    if not has_counts.any():
        return series[:0], "without counts no quarter can be worked out from it"
    ends = {_last_quarter(period): place for place, period in series["when"].items()}
    rows = []
    for quarter, place in ends.items():
        if quarter is None or not has_counts[place]:
            continue
        row = series.loc[place].copy()
        before = None if quarter.label.endswith("Q1") else ends.get(quarter.shift(-1))
        if not quarter.label.endswith("Q1") and (before is None or not has_counts[before]):
            continue
        rows.append(
            _difference(row, None if before is None else series.loc[before], quarter, is_count=is_count)
        )
    own = pd.DataFrame(rows, columns=series.columns) if rows else series[:0]
    return own.astype(series.dtypes.to_dict()), "a quarter before is missing, or no quarter ends there"


def _difference(row: pd.Series, before: pd.Series | None, quarter: Period, *, is_count: bool) -> pd.Series:
    own = row.copy()
    own["when"], own["is_cumulative"] = quarter, False
    if before is not None:
        for part in (NUMERATOR, DENOMINATOR):
            own[part] = row[part] - before[part]
        own[VALUE] = row[VALUE] - before[VALUE] if is_count else float("nan")
        own["derived"] = True
    return own


def _last_quarter(period: Period) -> Period | None:
    """Return the quarter with whose end a period ends, or None where it ends within one."""
    ends = quarter_of(period.end.year, 4).shift(0)
    candidates = [
        quarter_of(year, number) for year in (period.end.year, period.end.year + 1) for number in (1, 2, 3, 4)
    ]
    found = [quarter for quarter in (ends, *candidates) if quarter.end == period.end]
    return found[0] if found and period.frequency is not Frequency.SNAPSHOT else None


def _left_out(series: pd.DataFrame, missing: int, reason: str, reading: Reading) -> Issue:
    first = series.iloc[0]
    what = f"{missing} year-to-date figure{'s' * (missing > 1)} of '{first['name']}' {'are' if missing > 1 else 'is'} left out"
    return Issue(
        NOTE, "year-to-date", f"{what}: {reason}", reading.file, int(first["row"]), "", f"'{first['token']}'"
    )


def _falls(row: pd.Series, reading: Reading) -> Issue:
    return Issue(
        STOP, "to-date-falls", f"The year to date of '{row['name']}' falls from one quarter to the next",
        reading.file, int(row["row"]), "", f"'{row['token']}' to the end of {row['when'].label}",
        "at least the count to the end of the quarter before", "look at both cells: one is not cumulative",
    )  # fmt: skip
