"""What a council's own files state besides figures, each with its cell: targets, and comments."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.targets import Target
from kpi_lib.core.periods import Period


def targets_of_files(rows: pd.DataFrame, area: Area, quarter: Period) -> tuple[Target, ...]:
    """Return the target of each indicator that holds in a quarter: the newest not later than it or its year.

    Parameters
    ----------
    rows : the targets of all files (`catalogue.contracts.TARGETS`); one without a period holds always, and
        gives way to one with.
    """
    lineage = load_areas().lineage(area.area_code)
    is_later = rows["period_end"].gt(pd.Timestamp(quarter.end)) & rows["period"].ne(quarter.year)
    own = rows.loc[rows["area_code"].isin(lineage) & ~is_later]
    newest = own.sort_values(["period_end", "edition"], na_position="first", kind="stable")
    return tuple(
        Target(indicator=row["indicator_id"], value=row["value"], source=f"{row['source']}, {row['cell']}")
        for row in newest.drop_duplicates("indicator_id", keep="last").to_dict("records")
    )


def comments_on(rows: pd.DataFrame, area: Area, quarter: Period, indicator_id: str) -> pd.DataFrame:
    """Return the comments of an area's own files on a measure in a quarter: of it, its months or its year.

    Parameters
    ----------
    rows : the comments of all files (`catalogue.contracts.COMMENTS`); one without a period always counts.
    """
    ends = rows["period_end"].between(pd.Timestamp(quarter.start), pd.Timestamp(quarter.end))
    is_now = ends | rows["period"].isin([quarter.label, quarter.year, ""])
    is_ours = rows["area_code"].isin(load_areas().lineage(area.area_code))
    return rows.loc[rows["indicator_id"].eq(indicator_id) & is_ours & is_now]
