"""What a figure's period is: a quarter, a year, or a rolling year of four quarters.

A quarter is compared with the same quarter a year before, never with a year. So every observation gets
one basis, and the periods of a basis can be counted.

Four quarters add up to a rolling year and three months to a quarter, flows only. Counted events add up. A
denominator that counts events adds up as well; a population does not, so its mean over the parts is taken.
A sum is given only when every part has its figure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Kind, Measure
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import Frequency, Period, parse_period, quarter_ending
from kpi_lib.core.status import PRECEDENCE, Provenance, Status

QUARTER, ROLLING_YEAR, YEAR = "quarter", "rolling_year", "year"
MONTH = "month"
BASES = (QUARTER, ROLLING_YEAR, YEAR)
QUARTERS_IN_YEAR, MONTHS_IN_QUARTER = 4, 3


def add_basis(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Add `basis`; a snapshot that is the state of a quarter or a year takes that label as its `period`.

    A snapshot at the end of a quarter is that quarter's state in the council's own series; a
    published snapshot is the state at the census day of its year.
    """
    plain = observations.astype({"indicator_id": "str", "area_code": "str", "provenance": "str"})
    wants_quarters = plain["indicator_id"].map(catalogue.by_id("frequency")).eq(Frequency.QUARTER)
    is_snapshot = plain["frequency"].eq(Frequency.SNAPSHOT)
    end = plain["period_end"]
    is_own = plain["provenance"].ne(Provenance.PUBLISHED)
    is_quarterly = is_snapshot & is_own & wants_quarters & end.dt.is_quarter_end
    basis = plain["frequency"].astype("str").mask(is_snapshot, YEAR).mask(is_quarterly, QUARTER)
    labels = plain["period"].mask(is_snapshot, plain["year"])
    quarters = {day: quarter_ending(day.date()).label for day in end[is_quarterly].unique()}
    return plain.assign(basis=basis, period=labels.mask(is_quarterly, end.map(quarters)).astype("str"))


def ordinals(periods: pd.Series) -> pd.Series:
    """Number periods of one frequency so that neighbours in time differ by 1.

    Raises AnalysisError when frequencies are mixed, DataError when a label is no period.

    >>> ordinals(pd.Series(["2016-17-Q4", "2017-18-Q1"])).diff().tolist()[1]
    1.0
    """
    parsed = {label: parse_period(label) for label in periods.unique()}
    frequencies = {period.frequency for period in parsed.values()}
    if len(frequencies) > 1:
        raise AnalysisError(
            "One series holds periods of different lengths",
            got=", ".join(sorted(frequencies)),
            expected="one of them",
            hint="select one basis first",
        )
    return periods.map({label: _ordinal(period) for label, period in parsed.items()}).astype("int64")


def _ordinal(period: Period) -> int:
    return period.end.year if period.frequency is Frequency.SNAPSHOT else period.as_pandas.ordinal


def earlier_labels(periods: pd.Series) -> pd.Series:
    """Return for each label that of the same period one year before."""
    return periods.map({label: parse_period(label).year_before().label for label in periods.unique()})


SERIES = ["indicator_id", "area_code"]
_SUMMED = frozenset({Measure.COUNT, Measure.AMOUNT})


