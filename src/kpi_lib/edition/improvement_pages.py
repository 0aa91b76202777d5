"""The page objects of the improvement part, by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from kpi_lib.core.errors import CatalogueError, nearest
from kpi_lib.edition.courts_page import CourtsDriftPage, CourtsPage
from kpi_lib.edition.improvement import HUB
from kpi_lib.edition.improvement_page import ImprovementPage
from kpi_lib.edition.improvement_plan_page import ImprovementPlanPage
from kpi_lib.edition.inspections_page import InspectionsPage
from kpi_lib.edition.money_page import MoneyPage
from kpi_lib.edition.quality_assurance_page import QualityAssurancePage
from kpi_lib.edition.teams_page import TeamsPage
from kpi_lib.edition.through_care_page import ThroughCarePage
from kpi_lib.edition.voice_page import VoicePage
from kpi_lib.edition.workforce_page import WorkforcePage
from kpi_lib.present.display import Shown

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack


class PartPage(Protocol):
    """What every page of the improvement part can show, beside its own."""

    @property
    def title(self) -> str:
        """The page's heading: what it finds."""

    @property
    def is_illustrative(self) -> bool:
        """Whether anything that the heading rests on is illustrative."""

    def context(self) -> Shown:
        """Return a sentence or two: area, quarter, and what the page rests on."""

    def footer(self) -> Shown:
        """Return the small print."""

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""


PAGES: Mapping[str, Callable[[Pack], PartPage]] = {
    HUB: ImprovementPage,
    "inspections": InspectionsPage,
    "improvement_plan": ImprovementPlanPage,
    "quality_assurance": QualityAssurancePage,
    "voice": VoicePage,
    "teams": TeamsPage,
    "through_care": ThroughCarePage,
    "money": MoneyPage,
    "courts": CourtsPage,
    "courts_drift": CourtsDriftPage,
    "workforce_and_practice": WorkforcePage,
}


def part_page(pack: Pack, kind: str) -> PartPage:
    """Return one page of the improvement part; raises CatalogueError with the nearest name."""
    if kind in PAGES:
        return PAGES[kind](pack)
    raise CatalogueError(
        "There is no such page", got=f"'{kind}'", expected=", ".join(PAGES), hint=nearest(kind, PAGES)
    )
