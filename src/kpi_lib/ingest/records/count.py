"""Indicators counted from records: numerator and denominator by quarter, as ordinary observations."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_lib.catalogue.contracts import OBSERVATIONS
from kpi_lib.catalogue.record_kinds.kinds import Bounds, Count, RecordIndicator, RecordKind
from kpi_lib.core.periods import Frequency, Period, parse_period, quarter_of
from kpi_lib.core.status import PRECEDENCE, Status
from kpi_lib.ingest.clean import as_observations


def count_observations(records: pd.DataFrame, kind: RecordKind, editions: Mapping[str, str]) -> pd.DataFrame:
    """Return one observation per indicator of the kind, area and quarter in which any row counts.

    Parameters
    ----------
    records : the typed records of one kind.
    editions : the edition of each file.

    Returns
    -------
    Observations whose place is the first row that counts; provenance is the last in precedence of those rows;
    a quarter without a row under its denominator has no observation.
    """
    rows = [
        _observation(indicator, str(area), quarter, _in_quarter(own, indicator, quarter), kind, editions)
        for indicator in kind.indicator
        for area, own in records.groupby("area_code", sort=True)
        for quarter in _quarters(own, indicator)
    ]
    return as_observations(pd.DataFrame([row for row in rows if row], columns=list(OBSERVATIONS)))


def _quarters(rows: pd.DataFrame, indicator: RecordIndicator) -> list[Period]:
    """Return every quarter from the first to the last day that counts, none that the files do not cover.

    A quarter that had not ended when the newest file was published is still under way there.
    """
    names = [indicator.dated_by] if indicator.dated_by else [indicator.open_from, indicator.open_until]
    days = pd.concat([_days(rows[name]) for name in names]).dropna()
    if days.empty:
        return []
    spanned = pd.period_range(days.min(), days.max(), freq="Q-MAR")
    known = rows["published"].max()
    quarters = [quarter_of(quarter.qyear, quarter.quarter) for quarter in spanned]
    return [quarter for quarter in quarters if pd.isna(known) or pd.Timestamp(quarter.end) <= known]


def _in_quarter(rows: pd.DataFrame, indicator: RecordIndicator, quarter: Period) -> pd.DataFrame:
    start, end = pd.Timestamp(quarter.start), pd.Timestamp(quarter.end)
    if indicator.dated_by:
        return rows.loc[_days(rows[indicator.dated_by]).between(start, end)]
    until = _days(rows[indicator.open_until])
    return rows.loc[_days(rows[indicator.open_from]).le(end) & (until.isna() | until.gt(end))]


def _days(values: pd.Series) -> pd.Series:
    """Return a column of days as it is, one of quarters as the last day of each."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values
    ends = {label: pd.Timestamp(parse_period(label).end) for label in values.unique() if label}
    return pd.to_datetime(values.map(ends))


def _wanted(rows: pd.DataFrame, count: Count) -> pd.Series:
    wanted = pd.Series(True, rows.index)
    for name, value in count.where.items():
        if isinstance(value, Bounds):
            low = rows[name].ge(value.least) if value.least is not None else rows[name].notna()
            high = rows[name].le(value.greatest) if value.greatest is not None else rows[name].notna()
            wanted &= (low & high).fillna(False).astype(bool)
        else:
            wanted &= rows[name].isin(value).fillna(False).astype(bool)
    return wanted


def _counted(rows: pd.DataFrame, count: Count) -> float:
    chosen = rows.loc[_wanted(rows, count)]
    if count.total:
        return float(chosen[count.total].sum())
    return float(chosen[count.distinct].nunique() if count.distinct else len(chosen))


def _observation(
    indicator: RecordIndicator,
    area: str,
    quarter: Period,
    rows: pd.DataFrame,
    kind: RecordKind,
    editions: Mapping[str, str],
) -> dict[str, object] | None:
    """Return the observation of a quarter's rows, None where none is under the denominator."""
    base = rows.loc[_wanted(rows, indicator.denominator or Count())]
    if base.empty:
        return None
    file = str(base["file"].iloc[0])
    return {
        "indicator_id": indicator.id,
        "area_code": area,
        "period": quarter.label,
        "frequency": Frequency.QUARTER.value,
        "period_start": pd.Timestamp(quarter.start),
        "period_end": pd.Timestamp(quarter.end),
        "year": quarter.year,
        "numerator": _counted(rows, indicator.numerator),
        "denominator": _counted(rows, indicator.denominator) if indicator.denominator else float("nan"),
        "value": float("nan"),
        "status": Status.OK.value,
        "token": "",
        "provenance": max(base["provenance"], key=PRECEDENCE.__getitem__),
        "source": file,
        "edition": editions[file],
        "published": base["published"].max(),
        "row": int(base["row"].iloc[0]),
        "column": 1,
        "note": f"counted from {len(base)} rows of the records '{kind.id}'",
    }
