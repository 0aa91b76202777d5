"""Do the figures agree with DfE's, and with each other? Joins the council's explanations to the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.agree.pathways import BREACH, WITHIN_BOUNDS, summarise_pathways
from kpi_lib.analysis.agree.reconcile import select_unused, summarise_claims, summarise_reconciliation
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.pathways import load_pathways
from kpi_lib.catalogue.settings import Settings
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.hand_written.tables import unused_issue
from kpi_lib.ingest.issues import NOTE, WARN, Issue, frame_of_issues
from kpi_lib.pack.known_day import explanations_then
from kpi_lib.present.words.numbers import format_count

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

PATHWAY_BREACH, PATHWAY_BOUND = "pathway-breach", "pathway-within-bounds"
BETWEEN_FIGURES = (PATHWAY_BREACH, "unused-explanation")
"""The warnings that are about figures next to each other, not about a file."""

_RELATIONS = {"at_most": "at most", "at_least": "at least", "equals": "the same as"}


@dataclass(frozen=True)
class Reconciliation:
    """The ledger of quarters against years, the report's claims, and the pathway checks."""

    ledger: pd.DataFrame
    claims: pd.DataFrame
    pathways: pd.DataFrame

    def of_area(self, area_code: str) -> Reconciliation:
        """Return the rows of one area."""
        parts = (self.ledger, self.claims, self.pathways)
        return Reconciliation(
            *(rows.loc[rows["area_code"].eq(area_code)].reset_index(drop=True) for rows in parts)
        )


def compute_reconciliation(
    observations: pd.DataFrame,
    estimates: pd.DataFrame,
    explanations: pd.DataFrame,
    catalogue: Catalogue,
    settings: Settings,
) -> Reconciliation:
    """Return ledger, claims and pathway checks of all areas given.

    Parameters
    ----------
    observations : for the ledger and the claims. estimates : for the pathway checks.
    """
    percent = settings.reconciliation_percent
    return Reconciliation(
        summarise_reconciliation(observations, catalogue, explanations, percent=percent),
        summarise_claims(observations, catalogue, explanations, percent=percent),
        summarise_pathways(estimates, load_pathways(), catalogue),
    )


def check_agreement(
    observations: pd.DataFrame, explanations: pd.DataFrame, catalogue: Catalogue, settings: Settings
) -> pd.DataFrame:
    """Return the `issues` of all areas: broken pathway rules, unused explanations.

    A broken rule is a warning; a published figure of a year that is off within the stated bound is a note.
    """
    if observations.empty:
        return frame_of_issues([])
    estimates = summarise_estimates(observations, catalogue)
    agreement = compute_reconciliation(observations, estimates, explanations, catalogue, settings)
    names = {area.area_code: area.name for area in load_areas()}
    rows = agreement.pathways
    is_published_year = rows["basis"].eq("year") & rows["provenance"].eq(Provenance.PUBLISHED)
    noted = rows.loc[rows["status"].eq(WITHIN_BOUNDS) & is_published_year]
    broken = rows.loc[rows["status"].eq(BREACH)]
    unused = select_unused(explanations, agreement.ledger, agreement.claims)
    return frame_of_issues(
        [
            *(unused_issue(row) for _, row in unused.iterrows()),
            *(pathway_issue(row, WARN, PATHWAY_BREACH, names) for _, row in broken.iterrows()),
            *(pathway_issue(row, NOTE, PATHWAY_BOUND, names) for _, row in noted.iterrows()),
        ]
    )


def pathway_issue(row: pd.Series, severity: str, code: str, names: dict[str, str]) -> Issue:
    """Return the issue of two figures that do not fit together, with quarter, indicators and both numbers."""
    left, right = (format_count(round(row[side], 1)) for side in ("left", "right"))
    allowed = format_count(round(row["allowed"], 1))
    return Issue(
        severity,
        code,
        f"{row['title']}: {names.get(str(row['area_code']), row['area_code'])}, {row['period']}",
        str(row["source"]),
        None,
        "",
        f"{left} against {right} ({str(row['indicators']).replace(';', ', ')})",
        f"{_RELATIONS[str(row['relation'])]} {right}, give or take {allowed}",
        str(row["reason"]),
    )


@lru_cache(maxsize=4)
def reconcile_pack(pack: Pack) -> Reconciliation:
    """Return the ledger, claims and pathway checks of a pack's area, none later than its quarter.

    Kept for the newest few packs, as every indicator's page asks for it; a pack is equal to itself only.
    """
    observations = pack.processed.observations
    known = observations["period_end"].le(pd.Timestamp(pack.quarter.end))
    # figures of other areas say to how many decimals a source prints
    is_ours = observations["area_code"].eq(pack.area.area_code) | observations["provenance"].eq("published")
    estimates = pack.results.estimates
    own = estimates.loc[estimates["area_code"].eq(pack.area.area_code)].reset_index(drop=True)
    reconciliation = compute_reconciliation(
        observations.loc[known & is_ours].reset_index(drop=True),
        own,
        explanations_then(pack.project.raw, pack.known_on),
        pack.catalogue,
        pack.settings,
    )
    return reconciliation.of_area(pack.area.area_code)
