"""The cells of one table of a scorecard, with the plan of how to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_lib.ingest.layouts.own.plan import Plan
from kpi_lib.ingest.reading import Table


@dataclass(frozen=True, kw_only=True)
class OwnTable(Table):
    """A table of cells whose `plan` says what each column holds.

    `labels` holds, by column from 0, the codes of cells that are merged downwards, repeated over their rows.
    """

    plan: Plan
    labels: Mapping[int, np.ndarray]

    def words(self, place: int) -> list[str]:
        """Return the texts of a column with single spaces, those of merged cells in each of their rows."""
        codes = self.labels.get(place, self.codes[:, place])
        return [" ".join(str(token).split()) for token in self.meanings.tokens.take(codes)]
