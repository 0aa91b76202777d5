"""The page that sets the council's figures next to DfE's, and next to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kpi_lib.analysis.agree.pathways import BREACH
from kpi_lib.catalogue.pathways import load_pathways
from kpi_lib.pack.reconciliation import Reconciliation, reconcile_pack
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_text, show_together
from kpi_lib.present.shown.pathways import show_pathways
from kpi_lib.present.shown.reconciliation import (
    show_claims,
    show_reconciled_years,
    show_summary,
    show_sums,
)
from kpi_lib.present.words.reconciliation import difference_words

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

TO_INDICATOR = "indicators/{slug}.html"


@dataclass(frozen=True)
class ReconciliationPage:
    """Do our figures agree with the national ones, and with each other?"""

    pack: Pack
    title: str = "Do our figures agree with the national ones?"

    def context(self) -> Shown:
        """Return one sentence: area and quarter."""
        return show_note(self.pack.words)

    def summary(self) -> Shown:
        """Return how many figures agree, how many differ and why, and how many prove nothing."""
        return show_summary(self._results.ledger, self._results.claims)

    def claims(self) -> Shown:
        """Return what the council's reports state next to what DfE publishes, then the sums they state."""
        claims = show_claims(self._results.claims, self.pack.catalogue, link=TO_INDICATOR)
        sums = self.pack.records("allocations")
        return claims if sums.empty else show_together(claims, show_sums(sums))

    def years(self) -> Shown:
        """Return the quarters of each year next to DfE's year, theme by theme."""
        catalogue, ledger = self.pack.catalogue, self._results.ledger
        boxes = []
        for theme in catalogue.themes:
            national = [indicator for indicator in catalogue.in_theme(theme.id) if not indicator.is_local]
            if ledger["indicator_id"].isin([indicator.id for indicator in national]).any():
                boxes.append(show_closed(theme.title, show_reconciled_years(ledger, national)))
        left_out = sorted(
            {catalogue[name].title for name in ledger["indicator_id"] if catalogue[name].is_local}
        )
        note = f"No national figure exists of: {'; '.join(left_out)}." if left_out else ""
        return show_together(*boxes, *([show_note(note)] if note else []))

    def pathways(self) -> Shown:
        """Return which figures do not fit together, and how often each rule holds."""
        return show_pathways(self._results.pathways, load_pathways())

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "reconciliation")

    def ledger(self) -> Shown:
        """Return the claims, the counts of the ledger and the broken rules as plain text."""
        results, catalogue = self._results, self.pack.catalogue
        counts = results.ledger.groupby(["evidence", "status"], as_index=False).size()
        broken = results.pathways.loc[results.pathways["status"].eq(BREACH)]
        lines = [
            *(
                f"{row['indicator_id']} | {row['local_period']} | "
                f"{difference_words(row, catalogue[row['indicator_id']]) or 'none'} | {row['status']}"
                for _, row in results.claims.iterrows()
            ),
            *(f"{row['evidence']} | {row['status']} | {row['size']}" for _, row in counts.iterrows()),
            *(f"{row['rule_id']} | {row['period']} | breach" for _, row in broken.iterrows()),
        ]
        return show_text("\n".join(lines))

    @cached_property
    def _results(self) -> Reconciliation:
        return reconcile_pack(self.pack)
