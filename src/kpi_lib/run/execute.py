"""Run an edition's notebooks and put the executed edition in place, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.areas import is_invented
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.replace import replaced_folder, write_file
from kpi_lib.pack.contents import contents_of, select_shown
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.processed import load_fresh, select_of_area
from kpi_lib.pack.project import Project
from kpi_lib.present.shown.footer import publication_words
from kpi_lib.run.downloads import Place, add_tool_rows, save_downloads
from kpi_lib.run.hashes import hash_file
from kpi_lib.run.inputs import hash_inputs, hash_of_surroundings, page_key, save_inputs
from kpi_lib.run.kernel import WarmKernel
from kpi_lib.run.notebooks import check_notebooks
from kpi_lib.run.plan import Page, plan_pages
from kpi_lib.run.prose import check_written, save_landing_seal
from kpi_lib.run.record import (
    FIGURES_FILE,
    RECORD_FILE,
    EditionRecord,
    PageRecord,
    as_json,
    load_editions,
    load_record,
)
from kpi_lib.run.workers import KernelWorkers

if TYPE_CHECKING:
    from nbformat import NotebookNode

LANDING_SOURCE = "index.ipynb"

Watch = Callable[[str, int, int], None]
"""Called with what is being done, how many pages are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Executed:
    """One executed edition, how many of its pages were run or taken over unchanged, and the warnings."""

    record: EditionRecord
    n_run: int
    n_kept: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ExecutedPage:
    """The record of one executed page, and what its cells warned of."""

    record: PageRecord
    warnings: tuple[str, ...]


def execute_edition(
    project: Project, edition: Edition, workers: KernelWorkers, *, is_fresh: bool = False, watch: Watch
) -> Executed:
    """Execute every page of one edition that the project's audience may see into `editions/<slug>/`.

    Parameters
    ----------
    project : its folders; processed data must be there.
    edition : the quarter and area.
    workers : the kernels to run on.
    is_fresh : run every page, also those whose notebook, parameters, data and code are unchanged.
    watch : called for every page done.

    Raises
    ------
    NotebookError : a notebook breaks the rules or a cell raises; the old edition is as it was.
    ProseError : a figure or claim is written by hand, in the commentary or a notebook; likewise.
    StorageError : the disk is full or cannot be written; likewise.
    """
    target = project.editions / edition.slug
    inputs = hash_inputs(project)  # before anything is read: what changes under way is found when published
    before = None if is_fresh else load_record(target)
    surroundings = hash_of_surroundings(project)
    planned = _plan(project, edition)
    pages = tuple(page for page in planned if project.audience.may_see(page.audience))
    keys = {page.address: page_key(page, project.notebook(page.source), surroundings) for page in pages}
    publication = publication_words(project.settings.council, edition.quarter)
    check_written(project, edition)
    check_notebooks(project.notebook(source) for source in dict.fromkeys(page.source for page in pages))
    with replaced_folder(target) as building:
        kept = _keep_unchanged(pages, keys, before, target, building)
        if len(kept) == len(pages) and (target / FIGURES_FILE).is_file():
            shutil.copyfile(target / FIGURES_FILE, building / FIGURES_FILE)
        new = [page for page in pages if page.address not in kept]
        run = _run_pages(project, new, keys, workers, building, watch, publication)
        records = kept | {address: page.record for address, page in run.items()}
        record = _edition_record(edition, tuple(records[page.address] for page in pages))
        (building / RECORD_FILE).write_text(as_json(record), encoding="utf-8")
        save_inputs(building, inputs)
        save_downloads(building, record, publication)
    ran = (run[page.address] for page in pages if page.address in run)
    warnings = dict.fromkeys(warning for page in ran for warning in page.warnings)
    return Executed(record, len(run), len(kept), tuple(warnings))


def _plan(project: Project, edition: Edition) -> tuple[Page, ...]:
    """Return the pages that the edition has, of all or of what has anything to show."""
    if project.settings.show_empty:
        return plan_pages(edition, load_catalogue())
    processed = select_of_area(load_fresh(project), edition.area_code, project.root)
    contents = contents_of(processed, edition.area_code, edition.quarter)
    return plan_pages(edition, select_shown(load_catalogue(), contents), contents)


