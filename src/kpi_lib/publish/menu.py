"""The menus of a site: where each page is in them, the same for both publishers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi_lib.run.record import EditionRecord, PageRecord

LANDING = "index"
FLAT_MENU = 4
"""Editions that are next to each other in the bar at most; more go into a menu."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu, with the lines under it; `address` is from the site's root, without ending."""

    text: str
    address: str
    children: tuple[Entry, ...] = ()

    def walk(self) -> Iterator[Entry]:
        """Yield this entry and all under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def edition_menu(record: EditionRecord) -> tuple[Entry, ...]:
    """Return the menu of one edition: its pages in order, indicators under their theme."""
    return tuple(_entry(record, page) for page in record.pages if not page.parent)


def edition_links(records: Sequence[EditionRecord]) -> tuple[Entry, ...]:
    """Return one entry per edition, leading to its first page, in the order given."""
    return tuple(Entry(record.short_title, record.first_page) for record in records)


def _entry(record: EditionRecord, page: PageRecord) -> Entry:
    children = tuple(_entry(record, child) for child in record.children(page.address))
    return Entry(page.menu_title, f"editions/{record.slug}/{page.address}", children)
