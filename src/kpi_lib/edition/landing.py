"""The landing page of the site: the latest edition in tiles, and a link to every edition."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.edition.load import load_pack
from kpi_lib.edition.pack import Pack
from kpi_lib.edition.project import find_project
from kpi_lib.edition.record import EditionRecord, load_editions
from kpi_lib.present.display import Shown, show_note
from kpi_lib.present.tables import Cell, Column, Group, Table, show_table
from kpi_lib.present.tiles import show_tiles


@dataclass(frozen=True)
class LandingPage:
    """Where a reader of the site begins."""

    pack: Pack
    records: tuple[EditionRecord, ...]

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


def load_landing(quarter: str, area: str = "") -> LandingPage:
    """Load the landing page; `quarter` and `area` are those of the latest edition."""
    pack = load_pack(quarter, area)
    return LandingPage(pack, load_editions(find_project().editions, pack.area.area_code))
