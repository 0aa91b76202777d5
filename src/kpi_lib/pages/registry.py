"""All pages of an edition in reading order: the one list from which menus, runs and `kpi.pages` are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import CatalogueError, nearest
from kpi_lib.pack.pack import Pack
from kpi_lib.pages.benchmarks.page import BenchmarksPage
from kpi_lib.pages.brief.page import BriefPage
from kpi_lib.pages.courts.page import CourtsDriftPage, CourtsPage
from kpi_lib.pages.data_quality.page import QualityPage
from kpi_lib.pages.glossary.page import GlossaryPage
from kpi_lib.pages.improvement.page import ImprovementPage, Part
from kpi_lib.pages.improvement_plan.page import ImprovementPlanPage
from kpi_lib.pages.indicator.page import IndicatorPage
from kpi_lib.pages.inspections.page import InspectionsPage
from kpi_lib.pages.methods.page import MethodsPage
from kpi_lib.pages.money.page import MoneyPage
from kpi_lib.pages.overview.page import OverviewPage
from kpi_lib.pages.quality_assurance.page import QualityAssurancePage
from kpi_lib.pages.reconciliation.page import ReconciliationPage
from kpi_lib.pages.teams.page import TeamsPage
from kpi_lib.pages.theme.page import ThemePage
from kpi_lib.pages.through_care.page import ThroughCarePage
from kpi_lib.pages.voice.page import VoicePage
from kpi_lib.pages.workforce.page import WorkforcePage

IMPROVEMENT = "improvement"
THEME, INDICATOR = "theme", "indicator"


@dataclass(frozen=True)
class PageKind:
    """One kind of page.

    Parameters
    ----------
    kind : the name of its source notebook, and of its function in `kpi.pages`.
    make : returns the page of a pack; of a theme or an indicator, with its id.
    title : its name in menus; empty where the notebook's own heading serves.
    question : what the front page above it says that it answers.
    parent : the kind under which it is in menus.
    audience : for whom it is; a published edition never holds an internal page.
    each : `theme` or `indicator`, where an edition has one page for each.
    rests_on : ids of indicators, kinds of records or provenances of figures, any of which gives it something
        to show; empty where there always is something.
    """

    kind: str
    make: Callable[..., Any]
    title: str = ""
    question: str = ""
    parent: str = ""
    audience: Audience = Audience.PUBLISHED
    each: str = ""
    rests_on: tuple[str, ...] = ()

    def has_content(self, contents: frozenset[str]) -> bool:
        """Say whether an edition with these contents (`pack.contents`) has anything to show on the page."""
        below = [page for page in PAGES if page.parent == self.kind and not page.each]
        if below:
            return any(page.has_content(contents) for page in below)
        return not self.rests_on or not contents.isdisjoint(self.rests_on)

    @property
    def address(self) -> str:
        """The path of its page under the edition's folder, without an ending."""
        return self.kind.replace("_", "-")


def _theme(pack: Pack, theme: str) -> ThemePage:
    return ThemePage(pack, pack.catalogue.theme(theme))


def _indicator(pack: Pack, indicator: str) -> IndicatorPage:
    return IndicatorPage(pack, pack.catalogue[indicator])


def _improvement(pack: Pack) -> ImprovementPage:
    seen = [
        kind
        for kind in pages_under(IMPROVEMENT)
        if pack.project.audience.may_see(kind.audience)
        and (pack.settings.show_empty or kind.has_content(pack.contents))
    ]
    return ImprovementPage(
        pack,
        tuple(Part(kind.title, kind.question, kind.kind, kind.address, kind.make(pack)) for kind in seen),
    )


PAGES = (
    PageKind("overview", OverviewPage, "Overview"),
    PageKind("brief", BriefPage, "Brief"),
    PageKind(THEME, _theme, each=THEME),
    PageKind(INDICATOR, _indicator, parent=THEME, each=INDICATOR),
    PageKind(IMPROVEMENT, _improvement, "Improvement"),
    PageKind(
        "inspections", InspectionsPage, "Inspections", "What has Ofsted found, and what is due?", IMPROVEMENT,
        rests_on=("inspections", "findings"),
    ),
    PageKind(
        "improvement_plan", ImprovementPlanPage, "Improvement plan",
        "What was promised, and what has moved since?", IMPROVEMENT, rests_on=("actions",),
    ),
    PageKind(
        "quality_assurance", QualityAssurancePage, "Quality assurance",
        "Is the work good, and do two auditors agree?", IMPROVEMENT, rests_on=("audits",),
    ),
    PageKind(
        "voice", VoicePage, "Voice of the child and family", "Who is heard, and what do they say?",
        IMPROVEMENT, rests_on=("feedback_contacts",),
    ),
    PageKind(
        "courts", CourtsPage, "Courts", "Do cases reach a decision in time?", IMPROVEMENT,
        rests_on=("court_cases",),
    ),
    PageKind(
        "courts_drift", CourtsDriftPage, "Courts: drift list", "Which cases go on for too long?", IMPROVEMENT,
        Audience.INTERNAL, rests_on=("court_cases",),
    ),
    PageKind(
        "workforce_and_practice", WorkforcePage, "Workforce and practice",
        "Are there enough social workers, and does practice move with them?", IMPROVEMENT,
        rests_on=(
            "caseloads", "staff_changes", "social_worker_changes", "caseload_average",
            "social_worker_turnover_percent", "social_worker_vacancy_percent",
            "social_worker_agency_percent", "social_worker_absence_percent",
        ),
    ),
    PageKind(
        "through_care", ThroughCarePage, "Through Care",
        "Do children leave care sooner, and start well as adults?", IMPROVEMENT,
        rests_on=("left_care_within_12_months_percent", "care_exits"),
    ),
    PageKind(
        "money", MoneyPage, "Money", "What do placements cost against their budget, and why?", IMPROVEMENT,
        rests_on=("placement_spend",),
    ),
    PageKind(
        "teams", TeamsPage, "Teams", "Which teams should be looked at, and which only look different?",
        IMPROVEMENT, Audience.INTERNAL, rests_on=("team_figures",),
    ),
    PageKind("benchmarks", BenchmarksPage),
    PageKind("reconciliation", ReconciliationPage, rests_on=("reported", "local")),
    PageKind("data_quality", QualityPage),
    PageKind("methods", MethodsPage),
    PageKind("glossary", GlossaryPage),
)  # fmt: skip
"""In the order of the menu; a theme's page is followed by those of its indicators."""


def page_kind(kind: str) -> PageKind:
    """Return one kind of page by its name; raises CatalogueError with the nearest."""
    kinds = {page.kind: page for page in PAGES}
    if kind in kinds:
        return kinds[kind]
    raise CatalogueError(
        "There is no such page", got=f"'{kind}'", expected=", ".join(kinds), hint=nearest(kind, kinds)
    )


def pages_under(parent: str) -> tuple[PageKind, ...]:
    """Return the kinds of pages under one, in the order of the menu."""
    return tuple(page for page in PAGES if page.parent == parent)
