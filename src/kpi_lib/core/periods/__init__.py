"""Periods of the financial year, one label each, in every usual English spelling; nothing of figures."""

from kpi_lib.core.periods.partial import (
    MonthOfYear,
    QuarterOfYear,
    YearOnly,
    join,
    join_stated,
    parse_partial,
)
from kpi_lib.core.periods.parts import StatedPeriod
from kpi_lib.core.periods.period import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    Frequency,
    Period,
    latest_full_year,
    month_of,
    period_between,
    quarter_ending,
    quarter_of,
    quarter_on,
    quarters_of,
    snapshot,
    year_ending,
)
from kpi_lib.core.periods.refusals import Quarters
from kpi_lib.core.periods.spellings import find_period, parse_period, parse_stated_period

__all__ = [
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "Frequency",
    "MonthOfYear",
    "Period",
    "QuarterOfYear",
    "Quarters",
    "StatedPeriod",
    "YearOnly",
    "find_period",
    "join",
    "join_stated",
    "latest_full_year",
    "month_of",
    "parse_partial",
    "parse_period",
    "parse_stated_period",
    "period_between",
    "quarter_ending",
    "quarter_of",
    "quarter_on",
    "quarters_of",
    "snapshot",
    "year_ending",
]
