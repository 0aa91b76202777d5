"""What an area has to show in a quarter: its indicators, its records, and whose figures they are."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.periods import Period
from kpi_lib.core.status import Provenance, Status
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.records import select_records

NOTHING_TO_SHOW = (Status.NOT_AVAILABLE, Status.NOT_APPLICABLE)
"""A figure of these says only that there is none; a withheld one is something to show."""


def contents_of(processed: Processed, area_code: str, quarter: Period) -> frozenset[str]:
    """Return what an area has: ids of indicators, kinds of records, and provenances of its own figures.

    Parameters
    ----------
    processed : what `select_of_area` leaves of the raw files.

    Returns
    -------
    Ids of indicators with a figure of a period that ends by the quarter's end, kinds with a record by then,
    and `published`, `reported` and `local` where there is such a figure.
    """
    rows = processed.observations
    own = rows.loc[
        rows["area_code"].eq(area_code)
        & ~rows["status"].isin(NOTHING_TO_SHOW)
        & rows["period_end"].le(pd.Timestamp(quarter.end))
    ]
    kinds = [kind for kind in processed.records if len(select_records(processed.records, kind, quarter))]
    sides = [side.value for side in Provenance if own["provenance"].eq(side.value).any()]
    return frozenset([*own["indicator_id"].astype("str").unique(), *kinds, *sides])


def select_shown(catalogue: Catalogue, contents: frozenset[str]) -> Catalogue:
    """Return the catalogue with the indicators in `contents` alone, and the themes that hold any."""
    shown = {name: indicator for name, indicator in catalogue.indicators.items() if name in contents}
    filled = {indicator.theme for indicator in shown.values()}
    themes = tuple(theme for theme in catalogue.themes if theme.id in filled)
    return Catalogue(themes, shown, catalogue.retired_ids)
