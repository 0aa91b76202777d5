"""Which quarters are the newest, for a run for which none is named: a scheduled one, or `make site`."""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Frequency, Period, parse_period, quarters_of


def newest_quarters(observations: pd.DataFrame, area_code: str, n: int) -> tuple[Period, ...]:
    """Return the `n` newest quarters that an area has figures for, oldest first.

    An area with annual figures only has quarter 4 of each of its years.

    Raises
    ------
    DataError : the area has no figures at all.
    """
    own = observations.loc[observations["area_code"].eq(area_code) & observations["status"].eq("ok")]
    periods = [parse_period(label) for label in own["period"].unique()]
    quarters = {period for period in periods if period.frequency is Frequency.QUARTER}
    if not quarters:
        years = (parse_period(year) for year in own["year"].unique())
        quarters = {quarters_of(year)[-1] for year in years}
    if not quarters:
        raise DataError(
            "There is no figure for this area in any period",
            got=area_code,
            expected="at least one figure",
            hint="name an area that the raw files hold, with --area",
        )
    return tuple(sorted(quarters)[-n:])
