"""Build the site beside the old one and move it into place, with the publisher that is there."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.errors import PublishError
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.replace import replaced_folder
from kpi_lib.disk.scratch import scratch_folder
from kpi_lib.edition import embedded, quarto
from kpi_lib.edition.audience import Audience
from kpi_lib.edition.documents.build import copy_documents, save_documents
from kpi_lib.edition.documents.programs import choose_programs
from kpi_lib.edition.downloads import copy_downloads
from kpi_lib.edition.project import Project
from kpi_lib.edition.prose.gate import check_sealed
from kpi_lib.edition.record import FIGURES_FILE, EditionRecord, in_reading_order, load_editions
from kpi_lib.edition.release.archive import Archive
from kpi_lib.edition.release.carry import as_stand_in, carry_over, select_carried, stage_stand_ins
from kpi_lib.edition.release.log_page import PAGE, fill_page, page_notebook
from kpi_lib.edition.release.notes import Told, stage_earlier, stage_notes
from kpi_lib.edition.release.site_list import save_site_list
from kpi_lib.edition.target import MARKER, check_target, marker_text


@dataclass(frozen=True, slots=True)
class Published:
    """A site in its place: where, by which publisher, how many pages of which editions."""

    site: Path
    publisher: str
    n_pages: int
    editions: tuple[str, ...]
    other: str


@dataclass(frozen=True)
class Succession:
    """What a new site follows: the released one, and the corrections it tells of, newest first."""

    archive: Archive = field(default_factory=Archive)
    told: Told = ()


def publish_site(
    project: Project, choice: PublisherChoice, *, jobs: int = 2, after: Succession | None = None
) -> Published:
    """Publish all executed editions of the project into `project.site`.

    Parameters
    ----------
    after : what the site follows; its editions that are not executed here are carried over. Without it
        the site holds the executed editions alone.

    Raises
    ------
    ProseError : a page was changed after it was executed.
    PublishError : nothing is executed, a page is for another audience than the site, the publisher chosen
        is not installed, or it fails or warns.
    SettingsError : the target folder holds something else than a site.
    StorageError : the disk is full or cannot be written. In every case the old site is as it was.
    """
    name = choose_publisher(choice)
    records = load_editions(project.editions, project.area_code)
    if not records or not project.landing.is_file():
        raise PublishError(
            "No edition has been executed yet",
            where=str(project.editions),
            hint="run `kpi execute --quarter 2017-18-Q4` first, or `kpi run`, which does it all",
        )
    check_audience(project, records)
    check_sealed(project, records)
    check_target(project)
    follows = after or Succession()
    carried = select_carried(follows.archive, records)
    shown = in_reading_order([*records, *map(as_stand_in, carried)])
    with scratch_folder(project.root) as staging:
        with storage_faults(staging):
            _stage(project, staging, records)
            stage_stand_ins(staging, carried)
            stage_earlier(staging, carried)
            stage_notes(staging, shown, follows.told, load_catalogue())
            documents = save_documents(staging, choose_programs(name))
            _stage_for(name, project.root, staging, shown)
        is_private = project.audience is Audience.INTERNAL
        with replaced_folder(project.site, is_private=is_private) as building:
            _build(name, staging, building, jobs)
            copy_documents(documents, staging, building)
            copy_downloads(project.editions, building, records)
            carry_over(follows.archive, carried, building)
            _describe(project, building, in_reading_order([*records, *carried]), name)
            fill_page(building, follows.archive.log, shown)
    n_pages = 2 + sum(len(record.pages) for record in (*records, *carried))
    return Published(
        project.site, name, n_pages, tuple(record.slug for record in shown), how_to_get_other(name)
    )


def choose_publisher(choice: PublisherChoice) -> str:
    """Return the publisher to use; `auto` takes Quarto where it is on the PATH."""
    if choice is PublisherChoice.QUARTO and not quarto.is_installed():
        raise PublishError(
            "Quarto is not installed",
            got="no `quarto` on the PATH",
            hint='pip install -e ".[quarto]", or leave the choice to --publisher auto',
        )
    takes_quarto = choice is not PublisherChoice.EMBEDDED and quarto.is_installed()
    return quarto.NAME if takes_quarto else embedded.NAME


def how_to_get_other(name: str) -> str:
    """Return one line that says how to publish with the other publisher."""
    if name == quarto.NAME:
        return "for the embedded publisher add --publisher embedded"
    if quarto.is_installed():
        return "for Quarto add --publisher quarto"
    return 'for Quarto install it: pip install -e ".[quarto]"'


def check_audience(project: Project, records: Sequence[EditionRecord]) -> None:
    """Raise PublishError where an edition holds a page that the site's readers may not see."""
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


def _stage(project: Project, staging: Path, records: Sequence[EditionRecord]) -> None:
    """Copy the executed notebooks, the files that they link, and the page on releases."""
    shutil.copyfile(project.landing, staging / "index.ipynb")
    (staging / f"{PAGE}.ipynb").write_text(page_notebook(project.audience.notice) + "\n", encoding="utf-8")
    for record in records:
        for page in record.pages:
            target = staging / "editions" / record.slug / f"{page.address}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project.editions / record.slug / f"{page.address}.ipynb", target)
    copy_downloads(project.editions, staging, records)


def _stage_for(name: str, root: Path, staging: Path, records: Sequence[EditionRecord]) -> None:
    if name == embedded.NAME:
        embedded.stage(root, staging, records)
    else:
        quarto.stage(root, staging, records)


def _build(name: str, staging: Path, out: Path, jobs: int) -> None:
    if name == embedded.NAME:
        embedded.build(staging, out, jobs=jobs)
    else:
        quarto.build(staging, out)


def _describe(project: Project, building: Path, records: Sequence[EditionRecord], name: str) -> None:
    """Add to a built site whom it is for, which editions it has, and each edition's figures as printed."""
    slugs = [record.slug for record in records]
    (building / MARKER).write_text(marker_text(project, name, slugs), encoding="utf-8")
    save_site_list(building, records)
    for record in records:
        figures = project.editions / record.slug / FIGURES_FILE
        if figures.is_file():
            shutil.copyfile(figures, building / "editions" / record.slug / FIGURES_FILE)
