"""What the front page of the improvement part asks of every page under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kpi_lib.present.shown.display import Shown


class PartPage(Protocol):
    """What every page of the improvement part can show, next to its own."""

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


@dataclass(frozen=True)
class Part:
    """One page of the improvement part as its front page lists it."""

    title: str
    question: str
    kind: str
    address: str
    page: PartPage
