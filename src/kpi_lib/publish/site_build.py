"""Build the site next to the old one and move it into place, with the publisher that is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import PublishError
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.replace import replaced_folder
from kpi_lib.disk.scratch import scratch_folder
from kpi_lib.pack.project import Project
from kpi_lib.publish import embedded, quarto
from kpi_lib.publish.documents.build import copy_documents, save_documents
from kpi_lib.publish.documents.files import HOW_TO_GET, missing_packages
from kpi_lib.publish.look import save_look
from kpi_lib.publish.target import MARKER, check_target, marker_text
from kpi_lib.run.downloads import copy_downloads
from kpi_lib.run.record import FIGURES_FILE, EditionRecord, load_editions

_PUBLISHERS = {embedded.NAME: embedded, quarto.NAME: quarto}


@dataclass(frozen=True, slots=True)
class Published:
    """A site in its place: where, by which publisher, how many pages of which editions.

    `left_out` says in a sentence what the site lacks as it is not installed; empty where that is nothing.
    """

    site: Path
    publisher: str
    n_pages: int
    editions: tuple[str, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Additions:
    """What a site holds besides its executed editions: earlier editions, notes, the page on releases.

    `menus` are the editions that menus list, executed and added, in reading order; `n_pages` counts the pages
    added. `stage` puts what the publisher is to build next to the executed notebooks in a folder, `place`
    finished files into the folder of the built site.
    """

    menus: Sequence[EditionRecord]
    n_pages: int
    stage: Callable[[Path], None]
    place: Callable[[Path], None]


def build_site(
    project: Project, name: str, records: Sequence[EditionRecord], additions: Additions, *, jobs: int = 2
) -> Published:
    """Build executed editions of the project, and what is added to them, into `project.site`.

    Parameters
    ----------
    name : the publisher, see `choose_publisher`. records : the editions, see `executed_editions`.

    Raises
    ------
    PublishError : the publisher fails or warns.
    SettingsError : the target folder holds something else than a site.
    StorageError : the disk is full or cannot be written. In every case the old site is as it was.
    """
    check_target(project)
    with scratch_folder(project.root) as staging:
        with storage_faults(staging):
            save_look(project.root)
            _stage(project, staging, records)
            additions.stage(staging)
            documents = () if missing_packages() else save_documents(staging)
            _PUBLISHERS[name].stage(project.root, staging, additions.menus)
        is_private = project.audience is Audience.INTERNAL
        with replaced_folder(project.site, is_private=is_private) as building:
            _build(name, staging, building, jobs)
            copy_documents(documents, staging, building)
            copy_downloads(project.editions, building, records)
            _describe(project, building, additions.menus, name)
            additions.place(building)
    n_pages = 1 + sum(len(record.pages) for record in records) + additions.n_pages
    slugs = tuple(record.slug for record in additions.menus)
    return Published(project.site, name, n_pages, slugs, _left_out())


def _left_out() -> str:
    if not (missing := missing_packages()):
        return ""
    return f"No brief as Word or PDF: {', '.join(missing)} not installed ({HOW_TO_GET})"


def executed_editions(project: Project) -> tuple[EditionRecord, ...]:
    """Return the executed editions of a project.

    Raises
    ------
    PublishError : there is none, or one holds a page that the site's readers may not see.
    """
    records = load_editions(project.editions, project.area_code)
    if not records or not project.landing.is_file():
        raise PublishError(
            "No edition has been executed yet",
            where=str(project.editions),
            hint="run `kpi execute --quarter 2017-18-Q4` first, or `kpi run`, which does it all",
        )
    hidden = [
        f"{record.slug}/{page.address}"
        for record in records
        for page in record.pages
        if not project.audience.may_see(page.audience)
    ]
    if hidden:
        raise PublishError(
            "An internal page would be published",
            where=str(project.editions),
            got=", ".join(hidden[:5]),
            expected=f"pages with the audience '{project.audience}' only",
            hint="run `kpi execute` again, or build them with: kpi run --audience internal",
        )
    return records


def choose_publisher(choice: PublisherChoice) -> str:
    """Return the publisher to use; `auto` takes Quarto where it is on the PATH."""
    if choice is PublisherChoice.QUARTO and not quarto.is_installed():
        raise PublishError(
            "Quarto is not installed",
            got="no `quarto` on the PATH",
            hint='pip install "kpi-lib[quarto]", or leave the choice to --publisher auto',
        )
    takes_quarto = choice is not PublisherChoice.EMBEDDED and quarto.is_installed()
    return quarto.NAME if takes_quarto else embedded.NAME


def how_to_get_other(name: str) -> str:
    """Return one line that says how to publish with the other publisher."""
    if name == quarto.NAME:
        return "for the embedded publisher add --publisher embedded"
    if quarto.is_installed():
        return "for Quarto add --publisher quarto"
    return 'for Quarto install it: pip install "kpi-lib[quarto]"'


def _stage(project: Project, staging: Path, records: Sequence[EditionRecord]) -> None:
    """Copy the executed notebooks, and the files that they link."""
    shutil.copyfile(project.landing, staging / "index.ipynb")
    for record in records:
        for page in record.pages:
            target = staging / "editions" / record.slug / f"{page.address}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project.editions / record.slug / f"{page.address}.ipynb", target)
    copy_downloads(project.editions, staging, records)


def _build(name: str, staging: Path, out: Path, jobs: int) -> None:
    if name == embedded.NAME:
        embedded.build(staging, out, jobs=jobs)
    else:
        quarto.build(staging, out)


def _describe(project: Project, building: Path, records: Sequence[EditionRecord], name: str) -> None:
    """Add to a built site whom it is for, which editions it has, and each edition's figures as printed."""
    slugs = [record.slug for record in records]
    (building / MARKER).write_text(marker_text(project, name, slugs), encoding="utf-8")
    for record in records:
        figures = project.editions / record.slug / FIGURES_FILE
        if figures.is_file():
            shutil.copyfile(figures, building / "editions" / record.slug / FIGURES_FILE)
