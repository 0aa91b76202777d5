"""The one figure an indicator leads with, its change and its comparison: what a tile or sentence is about."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.status import Provenance
from kpi_lib.present.words.numbers import Row, is_missing

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
    def has_real_change(self) -> bool:
        """Whether there is a change on a year ago, between real figures."""
        return self._is_real(self.change)

    @property
    def has_real_comparison(self) -> bool:
        """Whether there is a comparison with the neighbours, of real figures."""
        return self._is_real(self.comparison)

    def _is_real(self, row: Row | None) -> bool:
        return row is not None and is_real(row) and not is_illustrative(self.estimate)

    @property
    def change_verdict(self) -> str:
        """The verdict on a change between real figures; empty where there is none."""
        return str(self.change["verdict"]) if self.change is not None and self.has_real_change else ""

    @property
    def comparison_verdict(self) -> str:
        """The verdict against the neighbours on real figures; empty where there is none."""
        row = self.comparison
        return str(row["verdict"]) if row is not None and self.has_real_comparison else ""


def is_same_figure(row: Row, estimate: Row, indicator: Indicator) -> bool:
    """Say whether a change or comparison is about the very figure of the estimate.

    A stock has one state at the end of a year, whether it is filed under the quarter or the year.
    """
    if row["basis"] == estimate["basis"] and row["period"] == estimate["period"]:
        return True
    of_one_year = str(row["period"])[:YEAR_LABEL] == str(estimate["period"])[:YEAR_LABEL]
    return bool(indicator.kind is Kind.STOCK and of_one_year and row["value"] == estimate["value"])


def is_illustrative(estimate: Row) -> bool:
    """Say whether a figure is invented to show the page and is not real."""
    return bool(estimate["provenance"] == Provenance.ILLUSTRATIVE) and not is_missing(estimate["value"])


def has_drawn_up_counts(estimate: Row) -> bool:
    """Say whether a real figure is next to counts that are illustrative, so that they prove nothing."""
    counts = estimate.get("counts_provenance", estimate["provenance"])
    return bool(counts == Provenance.ILLUSTRATIVE and estimate["provenance"] != Provenance.ILLUSTRATIVE)


def is_real(row: Row | None) -> bool:
    """Say whether a change or comparison rests on no illustrative figure.

    The analysis says so in `is_real` where it has chosen the row to lead; without it nothing is known
    against the row.
    """
    return row is not None and bool(row.get("is_real", True))


def has_illustration(estimate: Row, *verdicts: Row | None) -> bool:
    """Say whether a figure, or a verdict stated with it, is illustrative, so that a page must mark them."""
    return is_illustrative(estimate) or any(row is not None and not is_real(row) for row in verdicts)
