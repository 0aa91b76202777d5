"""Where a run stops: after executing, before anything is put in place, and again before publishing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kpi_lib.assure.prose.asked import check_again
from kpi_lib.assure.prose.check import Checker, Finding
from kpi_lib.assure.prose.commentary import check_commentary, load_commentary
from kpi_lib.assure.prose.facts import Facts
from kpi_lib.assure.prose.faults import raise_findings
from kpi_lib.assure.prose.pages import check_pages, load_page
from kpi_lib.assure.prose.seal import check_landing_seal, check_seal, save_seal
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.ingest.hand_written.commentary import commentary_file
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import Project
from kpi_lib.present.shown.footer import publication_words
from kpi_lib.run.record import EditionRecord, load_record
from kpi_lib.run.tool_rows import Place


def check_written(project: Project, edition: Edition) -> None:
    """Check the council's commentary on a quarter, where there is one, before a notebook is run.

    Raises
    ------
    ProseError : a reference that does not resolve, a figure or word not borne out; all at once.
    """
    file = commentary_file(edition.area_code, edition.quarter)
    if load_commentary(project.raw, file) is not None:
        raise_findings(check_commentary(_checker(project, edition)))


def seal_executed(
    project: Project, edition: Edition, folder: Path, record: EditionRecord, *, is_new: bool
) -> None:
    """Check what was written by hand into pages that were just executed, and seal all their sentences.

    Sentences that the library wrote are not judged here: the tests judge the functions that write them, and a
    run must not stop on a true one that the checker cannot read.

    Parameters
    ----------
    folder : where the pages are, not yet in their place.
    is_new : whether any page was run; pages kept were checked when they were.

    Raises
    ------
    ProseError : a sentence written by hand that nothing computed bears out; all at once.
    """
    if is_new:
        raise_findings(check_pages(folder, record, _checker(project, edition)))
    save_seal(folder, record)


def check_prose(project: Project, editions: Iterable[Edition]) -> int:
    """Check the commentary and the executed pages of editions as they stand; return how many pages.

    Beside what a run checks, the library is asked for every part of every page again: a page rewritten
    together with its record and its seal says something else.

    Raises
    ------
    ProseError : whatever a run would stop on, in all of them at once.
    """
    findings, n_pages = [], 0
    for edition in editions:
        checker, folder = _checker(project, edition), project.editions / edition.slug
        record = load_record(folder)
        findings += check_commentary(checker)
        if record is not None:
            findings += [*check_seal(folder, record), *check_pages(folder, record, checker)]
            findings += _check_again(project, folder, record, checker)
            n_pages += len(record.pages)
    raise_findings({(finding.page, finding.sentence, finding.word): finding for finding in findings}.values())
    return n_pages


def _check_again(
    project: Project, folder: Path, record: EditionRecord, checker: Checker
) -> Iterator[Finding]:
    """Yield what the pages of an edition say otherwise than the library, asked again."""
    publication = publication_words(project.settings.council, checker.quarter)
    for page in record.pages:
        place = Place(page.address, page.kind, publication)
        yield from check_again(load_page(folder, page), place, checker.facts.pack)


def check_sealed(project: Project, records: Iterable[EditionRecord]) -> None:
    """Check that no page was changed since it was executed.

    Raises
    ------
    ProseError : naming each page and the sentence that was changed.
    """
    found = [*check_landing_seal(project.landing, project.editions)]
    for record in records:
        found += check_seal(project.editions / record.slug, record)
    raise_findings(found)


def _checker(project: Project, edition: Edition) -> Checker:
    def load() -> Facts:
        return Facts(load_pack(edition.quarter.label, edition.area_code, project=project))

    return Checker(load_areas().find(code=edition.area_code), edition.quarter, load)