def execute_landing(project: Project, workers: KernelWorkers) -> None:
    """Execute the landing page, which lists all editions, with the latest edition's parameters."""
    check_notebooks([project.notebook(LANDING_SOURCE)])
    latest = load_editions(project.editions, project.area_code)[0]
    parameters = {"quarter": latest.quarter, "area": latest.area_code}

    def run(source: Path, kernel: WarmKernel) -> str:
        from kpi_lib.run.engine import run_notebook
        from kpi_lib.run.normalise import as_text, normalise_notebook

        notebook = normalise_notebook(run_notebook(source, parameters, kernel), "", project.notice)
        return as_text(_marked(notebook, project))

    for _, text in workers.each(run, [project.notebook(LANDING_SOURCE)]):
        write_file(project.landing, text)
    save_landing_seal(project.landing, project.editions)


def _marked(notebook: NotebookNode, project: Project) -> NotebookNode:
    """Return a notebook whose pictures say that they are invented, if the project's area is."""
    if not is_invented(project.area_code):
        return notebook
    from kpi_lib.run.invented import with_marked_pictures

    return with_marked_pictures(notebook)


def _run_pages(
    project: Project,
    pages: list[Page],
    keys: dict[str, str],
    workers: KernelWorkers,
    building: Path,
    watch: Watch,
    publication: str,
) -> dict[str, _ExecutedPage]:
    """Execute pages into `building`; return each by its address."""

    def run(page: Page, kernel: WarmKernel) -> _ExecutedPage:
        return _run_page(project, page, keys[page.address], kernel, building, publication)

    executed: dict[str, _ExecutedPage] = {}
    watch("", 0, len(pages))
    for page, done in workers.each(run, _first_of_each_kind_first(pages)):
        executed[page.address] = done
        watch(page.address, len(executed), len(pages))
    return executed


def _run_page(
    project: Project, page: Page, key: str, kernel: WarmKernel, building: Path, publication: str
) -> _ExecutedPage:
    """Execute one page, write its file into `building` and return its record."""
    from kpi_lib.run.engine import run_notebook
    from kpi_lib.run.normalise import as_text, heading_of, normalise_notebook, warnings_in

    executed = run_notebook(project.notebook(page.source), dict(page.parameters), kernel)
    notebook = _marked(normalise_notebook(executed, page.title, project.notice), project)
    add_tool_rows(notebook, Place(page.address, page.kind, publication))
    with storage_faults(building):
        file = building / page.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_text(notebook), encoding="utf-8", newline="\n")
    record = PageRecord(
        kind=page.kind,
        address=page.address,
        parent=page.parent,
        title=heading_of(notebook),
        menu_title=page.title or heading_of(executed),
        key=key,
        sha256=hash_file(file),
        audience=page.audience.value,
    )
    return _ExecutedPage(record, warnings_in(executed))


def _first_of_each_kind_first(pages: list[Page]) -> list[Page]:
    """Put one page of every notebook in front, so that a broken notebook is found in seconds."""
    first = list({page.kind: page for page in reversed(pages)}.values())
    return [*first, *(page for page in pages if page not in first)]


def _keep_unchanged(
    pages: tuple[Page, ...], keys: dict[str, str], old: EditionRecord | None, target: Path, building: Path
) -> dict[str, PageRecord]:
    """Copy pages made from the very same things, as they were made; return their records by address."""
    kept = {}
    for page in pages:
        before = old.page(page.address) if old else None
        file = target / page.file
        is_same = before is not None and before.key == keys[page.address]
        if before and is_same and file.is_file() and hash_file(file) == before.sha256:
            (building / page.file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, building / page.file)
            kept[page.address] = before
    return kept


def _edition_record(edition: Edition, pages: tuple[PageRecord, ...]) -> EditionRecord:
    return EditionRecord(
        slug=edition.slug,
        quarter=edition.quarter.label,
        area_code=edition.area_code,
        area_name=edition.area_name,
        is_home=edition.is_home,
        title=edition.title,
        short_title=edition.short_title,
        pages=pages,
    )
