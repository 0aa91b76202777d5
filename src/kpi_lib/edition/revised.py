"""The revisions of a pack: which of its figures were stated before, and how they read then."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.revisions import summarise_revisions
from kpi_lib.catalogue.areas import load_areas

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack


def revisions_of(pack: Pack, indicator: str = "", area: str = "") -> pd.DataFrame:
    """Return the `revisions` of a pack's figures up to its quarter, as known on its day.

    Parameters
    ----------
    indicator : an indicator id; all when left out.
    area : an area code or name, or `all`; the pack's own area when left out.

    Raises
    ------
    CatalogueError : no such indicator or area, with the nearest.
    """
    rows = _all_revisions(pack)
    if area != "all":
        code = load_areas().named(area).area_code if area else pack.area.area_code
        rows = rows.loc[rows["area_code"].eq(code)]
    if indicator:
        rows = rows.loc[rows["indicator_id"].eq(pack.catalogue[indicator].id)]
    return rows.reset_index(drop=True)


@lru_cache(maxsize=4)
def _all_revisions(pack: Pack) -> pd.DataFrame:
    """Compare all areas' statements at once: a source's decimals are known from all that it prints."""
    rows = pack.processed.observations
    known = rows.loc[rows["period_end"].le(pd.Timestamp(pack.quarter.end))]
    return summarise_revisions(known.reset_index(drop=True), pack.catalogue)
