"""Which pages an edition has, from the catalogue: source notebook, address and parameters of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpi_lib.catalogue.indicators import Catalogue, Theme
from kpi_lib.core.audience import Audience
from kpi_lib.pack.edition import Edition
from kpi_lib.pages.registry import INDICATOR, PAGES, THEME, PageKind, page_kind


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an edition.

    `kind` is the name of its source notebook. `address` is its path under the edition's folder without an
    ending, `title` its name in menus (empty where the notebook's own heading serves), `parent` the address
    it is under, `audience` whom it is for: a published edition never contains an internal page.
    """

    kind: str
    address: str
    parameters: tuple[tuple[str, str], ...]
    title: str = ""
    parent: str = ""
    audience: Audience = Audience.PUBLISHED

    @property
    def source(self) -> str:
        """File name of the source notebook."""
        return f"{self.kind}.ipynb"

    @property
    def file(self) -> str:
        """Path of the executed notebook under the edition's folder."""
        return f"{self.address}.ipynb"


def plan_pages(
    edition: Edition, catalogue: Catalogue, contents: frozenset[str] | None = None
) -> tuple[Page, ...]:
    """Return the pages of one edition in reading order: each theme is followed by its indicators.

    Parameters
    ----------
    catalogue : the themes and indicators that have a page.
    contents : what the edition has to show (`pack.contents`); every kind of page when left out.
    """
    kinds = PAGES if contents is None else [kind for kind in PAGES if kind.has_content(contents)]
    return tuple(page for kind in kinds for page in _pages_of(kind, edition, catalogue))


def _pages_of(kind: PageKind, edition: Edition, catalogue: Catalogue) -> Iterator[Page]:
    """Yield the pages of a kind; those of indicators follow their theme's."""
    if kind.each == THEME:
        for theme in catalogue.themes:
            yield from _pages_of_theme(theme, edition, catalogue)
    elif not kind.each:
        parent = page_kind(kind.parent).address if kind.parent else ""
        yield Page(kind.kind, kind.address, edition.parameters, kind.title, parent, kind.audience)


def _pages_of_theme(theme: Theme, edition: Edition, catalogue: Catalogue) -> Iterator[Page]:
    address = f"themes/{theme.id}"
    yield Page(THEME, address, (*edition.parameters, (THEME, theme.id)), theme.title)
    for indicator in catalogue.in_theme(theme.id):
        parameters = (*edition.parameters, (INDICATOR, indicator.id))
        place = f"indicators/{indicator.slug}"
        yield Page(INDICATOR, place, parameters, indicator.plain_title, address)