def summarise_rolling_years(quarters: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per quarter that ends four in a row: the year up to it.

    Parameters
    ----------
    quarters : one row per indicator, area and quarter, as `rates.select_one_edition` leaves them.

    Returns
    -------
    Same columns, `basis` = `rolling_year`. No row before a series' fourth quarter; where one of the
    four is missing, a row without a figure, whose status and note say which and why.
    """
    return _summed(quarters, catalogue, QUARTERS_IN_YEAR, ROLLING_YEAR)


def summarise_quarters(months: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per quarter whose three months are published, as `summarise_rolling_years`."""
    summed = _summed(months, catalogue, MONTHS_IN_QUARTER, QUARTER)
    ends = {label: parse_period(label).end for label in summed["period"].unique()}
    # three months in a row end with every month; only those that end with a quarter's last one make a quarter
    labels = {
        label: quarter_ending(end).label for label, end in ends.items() if end.month % MONTHS_IN_QUARTER == 0
    }
    kept = summed.loc[summed["period"].isin(labels)]
    return kept.assign(period=kept["period"].map(labels).astype("str"))


def _summed(parts: pd.DataFrame, catalogue: Catalogue, size: int, basis: str) -> pd.DataFrame:
    flow = parts.loc[parts["indicator_id"].map(catalogue.by_id("kind")).eq(Kind.FLOW)]
    if flow.empty:
        return flow.assign(basis=basis)
    flow = flow.assign(_order=ordinals(flow["period"]))
    first = flow.groupby(SERIES, observed=True)["_order"].transform("min")
    last = flow.loc[flow["_order"] - first >= size - 1].reset_index(drop=True)
    windows = _windows(flow, last, size)
    return last.assign(basis=basis, **_totals(last, windows, catalogue)).drop(columns="_order")


def _windows(flow: pd.DataFrame, last: pd.DataFrame, size: int) -> list[pd.DataFrame]:
    """Return the parts of every window, newest part first, each aligned with `last`."""
    columns = ["numerator", "denominator", "value", "decimals", "status", "provenance"]
    lookup = flow.set_index([*SERIES, "_order"])[columns]
    keys = [last[SERIES[0]], last[SERIES[1]]]
    windows = [pd.MultiIndex.from_arrays([*keys, last["_order"] - back]) for back in range(size)]
    return [lookup.reindex(window).reset_index(drop=True) for window in windows]


def _totals(last: pd.DataFrame, windows: list[pd.DataFrame], catalogue: Catalogue) -> dict[str, pd.Series]:
    measure = last["indicator_id"].map(catalogue.by_id("measure"))
    faults = np.stack([part["status"].ne(Status.OK).to_numpy(dtype=bool) for part in windows])
    numerator = _total(windows, "numerator")
    denominator = _total(windows, "denominator")
    is_rate = measure.eq(Measure.RATE)
    # the 118,000 children of four quarters are the same ones, so they count once and not as 472,000
    denominator = denominator.where(~is_rate, denominator / len(windows))
    value = _total(windows, "value").where(measure.isin(_SUMMED) & numerator.isna())
    has_figure = value.notna() | _has_counts(numerator, denominator, measure)
    is_whole = pd.Series(~np.any(faults, axis=0))
    return {
        "numerator": numerator.where(is_whole),
        "denominator": denominator.where(is_whole),
        "value": value.where(is_whole),
        "decimals": _coarsest(windows).where(value.notna() & is_whole),
        "status": _first_fault(windows, faults)
        .where(~is_whole, Status.OK)
        .mask(is_whole & ~has_figure, Status.NOT_AVAILABLE),
        "provenance": _last_provenance(windows).fillna(last["provenance"]),
        "note": _notes(last, is_whole, has_figure, is_rate, len(windows)),
    }


def _total(windows: list[pd.DataFrame], column: str) -> pd.Series:
    return pd.Series(np.sum([part[column].to_numpy(dtype=float) for part in windows], axis=0))


def _coarsest(windows: list[pd.DataFrame]) -> pd.Series:
    """Return the fewest decimals of a window's parts: a sum is no finer than its coarsest term."""
    return pd.concat([part["decimals"] for part in windows], axis=1).min(axis=1)


def _has_counts(numerator: pd.Series, denominator: pd.Series, measure: pd.Series) -> pd.Series:
    return numerator.notna() & (denominator.gt(0) | measure.isin(_SUMMED))


def _first_fault(windows: list[pd.DataFrame], faults: np.ndarray) -> pd.Series:
    """Return the status of the newest part without a figure, a part without a row being not available."""
    statuses = pd.concat([part["status"].astype(object) for part in windows], axis=1)
    reasons = statuses.where(faults.T).fillna(Status.NOT_AVAILABLE.value).to_numpy()
    return pd.Series(reasons[np.arange(len(reasons)), faults.argmax(axis=0)], dtype="str")


def _last_provenance(windows: list[pd.DataFrame]) -> pd.Series:
    """Return the last provenance of the parts: a year with one reported quarter is reported."""
    places = pd.concat([part["provenance"].astype(object).map(PRECEDENCE) for part in windows], axis=1)
    return places.max(axis=1).map({place: name for name, place in PRECEDENCE.items()}).astype("str")


def _notes(
    last: pd.DataFrame, is_whole: pd.Series, has_figure: pd.Series, is_rate: pd.Series, size: int
) -> pd.Series:
    whole = pd.Series(f"sum of {size} periods", index=last.index, dtype="str").mask(
        is_rate, f"sum of {size} periods over their mean population"
    )
    broken = f"not given: one of its {size} periods has no figure"
    uncounted = f"not given: its {size} periods have no counts to add"
    return whole.where(has_figure, uncounted).where(is_whole, broken)
