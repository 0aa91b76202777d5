"""Where a run stops over what its pages say: before a notebook is run, and again before pages are published.

Before: the commentary must hold no figure or claim of its own. After: the pages must be as they were
executed; `edition.json` has their hashes, `landing.json` that of the landing page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kpi_lib.core.errors import KpiError, KpiErrors, ProseError, raise_all
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.hand_written.commentary import commentary_file
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import Project
from kpi_lib.pages.commentary.commentary import check_commentary, load_commentary
from kpi_lib.run.hashes import hash_file
from kpi_lib.run.record import EditionRecord, load_record

LANDING_SEAL = "landing.json"


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


def save_landing_seal(landing: Path, editions: Path) -> None:
    """Write the hash of the landing page next to the editions that it lists."""
    write_file(editions / LANDING_SEAL, json.dumps({"sha256": hash_file(landing)}) + "\n")


def changed_pages(editions: Path, records: Iterable[EditionRecord]) -> Iterator[ProseError]:
    """Yield every page of executed editions that is no longer as it was executed."""
    for record in records:
        for page in record.pages:
            file = editions / record.slug / f"{page.address}.ipynb"
            if not file.is_file():
                yield _fault(file, editions, "The file of an executed page is gone")
            elif hash_file(file) != page.sha256:
                yield _fault(file, editions, "A page was changed after it was executed")


def changed_landing(landing: Path, editions: Path) -> Iterator[ProseError]:
    """Yield the landing page where it is no longer as it was executed."""
    path = editions / LANDING_SEAL
    sealed = json.loads(path.read_text(encoding="utf-8"))["sha256"] if path.is_file() else ""
    if hash_file(landing) != sealed:
        yield _fault(landing, landing.parent, "The landing page was changed after it was executed")


def _fault(file: Path, folder: Path, what: str) -> ProseError:
    where = file.relative_to(folder).as_posix()
    return ProseError(what, where=where, hint="run `kpi execute` again, which makes the page anew")
