"""Where figures come from, in a sentence; and the small print at the foot of a page."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.status import Provenance
from kpi_lib.present.words import join_words

PROVENANCE_SENTENCES = {
    Provenance.PUBLISHED: "published statistics",
    Provenance.REPORTED: "figures the council has reported",
    Provenance.LOCAL: "the council’s own returns",
    Provenance.ILLUSTRATIVE: "illustrative figures, not real ones",
}


MOST_NAMED = 3
"""More editions than these are told by the first and the last."""


def source_sentence(indicator: Indicator, estimates: pd.DataFrame) -> str:
    """Return "Source: Department for Education, … (2024 edition); published statistics."."""
    kinds = [kind for kind in Provenance if (estimates["provenance"] == kind).any()]
    editions = sorted({str(edition) for edition in estimates["edition"].dropna() if str(edition)})
    edition = f" ({_editions(editions)} edition{'s' if len(editions) > 1 else ''})" if editions else ""
    named = indicator.dfe_source if Provenance.PUBLISHED in kinds else ""
    origin = f"{named}{edition}" if named else ""
    whose = join_words([PROVENANCE_SENTENCES[kind] for kind in kinds])
    return f"Source: {'; '.join(part for part in (origin, whose) if part)}."


def _editions(editions: list[str]) -> str:
    return f"{editions[0]} to {editions[-1]}" if len(editions) > MOST_NAMED else join_words(editions)
