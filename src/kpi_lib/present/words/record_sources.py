"""Who is behind records, in a sentence."""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.status import Provenance
from kpi_lib.present.words.numbers import join_words

_WHOSE = {
    Provenance.PUBLISHED: "published",
    Provenance.REPORTED: "as the council has reported",
    Provenance.LOCAL: "the council’s own records",
}


def record_source_sentence(*records: pd.DataFrame) -> str:
    """Return where records come from: "Source: report to Cabinet; as the council has reported."."""
    rows = pd.concat([item[["source", "provenance"]] for item in records])
    titles = [title for title in dict.fromkeys(rows["source"]) if title]
    kinds = [kind for kind in Provenance if rows["provenance"].eq(kind.value).any()]
    told = [*titles, join_words([_WHOSE[kind] for kind in kinds])]
    return f"Source: {'; '.join(part for part in told if part)}." if len(rows) else ""


def report_words(*records: pd.DataFrame) -> str:
    """Return the reports that records are taken from, by their titles; "The report" where there is none."""
    rows = pd.concat([item[["source", "provenance"]] for item in records])
    reported = rows.loc[rows["provenance"].eq(Provenance.REPORTED.value), "source"]
    return join_words([f"“{title}”" for title in dict.fromkeys(reported) if title]) or "The report"
