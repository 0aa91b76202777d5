"""A site with what belongs to it next to its executed editions: earlier editions, corrections, the log.

Editions that were released and are not built again are carried over, byte for byte, at their address. Both
publishers need a page at an address to link it in a menu, so a stand-in for such an edition's first page is
staged; once the site is built, the released edition is laid over it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kpi_lib.assure.release.archive import Archive, save_site_list
from kpi_lib.assure.release.checks import run_checks
from kpi_lib.assure.release.notes import Corrections, fill_page, save_page, stage_earlier, stage_notes
from kpi_lib.assure.release.seal import SITE, copy_sealed
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience
from kpi_lib.disk.replace import replaced_folder
from kpi_lib.pack.project import Project
from kpi_lib.publish.site_build import Additions, Published, build_site, choose_publisher, executed_editions
from kpi_lib.publish.target import check_target
from kpi_lib.run.prose import check_sealed
from kpi_lib.run.record import EditionRecord, in_reading_order

NOTHING_RELEASED = Archive()


def publish_site(
    project: Project,
    choice: PublisherChoice,
    *,
    jobs: int = 2,
    archive: Archive = NOTHING_RELEASED,
    corrections: Corrections = (),
) -> Published:
    """Publish all executed editions of the project into `project.site`.

    Parameters
    ----------
    archive : the released site that it follows; its editions that are not executed here are carried over.
    corrections : those that the site lists, newest first.

    Raises
    ------
    ProseError : a page was changed after it was executed.
    PublishError, SettingsError, StorageError : see `build_site`.
    """
    name = choose_publisher(choice)
    records = executed_editions(project)
    check_sealed(project, records)
    carried = select_carried(archive, records)
    # of an edition carried over, menus lead to the first page: its own menu is on its pages
    menus = in_reading_order([*records, *(replace(record, pages=record.pages[:1]) for record in carried)])

    def stage(staging: Path) -> None:
        save_page(staging, project.notice)
        _stage_stand_ins(staging, carried)
        stage_earlier(staging, carried)
        stage_notes(staging, menus, corrections)

    def place(building: Path) -> None:
        _carry_over(archive, carried, building)
        save_site_list(building, [*records, *carried])
        fill_page(building, archive.log, menus)

    n_pages = 1 + sum(len(record.pages) for record in carried)  # 1: the page on releases
    additions = Additions(menus, n_pages, stage, place)
    return build_site(project, name, records, additions, jobs=jobs)


def publish_apart(project: Project, choice: PublisherChoice, *, jobs: int = 2) -> Published:
    """Publish a site that is never released, for the council alone or of another area, into its folder.

    One for everybody is checked before.

    Raises
    ------
    PublishError : the site cannot be built, or a check has found something; the old site is as it was.
    SettingsError, StorageError, ProseError : see `publish_site`.
    """
    if project.audience is Audience.INTERNAL:
        return publish_site(project, choice, jobs=jobs)
    check_target(project)
    published = publish_site(replace(project, site=project.candidate / SITE), choice, jobs=jobs)
    run_checks(project, published.site)
    with replaced_folder(project.site) as building:
        shutil.copytree(published.site, building, dirs_exist_ok=True)
    return replace(published, site=project.site)


def select_carried(archive: Archive, built: Sequence[EditionRecord]) -> tuple[EditionRecord, ...]:
    """Return the released editions that are in place and not among those being built."""
    if archive.site is None:
        return ()
    slugs = {record.slug for record in built}
    return tuple(record for record in archive.records if record.slug not in slugs)


def _stage_stand_ins(staging: Path, carried: Sequence[EditionRecord]) -> None:
    """Put a stand-in for the first page of each carried edition among the notebooks to be published."""
    for record in carried:
        path = staging / f"{record.first_page}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = f"# {record.pages[0].title}"
        cell = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": title}
        notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(notebook), encoding="utf-8")


def _carry_over(archive: Archive, carried: Sequence[EditionRecord], building: Path) -> None:
    """Copy each carried edition into the new site, with the shared files that only the old site has.

    Style sheets are named by their content, so a carried page keeps its own; a script that both sites
    have is the new site's. Only what was released is copied, whatever else is in the old site's folder.

    Raises
    ------
    ReleaseError : a file of the old site was changed since it was compared with the log.
    """
    if archive.site is None or not carried:
        return
    for record in carried:
        shutil.rmtree(building / "editions" / record.slug, ignore_errors=True)
    own = tuple(f"editions/{record.slug}/" for record in carried)
    wanted = {
        name: stated
        for name, stated in archive.files.items()
        if name.startswith(own) or not (name.startswith("editions/") or (building / name).exists())
    }
    copy_sealed(archive.site, wanted, building)
