"""Is there anything to show: figures of the area in the quarter that is asked for."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.areas import Area
from kpi_lib.core.errors import DataError, nearest
from kpi_lib.core.periods import Period, parse_period


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
