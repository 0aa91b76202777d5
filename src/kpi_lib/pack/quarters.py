"""Which quarters an area has figures for: whether there is anything to show, and which are the newest."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.core.errors import DataError, nearest
from kpi_lib.core.periods import Period, parse_period, quarter_on
from kpi_lib.pack.edition import parse_quarter
from kpi_lib.pack.processed import load_fresh
from kpi_lib.pack.project import Project


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


def latest_quarters(project: Project, n: int = 1) -> tuple[Period, ...]:
    """Return a project's `n` newest quarters, oldest first: those of its settings, else of its data.

    Raises
    ------
    DataError : the area has no figures at all.
    """
    if project.settings.latest and not project.other_area:
        return tuple(parse_quarter(quarter) for quarter in project.settings.latest[-n:])
    return newest_quarters(load_fresh(project).observations, project.area_code, n)


def newest_quarters(observations: pd.DataFrame, area_code: str, n: int) -> tuple[Period, ...]:
    """Return the `n` newest quarters in which a figure of the area ends, oldest first.

    A year ends in its fourth quarter, a count on 31 March too, a census of 30 September in the second.

    Raises
    ------
    DataError : the area has no figures at all.
    """
    own = observations.loc[observations["area_code"].eq(area_code) & observations["status"].eq("ok")]
    quarters = {quarter_on(day) for day in own["period_end"].unique()}
    if not quarters:
        raise DataError(
            "There is no figure for this area in any period",
            got=f"none for {load_areas().words(area_code)} ({area_code})",
            expected="at least one figure",
            hint="put a file into data/raw and list it with: kpi add FILE; or name another area with --area",
        )
    return tuple(sorted(quarters)[-n:])
