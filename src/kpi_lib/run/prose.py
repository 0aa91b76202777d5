"""Where a run stops: before a notebook is run, and again before pages are published."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_lib.core.errors import KpiError, KpiErrors, raise_all
from kpi_lib.ingest.hand_written.commentary import commentary_file
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import Project
from kpi_lib.pages.commentary.commentary import check_commentary, load_commentary
from kpi_lib.run.record import EditionRecord, load_record
from kpi_lib.run.seal import changed_landing, changed_pages


def check_written(project: Project, edition: Edition) -> None:
    """Check the council's commentary on a quarter, where there is one, before a notebook is run.

    Raises
    ------
    ProseError : a figure or claim that is not a reference, or a reference that does not resolve; all at once.
    """
    file = commentary_file(edition.area_code, edition.quarter)
    if load_commentary(project.raw, file) is not None:
        check_commentary(load_pack(edition.quarter.label, edition.area_code, project=project))


def check_prose(project: Project, editions: Iterable[Edition]) -> int:
    """Check the commentary and the executed pages of editions; return how many pages.

    Raises
    ------
    ProseError : whatever a run would stop on, in all of them at once.
    """
    faults: list[KpiError] = []
    n_pages = 0
    for edition in editions:
        try:
            check_written(project, edition)
        except KpiError as error:
            faults += error.errors if isinstance(error, KpiErrors) else [error]
        record = load_record(project.editions / edition.slug)
        if record is not None:
            faults += changed_pages(project.editions, [record])
            n_pages += len(record.pages)
    raise_all(faults)
    return n_pages


def check_sealed(project: Project, records: Iterable[EditionRecord]) -> None:
    """Check that no page was changed since it was executed.

    Raises
    ------
    ProseError : naming each page that was changed.
    """
    landing = changed_landing(project.landing, project.editions)
    raise_all([*landing, *changed_pages(project.editions, records)])
