"""The revisions of a pack: which of its figures were stated before, and how they read then."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from kpi_lib.analysis.editions.revisions import summarise_revisions
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import Period
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.known_day import known_then, parse_day
from kpi_lib.pack.processed import load_fresh
from kpi_lib.pack.project import Project


def revisions_of(
    processed: Processed, quarter: Period, home: str, indicator: str = "", area: str = ""
) -> pd.DataFrame:
    """Return the `revisions` of a pack's figures up to its quarter, as known on its day.

    Parameters
    ----------
    processed : the pack's observations; home : the code of its area.
    indicator : an indicator id; all when left out.
    area : an area code or name, or `all`; the pack's own area when left out.

    Raises
    ------
    CatalogueError : no such indicator or area, with the nearest.
    """
    rows = _all_revisions(processed, quarter)
    if area != "all":
        code = load_areas().named(area).area_code if area else home
        rows = rows.loc[rows["area_code"].eq(code)]
    if indicator:
        rows = rows.loc[rows["indicator_id"].eq(load_catalogue()[indicator].id)]
    return rows.reset_index(drop=True)


@lru_cache(maxsize=4)
def _all_revisions(processed: Processed, quarter: Period) -> pd.DataFrame:
    """Compare all areas' statements at once: a source's decimals are known from all that it prints."""
    rows = processed.observations
    known = rows.loc[rows["period_end"].le(pd.Timestamp(quarter.end))]
    return summarise_revisions(known.reset_index(drop=True), load_catalogue())


def revisions_at(
    project: Project, *, indicator: str = "", area: str = "", as_known_on: str = ""
) -> pd.DataFrame:
    """Return the `revisions` of one area over all periods, cleaning the raw files first where need be.

    Parameters
    ----------
    indicator : an indicator id; all when left out.
    area : an area code, number or name; the home area of `kpi.toml` when left out.
    as_known_on : a day; only editions published by its end. All when left out.

    Raises
    ------
    DataError : no such day, or nothing known by then.
    CatalogueError : no such indicator or area, with the nearest.
    """
    catalogue = load_catalogue()
    code = load_areas().named(area or project.settings.home_area).area_code
    wanted = catalogue[indicator].id if indicator else ""
    day = parse_day(as_known_on) if as_known_on else None
    rows = summarise_revisions(known_then(load_fresh(project), day).observations, catalogue)
    is_asked = rows["area_code"].eq(code) & (rows["indicator_id"].eq(wanted) | (not wanted))
    return rows.loc[is_asked].reset_index(drop=True)
