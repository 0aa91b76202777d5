"""What the pages of the improvement part share: what they rest on, and what they say without it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from kpi_lib.pages.footer import show_page_footer
from kpi_lib.present.shown.display import Shown, show_note, show_text
from kpi_lib.present.shown.inspections import show_findings

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


@dataclass(frozen=True)
class RecordPage(ABC):
    """A page whose heading rests on records or figures, and which says so where there are none.

    An empty set must never read as good news ("no action is overdue"), so a page decides once whether it has
    anything to go by: `title`, and whatever is shown through `_says`, are `NOTHING` where it has not.
    """

    pack: Pack
    KIND: ClassVar[str]
    NOTHING: ClassVar[str]

    @property
    def title(self) -> str:
        """The page's heading: what it finds."""
        return self._finding if self._is_founded else self.NOTHING

    def context(self) -> Shown:
        """Return area, quarter and what is looked at."""
        return show_note(f"{self.pack.words} {self._about}".strip())

    def claims(self) -> Shown:
        """Return what the report says of the page's subject."""
        return show_findings(self._claims, "What the report says")

    def ledger(self) -> Shown:
        """Return the heading and the figures of the page as plain text."""
        return show_text("\n".join([self.title, *self._ledger()]))

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, self.KIND)

    @property
    @abstractmethod
    def _finding(self) -> str:
        """What the page finds, where it has anything to go by."""

    @property
    @abstractmethod
    def _about(self) -> str:
        """What the page looks at, a sentence or two."""

    @abstractmethod
    def _ledger(self) -> Iterable[str]:
        """Return the page's figures, a line each; nothing of what it withholds."""

    @property
    @abstractmethod
    def _basis(self) -> pd.DataFrame:
        """What the heading rests on; without a row of it there is nothing to go by."""

    @property
    def _claims(self) -> pd.DataFrame:
        """The findings that name this page among their topics."""
        findings = self.pack.records("findings")
        topics = findings["topics"].fillna("").str.split("; ")
        address = self.KIND.replace("_", "-")
        return findings.loc[[address in names for names in topics]]

    @property
    def _is_founded(self) -> bool:
        return not self._basis.empty

    def _says(self, show: Callable[[], Shown]) -> Shown:
        """Return what `show` shows, or that there is nothing to go by."""
        return show() if self._is_founded else show_note(f"{self.NOTHING}.")


def records(kind: str) -> cached_property[pd.DataFrame]:
    """Return an attribute of a page: the records of one kind."""
    return cached_property(lambda page: page.pack.records(kind))


def piped(rows: pd.DataFrame, *columns: str) -> list[str]:
    """Return rows as lines of a ledger, their cells between bars."""
    return [" | ".join(map(str, row)) for row in rows[list(columns)].itertuples(index=False)]
