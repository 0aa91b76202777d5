"""From the project's folder to a pack: clean what has changed, compute once, keep the newest few."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.neighbours import load_neighbours, text_of_own_neighbours
from kpi_lib.catalogue.settings import Settings
from kpi_lib.catalogue.targets import with_targets
from kpi_lib.core.periods import Period
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.edition import parse_quarter
from kpi_lib.pack.known_day import known_then, parse_day
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.processed import load_fresh, select_of_area
from kpi_lib.pack.project import Project, find_project
from kpi_lib.pack.quarters import check_has_figures, latest_quarters
from kpi_lib.pack.records import targets_of_files
from kpi_lib.pack.results import compute_results


def load_pack(
    quarter: str = "",
    area: str = "",
    *,
    as_known_on: str | date | None = None,
    project: Project | None = None,
) -> Pack:
    """Load one quarter of one area, cleaning the raw files first where that has not been done.

    What other councils say of themselves is left out: see `select_of_area`. Targets are the home area's:
    those of its own files, and before them those of `kpi.toml`.

    Parameters
    ----------
    quarter : such as `2017-18-Q4`, in any spelling; the newest when left out.
    area : an ONS code or a name; the home area of `kpi.toml` when left out.
    as_known_on : the day at whose end the figures were known; the newest editions when left out.

    Raises
    ------
    DataError : no such quarter or day, no figures for it, or nothing known by then.
    CatalogueError : no such area.
    """
    project = project or find_project()
    settings = project.settings
    chosen = load_areas().named(area or settings.home_area)
    known_on = None if as_known_on is None else parse_day(as_known_on)
    period = parse_quarter(quarter) if quarter else latest_quarters(project.with_area(area))[-1]
    lists = text_of_own_neighbours(project.root)
    return _cached_pack(period, chosen, settings, load_fresh(project), project, known_on, lists)


@lru_cache(maxsize=4)
def _cached_pack(
    quarter: Period,
    area: Area,
    settings: Settings,
    everything: Processed,
    project: Project,
    known_on: date | None,
    lists: str,
) -> Pack:
    """Make a pack, or return the one made of the same; `lists` are the council's own neighbours, as text."""
    is_home = area == load_areas().named(settings.home_area)
    processed = select_of_area(known_then(everything, known_on), area.area_code, project.root)
    own = targets_of_files(processed.targets, area, quarter) if is_home else ()
    catalogue = with_targets(load_catalogue(), (*own, *settings.target) if is_home else ())
    check_has_figures(processed.observations, quarter, area)
    results = compute_results(
        processed.observations,
        area=area,
        quarter=quarter,
        catalogue=catalogue,
        areas=load_areas(),
        settings=settings,
        neighbours=load_neighbours(project.root),
    )
    return Pack(quarter, area, settings, catalogue, processed, results, project, known_on)
