"""Every way of comparing the figures that lead with the neighbours, for the page where a reader chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.compare.benchmark import COMPARISONS
from kpi_lib.analysis.compare.stability import summarise_alternatives
from kpi_lib.catalogue.neighbours import load_neighbours
from kpi_lib.pages.benchmarks.what_if import show_what_if
from kpi_lib.present.shown.display import Shown

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

CELL = ["indicator_id", "basis", "period"]


def show_ways(pack: Pack, link: str) -> Shown:
    """Return every verdict against the neighbours, with a choice of average, list and neighbour left out."""
    ways = ways_of(pack)
    return show_what_if(
        list(pack.headlines.values()),
        ways,
        pack.neighbourhood,
        {model: list(rows["neighbour_code"]) for model, rows in _lists(pack).items()},
        average=str(pack.settings.average),
        link=link,
    )


def ways_of(pack: Pack) -> pd.DataFrame:
    """Return the ways of every comparison that leads; see `stability.summarise_alternatives`."""
    compared = [item.comparison for item in pack.headlines.values() if item.comparison is not None]
    leads = pd.DataFrame(compared, columns=COMPARISONS)
    if leads.empty:
        return leads
    estimates = pack.results.estimates.merge(leads[CELL], on=CELL)
    return summarise_alternatives(
        estimates,
        pack.catalogue,
        neighbours=pd.concat(_lists(pack).values(), ignore_index=True),
        home=[pack.area.area_code],
        minimum_n=pack.settings.minimum_neighbours,
    )


def _lists(pack: Pack) -> dict[str, pd.DataFrame]:
    """Return the area's neighbours by list, of the lists that have it."""
    lists = load_neighbours(pack.project.root)
    own = lists.loc[lists["area_code"].eq(pack.area.area_code)].sort_values(["model", "rank"])
    return {str(model): rows.reset_index(drop=True) for model, rows in own.groupby("model")}
