"""Turnover and sickness of the four quarters up to each, as DfE counts a year.

References
----------
.. [1] Department for Education, Children's social work workforce: methodology. Turnover is the full-time
   equivalents who left in the year to the census over those in post on it; absence the working days lost
   over those available, 253 a year for each full-time equivalent.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.analysis.estimates.bases import ordinals

QUARTERS = 4
PER_CENT = 100


def summarise_staff_years(staff: pd.DataFrame) -> pd.DataFrame:
    """Return one row per quarter of which the three before are known too: its four quarters together.

    Parameters
    ----------
    staff : one row a quarter: `quarter`, `in_post`, `joiners`, `leavers`, `days_lost`, `days_available`.

    Returns
    -------
    `quarter`, `in_post` at its end, `joiners`, `leavers`, `turnover` and `absence` in per cent [1]_.
    """
    rows = staff.assign(_order=ordinals(staff["quarter"])).sort_values("_order", ignore_index=True)
    sums = rows[["joiners", "leavers", "days_lost", "days_available"]].rolling(QUARTERS).sum()
    is_whole = rows["_order"].diff(QUARTERS - 1).eq(QUARTERS - 1)
    return (
        pd.DataFrame(
            {
                "quarter": rows["quarter"],
                "in_post": rows["in_post"],
                "joiners": sums["joiners"],
                "leavers": sums["leavers"],
                "turnover": sums["leavers"] / rows["in_post"] * PER_CENT,
                "absence": sums["days_lost"] / sums["days_available"] * PER_CENT,
            }
        )
        .loc[is_whole]
        .reset_index(drop=True)
    )
