"""Which quarters an area has figures for: whether there is anything to show, and which are the newest."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.core.errors import DataError, nearest
from kpi_lib.core.periods import Period, parse_period, quarter_of

FIRST_MONTH, MONTHS, MONTHS_IN_QUARTER = 4, 12, 3
"""The financial year begins in April."""


def check_has_figures(observations: pd.DataFrame, quarter: Period, area: Area) -> None:
    """Raise DataError unless the area has a figure in the quarter or its financial year."""
    own = observations.loc[observations["area_code"].eq(area.area_code)]
    ends = pd.Timestamp(quarter.end)
    in_quarter = own["period_end"].between(pd.Timestamp(quarter.start), ends)
    if in_quarter.any() or own["year"].eq(quarter.year).any():
        return
    quarters = sorted(
        own.loc[own["frequency"].eq("quarter"), "period"].unique(), key=lambda label: parse_period(label).end
    )
    newest = quarters[-1] if quarters else (max(own["period"]) if len(own) else "nothing at all")
    raise DataError(
        f"There are no figures for {area.name} in {quarter.label}",
        got=f"figures up to {newest}",
        expected="at least one figure of that quarter or its financial year",
        hint=nearest(quarter.label, quarters) or "add the quarter's file with: kpi add FILE",
    )


def newest_quarters(observations: pd.DataFrame, area_code: str, n: int) -> tuple[Period, ...]:
    """Return the `n` newest quarters in which a figure of an area ends, oldest first.

    Annual figures and censuses count as well: those of the year to March 2025 end in its quarter 4, the
    workforce of 30 September 2025 is that of quarter 2 of 2025-26.

    Raises
    ------
    DataError : the area has no figures at all.
    """
    own = observations.loc[observations["area_code"].eq(area_code) & observations["status"].eq("ok")]
    quarters = {_quarter_in_which_ends(parse_period(label)) for label in own["period"].unique()}
    if not quarters:
        raise DataError(
            "There is no figure for this area in any period",
            got=f"none for {load_areas().words(area_code)} ({area_code})",
            expected="at least one figure",
            hint="put a file into data/raw and list it with: kpi add FILE; or name another area with --area",
        )
    return tuple(sorted(quarters)[-n:])


def _quarter_in_which_ends(period: Period) -> Period:
    day = period.end
    months_since_april = (day.month - FIRST_MONTH) % MONTHS
    return quarter_of(day.year + (day.month >= FIRST_MONTH), months_since_april // MONTHS_IN_QUARTER + 1)
