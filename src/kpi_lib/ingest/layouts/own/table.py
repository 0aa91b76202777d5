"""The cells of one table of a scorecard, with the plan of how to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpi_lib.ingest.layouts.own.plan import Plan
from kpi_lib.ingest.table import Table


@dataclass(frozen=True, kw_only=True)
class OwnTable(Table):
    """A table of cells whose `plan` says what each column holds.

    `labels` holds, by column from 0, its texts where they are not its tokens: merged downwards, or dates.
    """

    plan: Plan
    labels: Mapping[int, tuple[str, ...]]

    def words(self, place: int) -> list[str]:
        """Return the texts of a column with single spaces, those of merged cells in each of their rows."""
        if place in self.labels:
            return list(self.labels[place])
        return [" ".join(str(token).split()) for token in self.meanings.tokens.take(self.codes[:, place])]
