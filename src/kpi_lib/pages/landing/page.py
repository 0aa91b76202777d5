"""The landing page of the site: the latest edition in tiles, and a link to every edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kpi_lib.pack.pack import Pack
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.shown.tiles import show_tiles


class ExecutedEdition(Protocol):
    """What the landing page says of an edition."""

    @property
    def slug(self) -> str:
        """The edition's folder."""

    @property
    def title(self) -> str:
        """The edition in words."""

    @property
    def first_page(self) -> str:
        """The address of its first page from the site's root, without an ending."""

    @property
    def pages(self) -> Sequence[object]:
        """Its pages."""


@dataclass(frozen=True)
class LandingPage:
    """Where a reader of the site begins."""

    pack: Pack
    records: Sequence[ExecutedEdition]

    @property
    def title(self) -> str:
        """The page's heading."""
        return f"Children’s services in figures: {self.pack.area.name}"

    def latest(self) -> Shown:
        """Return the headline indicators of the latest edition as tiles that lead to it."""
        pack = self.pack
        headlines = pack.headlines_of(item for item in pack.catalogue if item.is_headline)
        folder = self.records[0].slug if self.records else pack.quarter.label.lower()
        return show_tiles(
            headlines, pack.results.estimates, link=f"editions/{folder}/indicators/{{slug}}.html"
        )

    def list(self) -> Shown:
        """Return a table of all editions, the newest first, each a link to its overview."""
        if not self.records:
            return show_note("No edition has been executed yet.")
        rows = [
            [
                Cell(record.title, href=f"{record.first_page}.html"),
                Cell(str(len(record.pages))),
            ]
            for record in self.records
        ]
        columns = [Column("Edition"), Column("Pages", is_number=True)]
        return show_table(Table("Each quarter’s edition, the newest first", columns, [Group(rows)]))
