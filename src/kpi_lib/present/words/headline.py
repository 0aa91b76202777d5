"""The one figure an indicator leads with, its change and its comparison: what a tile or sentence is about."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.present.words.numbers import Row

YEAR_LABEL = len("2017-18")


@dataclass(frozen=True)
class Headline:
    """An indicator's lead estimate with its change and its verdict against neighbours, where there are any.

    `change` and `comparison` may be of another basis or an earlier year than the estimate, since
    neighbours publish once a year; the words then name that period.
    """

    indicator: Indicator
    estimate: Row
    change: Row | None = None
    comparison: Row | None = None

    @property
    def change_verdict(self) -> str:
        """The verdict on the change on a year ago; empty where there is none."""
        return "" if self.change is None else str(self.change["verdict"])

    @property
    def comparison_verdict(self) -> str:
        """The verdict against the neighbours; empty where there is none."""
        return "" if self.comparison is None else str(self.comparison["verdict"])


def is_same_figure(row: Row, estimate: Row, indicator: Indicator) -> bool:
    """Say whether a change or comparison is about the very figure of the estimate.

    A stock has one state at the end of a year, whether it is filed under the quarter or the year.
    """
    if row["basis"] == estimate["basis"] and row["period"] == estimate["period"]:
        return True
    of_one_year = str(row["period"])[:YEAR_LABEL] == str(estimate["period"])[:YEAR_LABEL]
    return bool(indicator.kind is Kind.STOCK and of_one_year and row["value"] == estimate["value"])
