"""The first half of a run: raw files checked and cleaned, and figures there for every edition to be made."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.neighbours import areas_around
from kpi_lib.catalogue.settings import check_council
from kpi_lib.core.errors import KpiError, KpiErrors, raise_all
from kpi_lib.ingest.clean_folder import Progress, Summary, check_raw_figures, clean_raw
from kpi_lib.ingest.hand_written.tables import load_corrections, load_events, load_explanations
from kpi_lib.ingest.issues import STOP, issues_of_frame
from kpi_lib.ingest.manifest import check_manifest, load_manifest
from kpi_lib.ingest.national import is_packaged_alone
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.processed import load_fresh
from kpi_lib.pack.project import Project
from kpi_lib.pack.quarters import check_has_figures
from kpi_lib.pack.reconciliation import check_agreement
from kpi_lib.pages.commentary.commentary import check_commentaries


def check_files(project: Project) -> None:
    """Check what people write by hand, and the raw folder against its manifest; reads no figure.

    Raises
    ------
    KpiError : every fault of every hand-written file, all of them together; then files that are not listed,
        not there or changed since they were listed.
    """
    faults: list[KpiError] = []
    for load in (load_manifest, load_events, load_explanations, load_corrections, check_commentaries):
        try:
            load(project.raw)
        except KpiError as error:
            faults += error.errors if isinstance(error, KpiErrors) else [error]
    raise_all(faults)
    check_manifest(project.raw)


def check_figures(project: Project) -> pd.DataFrame:
    """Read and judge every raw file, and whether the figures fit together, without writing anything.

    Returns
    -------
    The `issues` frame, none of them of severity `stop`: those of the files, then those between figures.

    Raises
    ------
    KpiError : see `check_files`. ReadError : files that cannot be read.
    DataError : the issues of severity `stop`, all of them, or files of another council's own.
    SettingsError : the council that publishes is another one than the home area's.
    """
    settings = project.settings
    check_files(project)
    observations, issues = check_raw_figures(
        project.raw,
        home_area=settings.home_area,
        national=areas_around(settings.home_area, project.root) if settings.national else (),
    )
    stops = issues.loc[issues["severity"].eq(STOP)]
    raise_all(issue.as_error() for issue in issues_of_frame(stops))
    explanations = load_explanations(project.raw)
    check_council(settings)
    apart = check_agreement(observations, explanations, load_catalogue(), settings)
    # what DfE's own figures say against each other, no council can put right
    own = apart.loc[~apart["file"].map(is_packaged_alone)]
    return pd.concat([issues, own], ignore_index=True)


def clean_files(project: Project, progress: Progress | None = None) -> Summary:
    """Turn the raw files into observations and issues; see `clean_raw`."""
    home, national = project.settings.home_area, project.settings.national
    return clean_raw(project.raw, project.processed, home_area=home, national=national, progress=progress)


def check_editions(project: Project, editions: Iterable[Edition]) -> None:
    """Raise DataError for every edition whose area has no figures in its quarter.

    Raises
    ------
    SettingsError : the council that publishes is another one than the home area's.
    """
    check_council(project.settings)
    observations = load_fresh(project).observations
    for edition in editions:
        check_has_figures(observations, edition.quarter, load_areas().find(code=edition.area_code))
