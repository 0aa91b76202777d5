"""From one area's observations to every result that its pages draw on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.analysis.change.year_on_year import summarise_changes
from kpi_lib.analysis.compare.benchmark import summarise_comparisons
from kpi_lib.analysis.compare.neighbourhood import CELL
from kpi_lib.analysis.compare.stability import summarise_stability
from kpi_lib.analysis.estimates.rates import KEY, add_counts, summarise_estimates
from kpi_lib.analysis.funnels.authorities import summarise_funnels
from kpi_lib.analysis.withhold.estimates import has_small_count, withhold_small_counts
from kpi_lib.catalogue.areas import Area, Areas
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.settings import Settings
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.periods import Period


@dataclass(frozen=True)
class Results:
    """The result frames of one area and its comparators, none later than the edition's quarter."""

    estimates: pd.DataFrame
    changes: pd.DataFrame
    comparisons: pd.DataFrame


def compute_results(
    observations: pd.DataFrame,
    *,
    area: Area,
    quarter: Period,
    catalogue: Catalogue,
    areas: Areas,
    settings: Settings,
    neighbours: pd.DataFrame,
) -> Results:
    """Compute estimates, changes and comparisons of `area` for all periods up to `quarter`.

    Parameters
    ----------
    observations : the cleaned figures of all areas and periods.
    neighbours : the lists of statistical neighbours, of all areas; see `load_neighbours`.

    Returns
    -------
    Estimates of the area, its neighbours on every list, its region and England; changes of the
    area; its comparisons with every list and every average. Small counts of our own are withheld before
    anything is computed from them.
    """
    listed = neighbours.loc[neighbours["area_code"].eq(area.area_code)]
    wanted = {area.area_code, area.region_code, ENGLAND, *listed["neighbour_code"]}
    known = observations.loc[observations["area_code"].isin(wanted)].reset_index(drop=True)
    # withheld before later quarters are cut off: what is kept back must not depend on the edition
    shown = withhold_small_counts(summarise_estimates(known, catalogue), catalogue)
    estimates = shown.loc[shown["period_end"].le(pd.Timestamp(quarter.end))].reset_index(drop=True)
    own = estimates.loc[estimates["area_code"].eq(area.area_code)]
    comparisons = summarise_comparisons(
        estimates,
        catalogue,
        neighbours=listed,
        areas=areas.frame,
        home=[area.area_code],
        minimum_n=settings.minimum_neighbours,
    )
    changes = summarise_changes(own, catalogue)
    return Results(estimates, add_days(changes, own), add_days(comparisons, own))


def add_days(rows: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Add `period_end` to changes or comparisons: the day on which the figure's period ends.

    A state is reported by its day, and a census of September is in the year to March.
    """
    return rows.merge(estimates[[*KEY, "period_end"]], how="left", on=KEY, validate="many_to_one")


def compute_stability(
    estimates: pd.DataFrame, area: Area, catalogue: Catalogue, settings: Settings, neighbours: pd.DataFrame
) -> pd.DataFrame:
    """Return for each estimate of `area` how many ways of making its comparison with neighbours agree."""
    return summarise_stability(
        estimates,
        catalogue,
        neighbours=neighbours.loc[neighbours["area_code"].eq(area.area_code)],
        model=settings.neighbour_model,
        average=settings.average,
        home=[area.area_code],
        minimum_n=settings.minimum_neighbours,
    )


def compute_funnels(
    estimates: pd.DataFrame, comparisons: pd.DataFrame, catalogue: Catalogue, areas: Areas
) -> pd.DataFrame:
    """Return the funnels of the figures that some comparisons are about, over all authorities with data.

    A share next to its size gives the count away, so authorities with a small one are left out; so does a
    share next to a size that is implied by it.

    Parameters
    ----------
    estimates : of all areas. comparisons : one row per figure, with indicator, basis and period.
    """
    wanted = comparisons[[*CELL]].drop_duplicates()
    regions = set(areas.frame["region_code"])
    local = [code for code in estimates["area_code"].unique() if code not in regions and code != ENGLAND]
    implied = add_counts(estimates, catalogue)
    counted = estimates.assign(numerator=implied["numerator"], denominator=implied["denominator"])
    shown = estimates.loc[~has_small_count(counted, catalogue)]
    return summarise_funnels(shown.merge(wanted, on=[*CELL]), catalogue, areas=local)
