"""Which pages an edition has, from the catalogue: source notebook, address and parameters of each."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.apostrophes import straighten
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Frequency, Period, parse_period
from kpi_lib.edition.audience import Audience
from kpi_lib.edition.improvement import HUB, PARTS


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an edition.

    `kind` is the name of its source notebook. `address` is its path under the edition's folder without an
    ending, `title` its name in menus (empty where the notebook's own heading serves), `parent` the address
    it stands under, `audience` whom it is for: a published edition never contains an internal page.
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


@dataclass(frozen=True, slots=True)
class Edition:
    """One quarter for one area."""

    quarter: Period
    area_code: str
    area_name: str
    is_home: bool = True

    @property
    def slug(self) -> str:
        """The edition's folder: `2017-18-q4`, for another area than home `2017-18-q4-essex`."""
        quarter = self.quarter.label.lower()
        return quarter if self.is_home else f"{quarter}-{slug_of(self.area_name)}"

    @property
    def title(self) -> str:
        """The edition in words: "Worcestershire, January to March 2018"."""
        return f"{self.area_name}, {self.quarter.words}"

    @property
    def short_title(self) -> str:
        """The edition for a menu: "Q4 2017-18", with the area where it is not the home area."""
        quarter = f"{self.quarter.label[-2:]} {self.quarter.year}"
        return quarter if self.is_home else f"{quarter}, {self.area_name}"

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters that every notebook takes."""
        return (("quarter", self.quarter.label), ("area", self.area_code))


def slug_of(name: str) -> str:
    """Return a name as part of an address: lower case, words joined by hyphens.

    >>> slug_of("Bristol, City of")
    'bristol-city-of'
    """
    letters = "".join(
        letter if letter.isalnum() else " " for letter in straighten(name.lower()).replace("'", "")
    )
    return "-".join(letters.split())


def parse_quarter(text: str) -> Period:
    """Read a quarter however it is spelt; raises DataError for any other period."""
    period = parse_period(text)
    if period.frequency is not Frequency.QUARTER:
        raise DataError(
            "An edition is for a quarter",
            got=f"'{text}', a {period.frequency}",
            expected="a quarter such as 2017-18-Q4",
        )
    return period


def plan_pages(edition: Edition, catalogue: Catalogue) -> tuple[Page, ...]:
    """Return the pages of one edition in reading order: each theme is followed by its indicators."""
    shared = edition.parameters
    pages = [Page("overview", "overview", shared, "Overview"), Page("brief", "brief", shared, "Brief")]
    for theme in catalogue.themes:
        address = f"themes/{theme.id}"
        pages.append(Page("theme", address, (*shared, ("theme", theme.id)), theme.title))
        pages += [
            Page(
                "indicator",
                f"indicators/{indicator.slug}",
                (*shared, ("indicator", indicator.id)),
                indicator.plain_title,
                address,
            )
            for indicator in catalogue.in_theme(theme.id)
        ]
    pages += _improvement_pages(shared)
    pages.append(Page("benchmarks", "benchmarks", shared))
    pages.append(Page("reconciliation", "reconciliation", shared))
    pages.append(Page("data_quality", "data-quality", shared))
    pages.append(Page("methods", "methods", shared))
    pages.append(Page("glossary", "glossary", shared))
    return tuple(pages)


def _improvement_pages(shared: tuple[tuple[str, str], ...]) -> list[Page]:
    """Return the front page of the improvement part and the pages under it."""
    front = Page(HUB, HUB, shared, "Improvement")
    return [front, *(Page(part.kind, part.address, shared, part.title, HUB, part.audience) for part in PARTS)]
