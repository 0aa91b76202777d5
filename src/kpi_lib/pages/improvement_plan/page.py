"""The page of the improvement plan: what was promised, how far it has come, and what has moved since."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.practice.action_evidence import summarise_evidence
from kpi_lib.analysis.practice.action_plan import NEEDS_ATTENTION, add_state, summarise_progress
from kpi_lib.core.errors import CatalogueError, nearest
from kpi_lib.pages.improvement_plan.actions import (
    show_actions,
    show_attention,
    show_evidence_table,
    show_outcomes,
    show_progress,
    show_unevidenced,
)
from kpi_lib.pages.improvement_plan.aims import show_aims
from kpi_lib.pages.record_page import RecordPage, piped, records
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_subheading, show_together
from kpi_lib.present.words.plan import plan_title, stated_sentence


@dataclass(frozen=True)
class ImprovementPlanPage(RecordPage):
    """The actions of the plan, each next to the evidence that what it should move has moved."""

    KIND: ClassVar[str] = "improvement_plan"
    NOTHING: ClassVar[str] = "No improvement plan of this area is in the raw files"

    @property
    def _finding(self) -> str:
        """How many actions are complete, and how many were followed by change."""
        return plan_title(self._actions, self._evidence)

    @property
    def _about(self) -> str:
        """What of the plan the report states."""
        return stated_sentence(self._actions, self.pack.records("findings"))

    def progress(self) -> Shown:
        """Return where the actions of each theme stand."""
        return self._says(lambda: show_progress(summarise_progress(self._actions), self._actions))

    def attention(self) -> Shown:
        """Return the actions that are overdue or stalled."""
        if self._is_founded and self._actions["state"].eq("not_stated").all():
            return show_note("Whether an action is overdue or has stalled is not published.")
        late = self._actions.loc[self._actions["state"].isin(NEEDS_ATTENTION)]
        return self._says(lambda: show_attention(late, self._as_at))

    def outcomes(self) -> Shown:
        """Return what was seen of all aims together, and every aim in a closed table."""
        return self._says(self._outcomes)

    def unevidenced(self) -> Shown:
        """Return the actions that name no indicator."""
        bare = self._evidence.loc[self._evidence["outcome"].eq("not_evidenced"), "action_id"]
        return self._says(lambda: show_unevidenced(self._actions.loc[self._actions["action_id"].isin(bare)]))

    def evidence(self, theme: str = "") -> Shown:
        """Return the actions of each theme, and what each should move.

        Parameters
        ----------
        theme : one theme in the plan's own words; all, in their order, when left out.

        Raises
        ------
        CatalogueError : the plan has no such theme, with the nearest.
        """
        themes = list(dict.fromkeys(self._actions["theme"]))
        if theme and themes and theme not in themes:
            raise CatalogueError(
                "The plan has no such theme",
                got=f"'{theme}'",
                expected=", ".join(themes),
                hint=nearest(theme, themes),
            )
        chosen = [theme] if theme else themes
        return self._says(lambda: show_together(*map(self._actions_of, chosen)))

    def _ledger(self) -> list[str]:
        """Return the state of each action and the outcome of each aim."""
        aims = self._evidence.replace({"indicator_id": {"": "no indicator"}})
        return piped(self._actions, "action_id", "state") + piped(
            aims, "action_id", "indicator_id", "outcome"
        )

    def _outcomes(self) -> Shown:
        lines = show_outcomes(self._evidence, self._actions)
        table = show_evidence_table(self._evidence, self._actions, self.pack.catalogue, self.pack.shown)
        return show_together(lines, show_closed("Every aim: show as table", table))

    def _actions_of(self, theme: str) -> Shown:
        own = self._actions.loc[self._actions["theme"].eq(theme)]
        table = show_actions(own, self.pack.records("findings"), self._as_at)
        aims = show_aims(self._evidence, own, self._quarters, self.pack.catalogue, self.pack.shown)
        return show_together(show_subheading(theme), table, aims)

    @property
    def _basis(self) -> pd.DataFrame:
        return self._actions

    @property
    def _as_at(self) -> pd.Timestamp:
        return pd.Timestamp(self.pack.quarter.end)

    @cached_property
    def _actions(self) -> pd.DataFrame:
        return add_state(self.pack.records("actions"), self._as_at)

    _aims = records("action_aims")

    @cached_property
    def _figures(self) -> pd.DataFrame:
        figures = self.pack.figures()
        return figures.loc[figures["indicator_id"].isin(self._aims["indicator_id"])]

    @cached_property
    def _quarters(self) -> dict[str, pd.DataFrame]:
        rows = self._figures.loc[self._figures["basis"].eq("quarter")]
        return {str(name): own for name, own in rows.groupby("indicator_id")}

    @cached_property
    def _evidence(self) -> pd.DataFrame:
        evidence = summarise_evidence(
            self._actions,
            self._aims,
            self._figures,
            self.pack.catalogue,
            area_code=self.pack.area.area_code,
            as_at=self._as_at,
            events=self.pack.events,
        )
        return evidence.merge(
            self._aims[["action_id", "indicator_id", "size"]], on=["action_id", "indicator_id"], how="left"
        )
