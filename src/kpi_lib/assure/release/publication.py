"""A site with what belongs to it next to its executed editions: earlier editions, corrections, the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kpi_lib.assure.release.archive import Archive
from kpi_lib.assure.release.carry import as_stand_in, carry_over, select_carried, stage_stand_ins
from kpi_lib.assure.release.log_page import fill_page, save_page
from kpi_lib.assure.release.notes import Corrections, stage_earlier, stage_notes
from kpi_lib.assure.release.site_list import save_site_list
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.pack.project import Project
from kpi_lib.publish.site_build import Published, build_site, choose_publisher, executed_editions
from kpi_lib.run.prose import check_sealed
from kpi_lib.run.record import EditionRecord, in_reading_order


@dataclass(frozen=True)
class Succession:
    """What a new site follows: the released one, and the corrections it lists, newest first."""

    archive: Archive = field(default_factory=Archive)
    corrections: Corrections = ()


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
    PublishError, SettingsError, StorageError : see `build_site`.
    """
    name = choose_publisher(choice)
    records = executed_editions(project)
    check_sealed(project, records)
    follows = after or Succession()
    carried = select_carried(follows.archive, records)
    return build_site(project, name, _Additions(project, follows, records, carried), jobs=jobs)


@dataclass(frozen=True)
class _Additions:
    """What a site holds besides its executed editions; see `site_build.Additions`."""

    project: Project
    follows: Succession
    records: Sequence[EditionRecord]
    carried: Sequence[EditionRecord]

    @property
    def n_pages(self) -> int:
        """How many pages are added: those of carried editions, and the page on releases."""
        return 1 + sum(len(record.pages) for record in self.carried)

    def in_menus(self, records: Sequence[EditionRecord]) -> list[EditionRecord]:
        """Return the editions that menus list; of a carried one, its first page."""
        return list(in_reading_order([*records, *map(as_stand_in, self.carried)]))

    def stage(self, staging: Path) -> None:
        """Stage the page on releases, stand-ins of carried editions, and notes on all pages."""
        save_page(staging, self.project.audience.notice)
        stage_stand_ins(staging, self.carried)
        stage_earlier(staging, self.carried)
        stage_notes(staging, self.in_menus(self.records), self.follows.corrections, load_catalogue())

    def place(self, building: Path) -> None:
        """Copy carried editions into the built site, list all editions, and fill in the log."""
        carry_over(self.follows.archive, self.carried, building)
        save_site_list(building, in_reading_order([*self.records, *self.carried]))
        fill_page(building, self.follows.archive.log, self.in_menus(self.records))
