"""What a figure's period is: a quarter, a year, or a rolling year of four quarters.

A quarter is next to the same quarter a year before, never next to a year. So every observation
gets one basis, and the periods of a basis can be counted.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import Frequency, Period, parse_period, quarter_of
from kpi_lib.core.status import Provenance

QUARTER, ROLLING_YEAR, YEAR = "quarter", "rolling_year", "year"
MONTH = "month"
BASES = (QUARTER, ROLLING_YEAR, YEAR)
QUARTERS_IN_YEAR, MONTHS_IN_QUARTER = 4, 3


def add_basis(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Add `basis` and, where a snapshot stands for a quarter or a year, give `period` that label.

    A snapshot at the end of a quarter is that quarter's state in the council's own series; a
    published snapshot is the state at the census day of its year.
    """
    plain = observations.astype({"indicator_id": "str", "area_code": "str", "provenance": "str"})
    wants_quarters = plain["indicator_id"].map(
        {item.id: item.frequency == Frequency.QUARTER for item in catalogue}
    )
    is_snapshot = plain["frequency"].eq(Frequency.SNAPSHOT)
    end = plain["period_end"]
    is_own = plain["provenance"].ne(Provenance.PUBLISHED)
    is_quarterly = is_snapshot & is_own & wants_quarters.astype(bool) & end.dt.is_quarter_end
    basis = plain["frequency"].astype("str").mask(is_snapshot, YEAR).mask(is_quarterly, QUARTER)
    labels = plain["period"].mask(is_snapshot, plain["year"])
    quarters = {day: _quarter_ending(day) for day in end[is_quarterly].unique()}
    return plain.assign(basis=basis, period=labels.mask(is_quarterly, end.map(quarters)).astype("str"))


def _quarter_ending(day: pd.Timestamp) -> str:
    quarter = pd.Period(day, freq="Q-MAR")
    return quarter_of(quarter.qyear, quarter.quarter).label


def ordinals(periods: pd.Series) -> pd.Series:
    """Number periods of one frequency so that neighbours in time differ by 1.

    Raises AnalysisError when frequencies are mixed, DataError when a label is no period.
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
