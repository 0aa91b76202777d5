"""The parts of the report beside the indicators: which pages they have, where, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.edition.audience import Audience

HUB = "improvement"
"""The page under which all the others stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the improvement part.

    `kind` is its notebook's name and the word by which `pack.part` finds it; `title` stands in menus,
    `question` says on the part's front page what it answers.
    """

    kind: str
    title: str
    question: str
    audience: Audience = Audience.PUBLISHED

    @property
    def address(self) -> str:
        """The page's path under its edition's folder, without an ending."""
        return self.kind.replace("_", "-")


PARTS = (
    Part("inspections", "Inspections", "What has Ofsted found, and what is due?"),
    Part("improvement_plan", "Improvement plan", "What was promised, and what has moved since?"),
    Part("quality_assurance", "Quality assurance", "Is the work good, and do two auditors agree?"),
    Part("voice", "Voice of the child and family", "Who is heard, and what do they say?"),
    Part("courts", "Courts", "Do cases reach a decision in time?"),
    Part("courts_drift", "Courts: drift list", "Which cases go on for too long?", Audience.INTERNAL),
    Part(
        "workforce_and_practice",
        "Workforce and practice",
        "Are there enough social workers, and does practice move with them?",
    ),
    Part("through_care", "Through Care", "Do children leave care sooner, and start well as adults?"),
    Part("money", "Money", "What do placements cost against their budget, and why?"),
    Part(
        "teams", "Teams", "Which teams should be looked at, and which only look different?", Audience.INTERNAL
    ),
)
"""In the order of the menu."""
